"""Addresses of this room that are no editors' pages, after the language."""

from django.urls import path

from home.join import views as join
from home.mail.choices import mail_choice
from home.site_search.view import site_search
from home.web.feeds import EventFeed, NewsFeed, events_calendar

urlpatterns = [
    path("news.atom", NewsFeed(), name="news_feed"),
    path("events.atom", EventFeed(), name="events_feed"),
    path("events.ics", events_calendar, name="events_calendar"),
    path("search/", site_search, name="site_search"),
    path("mail/<str:token>/", mail_choice, name="mail_choice"),
    path("join/look-into-your-mail/", join.asked, name="join_asked"),
    path("join/confirm/<str:token>/", join.confirm, name="join_confirm"),
    path("join/leave/<str:token>/", join.leave, name="join_leave"),
]
