"""A city's published history: what the word of each assessor was on any day, and when it changed.

One query reads the whole history of a city as small rows; the rest is arithmetic. The rule of the current word is that
of ``cities.progress.current_word``, applied entry by entry; a test holds the two together.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from cities.models import City, ProgressUpdate
from recommendations.models import Recommendation

Key = tuple[int, int]
"""Whose word on what: ids of assessor and recommendation."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One published entry, without its words."""

    id: int
    assessor_id: int
    side: str
    recommendation_id: int
    status: str
    as_of: date
    published_at: datetime
    corrects_id: int | None

    @property
    def key(self) -> Key:
        """Whose word on what."""
        return self.assessor_id, self.recommendation_id


@dataclass(frozen=True, slots=True)
class Change:
    """``entry`` changed an assessor's word from ``before`` (None: it had given none) to ``after``."""

    entry: Entry
    before: Entry | None
    after: Entry


@dataclass(frozen=True)
class History:
    """What was published on standing recommendations by the end of ``known_on`` (None: until now)."""

    city: City
    known_on: date | None
    entries: tuple[Entry, ...]
    """In the order in which they became public."""

    @classmethod
    def of(cls, city: City, known_on: date | None = None) -> "History":
        """Read the history of a city (one query)."""
        published = ProgressUpdate.objects.public().of_city(city)
        if known_on:
            published = published.filter(published_at__lt=midnight_after(city, known_on))
        rows = (
            published.filter(recommendation__in=Recommendation.objects.public())
            .order_by("published_at", "id")
            .values_list(
                *("id", "assessor", "assessor__kind", "recommendation", "status", "as_of", "published_at", "corrects")
            )
        )
        return cls(city, known_on, tuple(Entry(*row) for row in rows))

    @cached_property
    def words(self) -> dict[Key, Entry]:
        """The word that stands, for each assessor and recommendation."""
        return self._told[0]

    @cached_property
    def changes(self) -> list[Change]:
        """The entries that changed a status, the latest published first. The first word on something is a change."""
        return self._told[1]

    def changes_between(self, first: date, last: date) -> list[Change]:
        """Return the changes published from ``first`` to ``last``, days of the city, both included."""
        start, end = midnight_after(self.city, first - timedelta(days=1)), midnight_after(self.city, last)
        return [change for change in self.changes if start <= change.entry.published_at < end]

    @cached_property
    def _told(self) -> tuple[dict[Key, Entry], list[Change]]:
        standing: dict[Key, dict[int, Entry]] = defaultdict(dict)
        words: dict[Key, Entry] = {}
        changes: list[Change] = []
        for entry in self.entries:
            those = standing[entry.key]
            if entry.corrects_id is not None:
                those.pop(entry.corrects_id, None)
            those[entry.id] = entry
            before, after = words.get(entry.key), last_word(those.values())
            words[entry.key] = after
            if before is None or before.status != after.status:
                changes.append(Change(entry, before, after))
        return words, changes[::-1]


def last_word(entries: Iterable[Entry]) -> Entry:
    """Return the entry that is the word: the last by as-of date, publication and id."""
    return max(entries, key=lambda entry: (entry.as_of, entry.published_at, entry.id))


def midnight_after(city: City, day: date) -> datetime:
    """Return the moment at which ``day`` ends in the city."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(city.time_zone))
