"""A city's report card: what is assessed, what changed this year, what went back, eight themes, what is not known.

No score and no rank. ``known_on`` shows the record as it had been published by the end of that day.
"""

from dataclasses import dataclass
from datetime import date

from cities.history import Change, Entry
from cities.models import City, Evidence, ProgressUpdate
from recommendations.models import Theme
from search.record import Record, ThemeRow
from search.word_changes import PrintedChange, Printer

THEMES_SHOWN = 8
CHANGES_SHOWN = 5
REGRESSED_SHOWN = 4
_CLEARNESS: dict[str, int] = {
    Evidence.Bearing.SUPPORTS: 2,
    Evidence.Bearing.CONTRADICTS: 2,
    Evidence.Bearing.MIXED: 1,
    Evidence.Bearing.CONTEXT: 0,
}
_EVIDENCE = ("id", "update_id", "title", "publisher", "date", "url", "file", "bearing", "shows_effect")


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """One theme: its bars, the change published last, and the strongest evidence with the entry that rests on it."""

    row: ThemeRow
    latest: PrintedChange | None
    evidence: Evidence | None
    evidence_entry: ProgressUpdate | None


@dataclass(frozen=True, slots=True)
class ReportCard:
    """Everything the page prints. Lists are cut for paper; the numbers are whole."""

    record: Record
    year: int
    changes: list[PrintedChange]
    change_count: int
    regressed: list[ProgressUpdate]
    regressed_count: int
    themes: list[ThemeCard]

    @property
    def rows(self) -> list[ThemeRow]:
        """The figures of the themes shown."""
        return [card.row for card in self.themes]

    @property
    def more_themes(self) -> int:
        """How many themes of the denominator are on the city's page only."""
        return len(self.record.themes) - len(self.themes)

    @classmethod
    def of(cls, city: City, known_on: date | None = None) -> "ReportCard":
        """Gather the card (seven queries: the record five, evidence, entries)."""
        record = Record.of(city, known_on)
        year = record.day.year
        changes = record.history.changes_between(date(year, 1, 1), record.day)
        regressed = _regressed(record)
        rows = record.themes[:THEMES_SHOWN]
        on_theme = {row.theme: {key for key, its in record.themes_of.items() if row.theme in its} for row in rows}
        latest = {theme: _latest(record.history.changes, those) for theme, those in on_theme.items()}
        evidence = _strongest(record, on_theme)
        printer = Printer(
            [*changes[:CHANGES_SHOWN], *(change for change in latest.values() if change)],
            [*regressed[:REGRESSED_SHOWN], *(each.update_id for each in evidence.values())],
        )
        return cls(
            record,
            year,
            printer.changes(changes[:CHANGES_SHOWN]),
            len(changes),
            printer.entries(regressed[:REGRESSED_SHOWN]),
            len(regressed),
            [_card(row, latest[row.theme], evidence.get(row.theme), printer) for row in rows],
        )


def _regressed(record: Record) -> list[int]:
    """Return the entries whose word today is "regressed", the latest published first, in and out of the scope."""
    words = [word for word in record.history.words.values() if word.status == ProgressUpdate.Status.REGRESSED]
    return [word.id for word in sorted(words, key=lambda word: (word.published_at, word.id), reverse=True)]


def _latest(changes: list[Change], recommendations: set[int]) -> Change | None:
    return next((change for change in changes if change.entry.recommendation_id in recommendations), None)


def _strongest(record: Record, on_theme: dict[Theme, set[int]]) -> dict[Theme, Evidence]:
    """Return the strongest evidence under the words of each theme (one query).

    Evidence of effect comes first; then what supports or contradicts, before what is mixed and what gives context; of
    equals, the newest. What a redaction took away is no evidence.
    """
    shown = set().union(*on_theme.values()) if on_theme else set()
    words: dict[int, Entry] = {word.id: word for word in record.words if word.recommendation_id in shown}
    rows = Evidence.objects.filter(update__in=list(words), update__redaction__isnull=True).values(*_EVIDENCE)
    ranked = sorted((Evidence(**row) for row in rows), key=_strength, reverse=True)
    strongest = {}
    for theme, recommendations in on_theme.items():
        of_theme = (each for each in ranked if words[each.update_id].recommendation_id in recommendations)
        best = next(of_theme, None)
        if best:
            strongest[theme] = best
    return strongest


def _strength(evidence: Evidence) -> tuple[bool, int, date, int]:
    return evidence.shows_effect, _CLEARNESS[evidence.bearing], evidence.date or date.min, evidence.pk


def _card(row: ThemeRow, latest: Change | None, evidence: Evidence | None, printer: Printer) -> ThemeCard:
    printed = printer.changes([latest]) if latest else []
    entries = printer.entries([evidence.update_id]) if evidence else []
    return ThemeCard(
        row,
        printed[0] if printed else None,
        evidence if entries else None,
        entries[0] if entries else None,
    )
