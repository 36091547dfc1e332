"""How old each source is, said in public; what is to be done before the next session, said to editors."""

import datetime
from collections.abc import Iterator

import pytest
from django.utils import timezone, translation

from mechanisms.models import Milestone, Review
from recommendations.admin.session_checklist import tasks
from recommendations.models import ImportBatch
from search.data_date import data_date
from search.freshness import freshness, sources
from tests.factories import ReviewFactory, UserFactory
from tests.recommendations.importers.importing import import_rows, row

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 6, 1)


@pytest.fixture
def _imported() -> None:
    import_rows([row(1, "Build homes", paragraph="1", document_date=datetime.date(2020, 12, 15))], "csv")
    import_rows([row(1, "Build homes", paragraph="1"), row(2, "Clean water", paragraph="2")], "uhri-json")


@pytest.mark.usefixtures("_imported")
def test_each_source_says_its_last_import_and_what_it_holds() -> None:
    found = {source.name: source for source in freshness().sources}
    assert found["Plain table (CSV)"].records == 1
    assert found["Plain table (CSV)"].newest_document == datetime.date(2020, 12, 15)
    assert found["Universal Human Rights Index (JSON)"].records == 2
    assert not any(source.is_old for source in found.values())
    later = timezone.localdate() + datetime.timedelta(days=400)
    assert all(source.is_old for source in sources(later))


@pytest.mark.usefixtures("_imported")
def test_an_import_is_seen_on_the_next_page(client) -> None:
    held = {each.review.key: each.records for each in freshness().reviews}
    assert held["upr-3-usa"] == 2
    import_rows([row(1, "More", paragraph="3")], "upr-info")
    page = client.get("/en/data/").content.decode()
    assert "UPR Info" in page
    assert "Plain table (CSV)" in page
    assert "Tabla sencilla (CSV)" in client.get("/es/data/").content.decode()
    assert '?review=upr-3-usa">3</a>' in page


def test_the_page_before_anything_is_there(client) -> None:
    for language, words in (("en", "Nothing has been imported yet."), ("es", "Todavía no se ha importado nada.")):
        response = client.get(f"/{language}/data/")
        assert response.status_code == 200
        assert words in response.content.decode()


@pytest.mark.usefixtures("_imported")
def test_a_file_that_changes_nothing_makes_nothing_newer() -> None:
    day = data_date()
    ImportBatch.objects.update(imported_at=timezone.now() - datetime.timedelta(days=9))
    import_rows([row(1, "Build homes", paragraph="1")], "csv")
    assert ImportBatch.objects.latest("pk").unchanged == 1
    assert data_date() == day - datetime.timedelta(days=9)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def only(**wanted) -> list[tuple[str, str]]:
    """Tasks with these dates and reviews alone."""
    Milestone.objects.all().delete()
    Review.objects.update(record=Review.Record.COMPLETE)
    review = ReviewFactory(key="next", year=2026)
    for number, values in enumerate(wanted.get("dates", [])):
        Milestone.objects.create(review=review, slug=f"m{number}", kind="session", title_en=f"Date {number}", **values)
    return [(task.what.rpartition(": ")[2], task.why) for task in tasks(TODAY)]


def test_dates_that_passed_or_come_soon_wait_until_they_are_checked() -> None:
    day = datetime.date
    assert only(
        dates=[
            {"date": day(2026, 5, 1)},
            {"date": day(2026, 5, 2), "outcome_known": True},
            {"date": day(2026, 7, 1)},
            {"date": day(2026, 7, 2), "last_verified": day(2026, 5, 20)},
            {"date": day(2026, 7, 3), "last_verified": day(2026, 4, 1)},
            {"date": day(2027, 7, 1)},
            {"date": None},
        ]
    ) == [
        ("Date 0 (May 1, 2026)", "It has passed: check whether it took place."),
        ("Date 2 (July 1, 2026)", "Check the date."),
        ("Date 4 (July 3, 2026)", "Check the date."),
    ]


def test_outcomes_that_are_not_held_and_old_sources_wait() -> None:
    only()
    ReviewFactory(key="held", year=2023, state=Review.State.COMPLETED, record=Review.Record.NONE)
    import_rows([row(1, "Build homes", paragraph="1")], "csv")
    ImportBatch.objects.update(imported_at=datetime.datetime(2025, 1, 1, 12, tzinfo=datetime.UTC))
    assert [(task.what, task.why) for task in tasks(TODAY)] == [
        ("CERD 2023", "Its outcome is not held here: import it."),
        ("Plain table (CSV)", "Last imported on January 1, 2025: look for a newer file."),
    ]


def test_only_who_keeps_dates_sees_the_checklist(client) -> None:
    only(dates=[{"date": datetime.date(2020, 1, 1)}])
    client.force_login(UserFactory(is_superuser=True))
    page = client.get("/admin/").content.decode()
    assert "Before the next UN session" in page
    milestone = Milestone.objects.get()
    assert f"/admin/milestones/edit/{milestone.pk}/" in page
