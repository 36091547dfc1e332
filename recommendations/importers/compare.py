"""What a row changes in the record it meets."""

from dataclasses import dataclass, field
from typing import Any

from recommendations.importers.precedence import source_of, weight
from recommendations.importers.resolved import Grouped, ResolvedRow, UnknownLabel
from recommendations.models import Recommendation

_OTHER = Recommendation.Kind.OTHER.value
SETS = ("states", "themes", "groups", "goals", "targets")


@dataclass(slots=True)
class Current:
    """The state of a record, as far as imports may change it."""

    pk: int
    scalars: dict[str, object]
    """Field name → value: text, paragraph, position and so on."""
    field_sources: dict[str, str]
    locked: frozenset[str]
    sets: dict[str, set[object]]
    """One set for each of ``SETS``, of the values that rows carry."""
    unknown: set[tuple[str, str]]
    """Unresolved labels it carries, as (vocabulary, key)."""
    other_texts: dict[str, str]
    """Language → official text beside the main one."""
    read_as: set[tuple[str, str]]
    """Under which keys and citations sources were read that said so."""


@dataclass(slots=True)
class Change:
    """What one recommendation of a file does to one record."""

    pk: int
    paragraph: tuple[str, str]
    """Paragraph and part that the record holds."""
    held_states: int
    """How many recommending States it holds: the place of the next."""
    field_sources: dict[str, str]
    scalars: dict[str, tuple[object, object]] = field(default_factory=dict)
    """Field name → (before, after)."""
    sources: dict[str, str] = field(default_factory=dict)
    """Fields that this format now answers for, though their value stays."""
    added: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    """Name of a set → the primary keys, goal numbers or target codes that are new in it."""
    unknown: tuple[UnknownLabel, ...] = ()
    other_text: tuple[str, str | None, str] | None = None
    """(language, text before, text after) of a text to keep beside the main one."""
    is_new_source: bool = False
    """Whether no source with the row's key and citation is known for the record yet."""
    differences: dict[str, tuple[object, object]] = field(default_factory=dict)
    """Fields corrected by hand in which the file differs, with (held, offered): reported, never written."""
    held_sets: tuple[str, ...] = ()
    """Names of the sets in which the record holds something already."""

    @property
    def is_update(self) -> bool:
        """Whether a person would say that the record changed."""
        return bool(self.scalars or self.added or self.unknown or self.other_text)

    @property
    def is_confirmed(self) -> bool:
        """Whether the row, even if it changes nothing, stands for the record as nothing did before."""
        return bool(self.sources) or self.is_new_source


def compare(grouped: Grouped, current: Current, format_name: str) -> Change:
    """Return what ``grouped`` changes in ``current`` by the precedence of ``format_name``.

    Empty values never overwrite; sets are united; locked fields are left alone and their differences named.
    """
    row = grouped.leader
    change = Change(
        current.pk,
        paragraph=(str(current.scalars["paragraph"]), str(current.scalars["part"])),
        held_states=len(current.sets["states"]),
        field_sources=current.field_sources,
        is_new_source=(row.source_key, row.citation) not in current.read_as,
        held_sets=tuple(name for name in SETS if current.sets[name]),
    )
    _compare_scalars(row, current, change, format_name)
    _compare_sets(row, current, change)
    change.unknown = tuple(label for label in row.unknown if (label.vocabulary, label.key) not in current.unknown)
    return change


def _compare_scalars(row: ResolvedRow, current: Current, change: Change, format_name: str) -> None:
    """Put new single values into ``change``, and the locked fields in which the row differs."""
    for name, value in _offered(row, current, change).items():
        held = current.scalars[name]
        outweighs = weight(format_name) - weight(source_of(current.field_sources, name))
        if value == held:
            if outweighs > 0:
                change.sources[name] = format_name
        elif name in current.locked:
            change.differences[name] = (held, value)
        elif outweighs >= 0 or held in (None, "") or (name == "kind" and held == _OTHER):
            change.scalars[name] = (held, value)
    if "text" in change.scalars:
        change.scalars["text_language"] = (current.scalars["text_language"], row.text_language)
        change.scalars["fingerprint"] = (current.scalars["fingerprint"], row.fingerprint)
    if current.scalars.get("withdrawn_on"):
        change.scalars["withdrawn_on"] = (current.scalars["withdrawn_on"], None)


def _compare_sets(row: ResolvedRow, current: Current, change: Change) -> None:
    """Put new members of sets into ``change``, and the locked sets to which the row would add."""
    for name in SETS:
        new = tuple(value for value in getattr(row, name) if value not in current.sets[name])
        if new and name in current.locked:
            change.differences[name] = (None, new)
        elif new:
            change.added[name] = new


def _offered(row: ResolvedRow, current: Current, change: Change) -> dict[str, object]:
    """Return the single values that the row offers; a text in another language goes beside the main one."""
    offered = dict(row.scalars)
    if row.paragraph:
        offered["paragraph"], offered["part"] = row.paragraph, row.part
    if row.annotation_id:
        offered["annotation_id"] = row.annotation_id
    if row.document:
        offered["document"] = row.document
    # "Other" says only that nobody told what the paragraph is: it replaces nothing, and anything replaces it.
    if row.kind_is_given and row.kind != _OTHER:
        offered["kind"] = row.kind
    held_text = current.scalars["text"]
    if row.text and held_text and row.text_language != current.scalars["text_language"]:
        before = current.other_texts.get(row.text_language)
        if before != row.text:
            change.other_text = (row.text_language, before, row.text)
    elif row.text:
        offered["text"] = row.text
    if row.fingerprint and not row.text and not held_text:
        offered["fingerprint"] = row.fingerprint
    return offered
