"""The files of the demo's pages: alike in both languages, easy to read, and in words of ours."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import reading_grades
from mechanisms.normalise import words_of
from recommendations.reading_grade import MOST
from tests.demo.test_plain_words import DEMO, hashes_of_runs, official_runs, read

PAGES = DEMO / "pages"
NAMES = [row["page"] for row in read(PAGES / "tree.csv")]
SAME = {"anchor", "kind", "address", "url", "image", "which", "limit", "shown", "review", "city", "theme"} | {
    *("recommendation", "date", "field_type", "required"),
}
"""Keys whose values are no words and say the same in every language."""

LONGEST_SENTENCE = 20

PROPER_NAMES = re.compile(
    "Committee on the Elimination of Racial Discrimination|International Covenant on Civil and Political Rights"
    "|International Convention on the Elimination of All Forms of Racial Discrimination"
)
"""Names that are nearly a quotation's length by themselves."""

LINK = re.compile(r'href="([^"]*)"')
TAG = re.compile(r"<(?!/)[a-z0-9]+")

__all__ = ["official_runs"]


def page(name: str, language: str) -> dict[str, Any]:
    return tomllib.loads((PAGES / name / f"{language}.toml").read_text(encoding="utf-8"))


def texts(value: Any, key: str = "") -> Iterator[str]:
    """Yield every text that is words."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, key)
    elif isinstance(value, str) and key not in SAME:
        yield value


def differences(english: Any, spanish: Any, place: str = "") -> Iterator[str]:
    """Yield where the Spanish file is not built like the English one."""
    key = place.rpartition("/")[2]
    if type(english) is not type(spanish):
        yield place
    elif isinstance(english, dict):
        if list(english) != list(spanish):
            yield f"{place}: {list(english)} and {list(spanish)}"
        for name in english.keys() & spanish.keys():
            yield from differences(english[name], spanish[name], f"{place}/{name}")
    elif isinstance(english, list):
        if len(english) != len(spanish):
            yield f"{place}: {len(english)} and {len(spanish)} entries"
        for number, (one, other) in enumerate(zip(english, spanish, strict=False)):
            yield from differences(one, other, f"{place}/{number}/{key}" if key in SAME else f"{place}/{number}")
    elif key in SAME or not isinstance(english, str):
        if english != spanish:
            yield f"{place}: {english!r} and {spanish!r}"
    else:
        yield from differences_of_markup(english, spanish, place)


def differences_of_markup(english: str, spanish: str, place: str) -> Iterator[str]:
    if TAG.findall(english) != TAG.findall(spanish):
        yield f"{place}: {TAG.findall(english)} and {TAG.findall(spanish)}"
    expected = [re.sub("^/en/", "/es/", link) for link in LINK.findall(english)]
    # The UN prints most documents in Spanish, too: a page in Spanish may lead there.
    found = [link.replace("https://docs.un.org/es/", "https://docs.un.org/en/") for link in LINK.findall(spanish)]
    if sorted(expected) != sorted(found):
        yield f"{place}: links {expected} and {found}"


def test_every_folder_is_a_page_of_the_tree() -> None:
    assert sorted(NAMES) == sorted(folder.name for folder in PAGES.iterdir() if folder.is_dir())
    assert len(NAMES) == len(set(NAMES)) >= 50


@pytest.mark.parametrize("name", NAMES)
def test_spanish_is_built_like_english(name: str) -> None:
    assert list(differences(page(name, "en"), page(name, "es"))) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_passage_is_left_in_the_other_language(name: str) -> None:
    pairs = zip(texts(page(name, "en")), texts(page(name, "es")), strict=True)
    same = [english for english, spanish in pairs if english == spanish and len(words_of(english)) > 3]
    assert [text for text in same if text != "1 Main Street, Example Falls"] == []


def test_english_is_easy_to_read() -> None:
    """Grade 9 at most, no sentence over 20 words: ``python -m benchmarks.reading_grades`` prints the table."""
    grades = reading_grades.graded_pages()
    assert len(grades) == len(NAMES)
    assert [(name, grade) for grade, name, _longest in grades if grade > MOST] == []
    assert [longest for _grade, _name, longest in grades if reading_grades.length(longest) > LONGEST_SENTENCE] == []


def test_tags_and_headings_do_not_make_a_text_look_easy() -> None:
    passage = "<h2>Homes</h2><p>The city of Washington, D.C. opens <b>a home</b>. See A/HRC/46/15.</p>"
    sentences = reading_grades.sentences_of(passage)
    assert sentences == ["Homes", "The city of Washington, DC opens a home.", "See A/HRC/46/15."]
    assert [reading_grades.length(sentence) for sentence in sentences] == [1, 8, 2]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_quoted_from_the_un(name: str, official_runs: set[str]) -> None:
    for language in ("en", "es"):
        ours = (PROPER_NAMES.sub("it", text) for text in texts(page(name, language)))
        assert [text for text in ours if hashes_of_runs(text) & official_runs] == []


@pytest.mark.parametrize("name", NAMES)
def test_spanish_has_no_signs_that_a_screen_reader_stumbles_on(name: str) -> None:
    for text in texts(page(name, "es")):
        words = re.sub(r"<[^>]+>", " ", text)
        assert not re.search(r"@(?!\w)|\b\w+(?:xs|@s?)\b", words), text
        assert '"' not in words and "“" not in words, f"Spanish quotes with « »: {text}"


def test_every_picture_is_a_drawing_of_ours_with_its_source() -> None:
    pictures = DEMO / "pictures"
    names = {row["name"] for row in read(pictures / "pictures.csv")}
    assert names == {path.stem for path in pictures.glob("*.png")} == {path.stem for path in pictures.glob("*.svg")}
    assert all(
        "http" not in path.read_text().replace("http://www.w3.org/2000/svg", "") for path in pictures.glob("*.svg")
    )
    assert sum(path.stat().st_size for path in pictures.glob("*.png")) < 400_000


def test_file_names_are_plain(tmp_path: Path) -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in NAMES)
