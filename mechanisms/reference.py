"""Loading countries, mechanisms, the reviews of the United States, their documents and milestones.

The files lie in ``mechanisms/reference_data``. :func:`load` creates what is missing and never touches a record that
exists, because an editor may have changed it. It runs after every migration. A record that exists under another key
but the same unique name counts as present.
"""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from mechanisms.models import Country, CountrySpelling, Document, Mechanism, MechanismName, Milestone, Review
from mechanisms.normalise import country_key, document_symbol, label_key
from mechanisms.reference_rows import ReferenceRow, create_missing, is_migrated, read_rows, unique

FOLDER = Path(__file__).parent / "reference_data"

COLUMNS = {
    "countries": ("iso3", "iso2", "name_en", "name_es", "in_sentence_en", "in_sentence_es", "status", "spellings"),
    "mechanisms": (
        "slug",
        "acronym",
        "acronym_es",
        "name_en",
        "name_es",
        "kind",
        "treaty_en",
        "treaty_es",
        "other_names",
    ),
    "reviews": (
        *("key", "mechanism", "country", "cycle", "session", "year", "state", "record", "record_note_en"),
        *("record_note_es", "held_on", "adopted_on", "announced_count", "source_url", "last_verified"),
    ),
    "documents": (
        *("symbol", "review_key", "kind", "title_en", "title_es", "date", "url", "source_url", "note_en", "note_es"),
    ),
    "milestones": (
        *("review_key", "slug", "date", "kind", "title_en", "title_es", "meaning_en", "meaning_es"),
        *("outcome_known", "last_verified", "source_url"),
    ),
}


def load(folder: Path = FOLDER, using: str = "default") -> dict[str, int]:
    """Create the reference records that are missing; return how many of each kind were created.

    Raises :class:`~mechanisms.reference_rows.ReferenceDataError` for a bad file; nothing is written then. Where the
    tables do not exist (the app was migrated to zero) nothing happens.
    """
    if not is_migrated(Milestone, using):
        return {}
    with transaction.atomic(using=using):
        countries, created_countries, created_spellings = _load_countries(folder, using)
        mechanisms, created_mechanisms, created_names = _load_mechanisms(folder, using)
        reviews, created_reviews = _load_reviews(folder, using, countries, mechanisms)
        return {
            "countries": created_countries,
            "country spellings": created_spellings,
            "mechanisms": created_mechanisms,
            "mechanism names": created_names,
            "reviews": created_reviews,
            "documents": _load_documents(folder, using, reviews),
            "milestones": _load_milestones(folder, using, reviews),
        }


def _rows(folder: Path, name: str, key_of: Callable[[ReferenceRow], str]) -> list[ReferenceRow]:
    return unique(read_rows(folder / f"{name}.csv", COLUMNS[name]), key_of)


def _load_countries(folder: Path, using: str) -> tuple[dict[str, Country], int, int]:
    rows = _rows(folder, "countries", lambda row: row.needed("iso3"))
    present = {country.iso3: country for country in Country.objects.using(using)}
    by_name = {country.name_en: country for country in present.values()}
    planned: dict[str, Country] = {}
    for row in rows:
        iso3, name = row.text("iso3"), row.needed("name_en")
        if iso3 not in present and name in by_name:
            present[iso3] = by_name[name]
        if iso3 not in present:
            planned[iso3] = row.checked(
                Country(
                    iso3=iso3,
                    iso2=row.text("iso2"),
                    name_en=name,
                    name_es=row.text("name_es"),
                    in_sentence_en=row.text("in_sentence_en"),
                    in_sentence_es=row.text("in_sentence_es"),
                    status=row.needed("status"),
                )
            )
    created = create_missing(planned, present, using)
    known = {spelling.key: spelling for spelling in CountrySpelling.objects.using(using)}
    spellings: dict[str, CountrySpelling] = {}
    for row in rows:
        for spelling in row.items("spellings"):
            key = country_key(spelling)
            if key in spellings:
                raise row.error(f"the spelling {spelling!r} stands twice")
            if key not in known:
                country = present[row.text("iso3")]
                spellings[key] = row.checked(CountrySpelling(country=country, spelling=spelling, key=key))
    return present, created, create_missing(spellings, known, using)


def _load_mechanisms(folder: Path, using: str) -> tuple[dict[str, Mechanism], int, int]:
    rows = _rows(folder, "mechanisms", lambda row: row.needed("slug"))
    present = {mechanism.slug: mechanism for mechanism in Mechanism.objects.using(using)}
    by_name = {mechanism.name_en: mechanism for mechanism in present.values()}
    planned: dict[str, Mechanism] = {}
    for row in rows:
        slug, name = row.text("slug"), row.needed("name_en")
        if slug not in present and name in by_name:
            present[slug] = by_name[name]
        if slug not in present:
            planned[slug] = row.checked(
                Mechanism(
                    slug=slug,
                    acronym=row.text("acronym"),
                    acronym_es=row.text("acronym_es"),
                    name_en=name,
                    name_es=row.text("name_es"),
                    kind=row.needed("kind"),
                    treaty_en=row.text("treaty_en"),
                    treaty_es=row.text("treaty_es"),
                )
            )
    created = create_missing(planned, present, using)
    known = {name.key: name for name in MechanismName.objects.using(using)}
    names: dict[str, MechanismName] = {}
    for row in rows:
        for name in row.items("other_names"):
            key = label_key(name)
            if key in names:
                raise row.error(f"the name {name!r} stands twice")
            if key not in known:
                names[key] = row.checked(MechanismName(mechanism=present[row.text("slug")], name=name, key=key))
    return present, created, create_missing(names, known, using)


def _load_reviews(
    folder: Path, using: str, countries: dict[str, Country], mechanisms: dict[str, Mechanism]
) -> tuple[dict[str, Review], int]:
    rows = _rows(folder, "reviews", lambda row: row.needed("key"))
    reviewed = {row.found("country", countries).pk for row in rows}
    present = {review.key: review for review in Review.objects.using(using).filter(country__in=reviewed)}
    cycles = {(review.mechanism_id, review.country_id, review.cycle): review for review in present.values()}
    planned: dict[str, Review] = {}
    for row in rows:
        key = row.text("key")
        review = Review(
            key=key,
            mechanism=row.found("mechanism", mechanisms),
            country=row.found("country", countries),
            cycle=row.number_or_none("cycle"),
            session=row.number_or_none("session"),
            year=row.number_or_none("year"),
            state=row.needed("state"),
            record=row.needed("record"),
            record_note_en=row.text("record_note_en"),
            record_note_es=row.text("record_note_es"),
            announced_count=row.number_or_none("announced_count"),
            held_on=row.date_or_none("held_on"),
            adopted_on=row.date_or_none("adopted_on"),
            source_url=row.text("source_url"),
            last_verified=row.date_or_none("last_verified"),
        )
        same_cycle = cycles.get((review.mechanism_id, review.country_id, review.cycle)) if review.cycle else None
        if key not in present and same_cycle:
            present[key] = same_cycle
        if key not in present:
            planned[key] = row.checked(review)
    created = create_missing(planned, present, using)
    return present, created


def _load_documents(folder: Path, using: str, reviews: dict[str, Review]) -> int:
    rows = _rows(folder, "documents", lambda row: document_symbol(row.needed("symbol")))
    symbols = [document_symbol(row.text("symbol")) for row in rows]
    present = {document.symbol: document for document in Document.objects.using(using).filter(symbol__in=symbols)}
    planned: dict[str, Document] = {}
    for row in rows:
        symbol = document_symbol(row.text("symbol"))
        if symbol in present:
            continue
        planned[symbol] = row.checked(
            Document(
                symbol=symbol,
                review=row.found("review_key", reviews) if row.text("review_key") else None,
                kind=row.needed("kind"),
                title_en=row.text("title_en"),
                title_es=row.text("title_es"),
                date=row.date_or_none("date"),
                url=row.text("url"),
                source_url=row.text("source_url"),
                note_en=row.text("note_en"),
                note_es=row.text("note_es"),
            )
        )
    return create_missing(planned, present, using)


def _load_milestones(folder: Path, using: str, reviews: dict[str, Review]) -> int:
    known = Milestone.objects.using(using).filter(review__in=list(reviews.values()))
    present = {f"{milestone.review_id}/{milestone.slug}": milestone for milestone in known}
    planned: dict[str, Milestone] = {}
    for row in _rows(folder, "milestones", lambda row: f"{row.needed('review_key')}/{row.needed('slug')}"):
        review = row.found("review_key", reviews)
        key = f"{review.pk}/{row.text('slug')}"
        if key in present:
            continue
        planned[key] = row.checked(
            Milestone(
                review=review,
                slug=row.text("slug"),
                date=row.date_or_none("date"),
                kind=row.needed("kind"),
                title_en=row.needed("title_en"),
                title_es=row.text("title_es"),
                meaning_en=row.text("meaning_en"),
                meaning_es=row.text("meaning_es"),
                outcome_known=row.yes("outcome_known"),
                last_verified=row.date_or_none("last_verified"),
                source_url=row.text("source_url"),
            )
        )
    return create_missing(planned, present, using)
