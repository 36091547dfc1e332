"""The data version: one cheap question that tells whether anything public changed."""

from typing import NamedTuple

from search.changes.once import ask_again, once
from search.changes.pending import write_early
from search.models import DataVersion


class Version(NamedTuple):
    """A state of the record. Two versions are the same state only where number and token are the same.

    ``vocabularies`` stays the same while no value that searches may name, and no label, has changed; ``pages`` while no
    page of the editors has, nor who may see it; ``texts`` while no text has that words are searched in.
    """

    number: int = 0
    token: str = ""
    vocabularies: str = ""
    pages: str = ""
    texts: str = ""

    @property
    def tag(self) -> str:
        """What an ETag is built from."""
        return f"{self.number}-{self.token}"


def data_version() -> Version:
    """Return the version of what this transaction sees, its own changes included (one query; one a page)."""
    if write_early():
        ask_again()
    return once("data version", _read)


def _read() -> Version:
    columns = ("number", "token", "vocabularies", "pages", "texts")
    row = DataVersion.objects.filter(pk=DataVersion.THE_ROW).values_list(*columns).first()
    return Version(*row) if row else Version()
