"""What a reader hands on: one row of a file, in the field's terms, nothing resolved yet.

A reader knows its format and nothing of the database. It yields :class:`ParsedRecommendation` for every row it
understands and :class:`RowError` for every row it does not, and raises :class:`UnreadableFile` where the file as a
whole cannot be what it claims to be.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from recommendations.importers.source_file import SourceFile

SUPPORTED = "supported"
NOTED = "noted"
SUPPORTED_IN_PART = "supported_in_part"
RECOMMENDATION = "recommendation"
CONCERN = "concern"
PLEDGE = "pledge"
OTHER = "other"

NOT_NAMED = "-"
"""A body as UHRI prints it where it names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRecommendation:
    """All that one row of a file says.

    Labels (States, themes, groups, SDGs, body, country) stand as printed, trimmed of white space; ``resolve`` turns
    them into records. ``None`` or an empty tuple means that the format or this row does not say.
    """

    row: int
    """Where a person finds it: the spreadsheet row or CSV record (header = 1), the item of a JSON list or the
    recommendation of a Word list (first = 1)."""
    text: str
    """The official words, plain text. Empty in a file of facts, which then has a paragraph number."""
    text_fingerprint: str = ""
    """`fingerprint()` of the official words where a file of facts gives that instead of the words."""
    text_language: str = "en"
    kind: str | None = None
    body: str | None = None
    country: str | None = None
    review_key: str | None = None
    cycle: int | None = None
    session: int | None = None
    document_symbol: str | None = None
    document_date: date | None = None
    paragraph: str = ""
    part: str = ""
    position: str | None = None
    position_source: str = ""
    recommending_states: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sdgs: tuple[str, ...] = ()
    action_category: int | None = None
    annotation_id: UUID | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that cannot be read; ``reason`` is a sentence for the person who holds the file."""

    row: int
    reason: str


class UnreadableFile(Exception):
    """The file as a whole cannot be imported. The message is one sentence naming file, row where known, and reason."""

    def __init__(self, reason: str, row: int | None = None) -> None:
        """Keep ``reason`` (a sentence) and the ``row`` it concerns."""
        super().__init__(reason)
        self.reason = reason
        self.row = row


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What a reader must know of the world outside its file; handed in, as readers do not touch the database."""

    is_country: Callable[[str], bool]
    """Whether a printed name, such as "Bolivia (Plurinational State of)", is the name of a State we know. Tells the
    brackets of recommending States at the end of a text from brackets that belong to the text."""

    columns: Mapping[str, str] | None = None
    """What a person said the columns of a plain CSV file hold: title → field, or "" where it is not to be read. A
    title that is not named here is told by the reader."""


class Reader(Protocol):
    """One format. Each module in ``recommendations.importers.readers`` is such a reader."""

    NAME: str
    """The value of ``--format``: ``uhri-xlsx``, ``uhri-json``, ``thematic-list``, ``upr-info`` or ``csv``."""
    PRECEDENCE: int
    """Higher wins where two sources fill one field (``DESIGN``: UHRI 40, OHCHR list 30, plain CSV 20, UPR Info 10)."""

    def matches(self, source: SourceFile) -> bool:
        """Tell from the content, never from the name, whether this reader understands ``source``."""

    def read(self, source: SourceFile, context: ReadContext) -> Iterator[ParsedRecommendation | RowError]:
        """Yield each row in the order of the file.

        Raises:
            UnreadableFile: as soon as the file turns out not to be readable; rows already yielded are void then.
        """
