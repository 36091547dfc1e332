"""Second step of an import: labels become records.

Nothing is dropped here. A theme, group, SDG or State that no vocabulary knows stays as an :class:`UnknownLabel`; an
unknown body or country under review is given a provisional record, so that the row is kept and an editor can say
later what it means.
"""

from collections.abc import Callable, Iterable
from functools import cache
from string import ascii_uppercase

from mechanisms.models import Country, Document, Mechanism, Review
from mechanisms.normalise import clean_space, document_symbol, label_key
from mechanisms.resolve import CountryResolver, MechanismResolver
from mechanisms.upr_sessions import cycle_of_session, year_of_session
from recommendations.importers.parsed import ParsedRecommendation, RowError
from recommendations.importers.resolved import NewReview, ResolvedRow, UnknownLabel
from recommendations.models import AffectedGroup, Theme, UnresolvedLabel
from recommendations.normalise import fingerprint
from recommendations.resolve import GroupResolver, SdgResolver, ThemeResolver

Vocabulary = UnresolvedLabel.Vocabulary
_MAIN_DOCUMENT_KINDS = (Document.Kind.REPORT, Document.Kind.CONCLUDING_OBSERVATIONS)
_USER_ASSIGNED_CODES = tuple(f"X{second}{third}" for second in ascii_uppercase for third in ascii_uppercase)


class RowResolver:
    """Resolves the rows of one file. All vocabularies are read once; no row costs a query."""

    def __init__(self, default_review: Review | None = None) -> None:
        """Read the vocabularies. ``default_review`` (``--review``) gives what the rows lack."""
        self.default_review = default_review
        self.countries = CountryResolver()
        self.mechanisms = MechanismResolver()
        self._themes = _primary_keys(ThemeResolver().resolve)
        self._groups = _primary_keys(GroupResolver().resolve)
        self._states = _primary_keys(self.countries.resolve)
        self._sdg = cache(SdgResolver().resolve)
        self.target_names: dict[str, str] = {}
        """SDG targets that the file names: code → English name as printed."""
        self.new_reviews: dict[str, NewReview] = {}
        self.new_countries: dict[str, Country] = {}
        self.new_mechanisms: dict[str, Mechanism] = {}
        self._read_reviews()

    def _read_reviews(self) -> None:
        reviews = list(Review.objects.select_related("mechanism", "country"))
        self.review_ids = {review.key: review.pk for review in reviews}
        self._by_cycle = {(r.mechanism.slug, r.country.iso3, r.cycle): r.key for r in reviews if r.cycle}
        self._by_year = {(r.mechanism.slug, r.country.iso3, r.year): r.key for r in reviews if r.year and not r.cycle}
        keys = {review.pk: review.key for review in reviews}
        self._by_document: dict[str, str] = {}
        self._main_document: dict[str, str] = {}
        for document in Document.objects.filter(review__isnull=False).order_by("-date", "symbol"):
            self._by_document[document.symbol] = keys[document.review_id]
            if document.kind in _MAIN_DOCUMENT_KINDS:
                self._main_document[keys[document.review_id]] = document.symbol

    def resolve(self, parsed: ParsedRecommendation) -> ResolvedRow | RowError:
        """Return the row with its records, or a :class:`RowError` where it cannot be known whom it concerns."""
        unknown: list[UnknownLabel] = []
        symbol = document_symbol(parsed.document_symbol) if parsed.document_symbol else ""
        review = self._review_of(parsed, symbol, unknown)
        if isinstance(review, RowError):
            return review
        goals, targets = self._resolve_sdgs(parsed.sdgs, unknown)
        return ResolvedRow(
            row=parsed.row,
            review=review,
            document=symbol or self._main_document.get(review, ""),
            document_date=parsed.document_date,
            paragraph=parsed.paragraph,
            part=parsed.part,
            kind=parsed.kind,
            annotation_id=parsed.annotation_id,
            fingerprint=fingerprint(parsed.text) if parsed.text else parsed.text_fingerprint,
            text=parsed.text,
            text_language=parsed.text_language,
            scalars=_filled(parsed),
            states=self._known(parsed.recommending_states, self._states, Vocabulary.COUNTRY, unknown),
            themes=self._known(parsed.themes, self._themes, Vocabulary.THEME, unknown),
            groups=self._known(parsed.groups, self._groups, Vocabulary.GROUP, unknown),
            goals=goals,
            targets=targets,
            unknown=tuple(unknown),
            warnings=parsed.warnings,
        )

    @staticmethod
    def _known(
        labels: Iterable[str], resolve: Callable[[str], int | None], vocabulary: str, unknown: list[UnknownLabel]
    ) -> tuple[int, ...]:
        found: dict[int, None] = {}
        for label in labels:
            pk = resolve(label)
            if pk is None:
                unknown.append(UnknownLabel.of(vocabulary, label))
            else:
                found[pk] = None
        return tuple(found)

    def _resolve_sdgs(
        self, labels: Iterable[str], unknown: list[UnknownLabel]
    ) -> tuple[tuple[int, ...], tuple[str, ...]]:
        goals: dict[int, None] = {}
        targets: dict[str, None] = {}
        for label in labels:
            sdg = self._sdg(label)
            if sdg is None:
                unknown.append(UnknownLabel.of(Vocabulary.SDG, label))
            elif sdg.code:
                targets[sdg.code] = None
                self.target_names.setdefault(sdg.code, sdg.name)
            else:
                goals[sdg.goal.number] = None
        return tuple(goals), tuple(targets)

    def _review_of(self, parsed: ParsedRecommendation, symbol: str, unknown: list[UnknownLabel]) -> str | RowError:
        if parsed.review_key:
            if parsed.review_key in self.review_ids:
                return parsed.review_key
            return RowError(parsed.row, f"No review has the key “{parsed.review_key}”.")
        if symbol in self._by_document:
            return self._by_document[symbol]
        default = self.default_review
        if not parsed.body and not parsed.country and default:
            return default.key
        mechanism = self._mechanism_of(parsed, symbol, unknown)
        country = self._country_of(parsed, unknown)
        if mechanism is None or country is None:
            missing = "which body said it" if mechanism is None else "which country it concerns"
            return RowError(parsed.row, f"The row does not say {missing}; name the review, such as --review upr-3-usa.")
        return self._find_or_plan_review(parsed, mechanism, country, symbol)

    def _mechanism_of(self, parsed: ParsedRecommendation, symbol: str, unknown: list[UnknownLabel]) -> Mechanism | None:
        label = parsed.body or (symbol.split("/")[0] if symbol and not symbol.startswith("A/") else "")
        if not label:
            return self.default_review.mechanism if self.default_review else None
        known = self.mechanisms.resolve(label)
        if known is not None or not parsed.body:
            return known
        key = label_key(label)
        unknown.append(UnknownLabel.of(Vocabulary.MECHANISM, label))
        if key not in self.new_mechanisms:
            slug = key.replace(" ", "-")[:50] or "unnamed"
            self.new_mechanisms[key] = Mechanism.objects.filter(slug=slug).first() or Mechanism(
                slug=slug, name_en=clean_space(label), kind=Mechanism.Kind.OTHER
            )
        return self.new_mechanisms[key]

    def _country_of(self, parsed: ParsedRecommendation, unknown: list[UnknownLabel]) -> Country | None:
        if not parsed.country:
            return self.default_review.country if self.default_review else None
        known = self.countries.resolve(parsed.country)
        if known is not None:
            return known
        unknown.append(UnknownLabel.of(Vocabulary.COUNTRY, parsed.country))
        return self._provisional_country(parsed.country)

    def _provisional_country(self, label: str) -> Country:
        """Return a country under a code that ISO 3166 leaves to users (XAA to XZZ), for an editor to put right."""
        key = label_key(label)
        if key not in self.new_countries:
            taken = {country.iso3 for country in self.new_countries.values()}
            taken.update(Country.objects.filter(iso3__startswith="X").values_list("iso3", flat=True))
            code = next(code for code in _USER_ASSIGNED_CODES if code not in taken)
            self.new_countries[key] = Country(iso3=code, name_en=clean_space(label)[:120], status=Country.Status.OTHER)
        return self.new_countries[key]

    def _find_or_plan_review(
        self, parsed: ParsedRecommendation, mechanism: Mechanism, country: Country, symbol: str
    ) -> str | RowError:
        """Return the key of the review that mechanism, country and cycle or year name; plan it where it is missing."""
        if mechanism.kind == Mechanism.Kind.UPR:
            cycle = parsed.cycle or (cycle_of_session(parsed.session) if parsed.session else None)
            if cycle is None:
                return self._default_or_error(parsed, "The row does not say which UPR session or cycle it belongs to.")
            key = self._by_cycle.get((mechanism.slug, country.iso3, cycle)) or f"upr-{cycle}-{country.iso3.lower()}"
            year = year_of_session(parsed.session) if parsed.session else None
            return self._planned(NewReview(key, mechanism.slug, country.iso3, cycle, parsed.session, year))
        year = _year_of(parsed)
        if year is None and not symbol:
            return self._default_or_error(
                parsed, "The row has neither a date nor a document symbol to tell the review by."
            )
        known = self._by_year.get((mechanism.slug, country.iso3, year)) if year else None
        name = str(year) if year else label_key(symbol).replace(" ", "-")
        key = known or f"{mechanism.slug}-{name}-{country.iso3.lower()}"
        return self._planned(NewReview(key[:60].strip("-"), mechanism.slug, country.iso3, None, None, year))

    def _default_or_error(self, parsed: ParsedRecommendation, reason: str) -> str | RowError:
        return self.default_review.key if self.default_review else RowError(parsed.row, reason)

    def _planned(self, review: NewReview) -> str:
        if review.key not in self.review_ids:
            self.new_reviews.setdefault(review.key, review)
        return review.key


def _year_of(parsed: ParsedRecommendation) -> int | None:
    return parsed.document_date.year if parsed.document_date else None


def _filled(parsed: ParsedRecommendation) -> dict[str, object]:
    """Return the single-valued fields that the row fills, under the names of the model's fields."""
    values = {
        "position": parsed.position,
        "position_source": parsed.position_source[:255],
        "action_category": parsed.action_category,
        "published_on": parsed.document_date,
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def _primary_keys(resolve: Callable[[str], Country | Theme | AffectedGroup | None]) -> Callable[[str], int | None]:
    """Return a look-up of primary keys that asks ``resolve`` once for each label: files repeat few labels often."""

    @cache
    def primary_key(label: str) -> int | None:
        record = resolve(label)
        return None if record is None else record.pk

    return primary_key
