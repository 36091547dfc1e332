"""The values a search may name, with what people call them.

Each vocabulary is read at its first use and kept by the process while the data version says that no value and no label
has changed. Labels are worked out when they are read, in the language of the reader.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial

from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from cities.models import Assessor, City, CityAction, Implementation
from mechanisms.bilingual import localised
from mechanisms.models import Country, CountrySpelling, Mechanism, Review
from mechanisms.normalise import fold
from recommendations.models import (
    AffectedGroup,
    AffectedGroupAlias,
    Recommendation,
    SdgGoal,
    SdgTarget,
    Theme,
    ThemeAlias,
)
from search.changes import data_version
from search.former_values import RENAMED, current_value
from search.selection.parameters import BY_NAME, NONE, NOT_ASSESSED
from search.synonyms import Thesaurus

NEAR_ENOUGH = 70
"""Least likeness (rapidfuzz, 0 to 100) of a value that is offered as "did you mean"."""

LONGEST_VALUE = 120
_RENAMED = {vocabulary for vocabulary, _field in RENAMED.values()}


@dataclass(frozen=True)
class Entry:
    """One value of a vocabulary: how addresses write it and how people call it."""

    value: str
    read_label: Callable[[], str]
    spellings: tuple[str, ...] = ()
    read_in_sentence: Callable[[], str] | None = None

    @property
    def label(self) -> str:
        """The label in the active language."""
        return self.read_label()

    @property
    def in_sentence(self) -> str:
        """The label as a sentence says it, where that is another: "the United Kingdom"."""
        return (self.read_in_sentence or self.read_label)()


Entries = dict[str, Entry]


@dataclass
class _Read:
    """What was read of one state of the record."""

    entries: dict[str, Entries] = field(default_factory=dict)
    thesaurus: Thesaurus | None = None
    incomplete: dict[str, list[Review]] | None = None


class _Kept:
    """Vocabularies that this process has read, of one state of the record."""

    def __init__(self) -> None:
        self.state: tuple[str, str] | None = None
        self.read = _Read()

    def as_of_now(self) -> _Read:
        """Return those read so far, as long as none has changed since (one query; one a page)."""
        state = (data_version().vocabularies, settings.HOME_COUNTRY)
        if self.state != state:
            self.state, self.read = state, _Read()
        return self.read

    def forget(self, **kwargs: object) -> None:
        """Read all anew at the next use."""
        self.state, self.read = None, _Read()


_kept = _Kept()
# Migrating, and emptying the database, fill the tables anew without a word in the log of changes.
post_migrate.connect(_kept.forget, dispatch_uid="search.selection.vocabulary")


class Vocabularies:
    """The vocabularies of one request."""

    @cached_property
    def _read(self) -> _Read:
        return _kept.as_of_now()

    def entries(self, vocabulary: str) -> Entries:
        """Return all values of a vocabulary in its natural order (one query where it was not read yet; SDGs two)."""
        read = self._read.entries
        if vocabulary not in read:
            read[vocabulary] = {entry.value: entry for entry in _READERS[vocabulary]()}
        return read[vocabulary]

    @property
    def thesaurus(self) -> Thesaurus:
        """Which words mean the same (one query where it was not read yet)."""
        if self._read.thesaurus is None:
            self._read.thesaurus = Thesaurus.load()
        return self._read.thesaurus

    @property
    def incomplete_reviews(self) -> dict[str, list[Review]]:
        """Reviews that took place and are not, or not all, on record, by country (one query at the first use)."""
        if self._read.incomplete is None:
            self._read.incomplete = {}
            for review in Review.objects.with_gaps().for_page().newest_first():
                self._read.incomplete.setdefault(review.country.iso3, []).append(review)
        return self._read.incomplete

    def known(self, vocabulary: str, written: str) -> str | None:
        """Return the value that ``written`` spells (case does not count), a former one too, or None."""
        entries = self.entries(vocabulary)
        forms = (written, written.lower(), written.upper())
        known = next((form for form in forms if form in entries), None)
        if known is None and vocabulary in _RENAMED and 0 < len(written) <= LONGEST_VALUE and "\0" not in written:
            now = current_value(vocabulary, written.lower())
            known = now if now in entries else None
        return known

    def label(self, name: str, value: str) -> str:
        """What people call a value of the parameter ``name`` in the active language."""
        parameter = BY_NAME[name]
        if value == NONE and parameter.has_none:
            return str(NOT_RECORDED)
        if name == "differs":
            return str(_("Yes"))
        entry = self.entries(parameter.vocabulary).get(value) if parameter.vocabulary else None
        return entry.label if entry else value

    def in_sentence(self, name: str, value: str) -> str:
        """Return what a sentence calls a value of the parameter ``name``, in the active language."""
        entry = self.entries(BY_NAME[name].vocabulary).get(value)
        return entry.in_sentence if entry else self.label(name, value)

    def other_spellings(self, name: str) -> dict[str, str]:
        """Return, by value, everything people write for the values of a parameter, for a box to narrow a list by.

        Both languages, and for States and themes every spelling that a document used (one query more).
        """
        entries = self.entries(BY_NAME[name].vocabulary)
        spelt = {value: {*entry.spellings, value} for value, entry in entries.items()}
        for value, spelling in _MORE_SPELLINGS.get(BY_NAME[name].vocabulary, list)():
            if value in spelt:
                spelt[value].add(spelling)
        return {value: " | ".join(sorted(each)) for value, each in spelt.items()}

    def nearest(self, vocabulary: str, written: str) -> Entry | None:
        """Return the entry whose value or name is nearest to ``written``, or None when nothing is near."""
        entries = self.entries(vocabulary)
        if written[:1].isdigit():
            # Numbers are not alike by their digits: of an SDG target the goal is the nearest.
            return entries.get(written.partition(".")[0])
        spelt: list[tuple[str, Entry]] = []
        for entry in entries.values():
            spelt += [(fold(each.replace("-", " ")), entry) for each in (entry.value, *entry.spellings) if each]
        more = _MORE_SPELLINGS.get(vocabulary, list)()
        spelt += [(fold(spelling), entries[value]) for value, spelling in more if value in entries]
        index = nearest_of([text for text, _entry in spelt], fold(written.replace("-", " ")))
        return None if index is None else spelt[index][1]


def nearest_of(candidates: list[str], written: str) -> int | None:
    """Return the index of the candidate most like ``written``, or None when none is near enough."""
    if not written:
        return None
    # The whole first ("them" is nearer to "theme" than to "match_theme"), then parts ("housng" in a long label).
    for likeness in (fuzz.ratio, fuzz.WRatio):
        best = process.extractOne(written[:100], candidates, scorer=likeness, score_cutoff=NEAR_ENOUGH)
        if best:
            return best[2]
    return None


NOT_RECORDED = _("Not recorded")


def _bilingual(value: str, english: str, spanish: str, *more: str) -> Entry:
    return Entry(value, lambda: localised(english, spanish), (english, spanish, *more))


def _choices(pairs: Iterable[tuple[str, str | LazyText]]) -> Callable[[], Iterator[Entry]]:
    def read() -> Iterator[Entry]:
        for value, label in pairs:
            yield Entry(str(value), lambda label=label: str(label), (str(label),))  # type: ignore[misc]

    return read


def _mechanisms() -> Iterator[Entry]:
    for each in Mechanism.objects.all():
        names = (each.acronym, each.acronym_es, each.name_en, each.name_es)
        yield Entry(each.slug, lambda each=each: each.short_name, names)  # type: ignore[misc]


def _reviews() -> Iterator[Entry]:
    for each in Review.objects.select_related("mechanism", "country").newest_first():
        home = each.country.iso3 == settings.HOME_COUNTRY
        # Only a review of another country needs to say which one.
        yield Entry(each.key, (lambda each=each: each.title) if home else (lambda each=each: str(each)))  # type: ignore[misc]


def _countries() -> Iterator[Entry]:
    for each in Country.objects.all():
        label = partial(localised, each.name_en, each.name_es)
        spellings = (each.name_en, each.name_es, each.iso2)
        yield Entry(each.iso3, label, spellings, lambda each=each: each.in_sentence)  # type: ignore[misc]


def _themes() -> Iterator[Entry]:
    for each in Theme.objects.all():
        yield _bilingual(each.slug, each.name, each.label_es)


def _groups() -> Iterator[Entry]:
    for each in AffectedGroup.objects.all():
        yield _bilingual(each.slug, each.name_en, each.name_es)


def _sdgs() -> Iterator[Entry]:
    targets: dict[int, list[SdgTarget]] = {}
    for target in SdgTarget.objects.all():
        targets.setdefault(target.goal_id, []).append(target)
    for goal in SdgGoal.objects.all():
        yield Entry(str(goal.number), lambda goal=goal: str(goal), (goal.name_en, goal.name_es))  # type: ignore[misc]
        for target in targets.get(goal.pk, []):
            yield Entry(target.code, lambda target=target: str(target), (target.name_en, target.name_es))  # type: ignore[misc]


def _cities() -> Iterator[Entry]:
    cities = list(City.objects.all())
    names = [city.name for city in cities]
    for each in cities:
        # The state is said where two cities share a name.
        label = each.name if names.count(each.name) == 1 else str(each)
        read = partial(_example, label) if each.is_example else partial(str, label)
        yield Entry(each.slug, read, (each.name, str(each)))


def _example(city: str) -> str:
    return gettext("%(city)s (example)") % {"city": city}


_MORE_SPELLINGS: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
    "country": lambda: CountrySpelling.objects.values_list("country__iso3", "spelling"),
    "theme": lambda: ThemeAlias.objects.values_list("theme__slug", "label"),
    "group": lambda: AffectedGroupAlias.objects.values_list("group__slug", "label"),
}

_READERS: dict[str, Callable[[], Iterator[Entry]]] = {
    "mechanism": _mechanisms,
    "review": _reviews,
    "country": _countries,
    "kind": _choices(Recommendation.Kind.choices),
    "position": _choices(Recommendation.Position.choices),
    "theme": _themes,
    "group": _groups,
    "sdg": _sdgs,
    "reach": _choices(Recommendation.Reach.choices),
    "city": _cities,
    "by": _choices(Assessor.Kind.choices),
    "status": _choices([(NOT_ASSESSED, _("Not assessed")), *Implementation.Status.choices]),
    "action": _choices([("any", _("Any action")), ("none", _("No action recorded")), *CityAction.Status.choices]),
}
