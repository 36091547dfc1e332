"""Which reader understands a file: told from its content, never from its name."""

import mmap
import re
from types import ModuleType
from typing import cast

import filetype
from django.utils.translation import gettext as _

from recommendations.importers.archive import check_archive, protected
from recommendations.importers.parsed import Reader, UnreadableFile
from recommendations.importers.readers import plain_csv, thematic_list, uhri_json, uhri_xlsx, upr_info
from recommendations.importers.source_file import SourceFile
from recommendations.importers.text_encoding import holds_nul

AUTO = "auto"
_READERS: tuple[ModuleType, ...] = (upr_info, uhri_xlsx, thematic_list, uhri_json, plain_csv)
"""In the order they are asked: UPR Info's titles may stand on a sheet, or beside columns of plain CSV."""
READERS: dict[str, Reader] = {module.NAME: cast("Reader", module) for module in _READERS}
"""Each reader by the name that ``--format`` takes."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|title|script|div|table|center|h[1-6]|p)\b",
    re.I | re.S,
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b", re.I)


def detect(source: SourceFile, format_name: str = AUTO, *, has_columns: bool = False) -> Reader:
    """Return the reader for ``source``; ``format_name`` insists on one of ``READERS``.

    ``has_columns``: a person said what the columns of a plain CSV file hold, so that its titles need not tell.

    Raises:
        UnreadableFile: the file is empty, protected, unsafe, of another kind, or not of the format asked for.
        KeyError: there is no such format.
    """
    refuse_other_kinds(source)
    if source.looks_like_zip:
        check_archive(source)
    if format_name != AUTO:
        reader = READERS[format_name]
        if not (has_columns and format_name == plain_csv.NAME) and not reader.matches(source):
            raise UnreadableFile(
                _("“%(name)s” is not a file of the format “%(format)s”.") % {"name": source.name, "format": format_name}
            )
        return reader
    for reader in READERS.values():
        if reader.matches(source):
            return reader
    raise _not_known(source)


def refuse_other_kinds(source: SourceFile) -> None:
    """Name what the file is where its first bytes alone rule it out; what is in an archive, ``detect`` looks at.

    Raises:
        UnreadableFile: the file is empty, a picture, a web page, from Word or Excel of before 2007, and so on.
    """
    try:
        head = source.head
    except OSError as error:
        raise UnreadableFile(_("“%(name)s” cannot be opened.") % {"name": source.name}) from error
    if not head:
        raise UnreadableFile(_("“%(name)s” is empty: it has zero bytes.") % {"name": source.name})
    if head.startswith(_OLE):
        raise _old_office_file(source)
    if _MARKUP.match(head):
        raise UnreadableFile(
            _("“%(name)s” is a web page, perhaps an error message, saved under the name of a data file.")
            % {"name": source.name}
        )
    kind = None if source.looks_like_zip else _foreign_kind(head)
    if kind:
        raise UnreadableFile(
            _("“%(name)s” is %(kind)s, not a list of recommendations.") % {"name": source.name, "kind": kind}
        )


def _old_office_file(source: SourceFile) -> UnreadableFile:
    """Tell a file locked with a password from Word's and Excel's formats of before 2007."""
    with source.open() as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        # Encrypted documents are wrapped in the old container, under a stream of this name (in UTF-16).
        if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            return protected(source)
    return UnreadableFile(
        _(
            "“%(name)s” is in the format Word and Excel had before 2007. "
            "Save it as .docx or .xlsx, then import it again."
        )
        % {"name": source.name}
    )


def _foreign_kind(head: bytes) -> str | None:
    """Return what the file is if its first bytes say that it is none of ours."""
    if head.startswith(_RTF):
        return _("a rich text (RTF) document")
    if _XML.match(head):
        return _("an XML file")
    # Some kinds are told by two letters ("BM" for a picture), which a table may start with too.
    guess = filetype.guess(head) if b"\0" in head or head.startswith(b"%PDF") else None
    if guess is None:
        return None
    return _("a file of the kind “%(extension)s”") % {"extension": guess.extension}


def _not_known(source: SourceFile) -> UnreadableFile:
    """Say what would have been understood."""
    values = {"name": source.name, "columns": "text, paragraph, document_symbol"}
    if source.looks_like_zip:
        return UnreadableFile(
            _("“%(name)s” is a zip archive, but neither an Excel workbook nor a Word document.") % values
        )
    if b"\0" in source.head:
        return holds_nul(source)
    return UnreadableFile(
        _("“%(name)s” has no header we know; a CSV table needs columns such as %(columns)s (see the import guide).")
        % values
    )
