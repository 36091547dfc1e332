"""Guard before a zip archive (xlsx, docx) reaches a library that trusts it.

The libraries unpack whole members into memory, and the one for spreadsheets lays out a sheet as a full grid up to the
farthest cell a file names, in memory it asks for at once: a few hundred bytes can end the process. So each member is
unpacked here first, piece by piece and into nothing: sizes are counted (the archive's own figures may lie), XML with
a document type (entities) is refused, and so is a cell that lies far beyond the rows the sheet really has.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from recommendations.importers.parsed import UnreadableFile
from recommendations.importers.source_file import SourceFile

MAX_MEMBERS = 10_000
MAX_UNPACKED_BYTES = 1_000_000_000
"""UHRI's full export unpacks to some 600 MB."""
MAX_RATIO = 100
"""Unpacked to packed bytes of a large member. Sheets reach about 30; a bomb about 1,000."""
RATIO_COUNTS_FROM = 20_000_000
MIN_ROWS_ALLOWED = 1_000
"""So many rows may be claimed by a sheet that has fewer (blank rows between others). Columns end at Z: UHRI has 16."""

_CHUNK = 1 << 20
_OVERLAP = 64
_ENCRYPTED_FLAG = 0x1
_XML = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
# UTF-16 and UTF-32 would hide a document type from the pattern above; no office program writes them.
_WIDE_XML = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


def check_archive(source: SourceFile) -> None:
    """Read through the archive and refuse it where a reader could choke on it.

    Raises:
        UnreadableFile: the archive is damaged, cut off, protected, a bomb, or its XML is unsafe.
    """
    try:
        with zipfile.ZipFile(source.path) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise _bomb(source)
            if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
                raise protected(source)
            unpacked = 0
            for member in members:
                unpacked += _check_member(source, archive, member, unpacked)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile(
            _("“%(name)s” is damaged or was cut off: its parts cannot be unpacked.") % {"name": source.name}
        ) from error


def protected(source: SourceFile) -> UnreadableFile:
    """Return the refusal of a file that is locked with a password."""
    return UnreadableFile(
        _("“%(name)s” is protected by a password. Save it without one, then import it again.") % {"name": source.name}
    )


def _bomb(source: SourceFile) -> UnreadableFile:
    return UnreadableFile(
        _("“%(name)s” unpacks to far more data than a list of recommendations has, so it was not opened.")
        % {"name": source.name}
    )


def _check_member(source: SourceFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo, before: int) -> int:
    """Read one member to its end and return its true size in bytes."""
    size = 0
    cells = _CellBounds()
    is_xml = bool(_XML.search(member.filename))
    for window, added in _windows(archive, member):
        size += added
        if before + size > MAX_UNPACKED_BYTES or (
            size > RATIO_COUNTS_FROM and size > MAX_RATIO * max(member.compress_size, 1)
        ):
            raise _bomb(source)
        if is_xml and (_DOCTYPE.search(window) or (size == added and window.startswith(_WIDE_XML))):
            raise UnreadableFile(
                _("“%(name)s” holds XML declarations that office programs do not write, so it was not opened.")
                % {"name": source.name}
            )
        if is_xml and not cells.allow(window):
            raise UnreadableFile(
                _("“%(name)s” has cells far outside its table, so it was not opened. Copy the table into a new file.")
                % {"name": source.name}
            )
    return size


def _windows(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Yield the member's bytes in pieces that overlap, each with the number of bytes that are new in it."""
    # zipfile stops at the size the directory claims; with the limit in its place it reads what is really there.
    member.file_size = MAX_UNPACKED_BYTES + 1
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            yield tail + chunk, len(chunk)
            tail = chunk[-_OVERLAP:]


class _CellBounds:
    """Whether the cells of a sheet lie within the rows it has so far. Parts that are no sheet have none.

    Patterns that start with a literal and match nothing in an honest file run at the speed of C; a loop over four
    million cells would not.
    """

    def __init__(self) -> None:
        """Start before the first row."""
        self.rows = 0
        self.is_sheet = False

    def allow(self, window: bytes) -> bool:
        """Tell whether all cells in this piece are near the table's rows and columns."""
        self.is_sheet = self.is_sheet or b"sheetData" in window
        if not self.is_sheet:
            return True
        self.rows += window.count(b"<row") + window.count(b":row")
        digits = len(str(max(self.rows, MIN_ROWS_ALLOWED))) + 1
        usual = window.count(b'<c r="') + window.count(b"<c>")
        if window.count(b"<c ") + window.count(b"<c>") != usual or b":c " in window:
            # Written in an unusual way (prefixes, other order of attributes): look at every reference.
            far = rb"""\sr\s*=\s*["']\s*(?:[A-Za-z]{2}|[A-Za-z]*0*[1-9]\d{%d})""" % (digits - 1)
        else:
            far = rb'<(?:c|row) r="(?:[A-Za-z]{2}|[A-Za-z]?0*[1-9]\d{%d})' % (digits - 1)
        return re.search(far, window) is None
