"""Whose word wins where two sources fill one field: an editor, then UHRI, OHCHR's list, plain CSV, UPR Info.

Each reader states its weight (``PRECEDENCE``); which format wrote a field is kept with the record (``field_sources``).
What an editor corrected is locked and outweighs all.
"""

from recommendations.importers.detect import READERS

DEFAULT_SOURCE = "*"
"""The key in ``field_sources`` for every field that has no entry of its own."""


def source_of(field_sources: dict[str, str], field: str) -> str:
    """Return the format that wrote ``field``, or an empty string."""
    return field_sources.get(field) or field_sources.get(DEFAULT_SOURCE, "")


def weight(format_name: str) -> int:
    """Return how much a format's word weighs; no known format weighs nothing."""
    reader = READERS.get(format_name)
    return reader.PRECEDENCE if reader else 0
