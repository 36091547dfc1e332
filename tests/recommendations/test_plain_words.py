"""Our words: their state, who wrote them, and how hard they are to read."""

import pytest
from wagtail.models import ModelLogEntry

from home.demo.recommendations import apply_plain_words, import_facts
from recommendations import plain_words
from recommendations.models import Recommendation
from recommendations.reading_grade import reading_grade, syllables
from tests.factories import RecommendationFactory, UserFactory

WORDS = {"summary_en": "Build homes.", "summary_es": "Construir viviendas.", "reach": "local_can_act"}
EMPTY = {"can_do_en": "", "can_do_es": ""}


@pytest.mark.django_db
def test_written_then_checked_then_changed_is_drafted_again() -> None:
    record, editor = RecommendationFactory(), UserFactory()
    assert plain_words.state_of(record) == "none"
    for checked, state in ((False, "drafted"), (True, "checked")):
        plain_words.write(record, {**WORDS, **EMPTY}, checked=checked, by=editor)
        record.refresh_from_db()
        assert plain_words.state_of(record) == state
        assert Recommendation.objects.get(plain_words.CONDITIONS[plain_words.State(state)]) == record
    plain_words.write(record, {**WORDS, **EMPTY}, checked=True, by=editor)
    entries = ModelLogEntry.objects.for_instance(record).order_by("pk")
    assert [(each.data["fields"], each.data["state"]) for each in entries] == [
        (list(WORDS), "drafted"),
        ([], "checked"),
    ]
    plain_words.keep(record, ["summary_en"])
    assert plain_words.state_of(record) == "drafted"


@pytest.mark.django_db
def test_what_an_editor_saved_the_demo_does_not_overwrite() -> None:
    import_facts()
    apply_plain_words()
    record, kept = Recommendation.objects.exclude(summary_en="").order_by("pk")[:2]
    emptied = {**dict.fromkeys(plain_words.OURS, ""), "reach": "not_sorted"}
    plain_words.write(record, emptied, checked=False, by=UserFactory())
    as_it_was = {name: getattr(kept, name) for name in plain_words.OURS}
    plain_words.write(kept, as_it_was, checked=True, by=UserFactory())
    assert apply_plain_words() == 0
    record.refresh_from_db()
    kept.refresh_from_db()
    assert (record.summary_en, record.reach) == ("", "not_sorted")
    assert plain_words.state_of(kept) == "checked"


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1),
        ("people", 2),
        ("police", 2),
        ("discrimination", 5),
        ("homes", 1),
        ("asked", 1),
        ("wanted", 2),
        ("UN", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_two_short_sentences_are_easier_than_a_long_one() -> None:
    long = "Provide remedies to persons whose rights were violated and investigate every violation independently."
    short = "Help people whose rights were broken. Look into each case."
    assert reading_grade(long) > 12
    assert reading_grade(short) < 5
    assert reading_grade("") == 0
    assert reading_grade("Washington D.C. must act.") == reading_grade("Washington DC must act.")
