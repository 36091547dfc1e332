"""Citations written out: as the UN cites, for LaTeX, for reference managers.

Letters with accents stay as they are: all three are UTF-8, which BibTeX's successors and every reference manager read.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from search.exports.citations.cited import UN_DOCUMENT_LANGUAGE, Cited

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # BibTeX counts braces even behind a backslash, so a lone one is named.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Style:
    """A way to write citations: how one is written, its media type, what stands between two."""

    write: Callable[[Cited], str]
    content_type: str
    between: str


def as_text(cited: Cited) -> str:
    """Return one line in the UN's style: author, title, symbol (date), paragraph, address."""
    when = date_format(cited.day) if cited.day else str(cited.year or "")
    named = " ".join(filter(None, [cited.symbol, f"({when})" if when else ""]))
    parts = [cited.author, cited.title, named, _paragraph(cited), cited.document_url or cited.page_url]
    line = ", ".join(_one_line(part) for part in parts if part) + "."
    return _("Example: %(title)s") % {"title": line} if cited.is_example else line


def as_bibtex(cited: Cited) -> str:
    """Return one entry for BibTeX. Names and titles stand in double braces: nobody splits or lowers them."""
    fields = {
        "author": f"{{{_latex(cited.author)}}}",
        "title": f"{{{_latex(cited.title)}}}",
        "institution": _latex(_("United Nations")),
        "number": _latex(cited.symbol),
        "year": str(cited.year or ""),
        "note": _latex(". ".join(filter(None, [_paragraph(cited), _made_up(cited)]))),
        "url": _address(cited.document_url or cited.page_url),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if cited.day:
        lines.append(f"  month = {_MONTHS[cited.day.month - 1]},")
    return "\n".join([f"@techreport{{{cited.key},", *lines, "}\n"])


def as_ris(cited: Cited) -> str:
    """Return one record for reference managers (RIS)."""
    fields = [
        ("TY", "RPRT"),
        ("ID", cited.key),
        # A comma would part a family name from a given one.
        ("AU", cited.author.replace(",", "")),
        ("TI", cited.title),
        ("PB", _("United Nations")),
        ("PY", str(cited.year or "")),
        ("DA", cited.day.strftime("%Y/%m/%d") if cited.day else ""),
        ("M1", cited.symbol),
        ("SP", _paragraph(cited)),
        ("UR", cited.document_url or cited.page_url),
        ("UR", cited.page_url if cited.document_url else ""),
        ("LA", UN_DOCUMENT_LANGUAGE),
        ("N1", _made_up(cited)),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


STYLES: dict[str, Style] = {
    "txt": Style(lambda cited: as_text(cited) + "\n", "text/plain; charset=utf-8", "\n"),
    "bib": Style(as_bibtex, "application/x-bibtex; charset=utf-8", "\n"),
    "ris": Style(as_ris, "application/x-research-info-systems; charset=utf-8", "\r\n"),
}
"""Ending of the file → style."""


def _paragraph(cited: Cited) -> str:
    return _("para. %(number)s") % {"number": cited.paragraph} if cited.paragraph else ""


def _made_up(cited: Cited) -> str:
    return _("Example, made up") if cited.is_example else ""


def _latex(text: str) -> str:
    return _one_line(text).translate(_LATEX)


def _address(url: str) -> str:
    """Return an address as BibTeX takes it: braces and backslashes, which have no place in one, are encoded."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _one_line(text: str) -> str:
    return " ".join(text.split())
