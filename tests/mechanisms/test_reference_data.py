"""Countries, mechanisms, US reviews, documents, milestones: the files are complete; loading is safe to repeat."""

import csv
import io
import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mechanisms import reference
from mechanisms.models import Country, CountrySpelling, Document, Mechanism, MechanismName, Milestone, Review
from mechanisms.normalise import country_key, label_key
from mechanisms.reference_rows import ReferenceDataError, read_rows
from mechanisms.resolve import CountryResolver, MechanismResolver
from tests.paths import SHARED_DATA, needs_shared_data
from tests.reference_files import copy_of, empty, snapshot

pytestmark = pytest.mark.django_db

MODELS = (Milestone, Document, Review, MechanismName, Mechanism, CountrySpelling, Country)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference data that a test may spoil."""
    return copy_of(reference.FOLDER, tmp_path)


# The files


def test_193_members_and_two_observers():
    assert Country.objects.filter(status=Country.Status.MEMBER).count() == 193
    assert set(Country.objects.filter(status=Country.Status.OBSERVER).values_list("iso3", flat=True)) == {"VAT", "PSE"}


def test_every_country_name_and_spelling_means_one_country():
    owner: dict[str, str] = {}
    for row in read_rows(reference.FOLDER / "countries.csv", reference.COLUMNS["countries"]):
        iso3 = row.text("iso3")
        for name in (row.text("name_en"), row.text("name_es"), *row.items("spellings")):
            assert owner.setdefault(country_key(name), iso3) == iso3, name
    assert len(set(owner.values())) == Country.objects.count()


def test_codes_are_unique():
    assert Country.objects.values("iso2").distinct().count() == Country.objects.exclude(iso2="").count()


def test_every_mechanism_name_means_one_mechanism():
    owner: dict[str, str] = {}
    for row in read_rows(reference.FOLDER / "mechanisms.csv", reference.COLUMNS["mechanisms"]):
        slug = row.text("slug")
        for column in ("slug", "acronym", "name_en", "name_es"):
            assert owner.setdefault(label_key(row.needed(column)), slug) == slug
        for name in row.items("other_names"):
            assert owner.setdefault(label_key(name), slug) == slug


def test_the_ten_treaty_bodies_name_their_treaty_in_both_languages():
    bodies = Mechanism.objects.filter(kind=Mechanism.Kind.TREATY_BODY)
    assert set(bodies.values_list("slug", flat=True)) == {
        *("cerd", "ccpr", "cat", "cescr", "cedaw", "crc", "crpd", "cmw", "ced", "spt")
    }
    assert not bodies.filter(treaty_en="").exists()
    assert not bodies.filter(treaty_es="").exists()


@pytest.mark.parametrize("name", ["countries", "mechanisms", "documents", "milestones", "reviews"])
def test_spanish_is_complete(name: str):
    for row in read_rows(reference.FOLDER / f"{name}.csv", reference.COLUMNS[name]):
        for column in reference.COLUMNS[name]:
            # Only the UPR has an acronym of its own in Spanish; the others keep the English one.
            if column.endswith("_es") and column != "acronym_es":
                assert bool(row.text(column)) == bool(row.text(column.removesuffix("_es") + "_en")), (
                    row.number,
                    column,
                )


def test_the_reviews_of_the_united_states():
    states = dict(Review.objects.filter(country__iso3="USA").values_list("key", "state"))
    assert states.pop("upr-4-usa") == Review.State.POSTPONED
    assert set(states) >= {
        *("upr-1-usa", "upr-2-usa", "upr-3-usa", "cerd-2001-usa", "cerd-2008-usa", "cerd-2014-usa", "cerd-2022-usa"),
        *("ccpr-2014-usa", "ccpr-2023-usa", "cat-2014-usa", "emler-2023-usa"),
    }
    assert set(states.values()) == {Review.State.COMPLETED}


@pytest.mark.parametrize(("key", "count"), [("upr-1-usa", 228), ("upr-2-usa", 343), ("upr-3-usa", 347)])
def test_announced_counts(key: str, count: int):
    assert Review.objects.get(key=key).announced_count == count


def test_cycle_4_was_postponed_and_nothing_is_claimed_about_it():
    review = Review.objects.get(key="upr-4-usa")
    assert (review.session, review.year, review.held_on, review.adopted_on) == (53, 2026, None, None)
    assert (review.announced_count, review.record) == (None, Review.Record.NONE)
    moved = review.milestones.get(slug="moved-review")
    assert (moved.date, moved.outcome_known) == (None, False)


def test_dates_that_sources_give():
    assert Review.objects.get(key="upr-3-usa").held_on == date(2020, 11, 9)
    assert Review.objects.get(key="ccpr-2023-usa").adopted_on == date(2023, 10, 30)
    assert Review.objects.get(key="cat-2014-usa").adopted_on == date(2014, 11, 20)
    answer = Milestone.objects.get(review__key="upr-3-usa", kind=Milestone.Kind.STATE_RESPONSE)
    assert answer.date == date(2021, 3, 4)


def test_every_review_says_when_it_was_verified_and_every_milestone_what_it_means():
    assert not Review.objects.filter(last_verified=None).exists()
    assert not Milestone.objects.filter(last_verified=None).exists()
    assert not Milestone.objects.filter(meaning_en="").exists()


def test_every_document_links_to_the_un():
    assert Document.objects.filter(symbol="CCPR/C/117/2", kind=Document.Kind.FOLLOW_UP).exists()
    for document in Document.objects.all():
        assert document.url == f"https://docs.un.org/en/{document.symbol}"


# Loading


def test_migrating_loads_and_loading_again_changes_nothing():
    before = snapshot(MODELS)
    assert Country.objects.count() > 193
    with CaptureQueriesContext(connection) as queries:
        created = reference.load()
    assert set(created.values()) == {0}
    assert snapshot(MODELS) == before
    assert len(queries) <= 12


def test_loading_an_empty_database_is_quick():
    empty(MODELS)
    start = time.perf_counter()
    created = reference.load()
    first = time.perf_counter() - start
    assert created["countries"] == Country.objects.count() > 193
    assert created["mechanisms"] == Mechanism.objects.count()
    start = time.perf_counter()
    reference.load()
    again = time.perf_counter() - start
    assert first < 2
    assert again < 1


def test_what_an_editor_changed_stays():
    Country.objects.filter(iso3="TUR").update(name_es="Turquía")
    Review.objects.filter(key="upr-4-usa").update(state=Review.State.HELD, record_note_en="")
    CountrySpelling.objects.filter(key=country_key("Burma")).update(country=Country.objects.get(iso3="FRA"))
    reference.load()
    assert Country.objects.get(iso3="TUR").name_es == "Turquía"
    assert Review.objects.get(key="upr-4-usa").state == Review.State.HELD
    assert CountrySpelling.objects.get(spelling="Burma").country.iso3 == "FRA"


def test_what_is_missing_comes_back_alone():
    Milestone.objects.filter(review__key="upr-3-usa").delete()
    created = reference.load()
    assert created.pop("milestones") == Milestone.objects.filter(review__key="upr-3-usa").count() == 4
    assert set(created.values()) == {0}


def test_a_review_that_an_import_made_under_another_key_counts_as_present():
    Milestone.objects.filter(review__key="upr-2-usa").delete()
    Document.objects.filter(review__key="upr-2-usa").delete()
    Review.objects.filter(key="upr-2-usa").update(key="upr-second-usa")
    created = reference.load()
    assert created["reviews"] == 0
    assert Milestone.objects.filter(review__key="upr-second-usa").exists()


def without_column(text: str) -> str:
    return re.sub(r"^iso3,", "", text)


@pytest.mark.parametrize(
    ("file", "spoil", "complaint"),
    [
        ("countries.csv", without_column, "countries.csv, row 1: the header"),
        (
            "countries.csv",
            lambda text: text.replace("AFG,AF,", "AFG,AF,,"),
            "countries.csv, row 2: 9 cells instead of 8",
        ),
        ("countries.csv", lambda text: text.replace("ALB,", "AFG,"), "countries.csv, row 3: 'AFG' stands in row 2"),
        ("countries.csv", lambda text: text.replace("AFG,", "afg,"), "countries.csv, row 2: iso3"),
        ("countries.csv", lambda text: text.replace("AFG,", ",", 1), "countries.csv, row 2: iso3 is empty"),
        ("countries.csv", lambda text: "", "countries.csv, row 1: the file is empty"),
        ("countries.csv", lambda text: text.replace("Swaziland", "Burma"), "the spelling 'Burma' stands twice"),
        ("mechanisms.csv", lambda text: text.replace(",upr,", ",club,"), "mechanisms.csv, row 2: kind"),
        ("reviews.csv", lambda text: text.replace(",upr,USA,1", ",upr,UTO,1"), "reviews.csv, row 2: country 'UTO'"),
        (
            "reviews.csv",
            lambda text: text.replace("2010-11-05", "5.11.2010"),
            "reviews.csv, row 2: held_on is '5.11.2010'",
        ),
        ("reviews.csv", lambda text: text.replace(",1,9,2010", ",one,9,2010"), "reviews.csv, row 2: cycle is 'one'"),
        ("documents.csv", lambda text: text.replace("upr-1-usa", "upr-9-usa"), "documents.csv, row 2: review_key"),
        ("milestones.csv", lambda text: text.replace(",yes,", ",maybe,", 1), "milestones.csv, row 2: outcome_known"),
        ("milestones.csv", lambda text: text + '"open', "milestones.csv, row"),
    ],
)
def test_a_bad_file_is_named_with_its_row_and_writes_nothing(
    folder: Path, file: str, spoil: Callable[[str], str], complaint: str
):
    empty(MODELS)
    path = folder / file
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=re.escape(complaint)):
        reference.load(folder)
    assert not Country.objects.exists()


def test_a_missing_file_and_another_encoding_are_named(folder: Path):
    (folder / "mechanisms.csv").unlink()
    with pytest.raises(ReferenceDataError, match=r"mechanisms\.csv, row 0: the file is missing"):
        reference.load(folder)
    (folder / "countries.csv").write_bytes("España".encode("latin-1"))
    with pytest.raises(ReferenceDataError, match=r"countries\.csv, row 0: the file is not UTF-8"):
        reference.load(folder)


# Resolving


@pytest.mark.parametrize(
    ("label", "iso3"),
    [
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("TURKIYE*", "TUR"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Plurinational State of Bolivia", "BOL"),
        ("Bolivia", "BOL"),
        ("Viet Nam", "VNM"),
        ("Vietnam", "VNM"),
        ("PK", "PAK"),
        ("- MY", "MYS"),
        ("US", "USA"),
        ("USA", "USA"),
        ("the United States of America", "USA"),
        ("Estados Unidos de América", "USA"),
        ("State of Palestine*", "PSE"),
        ("Kosovo*", "XKX"),
        ("European Union", "EUU"),
        ("Congo", "COG"),
        ("Republic of the Congo", "COG"),
        ("Democratic Republic of Congo", "COD"),
        ("D.R. Congo", "COD"),
        ("Republic of Korea", "KOR"),
        ("DPR Korea", "PRK"),
        ("Democratic People’s Republic of Korea", "PRK"),
        ("Guinea", "GIN"),
        ("Guinea Bissau", "GNB"),
        ("Equatorial Guinea", "GNQ"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("the former Yugoslav Republic of Macedonia", "MKD"),
        ("Kingdom of the Netherlands", "NLD"),
        ("Netherlands", "NLD"),
        ("Cape Verde", "CPV"),
        ("Libyan Arab Jamahiriya", "LBY"),
        ("South Sudan", "SSD"),
        ("Swaziland", "SWZ"),
        ("Vatican", "VAT"),
        ("Holanda", "NLD"),
        ("Inglaterra", "GBR"),
        ("Gran Bretaña", "GBR"),
        ("EE. UU.", "USA"),
        ("EEUU", "USA"),
        ("Corea del Sur", "KOR"),
        ("Birmania", "MMR"),
        ("Ciudad del Vaticano", "VAT"),
        ("Botsuana", "BWA"),
        ("Bangladés", "BGD"),
        ("Katar", "QAT"),
        ("Emiratos Árabes", "ARE"),
    ],
)
def test_country_spellings(label: str, iso3: str):
    country = CountryResolver().resolve(label)
    assert country is not None
    assert country.iso3 == iso3


@pytest.mark.parametrize(
    "label",
    ["", "-", "*", "Utopia", "(Unknown)", "and", "to", "Republic", "the Paris Principles", "CAT", "Korea", "Wales"],
)
def test_what_is_no_country_stays_unknown(label: str):
    assert CountryResolver().resolve(label) is None


def test_codes_do_not_count_in_running_text():
    assert CountryResolver().resolve("IT", codes=False) is None
    assert CountryResolver().resolve("Italy", codes=False) == Country.objects.get(iso3="ITA")


def test_a_resolver_asks_the_database_once(django_assert_num_queries):
    with django_assert_num_queries(2):
        countries = CountryResolver()
    with django_assert_num_queries(2):
        mechanisms = MechanismResolver()
    with django_assert_num_queries(0):
        assert getattr(countries.resolve("Turkey"), "iso3", None) == "TUR"
        assert getattr(mechanisms.resolve("CERD"), "slug", None) == "cerd"


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("CRC", "crc"),
        ("Committee on the Rights of the Child", "crc"),
        ("CRC-OP-SC", "crc"),
        ("CRC-OP-AC", "crc"),
        ("- CEDAW", "cedaw"),
        ("Committee on Migrant Workers", "cmw"),
        ("IE  Albinism", "ie-albinism"),
        ("SR Housing", "sr-housing"),
        ("Special Rapporteur on the right to adequate housing", "sr-housing"),
        ("Comité de Derechos Humanos", "ccpr"),
        ("PIDCP", "ccpr"),
        ("Special Rapporteur on housing", "sr-housing"),
        ("upr", "upr"),
    ],
)
def test_mechanism_names(label: str, slug: str):
    assert MechanismResolver().resolve(label) == Mechanism.objects.get(slug=slug)


@pytest.mark.parametrize("label", ["-", "", "Committee", "SR"])
def test_an_empty_or_unknown_body_stays_unknown(label: str):
    assert MechanismResolver().resolve(label) is None


@needs_shared_data
def test_all_75_body_labels_resolve():
    text = (SHARED_DATA / "un_taxonomy.md").read_text(encoding="utf-8")
    section = text[text.index("## 4. Mechanisms") : text.index("Note the same body under two names")]
    labels = re.findall(r"`([^`]+)`", section[section.index("75:") :])
    assert len(labels) == 75
    resolver = MechanismResolver()
    found = [resolver.resolve(label) for label in labels]
    assert [label for label, body in zip(labels, found, strict=True) if body is None] == []
    assert len(set(found)) == 68


@needs_shared_data
def test_every_state_in_the_upr_info_files_resolves():
    resolver = CountryResolver()
    names: set[str] = set()
    for file in sorted((SHARED_DATA / "upr_info").glob("*.csv")):
        lines = file.read_bytes().decode("mac_roman").replace("\r\n", "\n").replace("\r", "\n")
        for row in csv.DictReader(io.StringIO(lines)):
            names |= {row["To"], row["From"]}
    assert len(names) == 196
    assert {name for name in names if resolver.resolve(name) is None} == {"&#40;Unknown&#41;"}


@needs_shared_data
@pytest.mark.parametrize("file", ["us_upr_cycle1.csv", "us_upr_cycle3.csv"])
def test_every_state_that_recommended_to_the_united_states_resolves(file: str):
    resolver = CountryResolver()
    with (SHARED_DATA / file).open(encoding="utf-8", newline="") as stream:
        names = {name.strip() for row in csv.DictReader(stream) for name in row["recommending_states"].split(";")}
    assert len(names) > 50
    assert [name for name in sorted(names) if resolver.resolve(name) is None] == []
