"""Stems: what the forms of a word have in common, in English and in Spanish.

Snowball's stemmers cut by rules and do not know words: they take "nationality" for "nation" and "children" for another
word than "child". ``reference_data/stemming.csv`` repairs that, before a stemmer sees the word:

- ``ending``: another spelling of an ending ("-isation" is "-ization"), where three letters or more stand before it,
- ``beginning``: words that begin so keep their ending ("compromise"),
- ``stem``: these words have this stem, whatever a stemmer says.
"""

import csv
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from unicodedata import unidata_version

from Stemmer import Stemmer
from Stemmer import version as stemmer_version

TABLE = Path(__file__).parents[1] / "reference_data" / "stemming.csv"
LANGUAGES = {"en": "english", "es": "spanish"}
"""Languages whose words are stemmed. Words of other languages are found in their folded form."""

_RULES = 1
"""To be raised when the code of this package gives other tokens for the same text."""

_LEAST_BEFORE_ENDING = 3


@dataclass(frozen=True)
class Exceptions:
    """What the table says about one language."""

    stems: dict[str, str]
    endings: tuple[tuple[str, str], ...]
    beginnings: tuple[str, ...]

    def respelled(self, word: str) -> str:
        """Return ``word`` with the ending that the table gives it."""
        for ending, other in self.endings:
            if word.endswith(ending) and len(word) >= len(ending) + _LEAST_BEFORE_ENDING:
                return word if word.startswith(self.beginnings) else word.removesuffix(ending) + other
        return word


class WordStemmer:
    """The stems of one language. English stems stand as they are, others begin with their language: ``es_viviend``."""

    def __init__(self, language: str, exceptions: Exceptions) -> None:
        self._snowball = Stemmer(LANGUAGES[language])
        self._exceptions = exceptions
        self._prefix = "" if language == "en" else f"{language}_"

    def stem(self, folded: str) -> str:
        """Return the stem of a folded word; what has digits in it (numbers, other scripts) stays as it is."""
        if not folded.isalpha():
            return folded
        word = self._exceptions.respelled(folded)
        return self._prefix + (self._exceptions.stems.get(word) or self._snowball.stemWord(word))


def read_exceptions(rows: Iterable[dict[str, str]], language: str) -> Exceptions:
    """Return what the rows of the table say about a language. Raises ValueError for a row that says nothing."""
    stems: dict[str, str] = {}
    endings: dict[str, str] = {}
    beginnings: list[str] = []
    for row in rows:
        words, becomes = row["words"].split(), row["becomes"]
        if row["language"] != language:
            continue
        if row["kind"] == "stem" and becomes:
            stems |= dict.fromkeys(words, becomes)
        elif row["kind"] == "ending" and becomes:
            endings |= dict.fromkeys(words, becomes)
        elif row["kind"] == "beginning":
            beginnings += words
        else:
            raise ValueError(f"{TABLE.name}: {row}")
    return Exceptions(stems, tuple(sorted(endings.items(), key=lambda pair: -len(pair[0]))), tuple(beginnings))


def _table() -> str:
    return TABLE.read_text(encoding="utf-8")


def _stemmers() -> dict[str, WordStemmer]:
    rows = list(csv.DictReader(_table().splitlines()))
    return {language: WordStemmer(language, read_exceptions(rows, language)) for language in LANGUAGES}


STEMMERS = _stemmers()

ANALYSER_VERSION = zlib.crc32(f"{_RULES} {stemmer_version()} {unidata_version} {_table()}".encode()) & 0x7FFFFFFF
"""Tokens of another version are not comparable: whoever keeps tokens keeps it too and makes them anew for another."""
