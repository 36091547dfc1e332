"""Citations typed into the search box: a symbol, a paragraph, or both."""

import re
from dataclasses import dataclass

from mechanisms.normalise import document_symbol
from recommendations.models import Recommendation
from recommendations.normalise import split_paragraph

_WORDS_BEFORE = r"(?:paras?|paragraphs?|par|p[aá]rrs?|p[aá]rrafos?|recs?|recommendations?|recomendaci[oó]n(?:es)?)"
_CITATION = re.compile(
    rf"""^[\s(\["']*
        (?P<symbol>[A-Z]+(?:/[A-Z0-9.\u2010-\u2013-]+)+)?              # A/HRC/46/15, CERD/C/USA/CO/10-12
        (?:^|[\s,;:([]+|(?=[¶§\#])|[\s.)\]"']*$)
        (?:(?:{_WORDS_BEFORE}\b\.?|at\b|[¶§\#]+)?\s*
           (?P<paragraph>\d{{1,4}}(?:\.\d{{1,4}}){{0,3}}(?:[-\u2010-\u2013]\d{{1,4}})?\s*(?:\([a-z]{{1,5}}\)\s*){{0,3}}))?
        [\s.,;)\]"']*$""",
    re.IGNORECASE | re.VERBOSE,
)
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013", "----")
_RANGE = re.compile(r"(?P<first>\d+)-(?P<last>\d+)")


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

    def records(self) -> list[int]:
        """Return the public records it names (one query; one more where a document has none by this number).

        A paragraph without part names all its parts. Documents and sources cut differently: where no record has the
        part, the paragraph's records are meant ("49 (a)" was recorded as "49 (a)-(d)"), and where none has the
        paragraph, those of a range that holds it ("39" in "39-40").
        """
        public = Recommendation.objects.public()
        if self.symbol:
            public = public.filter(document__symbol=self.symbol)
        if not self.paragraph:
            return list(public.values_list("pk", flat=True))
        parts = dict(public.filter(paragraph=self.paragraph).values_list("pk", "part"))
        if parts or not self.is_whole:
            return [pk for pk, part in parts.items() if part == self.part and part] or list(parts)
        ranges = public.filter(paragraph__contains="-").values_list("pk", "paragraph")
        return [pk for pk, paragraph in ranges if self._is_within(paragraph)]

    def _is_within(self, paragraph: str) -> bool:
        limits = _RANGE.fullmatch(paragraph)
        return bool(
            limits and self.paragraph.isdecimal() and int(limits["first"]) <= int(self.paragraph) <= int(limits["last"])
        )


def read_citation(text: str) -> Citation | None:
    """Return the citation that the whole of ``text`` is, or None: "A/HRC/46/15, para. 26.101", "49 (a)", "26.101"."""
    match = _CITATION.match(text.strip())
    if not match or not (match["symbol"] or match["paragraph"]):
        return None
    paragraph, part = split_paragraph((match["paragraph"] or "").translate(_DASHES))
    return Citation(document_symbol(match["symbol"] or ""), paragraph, part)
