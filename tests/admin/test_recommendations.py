"""Editing recommendations: upstream fields are read-only until unlocked, nothing is deleted, the list never fails."""

import csv
import itertools
import uuid
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from recommendations.admin.form import LOCKABLE, UPSTREAM
from recommendations.importers.compare import SETS
from recommendations.importers.current import SCALARS
from recommendations.models import Recommendation, Theme
from tests.admin.forms import form_fields
from tests.admin.world import EDITOR, World
from tests.factories import RecommendationFactory


@pytest.fixture
def editor(world: World) -> Client:
    return world.client(EDITOR)


@pytest.fixture
def record(world: World) -> Recommendation:
    return RecommendationFactory(
        review=world.objects["review"],
        paragraph="26.7",
        text="Words of the UN",
        annotation_id=uuid.uuid4(),
        states=["NOR", "FRA"],
    )


def post(client: Client, record: Recommendation, **changes: object) -> Any:
    url = reverse("recommendations:edit", args=[record.pk])
    response = client.post(url, {**form_fields(client, url), **changes})
    record.refresh_from_db()
    return response


def themes_of(record: Recommendation) -> set[int]:
    return set(record.recommendation_themes.values_list("tag", flat=True))


def test_upstream_fields_are_disabled_in_the_form(editor: Client, record: Recommendation) -> None:
    posted = form_fields(editor, reverse("recommendations:edit", args=[record.pk]))
    assert not set(posted) & set(UPSTREAM)
    assert {"summary_en", "summary_es", "reach", "can_do_en", "can_do_es"} <= set(posted)


def test_our_own_words_are_saved(editor: Client, record: Recommendation) -> None:
    post(editor, record, summary_en="Build homes.", reach="local_can_act")
    assert (record.summary_en, record.reach) == ("Build homes.", "local_can_act")
    assert (record.text, record.paragraph, record.locked_fields) == ("Words of the UN", "26.7", [])
    assert [made.country.iso3 for made in record.recommending.all()] == ["NOR", "FRA"]
    assert ModelLogEntry.objects.for_instance(record).filter(action="wagtail.edit").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("paragraph", "99"),
        ("text", "Other words"),
        ("position", "noted"),
        ("kind", "concern"),
        ("states", ["1"]),
        ("annotation_id", "96044266-e0f2-437d-be50-6f4025c1a870"),
    ],
)
def test_a_change_upstream_without_unlocking_is_refused(
    editor: Client, record: Recommendation, field: str, value: object
) -> None:
    before = Recommendation.objects.values().get(pk=record.pk)
    response = post(editor, record, summary_en="Kept in the form", **{field: value})
    assert response.status_code == 200
    assert "tick it under" in response.content.decode()
    assert "Kept in the form" in response.content.decode()
    assert Recommendation.objects.values().get(pk=record.pk) == before
    assert [made.country.iso3 for made in record.recommending.all()] == ["NOR", "FRA"]


def test_an_unlocked_field_is_corrected_locked_and_logged(editor: Client, record: Recommendation) -> None:
    post(editor, record, corrected=["paragraph", "position"], paragraph="26.8", position="noted")
    assert (record.paragraph, record.position) == ("26.8", "noted")
    assert record.locked_fields == ["paragraph", "position"]
    entry = ModelLogEntry.objects.for_instance(record).get(action="recommendations.correct")
    assert sorted(entry.data["fields"]) == ["paragraph", "position"]
    post(editor, record, corrected=[])
    assert (record.paragraph, record.locked_fields) == ("26.8", [])


def test_states_keep_their_order_and_new_ones_follow(editor: Client, record: Recommendation) -> None:
    norway = record.recommending.get(country__iso3="NOR").country
    spain = type(norway).objects.get(iso3="ESP")
    post(editor, record, corrected=["states"], states=[spain.pk, norway.pk])
    assert [made.country.iso3 for made in record.recommending.all()] == ["NOR", "ESP"]
    assert record.locked_fields == ["states"]


def test_a_theme_taken_away_by_hand_is_locked_and_an_added_one_is_not(editor: Client, record: Recommendation) -> None:
    first, second = Theme.objects.order_by("pk")[:2]
    count = Theme.objects.count()
    post(editor, record, themes=[first.pk])
    assert (themes_of(record), record.locked_fields) == ({first.pk}, [])
    post(editor, record, themes=[first.pk, second.pk])
    assert record.locked_fields == []
    post(editor, record, themes=[second.pk])
    assert (themes_of(record), record.locked_fields) == ({second.pk}, ["themes"])
    assert Theme.objects.count() == count


def test_themes_are_never_made_by_typing(editor: Client, record: Recommendation) -> None:
    count = Theme.objects.count()
    response = post(editor, record, themes=["A new theme"])
    assert response.status_code == 200
    assert Theme.objects.count() == count


def test_lockable_fields_are_those_that_imports_know() -> None:
    known = {*SCALARS, *SETS, "document", "review"} - {"fingerprint"}
    assert set(LOCKABLE.values()) == known


def test_withdraw_and_restore(editor: Client, record: Recommendation) -> None:
    url = reverse("recommendations:withdraw", args=[record.pk])
    assert editor.post(url, {"reason": ""}).status_code == 200
    record.refresh_from_db()
    assert record.withdrawn_on is None
    editor.post(url, {"reason": "The same as 26.9"})
    record.refresh_from_db()
    assert (record.withdrawn_on is not None, record.withdrawn_reason) == (True, "The same as 26.9")
    editor.post(url)
    record.refresh_from_db()
    assert (record.withdrawn_on, record.withdrawn_reason) == (None, "")
    actions = set(ModelLogEntry.objects.for_instance(record).values_list("action", flat=True))
    assert actions == {"recommendations.withdraw", "recommendations.restore"}


def test_a_merged_record_is_not_withdrawn(editor: Client, world: World, record: Recommendation) -> None:
    record.merged_into = world.objects["recommendation"]
    record.save()
    response = editor.post(reverse("recommendations:withdraw", args=[record.pk]), {"reason": "No"})
    assert [str(message) for message in get_messages(response.wsgi_request)]
    record.refresh_from_db()
    assert record.withdrawn_on is None


FILTERS = {
    "review": ["0", "x", "99999999999999999999"],
    "mechanism": ["x"],
    "kind": ["recommendation", "x"],
    "position": ["supported", "none", "x"],
    "reach": ["local_can_act", "\x00"],
    "theme": ["1", "x"],
    "summary": ["none", "missing_es", "missing_en", "both", "x"],
    "standing": ["standing", "withdrawn", "merged", "corrected", "x"],
}
QUERIES = ['"', "\x00", "%", "_", "\\", "'", "housing " * 625, "x" * 5000, "%" * 5000, "a b c d", " ", "(", "é"]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: f"{query[:6]!r}×{len(query)}")
def test_searching_never_fails(editor: Client, query: str) -> None:
    for name in ("index", "index_results"):
        assert editor.get(reverse(f"recommendations:{name}"), {"q": query}).status_code == 200
        both = {
            "q": query,
            "kind": "recommendation",
            "summary": "none",
            "theme": "1",
            "ordering": "-position",
            "p": "x",
        }
        assert editor.get(reverse(f"recommendations:{name}"), both).status_code == 200
    assert editor.get(reverse("recommendation-chooser:choose_results"), {"q": query}).status_code == 200


def test_filtering_never_fails(editor: Client, world: World) -> None:
    url = reverse("recommendations:index_results")
    for (name, values), ordering in itertools.product(FILTERS.items(), ("", "kind", "-reach", "x", "id; drop table")):
        for value in values:
            response = editor.get(url, {name: value, "q": "word", "ordering": ordering, "_w_filter_fragment": "1"})
            assert response.status_code == 200, (name, value, ordering)


@pytest.mark.parametrize("pk", ["0", "99999999999999999999", "x", "-1", "%00", "1.5"])
def test_a_number_that_is_none_is_not_found(editor: Client, pk: str) -> None:
    for path in (f"recommendations/edit/{pk}/", f"recommendation-chooser/chosen/{pk}/", f"imports/inspect/{pk}/"):
        assert editor.get(f"/admin/{path}", follow=True).status_code == 404
    assert editor.get("/admin/recommendation-chooser/chosen-multiple/", {"id": pk}).status_code == 200


def found(client: Client, **parameters: str) -> set[str]:
    response = client.get(reverse("recommendations:index_results"), parameters)
    return {record.slug for record in response.context["object_list"]}


def test_search_finds_records_that_hold_every_word(editor: Client, record: Recommendation) -> None:
    assert found(editor, q="words un") == {record.slug}
    assert found(editor, q="words elsewhere") == set()
    assert found(editor, q="%") == set()


def test_filters_find_what_they_say(editor: Client, world: World) -> None:
    review = world.objects["review"]
    theme = Theme.objects.order_by("pk").first()
    english = RecommendationFactory(review=review, summary_en="Only English", slug="english")
    RecommendationFactory(review=review, withdrawn=True, slug="withdrawn")
    themed = RecommendationFactory(review=review, theme_slugs=[theme.slug], noted=True, slug="themed")
    RecommendationFactory(review=review, locked_fields=["text"], slug="corrected")
    assert found(editor, summary="missing_es") == {english.slug}
    assert found(editor, standing="withdrawn") == {"withdrawn"}
    assert found(editor, standing="corrected") == {"corrected"}
    assert found(editor, theme=str(theme.pk)) == {themed.slug}
    assert found(editor, position="noted", mechanism=str(review.mechanism_id)) == {themed.slug}
    assert themed.slug not in found(editor, position="none")


def test_a_page_of_the_list_costs_the_same_however_many_records(editor: Client, world: World) -> None:
    """Session, user, profile, two of permissions, one page of records and their count, three filters, site, locales,
    and what the menu asks: 16 at most."""
    url = reverse("recommendations:index")
    editor.get(url)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert editor.get(url).status_code == 200
        return len(captured)

    few = queries()
    RecommendationFactory.create_batch(20, review=world.objects["review"], document=world.objects["document"])
    assert queries() == few <= 16


def test_exports_hold_no_formulas(editor: Client, world: World) -> None:
    starts = ["=1+1", "+1", "-1", "@cmd", "\tx", "\rx"]
    for number, start in enumerate(starts):
        RecommendationFactory(review=world.objects["review"], slug=f"formula-{number}", summary_en=start)
    response = editor.get(reverse("recommendations:index"), {"export": "csv"})
    rows = list(csv.DictReader(response.getvalue().decode().splitlines(keepends=True)))
    written = {row["Address"]: row["Plain summary in English"] for row in rows}
    assert [written[f"formula-{number}"] for number in range(len(starts))] == [f"'{start}" for start in starts]
