"""Citations typed into the search box: a symbol, a paragraph, or both."""

import re
from dataclasses import dataclass

from django.db.models import Q

from mechanisms.normalise import document_symbol
from recommendations.normalise import split_paragraph

_CITATION = re.compile(
    r"""^(?P<symbol>[A-Z]+(?:/[A-Z0-9.\-]+)+)?            # A/HRC/46/15, CERD/C/USA/CO/10-12
        (?:^|[,;\s]+|$)
        (?:(?:paras?\.?|paragraphs?|párrs?\.?|párrafos?|¶)?\s*
           (?P<paragraph>\d{1,4}(?:\.\d{1,4}){0,3}\s*(?:\([a-z]{1,5}\)\s*){0,3}))?$""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Citation:
    """A document, a paragraph of any document, or a paragraph of one; either part may be empty, not both."""

    symbol: str
    paragraph: str
    part: str

    @property
    def is_whole(self) -> bool:
        """Whether it names both document and paragraph, so that nothing else can be meant."""
        return bool(self.symbol and self.paragraph)

    @property
    def condition(self) -> Q:
        """The records it names: a paragraph without part names all its parts."""
        condition = Q()
        if self.symbol:
            condition &= Q(document__symbol=self.symbol)
        if self.paragraph:
            condition &= Q(paragraph=self.paragraph)
        if self.part:
            condition &= Q(part=self.part)
        return condition


def read_citation(text: str) -> Citation | None:
    """Return the citation that the whole of ``text`` is, or None: "A/HRC/46/15, para. 26.101", "49 (a)", "26.101"."""
    match = _CITATION.match(text.strip())
    if not match or not (match["symbol"] or match["paragraph"]):
        return None
    paragraph, part = split_paragraph(match["paragraph"] or "")
    return Citation(document_symbol(match["symbol"] or ""), paragraph, part)
