"""Bars drawn by the server: shares of a whole as pieces with a label, a count and the list it counts."""

from collections.abc import Iterable
from dataclasses import dataclass

PATTERNED = frozenset({"no_information", "regressed"})
"""Pieces told apart by dots or stripes as well as by colour."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole: ``name`` (its look), ``label``, ``count``, and ``url`` of the list it counts."""

    name: str
    label: str
    count: int
    url: str = ""

    @property
    def pattern(self) -> bool:
        """Whether the piece carries a pattern."""
        return self.name in PATTERNED


@dataclass(frozen=True, slots=True)
class Piece:
    """A part's place in the bar, in per cent with a decimal point whatever the language (they are SVG lengths)."""

    name: str
    start: str
    width: str
    pattern: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A whole and its parts, in the order given. ``total`` is the sum unless said (words of two bodies may overlap)."""

    parts: tuple[Part, ...]
    total: int

    @classmethod
    def of(cls, parts: Iterable[Part], total: int | None = None) -> "Bar":
        """Build a bar; ``total`` is the number printed as "of N"."""
        kept = tuple(parts)
        return cls(kept, sum(part.count for part in kept) if total is None else total)

    @property
    def pieces(self) -> list[Piece]:
        """The pieces to draw; parts of nothing have none."""
        whole = sum(part.count for part in self.parts)
        pieces, start = [], 0.0
        for part in self.parts:
            if part.count:
                width = 100 * part.count / whole
                pieces.append(Piece(part.name, f"{start:.3f}%", f"{width:.3f}%", part.pattern))
                start += width
        return pieces
