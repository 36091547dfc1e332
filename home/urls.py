"""Addresses of this room that are no editors' pages, after the language."""

from django.urls import path

from home.mail.choices import mail_choice

urlpatterns = [path("mail/<str:token>/", mail_choice, name="mail_choice")]
