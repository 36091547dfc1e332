"""OHCHR's real thematic lists: exact figures, and counts made without our reader."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from recommendations.importers.parsed import NOTED, SUPPORTED, SUPPORTED_IN_PART, ParsedRecommendation
from recommendations.importers.readers.thematic_list.body import Table
from recommendations.importers.readers.thematic_list.brackets import split_attribution, split_names
from recommendations.importers.readers.thematic_list.cells import read_words
from recommendations.importers.readers.thematic_list.document import open_document
from recommendations.importers.source_file import SourceFile
from tests.paths import SHARED_DATA, needs_shared_data
from tests.recommendations.importers.word_lists import (
    is_country,
    read_rows,
)

OHCHR = SHARED_DATA / "ohchr"
LIST_A = "UPR20__Slovenia_ThematicListRecommendations_E.docx"
LIST_B = "upr48-slovenia-thematic-list-of-recommendatio.docx"
LIST_MATRIX = "UPR20_Egypt_MatrixOfRecommendations.docx"


# The real lists


@cache
def real(name: str) -> tuple[ParsedRecommendation, ...]:
    """The rows of a real list."""
    return tuple(read_rows(OHCHR / name))


def by_paragraph(name: str) -> dict[str, ParsedRecommendation]:
    """The rows of a real list by paragraph."""
    return {row.paragraph: row for row in real(name)}


@needs_shared_data
@pytest.mark.parametrize(
    ("name", "positions", "review"),
    [
        (LIST_A, {SUPPORTED: 142, NOTED: 21}, ("Slovenia", 2, 20, "A/HRC/28/15")),
        (LIST_B, {SUPPORTED: 217, NOTED: 37}, ("Slovenia", 4, 48, "A/HRC/59/15")),
        (LIST_MATRIX, {SUPPORTED: 224, NOTED: 53, SUPPORTED_IN_PART: 23}, ("Egypt", 2, None, "A/HRC/28/16")),
    ],
)
def test_exact_figures(name: str, positions: dict[str, int], review: tuple[object, ...]) -> None:
    rows = real(name)
    count = sum(positions.values())
    assert count in {163, 254, 300}
    assert Counter(row.position for row in rows) == positions
    assert [row.row for row in rows] == list(range(1, count + 1))
    assert len({row.paragraph for row in rows}) == count
    assert {(row.country, row.cycle, row.session, row.document_symbol) for row in rows} == {review}
    assert {(row.body, row.kind, row.text_language) for row in rows} == {("UPR", "recommendation", "en")}
    assert not [row.warnings for row in rows if row.warnings]
    assert all(row.recommending_states and row.themes and row.position_source for row in rows)
    assert all(is_country(state) for row in rows for state in row.recommending_states)
    assert not [row.text for row in rows if "&nbsp;" in row.text or "osition:" in row.text or row.text[0].isdigit()]


def printed_rows(name: str) -> Iterator[list[str]]:
    """The lines of each row of a real list by plain string search: another way than the reader's."""
    with zipfile.ZipFile(OHCHR / name) as archive:
        xml = archive.read("word/document.xml").decode()
    for row in xml.split("</w:tr>"):
        lines = [
            "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", line)) for line in re.split(r"</w:p>|<w:br/>", row)
        ]
        yield [line.replace("&amp;", "&").replace("\u00a0", " ").strip() for line in lines]


@needs_shared_data
@pytest.mark.parametrize("name", [LIST_A, LIST_B, LIST_MATRIX])
def test_counts_agree_with_a_plain_search_of_the_file(name: str) -> None:
    rows = real(name)
    printed = list(printed_rows(name))
    lines = [line for row in printed for line in row]
    assert sum(bool(re.match(r"\d{3}\.\d+\.? ", line)) for line in lines) == len(rows)
    assert sum(line in {"Supported", "Noted", "Supported/Noted"} for line in lines) == len(rows)
    sources = sum(line.lower().startswith("source of position") for line in lines)
    assert sources == sum("A/HRC" in row.position_source for row in rows)
    # One row of layout B prints a goal twice, hence the set.
    bulleted = Counter(line[2:] for row in printed for line in set(row) if re.match(r"- [A-Za-z0-9]", line))
    labels = Counter(label for row in rows for label in (*row.groups, *row.sdgs))
    labels.update(theme for row in rows for theme in row.themes if name == LIST_B)
    # "Migrants" and the like are a theme and a group, printed alike in one cell.
    twice = {
        label for label in labels if name == LIST_B and any(label in row.themes and label in row.groups for row in rows)
    }
    assert {label: count for label, count in bulleted.items() if label not in twice} == {
        label: count for label, count in labels.items() if label not in twice
    }
    assert len(twice) <= 3


@needs_shared_data
def test_the_brackets_of_the_matrix_agree_with_its_column_of_states() -> None:
    """Both ways to read the States give the same for all 300 rows, those that join recommendations included."""
    path = OHCHR / LIST_MATRIX
    tables = [block for block in open_document(SourceFile(path, path.name)).body if isinstance(block, Table)]
    rows = [row for table in tables for row in table.rows[1:] if len(row) == 4]
    assert len(rows) == 300
    for words, states, *_ in rows:
        column, others = split_names("\n".join(states.lines), is_country)
        brackets = split_attribution(read_words(words.lines).text, is_country).states
        assert [name.replace("’", "'") for name in brackets] == [name.replace("’", "'") for name in column]
        assert not others


@needs_shared_data
def test_rows_of_layout_a() -> None:
    rows = by_paragraph(LIST_A)
    assert real(LIST_A)[0].paragraph == "115.1"
    assert rows["115.3"].recommending_states == ("Portugal", "Slovakia")
    assert rows["115.3"].groups == ("children",)
    assert rows["115.3"].position_source == "A/HRC/28/15/Add.1 - Para. 3"
    assert rows["115.6"].recommending_states == ("Iran (Islamic Republic of)",)
    assert rows["115.6"].text.endswith("(ICRMW)")
    assert rows["115.38"].recommending_states == ("Egypt", "Peru", "Azerbaijan")
    assert rows["115.133"].groups == ("general", "women")
    assert rows["115.133"].themes[0] == "A12 Acceptance of international norms"
    assert len(rows["115.133"].themes) == 3
    assert (rows["115.163"].position, rows["115.163"].themes) == (NOTED, ("G4 Migrants",))


@needs_shared_data
def test_rows_of_layout_b() -> None:
    rows = by_paragraph(LIST_B)
    assert rows["140.7"].recommending_states == ("Maldives", "Portugal")
    assert len(rows["140.1"].recommending_states) == 8
    assert rows["140.1"].recommending_states[-1] == "Bolivarian Republic of Venezuela"
    assert rows["140.7"].sdgs[0] == "1 - NO POVERTY"
    assert rows["140.18"].position_source == "A/HRC/59/15/Add.1 - Para.4"
    assert rows["140.253"].position == NOTED
    assert rows["140.253"].themes == ("Refugees & asylum seekers", "Rights related to name, identity & nationality")
    assert rows["140.253"].groups == ("Public officials", "Stateless persons")
    assert [goal.split(" - ")[0] for goal in rows["140.253"].sdgs] == ["10", "16"]


@needs_shared_data
def test_rows_of_the_matrix() -> None:
    rows = by_paragraph(LIST_MATRIX)
    assert rows["166.6"].recommending_states == ("Chile", "Estonia", "Slovenia", "Tunisia", "Uruguay")
    assert rows["166.10"].text.endswith("(ICPPED)")
    assert rows["166.14"].position == SUPPORTED_IN_PART
    assert rows["166.16"].position_source.startswith("Comments:")
    assert rows["166.68"].recommending_states == ("Lao People's Democratic Republic",)
    assert rows["166.104"].recommending_states == ("Turkey", "Togo", "France", "Germany", "Hungary")
    assert rows["166.145"].text.endswith("1325 (2000)")
    assert rows["166.17"].themes[0] == "2.2. Reservations"
    assert len(rows["166.17"].themes) == 3
    assert rows["166.17"].groups == ("women",)
