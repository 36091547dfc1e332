"""How hard an English text is to read: the Flesch-Kincaid grade, in years of school."""

import re

MOST = 9
"""The grade our plain words may reach."""

_SENTENCE_END = re.compile(r"[.?!](?=\s|$)")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_ABBREVIATIONS = re.compile(r"\b(?:[A-Z]\.){2,}")


def reading_grade(text: str) -> float:
    """Return the grade, rounded to one digit; 0 for a text without words.

    0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid and others, 1975). Syllables are counted by
    rules, so the grade may be off by a few tenths.
    """
    plain = _ABBREVIATIONS.sub(lambda found: found.group().replace(".", ""), text)
    words = _WORD.findall(plain)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(plain)))
    grade = 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return round(max(grade, 0.0), 1)


def syllables(word: str) -> int:
    """Count the syllables of an English word: groups of vowels, without the silent endings -e, -es and -ed."""
    letters = re.sub(r"[^a-z]", "", word.lower().split("’")[0].split("'")[0])
    count = len(_VOWELS.findall(letters))
    silent_e = letters.endswith("e") and not letters.endswith(("le", "ee"))
    silent_es = letters.endswith("es") and not letters.endswith(
        ("ses", "ces", "zes", "ges", "xes", "shes", "ches", "les")
    )
    silent_ed = letters.endswith("ed") and not letters.endswith(("ted", "ded"))
    return max(count - (silent_e or silent_es or silent_ed), 1)
