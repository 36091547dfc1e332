"""Addresses of the tracker's public pages, after the language."""

from django.urls import path

from search import exports, history_export
from search.exports.citations import STYLES
from search.former_values import follows
from search.views import (
    actions,
    calendars,
    cities,
    crosswalk,
    data,
    mechanisms,
    recommendation,
    recommendations,
    report_cards,
    themes,
)

of_a_city = follows(slug="city")
of_a_mechanism = follows(slug="mechanism")
of_a_review = follows(slug="mechanism", key="review")

urlpatterns = [
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations.csv", exports.as_csv, name="recommendations_csv"),
    path("recommendations.xlsx", exports.as_xlsx, name="recommendations_xlsx"),
    path("recommendations.docx", exports.as_thematic_list, name="recommendations_docx"),
    path("recommendations.memo.docx", exports.as_memo, name="recommendations_memo"),
    path("recommendations.json", exports.as_json, name="recommendations_json"),
    path("recommendations.atom", exports.as_atom, name="recommendations_atom"),
    *[
        path(f"recommendations.{ending}", exports.as_citations, {"ending": ending}, f"recommendations_{ending}")
        for ending in STYLES
    ],
    path("recommendations/count/", recommendations.count, name="recommendations_count"),
    path("recommendations/values/<slug:name>/", recommendations.all_values, name="recommendations_values"),
    *[
        path(
            f"recommendations/<slug:slug>.{style}",
            exports.record_citation,
            {"ending": style},
            f"record_citation_{style}",
        )
        for style in STYLES
    ],
    path("recommendations/<slug:slug>/", recommendation.recommendation, name="recommendation"),
    path("themes/", themes.themes, name="themes"),
    path("themes/crosswalk/", crosswalk.crosswalk, name="crosswalk"),
    path("themes/crosswalk.csv", crosswalk.as_csv, name="crosswalk_csv"),
    path("themes/<slug:slug>/", follows(slug="theme")(themes.theme), name="theme"),
    path("mechanisms/", mechanisms.mechanisms, name="mechanisms"),
    path("mechanisms/<slug:slug>/", of_a_mechanism(mechanisms.mechanism), name="mechanism"),
    path("mechanisms/<slug:slug>/<slug:key>/", of_a_review(mechanisms.review), name="review"),
    path("mechanisms/<slug:slug>/<slug:key>/dates.ics", of_a_review(calendars.review_dates), name="review_dates"),
    path("actions/", actions.actions, name="actions"),
    path("cities/", cities.cities, name="cities"),
    path("cities/<slug:slug>/", of_a_city(cities.city), name="city"),
    path("cities/<slug:slug>/dates.ics", of_a_city(calendars.city_dates), name="city_dates"),
    path("cities/<slug:slug>/progress/", of_a_city(report_cards.report_card), name="city_progress"),
    path("cities/<slug:slug>/progress.csv", of_a_city(history_export.as_csv), name="city_progress_csv"),
    path("cities/<slug:slug>/changes/", of_a_city(cities.changes), name="city_changes"),
    path("cities/<slug:slug>/actions/", of_a_city(actions.city_actions), name="city_actions"),
    path("cities/<slug:city_slug>/actions/<slug:slug>/", follows(city_slug="city")(actions.action), name="city_action"),
    path("data/", data.data, name="data"),
]
