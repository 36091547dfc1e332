"""What a row changes in the record it meets."""

from dataclasses import dataclass, field

from recommendations.importers.precedence import source_of, weight
from recommendations.importers.resolved import Grouped, ResolvedRow, UnknownLabel

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
    added: dict[str, tuple[object, ...]] = field(default_factory=dict)
    unknown: tuple[UnknownLabel, ...] = ()
    other_text: tuple[str, str] | None = None
    """(language, text) to keep beside the main text."""
    differences: tuple[str, ...] = ()
    """Fields corrected by hand in which the file differs: reported, never written."""

    @property
    def is_update(self) -> bool:
        """Whether a person would say that the record changed."""
        return bool(self.scalars or self.added or self.unknown or self.other_text)


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
    )
    differences: list[str] = []
    for name, value in _offered(row, current, change).items():
        held = current.scalars[name]
        if value == held:
            if weight(format_name) > weight(source_of(current.field_sources, name)):
                change.sources[name] = format_name
        elif name in current.locked:
            differences.append(name)
        elif held in (None, "") or weight(format_name) >= weight(source_of(current.field_sources, name)):
            change.scalars[name] = (held, value)
    if current.scalars.get("withdrawn_on"):
        change.scalars["withdrawn_on"] = (current.scalars["withdrawn_on"], None)
    for name in SETS:
        new = tuple(value for value in getattr(row, name) if value not in current.sets[name])
        if new and name in current.locked:
            differences.append(name)
        elif new:
            change.added[name] = new
    change.unknown = tuple(label for label in row.unknown if (label.vocabulary, label.key) not in current.unknown)
    change.differences = tuple(differences)
    return change


def _offered(row: ResolvedRow, current: Current, change: Change) -> dict[str, object]:
    """Return the single values that the row offers; a text in another language goes beside the main one."""
    offered = dict(row.scalars)
    if row.paragraph:
        offered["paragraph"], offered["part"] = row.paragraph, row.part
    if row.annotation_id is not None:
        offered["annotation_id"] = row.annotation_id
    if row.document:
        offered["document"] = row.document
    if row.kind and not current.scalars["kind"]:
        offered["kind"] = row.kind
    held_text = current.scalars["text"]
    if row.text and held_text and row.text_language != current.scalars["text_language"]:
        if current.other_texts.get(row.text_language) != row.text:
            change.other_text = (row.text_language, row.text)
    elif row.text:
        offered["text"], offered["text_language"] = row.text, row.text_language
    if row.fingerprint and not row.text and not held_text:
        offered["fingerprint"] = row.fingerprint
    return offered
