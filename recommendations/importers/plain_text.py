"""Official words as plain text: markup, entities and stray spaces removed, paragraph number and States set apart."""

import html
import re

from lxml import etree
from lxml import html as lxml_html

from mechanisms.normalise import clean_space, country_key
from recommendations.normalise import split_paragraph

MAX_TEXT_LENGTH = 100_000
"""Characters. The longest paragraph of a UN document has about 10,000; more is a damaged file."""

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# Elements whose content a parser takes for code or as it stands, to the end of the text where they are not closed.
_RAW = re.compile(r"</?(?:script|style|textarea|title|xmp|plaintext|noscript|iframe)\b[^<>]*>", re.IGNORECASE)
# Only entities with their semicolon: "R&D" and "&notwithstanding" are words.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLOCKS = frozenset(("p", "div", "br", "li", "ul", "ol", "tr", "td", "th", "table", "h1", "h2", "h3", "h4", "h5", "h6"))
# Characters no database or page can hold: NUL, other control characters, and the non-character that the JSON reader
# puts where a file has half of a surrogate pair.
_DAMAGED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NUMBER = r"\d{1,4}(?:\.\d{1,4})*(?:\s?[-–]\s?\d{1,4}(?:\.\d{1,4})*)?"
_PARTS = r"(?:\s?\([a-z]{1,4}\)(?:\s?[-–,]\s?(?=\())?)*"
ANNEX_LETTERS = r"(?:[A-Z]{1,2}\s?[-–.]\s?(?=\d+\.\d))?"
"""Before some numbers stand the letters of a chapter: "A - 71.5"."""
# "26.232 Adopt", "26.232 - Adopt", "A - 71.5. Adopt", "49.The Committee", "15 (b)-(d).Both", "26. The Committee".
# A whole number alone is a paragraph only with a full stop or a part behind it: "2030 Agenda" is text.
_LEADING_NUMBER = re.compile(
    rf"{ANNEX_LETTERS}(?P<number>"
    rf"\d{{1,4}}(?:\.\d{{1,4}})+{_PARTS}(?=[.:\sA-Z])"
    rf"|{_NUMBER}{_PARTS}(?=\.(?!\d))"
    rf"|{_NUMBER}\s?\([a-z]{{1,4}}\){_PARTS}(?=\s)"
    r")[.:]?\s*(?:[:–—-]\s+)?"
)
# "Rural women 49.The Committee notes": the heading of the paragraph, glued to its number.
_HEADING_NUMBER = re.compile(
    rf"(?P<heading>[A-Z][^.;:?!]{{1,160}}?)\s+(?P<number>\d{{1,3}}{_PARTS}|\d{{1,3}}\s?[-–]\s?\d{{1,3}})\.(?=[A-Z])"
)
_MOST_HEADING_WORDS = 20
# Before these numbers a heading does not end: "the rights in article 14.The State party".
_NO_HEADING_ENDS_WITH = frozenset(
    ("article", "articles", "paragraph", "paragraphs", "para", "rule", "no", "and", "of", "in", "to", "at", "by")
)


def unescape(text: str) -> str:
    """Replace HTML entities that end with a semicolon ("&nbsp;", "&#40;") by their characters."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda entity: html.unescape(entity.group()), text)


def plain_text(text: str) -> str:
    """Return ``text`` without markup and entities, each run of white space as one space."""
    if "<" in text:
        bare = text.strip()
        # Nine of ten texts in UHRI's JSON are one plain paragraph: no need to parse those.
        if bare.startswith("<p>") and bare.endswith("</p>") and bare.count("<") == 2:
            text = bare[3:-4]
        elif _TAG.search(text):
            text = _without_tags(text)
    return clean_space(unescape(text))


def is_damaged(text: str) -> bool:
    """Tell whether ``text`` holds characters that are no text, such as NUL or half of a surrogate pair."""
    return not text.isprintable() and _DAMAGED.search(text) is not None


def split_leading_number(text: str) -> tuple[str, str, str]:
    """Set the paragraph number at the start of an official text apart: return paragraph, part and the words.

    UHRI has no column for the paragraph. A heading that UHRI glued before the number ("Rural women 49.The Committee
    notes") stays with the words, on a line of its own, as the document prints it. Without a number, paragraph and
    part are empty and the text is as it was.
    """
    match = _LEADING_NUMBER.match(text)
    if match:
        words = text[match.end() :]
        return (*split_paragraph(match["number"]), words) if words else ("", "", text)
    match = _HEADING_NUMBER.match(text)
    if match and _is_heading(match["heading"]):
        return *split_paragraph(match["number"]), f"{match['heading']}\n{text[match.end() :]}"
    return "", "", text


def _is_heading(words_before: str) -> bool:
    words = words_before.split()
    return len(words) <= _MOST_HEADING_WORDS and words[-1].lower() not in _NO_HEADING_ENDS_WITH


def split_numbered_paragraph(text: str) -> tuple[str, str, str]:
    """Do the same for texts that need not open with a number: only "26.101 Adopt" counts, no whole number."""
    match = _LEADING_NUMBER.match(text)
    if match and "." in match["number"] and match.end() < len(text):
        return *split_paragraph(match["number"]), text[match.end() :]
    return "", "", text


def same_states(name: str, names: tuple[str, ...]) -> bool:
    """Tell whether ``name`` is spelled like one of ``names``, word order and case aside."""
    key = country_key(name)
    return any(country_key(other) == key for other in names)


def _without_tags(text: str) -> str:
    try:
        root = lxml_html.fragment_fromstring(_RAW.sub(" ", text), create_parent="div")
    except (etree.ParserError, ValueError):
        # Nothing but comments, or characters that XML does not know: the pattern does.
        return _TAG.sub(" ", text)
    for element in root.iter():
        if element.tag in _BLOCKS:
            element.tail = f" {element.tail or ''}"
            element.text = f" {element.text or ''}"
    return str(root.text_content())
