"""Addresses for machines, which have no language."""

from django.urls import path

from home.web.robots import robots
from home.web.sitemap import sitemap, sitemap_part

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:part>.xml", sitemap_part, name="sitemap_part"),
]
