"""Pairs of records: found without guessing, decided by a person, joined or linked or left alone."""

import csv
import uuid
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from wagtail.models import ModelLogEntry

from mechanisms.models import Review
from recommendations import twins
from recommendations.importers.duplicates import list_possible_duplicates
from recommendations.merging import MERGE_ACTION, merge, problems_of, which_stays
from recommendations.models import ImportBatch, PossibleDuplicate, Recommendation, RecommendationSource
from recommendations.repeats import said_also
from tests.factories import DocumentFactory, RecommendationFactory, ReviewFactory, UserFactory
from tests.paths import SHARED_DATA, needs_shared_data
from tests.recommendations.importers.importing import import_path, write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return UserFactory()


@pytest.fixture
def review() -> Review:
    return ReviewFactory(upr=True, key="twins-2020", year=2020)


def pair_of(first: Recommendation, second: Recommendation) -> PossibleDuplicate:
    low, high = sorted((first, second), key=lambda record: record.pk)
    return PossibleDuplicate.objects.create(first=low, second=high, similarity=90)


def found(*records: Recommendation) -> set[tuple[str, str]]:
    list_possible_duplicates(record.pk for record in records)
    return {(pair.first.paragraph, pair.second.paragraph) for pair in PossibleDuplicate.objects.all()}


def source(record: Recommendation, row: int) -> None:
    batch = ImportBatch.objects.create(format="csv", file_name=f"{row}.csv", file_digest="0", file_size=1)
    RecommendationSource.objects.create(recommendation=record, batch=batch, row=row, external_key="k", citation="c")


@pytest.mark.parametrize(
    ("first", "second", "is_pair"),
    [
        ("Ratify the Covenant on Rights", "Ratify the Covenant on Rights.", True),
        ("Ratify the Covenant and the Protocol soon", "Ratify the Protocol and the Covenant soon", True),
        ("Ratify the Covenant on Rights", "Consider ratify the Covenant on Rights", False),
        ("Ratify the Treaty on the Rights of the Child", "Ratify the Treaty on the Rights of the Women", False),
        ("Abolish the death penalty in all states", "Do not abolish the death penalty in all states", False),
        ("Build homes for everyone who needs one", "Teach the police about human rights", False),
    ],
)
def test_what_repeats_names_the_same_and_asks_as_strongly(first: str, second: str, is_pair: bool) -> None:
    old = RecommendationFactory(review=ReviewFactory(year=2010), paragraph="1", text=first)
    new = RecommendationFactory(review=ReviewFactory(year=2020), paragraph="2", text=second)
    assert bool(found(new)) is is_pair
    assert found(old, new) == ({("1", "2")} if is_pair else set())


def test_equal_words_are_found_without_the_words_themselves(review: Review) -> None:
    old = RecommendationFactory(paragraph="1", fingerprint="f" * 32)
    same = [RecommendationFactory(review=review, paragraph=number, fingerprint="f" * 32) for number in "23"]
    RecommendationFactory(review=review, paragraph="4", fingerprint="f" * 32, concern=True)
    assert found(old, *same) == {("1", "2"), ("1", "3")}


def test_a_decided_pair_is_not_asked_again(editor: User, review: Review) -> None:
    records = [RecommendationFactory(review=review, paragraph=number, text="Free the press") for number in "12"]
    assert found(*records) == {("1", "2")}
    pair = PossibleDuplicate.objects.get()
    twins.call_different(pair, by=editor)
    out = StringIO()
    call_command("find_twins", stdout=out)
    assert out.getvalue().startswith("0 new pairs")
    assert PossibleDuplicate.objects.get().decision == "different"
    twins.take_back(pair, by=editor)
    assert PossibleDuplicate.objects.get().is_waiting


def test_repeats_go_from_one_to_the_next_and_come_apart_again(editor: User) -> None:
    records = [RecommendationFactory(review=ReviewFactory(year=year)) for year in (2020, 2010, 2015)]
    first, second = pair_of(records[0], records[1]), pair_of(records[1], records[2])
    for pair in (first, second):
        twins.call_repeats(pair, by=editor)
    record = Recommendation.objects.with_repetition().get(pk=records[0].pk)
    assert [other.review.year for other in said_also(record)] == [2010, 2015]
    twins.take_back(first, by=editor)
    record, other = (Recommendation.objects.with_repetition().get(pk=records[at].pk) for at in (0, 1))
    assert said_also(record) == []
    assert [each.review.year for each in said_also(other)] == [2015]
    twins.take_back(second, by=editor)
    assert not Recommendation.objects.exclude(repetition=None).exists()
    Recommendation.objects.filter(pk=records[1].pk).update(withdrawn_on="2026-01-01")
    with pytest.raises(ValidationError, match="withdrawn"):
        twins.call_repeats(second, by=editor)


def test_joining_keeps_everything_both_held(editor: User, review: Review) -> None:
    kept = RecommendationFactory(
        review=review, document=DocumentFactory(review=review), paragraph="5", theme_slugs=["housing"], states=["NOR"]
    )
    gone = RecommendationFactory(
        review=review, text="House everybody", paragraph="", theme_slugs=["housing", "health"], states=["NOR", "CHL"],
        position="noted", sdgs=["11"], group_slugs=["women-girls"], summary_en="Home", field_sources={"*": "upr-info"},
    )  # fmt: skip
    source(kept, 1)
    source(gone, 2)
    twins.join(pair_of(kept, gone), kept, by=editor)
    kept, gone = (Recommendation.objects.get(pk=record.pk) for record in (kept, gone))
    assert gone.merged_into == kept
    assert (kept.paragraph, kept.text, kept.position, kept.summary_en) == ("5", "House everybody", "noted", "Home")
    assert kept.fingerprint == gone.fingerprint
    assert set(kept.themes.slugs()) == {"housing", "health"}
    assert [made.country.iso3 for made in kept.recommending.order_by("order")] == ["NOR", "CHL"]
    assert (kept.sdg_goals.get().number, kept.groups.get().slug) == (11, "women-girls")
    assert sorted(kept.sources.values_list("row", flat=True)) == [1, 2]
    assert kept.field_sources["text"] == "upr-info"
    for record in (kept, gone):
        assert ModelLogEntry.objects.for_instance(record).get().action == MERGE_ACTION


def test_what_an_editor_corrected_by_hand_is_not_filled(editor: User, review: Review) -> None:
    kept = RecommendationFactory(review=review, paragraph="5", locked_fields=["position", "themes", "states"])
    gone = RecommendationFactory(review=review, paragraph="", position="noted", theme_slugs=["housing"], states=["NOR"])
    kept = merge(kept, gone, by=editor)
    assert (kept.position, kept.themes.count(), kept.recommending.count()) == ("", 0, 0)


def test_pairs_of_the_one_that_is_gone_become_pairs_of_the_one_that_stays(editor: User, review: Review) -> None:
    kept, gone = RecommendationFactory(review=review, paragraph="5"), RecommendationFactory(review=review, paragraph="")
    earlier = RecommendationFactory(review=ReviewFactory(year=2010))
    twins.call_repeats(pair_of(gone, earlier), by=editor)
    pair_of(kept, earlier)
    twins.join(pair_of(kept, gone), kept, by=editor)
    record = Recommendation.objects.with_repetition().get(pk=kept.pk)
    assert said_also(record) == [earlier]
    assert PossibleDuplicate.objects.count() == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"paragraph": "1"}, {"paragraph": "2"}),
        ({"paragraph": "1"}, {"paragraph": "", "kind": "concern"}),
        ({"annotation_id": uuid.uuid4()}, {"annotation_id": uuid.uuid4(), "paragraph": ""}),
        ({"paragraph": "1"}, {"paragraph": "", "withdrawn_on": "2026-01-01"}),
    ],
)
def test_two_that_are_two_are_not_joined(editor: User, review: Review, first: dict, second: dict) -> None:
    records = [RecommendationFactory(review=review, **values) for values in (first, second)]
    pair = pair_of(*records)
    assert problems_of(*records)
    with pytest.raises(ValidationError):
        twins.join(pair, records[0], by=editor)
    pair.refresh_from_db()
    assert pair.is_waiting
    assert not Recommendation.objects.filter(merged_into__isnull=False).exists()


def test_the_one_with_paragraph_and_document_stays(review: Review) -> None:
    bare = RecommendationFactory(review=review, paragraph="")
    cited = RecommendationFactory(review=review, paragraph="5", document=DocumentFactory(review=review))
    assert which_stays(bare, cited) == which_stays(cited, bare) == cited


def test_a_joined_pair_stays_joined_and_its_address_leads_on(editor: User, review: Review, client: Client) -> None:
    kept, gone = RecommendationFactory(review=review, paragraph="5"), RecommendationFactory(review=review, paragraph="")
    pair = pair_of(kept, gone)
    twins.join(pair, kept, by=editor)
    for again in (twins.take_back, twins.call_different):
        with pytest.raises(ValidationError):
            again(pair, by=editor)
    for old, new in (("", kept.get_absolute_url()), ("?known_on=2026-01-01", kept.get_absolute_url())):
        response = client.get(gone.get_absolute_url() + old)
        assert (response.status_code, response.url) == (301, new + old)


@needs_shared_data
def test_on_cycle_1_nothing_is_joined_and_near_words_wait_for_a_person(tmp_path: Path) -> None:
    """228 paragraphs of 2010 beside UPR Info's 280 rows: the same words meet, near words wait for a person.

    Each of the ten pairs was read by hand: all are one recommendation, worded a little differently or cut in two.
    What asks for more or less ("consider signing" beside "ratify") or names another treaty is no pair.
    """
    with (SHARED_DATA / "upr_info" / "6-9.csv").open(encoding="mac_roman", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["To"] == "United States"]
    assert len(rows) == 280
    import_path(SHARED_DATA / "us_upr_cycle1.csv", "upr-1-usa")
    import_path(write_csv(tmp_path / "upr-info.csv", rows))
    assert not Recommendation.objects.filter(merged_into__isnull=False).exists()
    pairs = PossibleDuplicate.objects.select_related("first", "second")
    one_record = [pair for pair in pairs if bool(pair.first.paragraph) != bool(pair.second.paragraph)]
    assert sorted(pair.first.paragraph for pair in one_record) == [
        *("92.1", "92.134", "92.134", "92.139", "92.171", "92.174", "92.181", "92.227", "92.45", "92.62"),
    ]
