"""Second step of an import: labels become records.

Nothing is dropped here. A theme, group, SDG or State that no vocabulary knows, as it stands or in parts, stays as an
:class:`UnknownLabel`.
"""

from collections.abc import Callable, Hashable, Iterable
from functools import cache
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from mechanisms.models import Document, Review
from mechanisms.normalise import document_symbol
from mechanisms.resolve import CountryResolver, MechanismResolver
from recommendations.importers.joined_labels import records_of
from recommendations.importers.parsed import ParsedRecommendation, RowError
from recommendations.importers.resolved import ResolvedRow, UnknownLabel
from recommendations.importers.which_review import NoReview, ReviewFinder
from recommendations.labels import decided_meanings
from recommendations.models import Recommendation, UnresolvedLabel
from recommendations.normalise import fingerprint
from recommendations.resolve import GroupResolver, SdgResolver, ThemeResolver

Vocabulary = UnresolvedLabel.Vocabulary
Kind = Recommendation.Kind


class RowResolver:
    """Resolves the rows of one file. All vocabularies are read once; no row costs a query."""

    def __init__(self, default_review: Review | None = None) -> None:
        """Read the vocabularies. ``default_review`` (``--review``) gives what the rows lack."""
        self.countries = CountryResolver()
        self.reviews = ReviewFinder(default_review, self.countries, MechanismResolver())
        self._themes = _primary_keys(ThemeResolver().resolve)
        self._groups = _primary_keys(GroupResolver().resolve)
        self._states = _primary_keys(self.countries.resolve)
        self._sdg = cache(SdgResolver().resolve)
        self._decided = decided_meanings()
        self._symbol = cache(document_symbol)
        self._answers: dict[Hashable, tuple[str, tuple[UnknownLabel, ...]]] = {}
        self.target_names: dict[str, str] = {}
        """SDG targets that the file names: code → English name as printed."""

    def resolve(self, parsed: ParsedRecommendation) -> ResolvedRow | RowError:
        """Return the row with its records, or a :class:`RowError` where it cannot be placed or held."""
        words = fingerprint(parsed.text) if parsed.text else parsed.text_fingerprint
        symbol = self._symbol(parsed.document_symbol) if parsed.document_symbol else ""
        problem = _too_long(parsed, symbol) or _without_key(parsed, words)
        if problem:
            return RowError(parsed.row, problem)
        try:
            review, unknown_names = self._review_of(parsed, symbol)
        except NoReview as reason:
            return RowError(parsed.row, str(reason))
        unknown: list[UnknownLabel] = []
        goals, targets = self._resolve_sdgs(parsed.sdgs, unknown)
        states = self._known(parsed.recommending_states, self._states, Vocabulary.COUNTRY, unknown)
        themes = self._known(parsed.themes, self._themes, Vocabulary.THEME, unknown)
        groups = self._known(parsed.groups, self._groups, Vocabulary.GROUP, unknown)
        meant = self._meant(unknown)
        return ResolvedRow(
            row=parsed.row,
            review=review,
            document=symbol or self.reviews.main_document(review),
            document_date=parsed.document_date,
            paragraph=parsed.paragraph,
            part=parsed.part,
            kind=parsed.kind or (Kind.RECOMMENDATION.value if self.reviews.is_upr(review) else Kind.OTHER.value),
            kind_is_given=bool(parsed.kind),
            annotation_id=parsed.annotation_id.hex if parsed.annotation_id else "",
            fingerprint=words,
            text=parsed.text,
            text_language=parsed.text_language,
            scalars=_filled(parsed),
            states=states,
            themes=_united(themes, meant[Vocabulary.THEME]),
            groups=_united(groups, meant[Vocabulary.GROUP]),
            goals=_united(goals, meant[Vocabulary.SDG]),
            targets=targets,
            unknown=tuple(dict.fromkeys([*unknown_names, *unknown])),
            warnings=parsed.warnings,
        )

    def _meant(self, unknown: list[UnknownLabel]) -> dict[str, list[int]]:
        """Take out of ``unknown`` the labels whose meaning an editor decided; return what they mean, by vocabulary."""
        meant: dict[str, list[int]] = {vocabulary: [] for vocabulary in Vocabulary.values}
        for label in [label for label in unknown if label[:2] in self._decided]:
            vocabulary, key = self._decided[label[:2]]
            meant[vocabulary].append(key)
            unknown.remove(label)
        return meant

    def _review_of(self, parsed: ParsedRecommendation, symbol: str) -> tuple[str, tuple[UnknownLabel, ...]]:
        """Return the row's review and the labels nobody knows; a file repeats few such answers for long."""
        asked = (
            parsed.review_key, parsed.body, parsed.country, parsed.cycle, parsed.session, symbol, parsed.document_date
        )  # fmt: skip
        if asked not in self._answers:
            unknown: list[UnknownLabel] = []
            review = self.reviews.find(parsed, symbol, unknown)
            self._answers[asked] = review, tuple(unknown)
        return self._answers[asked]

    @staticmethod
    def _known(
        labels: Iterable[str],
        resolve: Callable[[str], tuple[int, ...]],
        vocabulary: str,
        unknown: list[UnknownLabel],
    ) -> tuple[int, ...]:
        found: dict[int, None] = {}
        for label in labels:
            if pks := resolve(label):
                found.update(dict.fromkeys(pks))
            else:
                unknown.append(UnknownLabel.of(vocabulary, label))
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


def _united(known: tuple[int, ...], meant: list[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys([*known, *meant]))


def _too_long(parsed: ParsedRecommendation, symbol: str) -> str:
    """Return why the record cannot hold what the row says, or an empty string. Keys are never cut."""
    for value, model, name in (
        (parsed.paragraph, Recommendation, "paragraph"),
        (parsed.part, Recommendation, "part"),
        (parsed.text_language, Recommendation, "text_language"),
        (symbol, Document, "symbol"),
    ):
        if len(value) > _length(model, name):
            return _("The %(name)s has %(count)d characters; at most %(length)d can be held.") % {
                "name": _field(model, name).verbose_name,
                "count": len(value),
                "length": _length(model, name),
            }
    return ""


def _without_key(parsed: ParsedRecommendation, words: str) -> str:
    """Return why a second import could not know the row again, or an empty string."""
    if words or parsed.paragraph or parsed.annotation_id:
        return ""
    return _("The row has neither words nor a paragraph number.")


@cache
def _length(model: type[Model], name: str) -> int:
    return int(_field(model, name).max_length)


def _field(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)


def _filled(parsed: ParsedRecommendation) -> dict[str, object]:
    """Return the single-valued fields that the row fills, under the names of the model's fields."""
    values = {
        "position": parsed.position,
        "position_source": parsed.position_source[:255],
        "action_category": parsed.action_category,
        "published_on": parsed.document_date,
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def _primary_keys(resolve: Callable[[str], Model | None]) -> Callable[[str], tuple[int, ...]]:
    """Return a look-up of primary keys that asks ``resolve`` once for each label: files repeat few labels often."""

    @cache
    def primary_keys(label: str) -> tuple[int, ...]:
        return tuple(record.pk for record in records_of(label, resolve))

    return primary_keys
