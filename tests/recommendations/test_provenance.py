"""Where a record comes from and what changed when."""

import pytest
from django.utils import timezone
from wagtail.log_actions import log

from recommendations.importers.undo import undo_import
from recommendations.models import ImportBatch, Recommendation
from recommendations.provenance import CORRECT_ACTION, WITHDRAW_ACTION, events_of, sources_of
from tests.factories import RecommendationFactory, UserFactory
from tests.recommendations.importers.importing import import_rows, record, row

pytestmark = pytest.mark.django_db


def imported(*rows, form="csv"):
    return import_rows([row(number, **said) for number, said in enumerate(rows, 1)], form)


def said_of(found: Recommendation) -> list[str]:
    return [event.what for event in events_of(found)]


def test_every_file_that_told_of_it_is_a_source() -> None:
    imported({"text": "Build homes", "paragraph": "1", "position": "noted"})
    imported({"text": "Build homes", "paragraph": "1", "position": "supported"}, form="uhri-json")
    found = record(paragraph="1")
    assert [source.batch.format for source in sources_of(found)] == ["uhri-json", "csv"]
    last, first = events_of(found)
    assert (last.what, first.what) == (
        "Changed by an import: Universal Human Rights Index (JSON)",
        "Recorded from: Plain table (CSV)",
    )
    assert ("Position of the State", "Noted", "Supported") in [
        (change.label, change.before, change.after) for change in last.changes
    ]


def test_what_was_taken_back_is_no_source_but_is_told() -> None:
    imported({"text": "Build homes", "paragraph": "1", "position": "noted"})
    second = imported({"text": "Build homes", "paragraph": "1", "position": "supported"}, form="uhri-json")
    undo_import(second.batch)
    found = record(paragraph="1")
    assert [source.batch.format for source in sources_of(found)] == ["csv"]
    assert said_of(found)[0] == "That import was taken back."


def test_editors_corrections_and_withdrawals_are_told() -> None:
    found = RecommendationFactory()
    editor = UserFactory()
    log(instance=found, action=CORRECT_ACTION, user=editor, data={"fields": ["position", "states"]})
    log(instance=found, action=WITHDRAW_ACTION, user=editor, data={"reason": "Twice"})
    assert said_of(found) == [
        "Withdrawn: Twice",
        "Corrected by an editor: Position of the State, Recommending States",
    ]


def test_sources_of_a_merged_record_are_its_survivors() -> None:
    imported({"text": "Build homes", "paragraph": "1"})
    survivor = RecommendationFactory()
    Recommendation.objects.filter(paragraph="1").update(merged_into=survivor)
    assert [source.batch.format for source in sources_of(survivor)] == ["csv"]


def test_the_public_page_tells_it_without_the_name_of_the_file(client) -> None:
    imported({"text": "Build homes", "paragraph": "1"})
    ImportBatch.objects.update(file_name="Jane's private list.csv")
    page = client.get(record(paragraph="1").get_absolute_url()).content.decode()
    assert "Where this comes from, and what changed" in page
    assert "Plain table (CSV)" in page
    assert "private" not in page
    assert timezone.localdate().strftime("%Y") in page


def test_editors_see_file_row_and_values(client) -> None:
    imported({"text": "Build homes", "paragraph": "1", "position": "noted"})
    imported({"text": "Build homes", "paragraph": "1", "position": "supported"}, form="uhri-json")
    found = record(paragraph="1")
    client.force_login(UserFactory(is_superuser=True))
    page = client.get(f"/admin/recommendations/provenance/{found.pk}/").content.decode()
    batch = ImportBatch.objects.latest("pk")
    assert f"/admin/imports/inspect/{batch.pk}/" in page
    assert "<strong>Position of the State</strong>: Noted" in page
    assert "<strong>Position of the State</strong>: Supported" in page
    assert (
        f"/admin/recommendations/provenance/{found.pk}/"
        in client.get(f"/admin/recommendations/edit/{found.pk}/").content.decode()
    )
