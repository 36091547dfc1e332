"""UHRI's JSON export: one array of objects, read record by record however large the file is."""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import ijson
from django.utils.translation import gettext as _
from ijson.backends import yajl2_c

from recommendations.importers.parsed import ParsedRecommendation, ReadContext, RowError, UnreadableFile
from recommendations.importers.source_file import SourceFile
from recommendations.importers.uhri_rows import UhriCleaner, UhriRow, split_values

NAME = "uhri-json"
PRECEDENCE = 40

EXPECTED = ("Text", "Countries", "Body", "Symbol", "AnnotationId")
_UTF8_BOM = b"\xef\xbb\xbf"
_OPENERS = re.compile(rb"\s*([\[{])")


def matches(source: SourceFile) -> bool:
    """Tell whether the file starts as JSON does."""
    return _OPENERS.match(source.head.removeprefix(_UTF8_BOM)) is not None


def read(source: SourceFile, context: ReadContext) -> Iterator[ParsedRecommendation | RowError]:
    """Yield each object of the array; the row is its place in it (first = 1)."""
    start = _OPENERS.match(source.head.removeprefix(_UTF8_BOM))
    if start and start[1] == b"{":
        raise UnreadableFile(
            _("“%(name)s” holds one JSON object; UHRI's export is a list, [ … ], of such objects.")
            % {"name": source.name}
        )
    cleaner = UhriCleaner(context)
    number = 0
    with source.open() as stream:
        guarded = _GuardedStream(stream, source)
        try:
            for number, record in enumerate(yajl2_c.items(guarded, "item", buf_size=_GuardedStream.PIECE), 1):
                if number == 1:
                    _check_keys(source, record)
                yield _parse(cleaner, number, record)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            raise _broken(source, number, error) from error
    if number == 0:
        raise UnreadableFile(_("“%(name)s” holds an empty list.") % {"name": source.name})


def _parse(cleaner: UhriCleaner, number: int, record: object) -> ParsedRecommendation | RowError:
    if not isinstance(record, dict):
        return RowError(number, _("The row is no JSON object."))
    try:
        return cleaner.clean(
            UhriRow(
                number,
                _text(record, "Text"),
                countries=_list(record, "Countries"),
                bodies=_list(record, "Body"),
                symbol=_text(record, "Symbol"),
                themes=_list(record, "Themes"),
                groups=_list(record, "AffectedPersons"),
                sdgs=_list(record, "Sdgs"),
                published=_text(record, "PublicationDate"),
                states=_list(record, "UprRecommendingCountry"),
                positions=_list(record, "UprPositions"),
                kinds=_list(record, "AnnotationType"),
                annotation_id=_text(record, "AnnotationId"),
                sessions=_list(record, "UprSession"),
                cycles=_list(record, "UprCycle"),
            )
        )
    except TypeError:
        # Lists are only looked into as they are cleaned, and most are known from earlier rows.
        return RowError(number, _("A value is neither text nor a list of texts."))


def _text(record: dict[str, object], key: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _list(record: dict[str, object], key: str) -> Sequence[str]:
    """Return a key's values; exports differ in which keys hold a list, a single value or null."""
    value = record.get(key)
    if not value:
        return ()
    if isinstance(value, list):
        return value
    if isinstance(value, (str, int)):
        return split_values(str(value))
    raise TypeError(key)


def _check_keys(source: SourceFile, record: object) -> None:
    if isinstance(record, dict) and not set(EXPECTED) & set(record):
        raise UnreadableFile(
            _("“%(name)s” is a JSON list, but its records lack the keys of UHRI's export (%(keys)s).")
            % {"name": source.name, "keys": ", ".join(EXPECTED)},
            row=1,
        )


def _broken(source: SourceFile, number: int, error: Exception) -> UnreadableFile:
    """Return the refusal of a file that stops being JSON after record ``number``."""
    values = {"name": source.name, "row": number + 1}
    reason = str(error)
    if isinstance(error, UnicodeDecodeError) or "UTF8" in reason:
        text = _("“%(name)s” is not UTF-8 text near record %(row)s; download it again.")
    elif "premature EOF" in reason or "incomplete" in reason.lower():
        text = _("“%(name)s” ends in the middle of record %(row)s or of its list; download it again.")
    else:
        text = _("“%(name)s” is no valid JSON near record %(row)s; download it again.")
    return UnreadableFile(text % values, row=number + 1)


class _GuardedStream:
    """The file as the JSON parser reads it, refused where it would make the parser run out of memory.

    The parser remembers the path to each value, so nesting costs memory by its square, and it keeps a string whole.
    Half of a surrogate pair, which the parser would turn into a question mark or stumble over, is replaced by the
    non-character U+FFFF of the same length: ``plain_text.is_damaged`` then finds it in its row.
    """

    PIECE = 8_192
    """Bytes a time. Nothing inside one piece can nest deep enough to matter."""
    MAX_DEPTH_GAIN = 200
    """Brackets opened and not closed within one piece; a record of UHRI opens two."""
    MAX_DEPTH = 2_000
    """The same over the whole file: texts may hold some brackets without their counterpart."""
    MAX_STRING = 1_000_000
    """Bytes of one value. The parser starts a value over with each piece, so a long one costs time by its square."""

    def __init__(self, stream: BinaryIO, source: SourceFile) -> None:
        """Wrap ``stream``; ``source`` is named in refusals."""
        self._stream = stream
        self._source = source
        self._depth = 0
        self._without_quote = 0
        self._held = b""
        if source.head.startswith(_UTF8_BOM):
            stream.read(len(_UTF8_BOM))

    def read(self, size: int) -> bytes:
        """Return the next bytes, about ``size`` of them; nothing only at the end of the file."""
        while size:
            piece = self._stream.read(size)
            ready, self._held = _hold_back(self._held + piece) if piece else (self._held, b"")
            self._check(ready)
            if ready or not piece:
                return _SURROGATES.sub(_mark_lone, ready) if b"\\u" in ready else ready
        return b""

    def _check(self, piece: bytes) -> None:
        gain = piece.count(b"[") + piece.count(b"{") - piece.count(b"]") - piece.count(b"}")
        self._depth = max(self._depth + gain, 0)
        ends_a_value = b'"' in _ESCAPED_BACKSLASH_OR_QUOTE.sub(b"", piece)
        self._without_quote = 0 if ends_a_value else self._without_quote + len(piece)
        if gain > self.MAX_DEPTH_GAIN or self._depth > self.MAX_DEPTH or self._without_quote > self.MAX_STRING:
            raise UnreadableFile(
                _("“%(name)s” is no list of records: its values are nested or run on without end.")
                % {"name": self._source.name}
            )


# An escaped backslash, a sound pair, or half of one.
_SURROGATES = re.compile(
    rb"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)
_ESCAPED_BACKSLASH_OR_QUOTE = re.compile(rb"\\[\\\"]")
_FIRST_HALF = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\Z")
_LONGEST_ESCAPE = 12


def _mark_lone(escape: re.Match[bytes]) -> bytes:
    return rb"\uffff" if escape["lone"] else escape[0]


def _hold_back(piece: bytes) -> tuple[bytes, bytes]:
    """Split ``piece`` before an escape that its end may have cut, so that no pair is torn apart."""
    cut = piece.find(b"\\", max(len(piece) - _LONGEST_ESCAPE, 0))
    if cut < 0:
        return piece, b""
    if _FIRST_HALF.search(piece, max(cut - 6, 0), cut):
        cut -= 6
    # A piece starts with a whole escape, so of a run of backslashes before the cut each two are one.
    cut -= (cut - len(piece[:cut].rstrip(b"\\"))) % 2
    return piece[:cut], piece[cut:]
