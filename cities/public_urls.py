"""Addresses of this room's public pages, after the language."""

from django.urls import path

from cities.views import joining, problems

urlpatterns = [
    path("invitation/<str:token>/", joining.invitation, name="invitation"),
    path("become-an-assessor/", joining.become_an_assessor, name="become_an_assessor"),
    path("become-an-assessor/thank-you/", joining.become_an_assessor_thanks, name="become_an_assessor_thanks"),
    path("report-a-problem/thank-you/", problems.report_a_problem_thanks, name="report_a_problem_thanks"),
    path("report-a-problem/<slug:kind>/<int:pk>/", problems.report_a_problem, name="report_a_problem"),
]
