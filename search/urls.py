"""Addresses of the tracker's public pages, after the language."""

from django.urls import path

from search import exports
from search.views import actions, cities, mechanisms, recommendation, recommendations, site_search, themes

urlpatterns = [
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations.csv", exports.as_csv, name="recommendations_csv"),
    path("recommendations.json", exports.as_json, name="recommendations_json"),
    path("recommendations/values/<slug:name>/", recommendations.all_values, name="recommendations_values"),
    path("recommendations/<slug:slug>/", recommendation.recommendation, name="recommendation"),
    path("themes/", themes.themes, name="themes"),
    path("themes/<slug:slug>/", themes.theme, name="theme"),
    path("mechanisms/", mechanisms.mechanisms, name="mechanisms"),
    path("mechanisms/<slug:slug>/", mechanisms.mechanism, name="mechanism"),
    path("mechanisms/<slug:slug>/<slug:key>/", mechanisms.review, name="review"),
    path("cities/", cities.cities, name="cities"),
    path("cities/<slug:slug>/", cities.city, name="city"),
    path("cities/<slug:slug>/progress/", cities.progress, name="city_progress"),
    path("cities/<slug:city_slug>/actions/<slug:slug>/", actions.action, name="city_action"),
    path("search/", site_search.site_search, name="site_search"),
]
