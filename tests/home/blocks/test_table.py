"""Tables that editors paste: what is read, what is refused, what readers and translators get."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail_localize.segments import StringSegmentValue

from home.blocks.table import CellsBlock, rows_of
from home.models import HomePage, StandardPage
from tests.home.site_builder import add, block
from tests.search.pages import get, text_of

KEPT = "Town | Year | Report\nOakville | 2019 | https://example.org/a.pdf\nElmton | 2020"


@pytest.mark.parametrize(
    "pasted",
    [
        "Town\tYear\tReport\nOakville\t2019\thttps://example.org/a.pdf\n\nElmton\t2020",
        "| Town | Year | Report |\n|---|:--:|---|\n| Oakville | 2019 | https://example.org/a.pdf |\n| Elmton | 2020 |",
        f"  {KEPT}  ",
    ],
    ids=["copied", "drawn", "kept"],
)
def test_table_is_read_as_programs_copy_it_and_as_people_draw_it(pasted: str) -> None:
    assert CellsBlock().clean(pasted) == KEPT


def test_bar_inside_a_copied_cell_makes_no_cell() -> None:
    assert rows_of("A\tB\nyes | no\t1") == [["A", "B"], ["yes / no", "1"]]


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("One line | alone", "A table has a row of headings"),
        ("Only\none\ncolumn", "two columns or more"),
        ("A | B\n1 | 2\n1 | 2 | 3", "Row 3 has 3 cells, and the row of headings has 2"),
    ],
)
def test_what_is_no_table_is_explained(pasted: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        CellsBlock().clean(pasted)


def test_translators_get_each_different_cell_once_and_the_table_keeps_its_shape() -> None:
    text = "Town | Done\nElm | Yes\nOak | Yes\n2020 | https://example.org/7"
    segments = CellsBlock().get_translatable_segments(text)
    assert [each.render_text() for each in segments] == ["Town", "Done", "Elm", "Yes", "Oak"]
    spanish = {"Town": "Ciudad", "Done": "Hecho", "Yes": "Sí | claro"}
    done = [StringSegmentValue(each.path, spanish.get(each.render_text(), each.render_text())) for each in segments]
    expected = "Ciudad | Hecho\nElm | Sí / claro\nOak | Sí / claro\n2020 | https://example.org/7"
    assert CellsBlock().restore_translated_segments(text, done) == expected


@pytest.mark.django_db
def test_readers_hear_headings_with_each_cell(client: Client, home: HomePage) -> None:
    value = {"title": "Reports <1>", "cells": KEPT, "first_column_names_rows": True}
    page = add(home, StandardPage, body=[block("table", value)])
    table = get(client, page.url).xpath("//table")[0]
    assert text_of(table.xpath("caption")[0]) == "Reports <1>"
    assert [text_of(each) for each in table.xpath(".//th[@scope='col']")] == ["Town", "Year", "Report"]
    assert [text_of(each) for each in table.xpath(".//th[@scope='row']")] == ["Oakville", "Elmton"]
    assert table.xpath(".//tr[2]/td/@data-label") == ["Year", "Report"]
    assert table.xpath(".//a/@href") == ["https://example.org/a.pdf"]
