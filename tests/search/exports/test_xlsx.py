"""A search taken away as a spreadsheet, read back with another library."""

import datetime
import io

import openpyxl
import pytest
from django.test import Client

from search.exports import xlsx_file
from search.exports.columns import COLUMNS
from tests.factories import CityFactory, ImplementationFactory, RecommendationFactory

pytestmark = pytest.mark.django_db


def sheet_of(client: Client, query: str = "", language: str = "en") -> openpyxl.worksheet.worksheet.Worksheet:
    response = client.get(f"/{language}/recommendations.xlsx?{query}")
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active


def lines_of(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[dict[str, object]]:
    names, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(names, line, strict=True)) for line in lines]


@pytest.fixture
def record():
    record = RecommendationFactory(
        paragraph="26.101",
        summary_en="=HYPERLINK(1)",
        text="+1 for all",
        published_on=datetime.date(2020, 12, 15),
        theme_slugs=["housing"],
    )
    city = CityFactory(slug="exampleton", name="Exampleton", example=True)
    ImplementationFactory(city=city, recommendation=record, community=True, as_of=datetime.date(2026, 3, 3))
    return record


def test_days_are_days_and_words_stay_words(client, record):
    (line,) = lines_of(sheet_of(client, "header=machine"))
    assert list(line) == list(COLUMNS)
    assert line["published_on"] == datetime.datetime(2020, 12, 15)
    assert line["latest_word_on"] == datetime.datetime(2026, 3, 3)
    # A paragraph is no number and a word that begins with "=" no formula: openpyxl reads formulas as their text too,
    # so the kind of the cell is what counts.
    sheet = sheet_of(client, "header=machine")
    kinds = dict(zip(COLUMNS, (cell.data_type for cell in sheet[2]), strict=True))
    assert (kinds["paragraph"], kinds["summary"], kinds["text"], kinds["published_on"]) == ("s", "s", "s", "d")
    assert line["summary"] == "=HYPERLINK(1)"
    assert line["is_example"] == "yes"


def test_the_first_line_stays_in_sight_and_columns_are_wide_enough_to_read(client, record):
    sheet = sheet_of(client, language="es")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{openpyxl.utils.get_column_letter(len(COLUMNS))}2"
    letter = openpyxl.utils.get_column_letter(list(COLUMNS).index("summary") + 1)
    assert sheet.column_dimensions[letter].width >= 60
    assert "Texto oficial (ONU)" in [cell.value for cell in sheet[1]]


def test_it_has_every_record_in_the_order_of_the_search(client, monkeypatch):
    monkeypatch.setattr("search.records.CHUNK", 2)
    made = [RecommendationFactory(paragraph=str(number)) for number in (3, 1, 2, 5, 4)]
    lines = lines_of(sheet_of(client, "sort=updated&page=2&header=machine"))
    assert [line["slug"] for line in lines] == [each.slug for each in reversed(made)]


def test_a_cell_is_cut_where_spreadsheets_end(client):
    RecommendationFactory(text="a" * 40_000)
    (line,) = lines_of(sheet_of(client, "header=machine"))
    assert len(line["text"]) == 32_767


def test_too_much_for_a_sheet_is_said_with_the_way_out(client, monkeypatch):
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 2)
    for _number in range(3):
        RecommendationFactory(theme_slugs=["housing"])
    response = client.get("/en/recommendations.xlsx?theme=housing")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (problem["count"], problem["limit"]) == (3, 2)
    assert "take it as CSV" in problem["detail"]
    assert client.get(problem["csv"]).status_code == 200
