"""Which encoding a text file is in, told by its bytes, and how it is decoded.

UTF-8 (with or without Excel's byte order mark), UTF-16 with a byte order mark (Excel's "Unicode text"), Mac Roman or
Windows-1252: told by which of them makes sense of the letters inside words, else by the line ends (CR alone is the old
Mac's).
"""

import codecs
import io
import re

from django.utils.translation import gettext as _

from recommendations.importers.parsed import UnreadableFile
from recommendations.importers.source_file import SourceFile

REPLACED = "\ufffd"
"""Stands for bytes that mean nothing in the encoding; the readers warn about the row."""
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""With these, NUL bytes are part of every letter."""

_CHUNK = 1 << 20
_KEEP_HALF_PAIRS = "keep half pairs"
_HALF_PAIR = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_INSIDE_WORD = re.compile(r"([A-Za-z])([^\x00-\x7f’‘–—…\xa0\xad\ufffd])([a-z]?)")
_DAMAGED_UTF8_SHARE = 0.1
"""Up to this share of unreadable characters a file is UTF-8 with some damage rather than another encoding."""


def encoding_of(source: SourceFile) -> str:
    """Tell the encoding by reading the whole file once, in pieces.

    Raises:
        UnreadableFile: the file holds NUL bytes, so it is no text.
    """
    for bom, name in BYTE_ORDER_MARKS.items():
        if source.head.startswith(bom):
            return name
    decoder = codecs.getincrementaldecoder("utf-8")(_KEEP_HALF_PAIRS)
    replaced = beyond_ascii = newlines = 0
    odd = dict.fromkeys(("cp1252", "mac_roman"), 0)
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            if b"\0" in chunk:
                raise holds_nul(source)
            newlines += chunk.count(b"\n")
            if chunk.isascii() and not decoder.getstate()[0]:
                continue
            text = decoder.decode(chunk)
            replaced += text.count(REPLACED)
            beyond_ascii += len(text) - len(text.encode("ascii", "ignore"))
            for name in odd if REPLACED in text else ():
                odd[name] += _oddities(chunk.decode(name, "replace"))
    if replaced <= beyond_ascii * _DAMAGED_UTF8_SHARE:
        return "utf-8"
    if odd["cp1252"] == odd["mac_roman"]:
        return "cp1252" if newlines else "mac_roman"
    return min(odd, key=odd.__getitem__)


def _oddities(text: str) -> int:
    """Count what no word has: a capital letter between small ones, or a sign such as ™: "womenÕs", "C™te"."""
    return sum(
        (before.islower() or bool(small)) if sign.isupper() else bool(small) and not sign.isalpha()
        for before, sign, small in _INSIDE_WORD.findall(text)
    )


def holds_nul(source: SourceFile) -> UnreadableFile:
    """Return the refusal of a file with NUL bytes."""
    return UnreadableFile(
        _("“%(name)s” holds NUL bytes: it is no text, is damaged, or is not UTF-8. In Excel, save it as “CSV UTF-8”.")
        % {"name": source.name}
    )


def text_stream(source: SourceFile, encoding: str) -> io.TextIOWrapper:
    """Open the file as text, its line ends as they are."""
    return io.TextIOWrapper(source.open(), encoding=encoding, errors=_KEEP_HALF_PAIRS, newline="")


def _half_pair_or_replaced(error: UnicodeError) -> tuple[str, int]:
    """Decode half of a surrogate pair as what it is, so that its row is refused; any other bad byte as U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    half = error.object[error.start : error.start + 3]
    if error.encoding == "utf-8" and _HALF_PAIR.match(half):
        return half.decode("utf-8", "surrogatepass"), error.start + 3
    return REPLACED, error.end


codecs.register_error(_KEEP_HALF_PAIRS, _half_pair_or_replaced)
