"""Whose word wins: an editor's, then UHRI's, OHCHR's list, plain CSV, UPR Info. Read from files of each format."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from recommendations.importers.detect import READERS
from recommendations.importers.precedence import weight
from recommendations.models import Recommendation
from tests.recommendations.importers.importing import (
    import_path,
    import_rows,
    record,
    row,
    some,
    states_of,
    theme_slugs,
    uuid,
    write_csv,
    write_uhri,
    write_upr_info,
)
from tests.recommendations.importers.word_lists import LAYOUT_A, word_file

pytestmark = pytest.mark.django_db

HEADER = "UPR of the United States of America (3rd Cycle - 36th Session)\nThematic list of recommendations"
WORDS = "Build homes that people can afford"
FORMATS = ("upr-info", "csv", "thematic-list", "uhri-json")
"""From the lightest word to the heaviest."""


def uhri(path: Path, words: str, position: str) -> Path:
    return write_uhri(
        path / "export.json",
        [{"Text": f"26.1 {words}", "UprPositions": [position], "AnnotationId": str(uuid(1))}],
    )


def thematic_list(path: Path, words: str, position: str) -> Path:
    cells = (f"26.1 {words} (Norway);", f"{position}\n", "B1 Homes", "")
    return word_file(path / "list.docx", LAYOUT_A, ["Theme: Right to adequate housing", cells], header=HEADER)


def plain_csv(path: Path, words: str, position: str) -> Path:
    return write_csv(
        path / "table.csv",
        [{"review": "upr-3-usa", "paragraph": "26.1", "text": words, "position": position}],
    )


def upr_info(path: Path, words: str, position: str) -> Path:
    return write_upr_info(path / "info.csv", [("United States", "Norway", words, position, "5", "", "36")])


WRITERS: dict[str, Callable[[Path, str, str], Path]] = {
    "upr-info": upr_info,
    "csv": plain_csv,
    "thematic-list": thematic_list,
    "uhri-json": uhri,
}


def test_the_order_of_the_formats() -> None:
    assert sorted(READERS, key=weight, reverse=True)[2:] == ["thematic-list", "csv", "upr-info"]
    assert weight("uhri-xlsx") == weight("uhri-json") > weight("thematic-list")
    assert weight("a format we do not know any more") == 0


@pytest.mark.parametrize(("lighter", "heavier"), list(combinations(FORMATS, 2)))
@pytest.mark.parametrize("heavier_first", [True, False])
def test_the_heavier_word_wins_in_either_order(tmp_path: Path, lighter: str, heavier: str, heavier_first: bool) -> None:
    files = {
        lighter: WRITERS[lighter](tmp_path, WORDS, "Noted"),
        heavier: WRITERS[heavier](tmp_path, WORDS.upper(), "Supported"),
    }
    for name in (heavier, lighter) if heavier_first else (lighter, heavier):
        import_path(files[name])
    assert record().text == WORDS.upper()
    assert record().position == "supported"
    assert record().paragraph == "26.1"
    before = list(Recommendation.objects.values_list("updated_at", "field_sources"))
    for path in files.values():
        assert some(import_path(path)) == {"unchanged": 1}
    assert list(Recommendation.objects.values_list("updated_at", "field_sources")) == before


def test_a_newer_file_of_the_same_format_wins() -> None:
    import_rows([row(1, WORDS, paragraph="26.1", position="noted")])
    import_rows([row(1, WORDS, paragraph="26.1", position="supported")])
    assert record().position == "supported"


def test_an_empty_value_never_overwrites() -> None:
    import_rows([row(1, WORDS, paragraph="26.1", position="noted", position_source="A/1, para. 2", action_category=4)])
    import_rows([row(1, WORDS, paragraph="26.1", annotation_id=uuid(1))], "uhri-json")
    kept = record()
    assert (kept.position, kept.position_source, kept.action_category) == ("noted", "A/1, para. 2", 4)


def test_a_lighter_word_fills_what_is_empty() -> None:
    import_rows([row(1, WORDS, paragraph="26.1")], "uhri-json")
    assert some(import_rows([row(1, WORDS, action_category=4)], "upr-info")) == {"updated": 1}
    assert record().action_category == 4
    assert record().field_sources == {"*": "uhri-json", "action_category": "upr-info"}


def test_a_value_the_heavier_source_confirms_becomes_its_own() -> None:
    import_rows([row(1, WORDS, paragraph="26.1", position="noted")])
    assert some(import_rows([row(1, WORDS, paragraph="26.1", position="noted")], "uhri-json")) == {"unchanged": 1}
    import_rows([row(1, WORDS, paragraph="26.1", position="supported")])
    assert record().position == "noted"


def test_sets_are_united() -> None:
    import_rows(
        [
            row(
                1,
                WORDS,
                paragraph="26.1",
                recommending_states=("Norway", "Chile"),
                themes=("Right to adequate housing",),
                sdgs=("11", "11.1"),
            )
        ],
        "uhri-json",
    )
    lighter = row(
        1,
        WORDS,
        recommending_states=("France", "Chile"),
        themes=("Right to education",),
        groups=("Children",),
        sdgs=("4",),
    )
    assert some(import_rows([lighter], "upr-info")) == {"updated": 1}
    united = record()
    assert states_of(united) == ["NOR", "CHL", "FRA"]
    assert theme_slugs(united) == {"housing", "education"}
    assert united.groups.count() == 1
    assert set(united.sdg_goals.values_list("number", flat=True)) == {4, 11}
    assert set(united.sdg_targets.values_list("code", flat=True)) == {"11.1"}
    assert some(import_rows([lighter], "upr-info")) == {"unchanged": 1}


@pytest.mark.parametrize("format_name", FORMATS)
def test_what_an_editor_corrected_is_reported_and_not_touched(format_name: str) -> None:
    import_rows([row(1, WORDS, paragraph="26.1", position="noted", themes=("Right to education",))])
    corrected = record()
    corrected.position, corrected.locked_fields = "supported", ["position", "themes"]
    corrected.save()
    said = {"position": "noted", "themes": ("Right to adequate housing",), "action_category": 2}
    outcome = import_rows([row(1, WORDS, paragraph="26.1", **said)], format_name)
    assert some(outcome) == {"conflicts": 1}
    assert outcome.messages[0].text == "An editor corrected position, themes; the file differs there."
    assert record().position == "supported"
    assert theme_slugs(record()) == {"education"}
    assert record().action_category == 2
    assert some(import_rows([row(1, WORDS, paragraph="26.1", position="supported")], format_name)) == {"unchanged": 1}


def test_two_answers_to_one_text_are_a_conflict_and_no_position(tmp_path: Path) -> None:
    rows = [
        ("France", "Norway", WORDS, "Accepted", "5", "", "3"),
        ("France", "Chile", WORDS, "Noted", "5", "", "3"),
        ("France", "Chad", WORDS, "Accepted", "5", "", "3"),
    ]
    outcome = import_path(write_upr_info(tmp_path / "info.csv", rows))
    assert some(outcome) == {"created": 1, "merged": 1, "conflicts": 1}
    (message,) = [message for message in outcome.messages if message.level == "conflict"]
    assert message.row == 3
    assert message.text == "Row 2 has the same words with another answer; the position is left empty."
    assert record().position == ""
    assert states_of(record()) == ["NOR", "CHL", "TCD"]
    again = import_path(tmp_path / "info.csv")
    assert some(again) == {"unchanged": 2, "conflicts": 1}
    assert record().position == ""


@pytest.mark.parametrize("first", ["en", "es"])
def test_a_text_in_another_language_is_kept_beside(first: str) -> None:
    texts = {"en": WORDS, "es": "Construir viviendas asequibles"}
    second = "es" if first == "en" else "en"
    said = {language: [row(1, text, paragraph="26.1", text_language=language)] for language, text in texts.items()}
    import_rows(said[first])
    assert some(import_rows(said[second])) == {"updated": 1}
    kept = record()
    assert (kept.text, kept.text_language) == (texts[first], first)
    assert list(kept.texts.values_list("language", "text")) == [(second, texts[second])]
    for language in texts:
        assert some(import_rows(said[language])) == {"unchanged": 1}
    changed = [row(1, f"{texts[second]}.", paragraph="26.1", text_language=second)]
    assert some(import_rows(changed)) == {"updated": 1}
    assert kept.texts.get().text == f"{texts[second]}."
