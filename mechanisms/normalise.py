"""Normal forms of what UN documents print: labels, State names, document symbols.

Pure functions, so that forms, look-ups and importers cannot differ. Every key is stable: stored keys
(``CountrySpelling.key``, ``ThemeAlias.key``) are compared with freshly computed ones.
"""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_SYMBOL_SPACE = re.compile(r"\s*/\s*")
_BRACKETS = str.maketrans("", "", "()[]")


def clean_space(text: str) -> str:
    """Collapse every run of white space (no-break spaces included) to one space and trim the ends.

    Zero-width characters and soft hyphens are dropped: UHRI's export and Word files carry them unseen.
    """
    joined = " ".join(text.split())
    if joined.isprintable():  # format characters are not printable: most text is done here
        return joined
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return " ".join(visible.split())


def fold(text: str) -> str:
    """Return ``text`` without case, accents and compatibility forms ("Türkiye" and "TURKIYE" fold alike)."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in unicodedata.normalize("NFKD", decomposed) if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """Return the folded words of ``text``: runs of letters and digits of any script, in order."""
    return _WORD.findall(fold(text))


def label_key(label: str) -> str:
    """Return the key under which a label of a controlled vocabulary is looked up.

    Case, accents, punctuation, "&" against "and", and stray spaces do not count: UHRI prints the same theme as
    "Human rights & toxics / hazardous wastes" and with spaces around it.
    """
    return " ".join(words_of(label.replace("&", " and ")))


def country_key(name: str) -> str:
    """Return the key under which a State's name is looked up.

    Word order inside brackets and a leading article do not count, so "Bolivia (Plurinational State of)" and
    "Plurinational State of Bolivia" meet; the asterisk that UHRI puts after some names is dropped.
    """
    words = words_of(name.translate(_BRACKETS).replace("&", " and "))
    return " ".join(sorted(word for word in words if word != "the"))


def document_symbol(symbol: str) -> str:
    """Return a UN document symbol in its printed form: no inner spaces, upper case, typographic dashes as hyphens.

    The parts that UN practice prints in mixed case ("Add", "Rev", "Corr") are restored: ``A/HRC/46/15/Add.1``.
    """
    plain = clean_space(symbol).replace("\u2013", "-").replace("\u2010", "-").replace("\u2011", "-")
    plain = _SYMBOL_SPACE.sub("/", plain).replace(" ", "").rstrip(".,;").upper()
    return re.sub(r"/(ADD|REV|CORR|SUPPL)\.?(?=\d|$)", lambda match: f"/{match.group(1).capitalize()}.", plain)
