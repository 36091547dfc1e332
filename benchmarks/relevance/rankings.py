"""The rankings compared: ours, and two that anybody could have in an afternoon, over the same words."""

import sqlite3
import unicodedata
from collections.abc import Callable, Iterable

from django.utils.translation import override

from recommendations.models import Recommendation
from search.finding import finder
from search.no_results import ways_on
from search.selection import Selection

FIRST = 10
Ranking = Callable[[str, str], list[int]]
"""From a question and its language to ids, the best first."""


def found(question: str, language: str) -> list[int]:
    """Ask our search: what it counts as found, all words as for the others."""
    with override(language):
        return finder().answer(Selection.parse({"q": question})).ids[:FIRST]


def shown(question: str, language: str) -> list[int]:
    """Ask our search as a person does: where no record holds all words, its page shows the nearest ones."""
    ids = found(question, language)
    if ids:
        return ids
    with override(language):
        closest = ways_on(Selection.parse({"q": question})).closest
        return closest.ids[:FIRST] if closest else []


class Plain:
    """All searched words in one table: what the two others look through."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE TABLE records (id INTEGER PRIMARY KEY, words TEXT, folded TEXT)")
        self._database.execute(
            "CREATE VIRTUAL TABLE found using fts5(words, content=records, content_rowid=id, "
            "tokenize='porter unicode61')"
        )
        for pk, words in _texts():
            self._database.execute("INSERT INTO records VALUES (?, ?, ?)", (pk, words, _folded(words)))
        self._database.execute("INSERT INTO found (found) VALUES ('rebuild')")

    def porter(self, question: str, _language: str) -> list[int]:
        """FTS5 with English stems and BM25: all words must occur."""
        words = " ".join(f'"{word}"' for word in question.replace('"', " ").split())
        rows = self._database.execute(
            "SELECT rowid FROM found WHERE found MATCH ? ORDER BY bm25(found) LIMIT ?", (words, FIRST)
        )
        return [pk for (pk,) in rows]

    def icontains(self, question: str, _language: str) -> list[int]:
        """Every word somewhere in the text, the newest record first."""
        conditions = " AND ".join("folded LIKE ?" for _word in question.split())
        words = [f"%{_folded(word)}%" for word in question.split()]
        rows = self._database.execute(
            f"SELECT id FROM records WHERE {conditions} ORDER BY id DESC LIMIT ?",  # noqa: S608 - question marks only
            [*words, FIRST],
        )
        return [pk for (pk,) in rows]


def _texts() -> Iterable[tuple[int, str]]:
    for record in Recommendation.objects.public().of_home_country().prefetch_related("themes", "groups", "texts"):
        labels = [f"{theme.name} {theme.label_es}" for theme in record.themes.all()]
        labels += [f"{group.name_en} {group.name_es}" for group in record.groups.all()]
        texts = [text.text for text in record.texts.all()]
        yield record.pk, "\n".join([record.text, *texts, record.summary_en, record.summary_es, *labels])


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
