"""The three desks as an editor uses them: decide, go on, take back; two editors at once; wrong values."""

import pytest
from django.test import Client
from django.urls import reverse

from recommendations.admin.twins import pairs_to_decide
from recommendations.models import PossibleDuplicate, Recommendation, Theme, UnresolvedLabel
from tests.admin.world import EDITOR, World
from tests.factories import RecommendationFactory


@pytest.fixture
def editor(world: World) -> Client:
    return world.client(EDITOR)


def label_url(world: World) -> str:
    return reverse("unknown-labels:decide", args=[world.objects["label"].pk])


def pair_url(world: World, query: str = "") -> str:
    return reverse("possible-duplicates:decide", args=[world.objects["duplicate"].pk]) + query


def test_one_press_maps_a_label_and_the_list_is_empty(editor: Client, world: World) -> None:
    page = editor.get(label_url(world)).content.decode()
    assert "1 recommendation carries this label" in page
    assert page.count("It means “") == 3
    assert page.count("<h1") == 1
    theme = Theme.objects.get(slug="housing")
    response = editor.post(label_url(world), {"then": "map", "target": theme.pk}, follow=True)
    assert "got it" in response.content.decode()
    assert list(world.objects["recommendation"].themes.all()) == [theme]
    again = editor.post(label_url(world), {"then": "map", "target": theme.pk})
    assert "Somebody has decided" in again.content.decode()
    assert world.objects["label"].label not in editor.get(reverse("unknown-labels:index")).content.decode()
    decided = editor.get(reverse("unknown-labels:index") + "?state=mapped").content.decode()
    assert world.objects["label"].label in decided
    editor.post(label_url(world), {"then": "take_back"})
    assert UnresolvedLabel.objects.get().state == "waiting"
    assert not world.objects["recommendation"].themes.exists()


def test_a_new_theme_is_made_with_the_mapping_or_not_at_all(editor: Client, world: World) -> None:
    before = Theme.objects.count()
    editor.post(label_url(world), {"then": "create", "name_en": "Right to adequate housing", "name_es": "Vivienda"})
    assert (Theme.objects.count(), UnresolvedLabel.objects.get().state) == (before, "waiting")
    editor.post(label_url(world), {"then": "create", "name_en": "Space rights", "name_es": "Derechos espaciales"})
    assert UnresolvedLabel.objects.get().theme == Theme.objects.get(slug="space-rights")


def test_a_label_in_the_wrong_column_is_mapped_across(editor: Client, world: World) -> None:
    theme = Theme.objects.get(slug="housing")
    UnresolvedLabel.objects.update(vocabulary="sdg", label="Right to adequate housing", key="right to adequate housing")
    page = editor.get(label_url(world)).content.decode()
    assert "It means “Right to adequate housing” (a theme)" in " ".join(page.split())
    assert "It stands in the wrong column" in page
    refused = editor.post(label_url(world), {"then": "map", "as": "country", "target": 1}).content.decode()
    assert "cannot be mapped" in refused
    editor.post(label_url(world), {"then": "map", "as": "theme", "target": theme.pk})
    assert UnresolvedLabel.objects.get().theme == theme
    assert list(world.objects["recommendation"].themes.all()) == [theme]


def test_pairs_are_counted_pair_by_pair(db: None) -> None:
    """With 100,000 records two lists of all of them kept the first page of the admin busy for an hour, on SQLite."""
    assert "LIST SUBQUERY" not in pairs_to_decide().explain()


@pytest.mark.parametrize(
    "posted",
    [
        {}, {"then": "map"}, {"then": "map", "target": "x"}, {"then": "map", "target": "99999999999999999999"},
        {"then": "create"}, {"then": "ignore"}, {"then": "ignore", "reason": "x" * 300}, {"then": "take_back"},
    ],
)  # fmt: skip
def test_wrong_values_decide_nothing_about_a_label(editor: Client, world: World, posted: dict[str, str]) -> None:
    response = editor.post(label_url(world), posted)
    assert response.status_code == 200
    assert "It was not saved" in response.content.decode()
    assert UnresolvedLabel.objects.get().state == "waiting"


def test_the_facts_of_both_stand_side_by_side_and_the_differences_are_marked(editor: Client, world: World) -> None:
    pair = world.objects["duplicate"]
    Recommendation.objects.filter(pk=pair.first_id).update(text="Build homes for all people")
    Recommendation.objects.filter(pk=pair.second_id).update(text="Build safe homes for people")
    page = editor.get(pair_url(world)).content.decode()
    assert "<ins> safe</ins>" in page
    assert "<del> all</del>" in page
    assert "Only in the second: “safe”" in " ".join(page.split())
    assert "Progress entries" in page
    # The world's two have two paragraph numbers.
    assert "They have two paragraph numbers" in page


def test_joining_asks_to_be_sure_and_says_which_stays(editor: Client, world: World) -> None:
    pair = world.objects["duplicate"]
    Recommendation.objects.filter(pk=pair.second_id).update(paragraph="")
    response = editor.post(pair_url(world), {"then": "same", "keep": pair.first_id})
    assert "Tick that you compared both" in response.content.decode()
    assert not Recommendation.objects.filter(merged_into__isnull=False).exists()
    editor.post(pair_url(world), {"then": "same", "keep": pair.first_id, "sure": "on"})
    assert Recommendation.objects.get(merged_into__isnull=False).pk == pair.second_id
    page = editor.get(pair_url(world)).content.decode()
    assert "stay joined" in page
    assert 'value="take_back"' not in page


@pytest.mark.parametrize(
    "posted",
    [{}, {"then": "same"}, {"then": "same", "keep": "0", "sure": "on"}, {"then": "same", "keep": "x", "sure": "on"},
     {"then": "take_back"}, {"then": "x"}],
)  # fmt: skip
def test_wrong_values_decide_nothing_about_a_pair(editor: Client, world: World, posted: dict[str, str]) -> None:
    response = editor.post(pair_url(world, "?review=x&at_least=y&decision=z"), posted)
    assert response.status_code == 200
    assert "It was not saved" in response.content.decode()
    assert PossibleDuplicate.objects.get().is_waiting


def test_after_a_decision_the_next_pair_of_the_same_list_comes(editor: Client, world: World) -> None:
    first = world.objects["duplicate"].first
    others = [
        PossibleDuplicate.objects.create(
            first=first, second=RecommendationFactory(review=first.review), similarity=near
        )
        for near in (80, 70)
    ]
    response = editor.post(pair_url(world, "?at_least=75"), {"then": "repeat"})
    assert response.url == reverse("possible-duplicates:decide", args=[others[0].pk]) + "?at_least=75"
    assert "1 of 1" in editor.get(response.url).content.decode()
    assert editor.post(response.url, {"then": "different"}).url == reverse("possible-duplicates:index")


def words(record: Recommendation, client: Client, **changes: str) -> dict[str, str]:
    page = client.get(reverse("plain-words:write", args=[record.pk]))
    return {
        "seen": page.context_data["seen"], "summary_en": "Build homes.", "summary_es": "Construir viviendas.",
        "reach": "local_can_act", "can_do_en": "", "can_do_es": "", "then": "checked", **changes,
    }  # fmt: skip


def test_plain_words_are_saved_and_the_next_record_comes(editor: Client, world: World) -> None:
    record, following = world.objects["duplicate"].first, world.objects["duplicate"].second
    url = reverse("plain-words:write", args=[record.pk], query={"state": "none"})
    response = editor.post(url, words(record, editor, go="1"))
    assert response.url == reverse("plain-words:write", args=[following.pk], query={"state": "none"})
    record.refresh_from_db()
    assert (record.summary_es, record.words_checked_on is None) == ("Construir viviendas.", False)
    saved = editor.get(reverse("plain-words:write", args=[record.pk])).content.decode()
    assert "reading grade" in saved
    begun = editor.get(f"{url}&begin=1")
    assert begun.url == reverse("plain-words:write", args=[following.pk], query={"state": "none"})


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"summary_es": ""}, "both languages"),
        ({"can_do_en": "Build."}, "both languages"),
        ({"reach": "national_only", "can_do_en": "Build.", "can_do_es": "Construir."}, "can act, or is named"),
        ({"reach": "galactic"}, "valid choice"),
        ({"then": ""}, "Choose one of the buttons"),
        ({"seen": "before"}, "Somebody changed these words"),
    ],
)
def test_what_is_wrong_with_plain_words_is_said(
    editor: Client, world: World, changes: dict[str, str], problem: str
) -> None:
    record = world.objects["recommendation"]
    url = reverse("plain-words:write", args=[record.pk])
    response = editor.post(url, words(record, editor, **changes))
    assert response.status_code == 200
    assert problem in response.content.decode()
    record.refresh_from_db()
    assert record.summary_en == ""


def test_a_record_that_does_not_stand_gets_no_words(editor: Client, world: World) -> None:
    record = RecommendationFactory(review=world.objects["review"], withdrawn=True)
    assert editor.get(reverse("plain-words:write", args=[record.pk]), follow=True).status_code == 404


def test_the_ordinary_form_marks_words_as_the_editor_s(editor: Client, world: World) -> None:
    from tests.admin.test_recommendations import post

    record = world.objects["recommendation"]
    Recommendation.objects.filter(pk=record.pk).update(summary_en="Old.", words_checked_on="2026-01-01")
    post(editor, record, summary_en="New.")
    assert (record.field_sources["summary_en"], record.words_checked_on) == ("editor", None)
