"""Which review a row belongs to: by its key, its document, or its body, country and cycle or year.

A review that the database lacks is planned. An unknown body or country under review is given a provisional record, so
that the row is kept and an editor can say later what it means.
"""

import hashlib
from string import ascii_uppercase

from django.utils.text import slugify
from django.utils.translation import gettext as _

from mechanisms.models import Country, Document, Mechanism, Review
from mechanisms.normalise import clean_space, country_key, label_key
from mechanisms.resolve import CountryResolver, MechanismResolver
from mechanisms.upr_sessions import cycle_of_document, cycle_of_session, session_of_document, year_of_session
from recommendations.importers.parsed import NOT_NAMED, ParsedRecommendation
from recommendations.importers.resolved import NewReview, UnknownLabel
from recommendations.models import UnresolvedLabel

Vocabulary = UnresolvedLabel.Vocabulary
_MAIN_DOCUMENT_KINDS = (Document.Kind.REPORT, Document.Kind.CONCLUDING_OBSERVATIONS)
_USER_ASSIGNED_CODES = tuple(f"X{second}{third}" for second in ascii_uppercase for third in ascii_uppercase)
_BODY_NOT_NAMED = {"name_en": "Body not named in the source", "name_es": "Órgano no nombrado en la fuente"}
_SLUG_LENGTH = 50
_KEY_LENGTH = 60


class NoReview(Exception):
    """It cannot be known which review a row belongs to; the message is a sentence for a person."""


class ReviewFinder:
    """Finds the review of each row of one file. Everything is read once; no row costs a query."""

    def __init__(self, default: Review | None, countries: CountryResolver, mechanisms: MechanismResolver) -> None:
        """Read reviews and documents. ``default`` (``--review``) gives what the rows lack."""
        self._default = default
        self._countries = countries
        self._mechanisms = mechanisms
        self.new_reviews: dict[str, NewReview] = {}
        self.new_countries: dict[str, Country] = {}
        self.new_mechanisms: dict[str, Mechanism] = {}
        waiting = UnresolvedLabel.objects.filter(vocabulary__in=(Vocabulary.MECHANISM, Vocabulary.COUNTRY))
        self._waiting = set(waiting.values_list("vocabulary", "key"))
        reviews = list(Review.objects.select_related("mechanism", "country"))
        self._who = {review.key: (review.mechanism.slug, review.country.iso3) for review in reviews}
        self._upr = {review.key for review in reviews if review.mechanism.kind == Mechanism.Kind.UPR}
        self._by_cycle = {(r.mechanism.slug, r.country.iso3, r.cycle): r.key for r in reviews if r.cycle}
        self._by_year = {(r.mechanism.slug, r.country.iso3, r.year): r.key for r in reviews if r.year and not r.cycle}
        self._by_document: dict[str, str] = {}
        self._main_document: dict[str, str] = {}
        documents = Document.objects.filter(review__isnull=False).order_by("-date", "symbol")
        for symbol, key, kind in documents.values_list("symbol", "review__key", "kind"):
            self._by_document[symbol] = key
            if kind in _MAIN_DOCUMENT_KINDS:
                self._main_document[key] = symbol

    def is_upr(self, review: str) -> bool:
        """Whether a review, existing or planned, is one of the Universal Periodic Review."""
        return review in self._upr

    def main_document(self, review: str) -> str:
        """Return the symbol of the review's report or concluding observations, or an empty string."""
        return self._main_document.get(review, "")

    def find(self, parsed: ParsedRecommendation, symbol: str, unknown: list[UnknownLabel]) -> str:
        """Return the key of the row's review; ``symbol`` is that of its document, unknown labels go to ``unknown``.

        Raises:
            NoReview: it cannot be known.
        """
        key = self._find(parsed, symbol, unknown)
        if symbol:
            self._by_document.setdefault(symbol, key)
        return key

    def _find(self, parsed: ParsedRecommendation, symbol: str, unknown: list[UnknownLabel]) -> str:
        if parsed.review_key:
            if parsed.review_key not in self._who:
                raise NoReview(_("No review has the key “%(key)s”.") % {"key": parsed.review_key[:80]})
            return parsed.review_key
        mechanism = self._mechanism_of(parsed, symbol, unknown)
        country = self._country_of(parsed, symbol, unknown)
        known = self._by_document.get(symbol)
        if known is None and self._default and parsed.body in (None, NOT_NAMED) and not parsed.country:
            known = self._default.key
        if known and not self._row_says_otherwise(parsed, known, mechanism, country):
            return known
        return self._by_who_and_when(parsed, mechanism, country, symbol)

    def _by_who_and_when(
        self, parsed: ParsedRecommendation, mechanism: Mechanism | None, country: Country | None, symbol: str
    ) -> str:
        if mechanism is None and parsed.body:
            mechanism = self._provisional_mechanism(parsed.body)
        if country is None and parsed.country:
            country = self._provisional_country(parsed.country)
        if mechanism is None:
            raise NoReview(_("The row does not say which body said it; choose the review it belongs to."))
        if country is None:
            raise NoReview(_("The row does not say which country it concerns; choose the review it belongs to."))
        return self._upr_review(parsed, mechanism, country, symbol) or self._other_review(
            parsed, mechanism, country, symbol
        )

    def _row_says_otherwise(
        self, parsed: ParsedRecommendation, review: str, mechanism: Mechanism | None, country: Country | None
    ) -> bool:
        """Whether the row itself names another body or country than its document's: some speak to several countries.

        A label that still waits for an editor says nothing against a document.
        """
        slug, iso3 = self._who[review]
        other_body = mechanism is not None and mechanism.slug != slug
        other_country = country is not None and country.iso3 != iso3
        return (other_body and not self._waits(Vocabulary.MECHANISM, parsed.body)) or (
            other_country and not self._waits(Vocabulary.COUNTRY, parsed.country)
        )

    def _waits(self, vocabulary: str, label: str | None) -> bool:
        return bool(label) and UnknownLabel.of(vocabulary, label or "")[:2] in self._waiting

    def _mechanism_of(self, parsed: ParsedRecommendation, symbol: str, unknown: list[UnknownLabel]) -> Mechanism | None:
        if parsed.body and parsed.body != NOT_NAMED:
            known = self._mechanisms.resolve(parsed.body)
            if known is None:
                unknown.append(UnknownLabel.of(Vocabulary.MECHANISM, parsed.body))
            return known
        if symbol and not symbol.startswith("A/"):
            return self._mechanisms.resolve(symbol.split("/")[0])
        if self._default and symbol not in self._by_document:
            return self._default.mechanism
        if parsed.body and symbol not in self._by_document:
            unknown.append(UnknownLabel.of(Vocabulary.MECHANISM, parsed.body))
        return None

    def _country_of(self, parsed: ParsedRecommendation, symbol: str, unknown: list[UnknownLabel]) -> Country | None:
        if parsed.country:
            known = self._countries.resolve(parsed.country)
            if known is None:
                unknown.append(UnknownLabel.of(Vocabulary.COUNTRY, parsed.country))
            return known
        return self._default.country if self._default and symbol not in self._by_document else None

    def _provisional_mechanism(self, label: str) -> Mechanism:
        names = _BODY_NOT_NAMED if label == NOT_NAMED else {"name_en": clean_space(label)[:255]}
        key = label_key(names["name_en"]) or names["name_en"]
        known = self._mechanisms.resolve(names["name_en"])
        if known is not None:
            return known
        if key not in self.new_mechanisms:
            taken = {mechanism.slug for mechanism in self.new_mechanisms.values()}
            slug = _short_slug(key, _SLUG_LENGTH)
            while slug in taken or Mechanism.objects.filter(slug=slug).exists():
                slug = _short_slug(f"{slug} {len(taken) + 1}", _SLUG_LENGTH)
            self.new_mechanisms[key] = Mechanism(slug=slug, kind=Mechanism.Kind.OTHER, **names)
        return self.new_mechanisms[key]

    def _provisional_country(self, label: str) -> Country:
        """Return a country under a code that ISO 3166 leaves to users (XAA to XZZ), for an editor to put right."""
        name = clean_space(label)[:120]
        key = country_key(name) or name
        known = self._countries.resolve(name)
        if known is not None:
            return known
        if key not in self.new_countries:
            taken = {country.iso3 for country in self.new_countries.values()}
            taken.update(Country.objects.filter(iso3__startswith="X").values_list("iso3", flat=True))
            code = next((code for code in _USER_ASSIGNED_CODES if code not in taken), None)
            if code is None:
                reason = _("“%(name)s” is no country we know, and there are too many such names already.")
                raise NoReview(reason % {"name": name[:60]})
            self.new_countries[key] = Country(iso3=code, name_en=name, status=Country.Status.OTHER)
        return self.new_countries[key]

    def _upr_review(self, parsed: ParsedRecommendation, mechanism: Mechanism, country: Country, symbol: str) -> str:
        """Return the key of the UPR's review of the country in the row's cycle; empty for other mechanisms.

        The cycle is what the row says, or that of its session, of its document's symbol or of its date.
        """
        if mechanism.kind != Mechanism.Kind.UPR:
            return ""
        session = parsed.session or session_of_document(symbol)
        cycle = parsed.cycle or (cycle_of_session(session) if session else None)
        if cycle is None and (given := self._given_for(mechanism, country)):
            return given
        cycle = cycle or cycle_of_document(symbol, parsed.document_date)
        if cycle is None:
            raise NoReview(_("The row does not say which UPR session or cycle it belongs to."))
        key = self._by_cycle.get((mechanism.slug, country.iso3, cycle)) or f"upr-{cycle}-{country.iso3.lower()}"
        self._upr.add(key)
        year = year_of_session(session) if session else None
        return self._planned(NewReview(key, mechanism.slug, country.iso3, cycle, session, year))

    def _other_review(self, parsed: ParsedRecommendation, mechanism: Mechanism, country: Country, symbol: str) -> str:
        """Return the key of the review of the country in the year of the row's date, or by its document."""
        year = parsed.document_date.year if parsed.document_date else None
        if year is None and not symbol:
            if given := self._given_for(mechanism, country):
                return given
            raise NoReview(_("The row has neither a date nor a document symbol to tell the review by."))
        known = self._by_year.get((mechanism.slug, country.iso3, year)) if year else None
        ending = f"-{country.iso3.lower()}"
        name = f"{mechanism.slug}-{year}" if year else f"{mechanism.slug} {symbol}"
        key = known or _short_slug(name, _KEY_LENGTH - len(ending)) + ending
        return self._planned(NewReview(key, mechanism.slug, country.iso3, None, None, year))

    def _given_for(self, mechanism: Mechanism, country: Country) -> str:
        """Return the key that ``--review`` gives, if it is one of this body and country; else an empty string."""
        if self._default is None or self._who[self._default.key] != (mechanism.slug, country.iso3):
            return ""
        return self._default.key

    def _planned(self, review: NewReview) -> str:
        if review.key not in self._who:
            self.new_reviews[review.key] = review
            self._who[review.key] = (review.mechanism, review.country)
        return review.key


def _short_slug(name: str, length: int) -> str:
    """Return ``name`` in a-z, 0-9 and hyphens; what does not fit or cannot be written so is told apart by a hash."""
    slug = slugify(label_key(name)).replace("_", "-")
    if len(slug) <= length and slug.replace("-", "") == label_key(name).replace(" ", ""):
        return slug
    digest = hashlib.blake2b(label_key(name).encode(), digest_size=4).hexdigest()
    return f"{slug[: length - 9].strip('-')}-{digest}".strip("-")
