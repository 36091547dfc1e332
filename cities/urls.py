"""Addresses without language: files of the record."""

from django.urls import path

from cities.views import evidence

urlpatterns = [path("evidence/<int:pk>/", evidence.evidence_file, name="evidence_file")]
