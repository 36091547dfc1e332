"""Which words of a card a search found, marked; and the passage of the official text around them.

marks = Marks.of(selection)
marks.marked("Fair rents for all", "en")     # Fair <mark>rents</mark> for all
marks.passage(text, "en")                    # … the words around the first match, marked; "" where none
"""

import re
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.analysis.highlight import Place, matches
from search.query import Node
from search.selection import Selection

PASSAGE_WORDS = 40
"""Words of a passage, of which a third stands before the first match."""


@dataclass(frozen=True)
class Marks:
    """What a search looks for, ready to be marked; nothing where it has no words."""

    node: Node | None = None

    @classmethod
    def of(cls, selection: Selection) -> "Marks":
        """Take the words of a search as they were searched."""
        return cls(selection.understood.node if selection.understood else None)

    def places(self, text: str, language: str = "") -> list[Place]:
        """Return where ``text`` has what is looked for."""
        return matches(text, self.node, language) if self.node and text else []

    def marked(self, text: str, language: str = "") -> SafeString | str:
        """Return the text with what was found in ``<mark>``."""
        return _marked(text, self.places(text, language))

    def passage(self, text: str, language: str = "") -> SafeString | str:
        """Return the part of a long text around what was found, marked; empty where nothing was."""
        places = self.places(text, language)
        if not places:
            return ""
        start, end = _around(text, places[0][0])
        inside = [(first - start, last - start) for first, last in places if first >= start and last <= end]
        words = _marked(text[start:end], inside)
        return format_html_join("", "{}", [("… " if start else "",), (words,), (" …" if end < len(text) else "",)])


def _around(text: str, match: int) -> Place:
    words = [found.span() for found in re.finditer(r"\S+", text)]
    if len(words) <= PASSAGE_WORDS:
        return 0, len(text)
    at = next(place for place, (_start, end) in enumerate(words) if end > match)
    first = max(0, min(at - PASSAGE_WORDS // 3, len(words) - PASSAGE_WORDS))
    return words[first][0] if first else 0, words[min(first + PASSAGE_WORDS, len(words)) - 1][1]


def _marked(text: str, places: list[Place]) -> SafeString | str:
    if not places:
        return text
    pieces: list[tuple[str, SafeString | str]] = []
    at = 0
    for start, end in places:
        pieces.append((text[at:start], format_html("<mark>{}</mark>", text[start:end])))
        at = end
    return format_html_join("", "{}{}", [*pieces, (text[at:], "")])
