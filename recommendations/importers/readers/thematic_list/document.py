"""A Word file as plain rows and lines.

python-docx finds a cell by counting the grid again for each one, which takes minutes on a long list, and keeps the
whole tree in memory. Here the text is read as a stream of events, which needs no memory but for the result. Nothing
is trusted: no document type (and so no entity) is accepted, and the size and the number of elements are limited as
they unpack, whatever the archive's directory says.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree

from mechanisms.normalise import clean_space
from recommendations.importers.parsed import UnreadableFile
from recommendations.importers.readers.thematic_list.body import (
    DocumentTypeError,
    OversizedFileError,
    Table,
    TextTarget,
)
from recommendations.importers.source_file import SourceFile

# The text of a large review's list is about 3 MB of XML, the lesser parts of the file a few KB.
LARGEST_TEXT = 256 * 1024 * 1024
LARGEST_PART = 1024 * 1024
CHUNK = 64 * 1024

DEFAULT_PART = "word/document.xml"
PROPERTIES_PART = "docProps/core.xml"
MACROS = "vbaProject.bin"

_OFFICE_DOCUMENT = "/officeDocument"
_SAFE = {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False}


@dataclass(frozen=True, slots=True)
class WordDocument:
    """Body (lines outside tables and tables, in order), page headers and footers, and the title in the properties."""

    body: list[str | Table]
    headers: list[str]
    title: str


def is_word_document(source: SourceFile) -> bool:
    """Tell by its parts whether ``source`` is a Word file of today's format (a zip archive)."""
    names = source.zip_members
    return any(name.startswith("word/document") and name.endswith(".xml") for name in names)


def open_document(source: SourceFile) -> WordDocument:
    """Read the whole Word file.

    Raises:
        UnreadableFile: where it is no Word file, is damaged or protected, or holds what no Word program writes.
    """
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            main = _main_part(archive)
            if main is None:
                raise UnreadableFile(_("“%(name)s” is not a Word document.") % {"name": source.name})
            if any(member.endswith(MACROS) for member in archive.namelist()):
                raise UnreadableFile(
                    _("“%(name)s” holds macros; save it as .docx without them.") % {"name": source.name}
                )
            return WordDocument(_read_text(archive, main), _read_headers(archive, main), _read_title(archive))
    except OversizedFileError as error:
        raise UnreadableFile(_("“%(name)s” unpacks to more than a list can hold.") % {"name": source.name}) from error
    except DocumentTypeError as error:
        raise UnreadableFile(
            _("“%(name)s” declares XML entities, which Word never does; it was not read.") % {"name": source.name}
        ) from error
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(
            _("“%(name)s” is damaged: the text inside it is not valid XML.") % {"name": source.name}
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        # RuntimeError: an encrypted member; NotImplementedError: a packing method that Word does not use.
        raise UnreadableFile(_("“%(name)s” cannot be opened as a Word document.") % {"name": source.name}) from error


def _read_text(archive: zipfile.ZipFile, part: str) -> list[str | Table]:
    """Read a part with text as a stream."""
    parser = etree.XMLParser(target=TextTarget(), **_SAFE)
    size = 0
    with archive.open(part) as member:
        while chunk := member.read(CHUNK):
            size += len(chunk)
            if size > LARGEST_TEXT:
                raise OversizedFileError
            parser.feed(chunk)
    return parser.close()


def _read_small(archive: zipfile.ZipFile, part: str) -> etree._Element:
    """Read one of the small parts as a tree."""
    with archive.open(part) as member:
        content = member.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise OversizedFileError
    root = etree.fromstring(content, etree.XMLParser(**_SAFE))
    if root.getroottree().docinfo.doctype:
        raise DocumentTypeError
    return root


def _main_part(archive: zipfile.ZipFile) -> str | None:
    """Return the name of the part that holds the text: what the package's relations say, else the usual name."""
    names = frozenset(archive.namelist())
    if "_rels/.rels" in names:
        for relation in _read_small(archive, "_rels/.rels").iterfind("{*}Relationship"):
            if relation.get("Type", "").endswith(_OFFICE_DOCUMENT):
                target = posixpath.normpath(relation.get("Target", "").lstrip("/"))
                if target in names and target.startswith("word/"):
                    return target
    return DEFAULT_PART if DEFAULT_PART in names else None


def _read_headers(archive: zipfile.ZipFile, main: str) -> list[str]:
    """Return the text of each page header that has any, then of each footer, its lines kept apart."""
    form = re.compile(rf"{re.escape(posixpath.dirname(main))}/(header|footer)\d*\.xml")
    headers: list[str] = []
    parts = (match for name in sorted(archive.namelist()) if (match := form.fullmatch(name)))
    for name in (match[0] for match in sorted(parts, key=lambda match: match[1] == "footer")):
        if lines := list(_all_lines(_read_text(archive, name))):
            headers.append("\n".join(lines))
    return headers


def _all_lines(body: list[str | Table]) -> Iterator[str]:
    for block in body:
        if isinstance(block, str):
            yield block
        else:
            yield from (line for row in block.rows for cell in row for line in cell.lines)


def _read_title(archive: zipfile.ZipFile) -> str:
    if PROPERTIES_PART not in archive.namelist():
        return ""
    return clean_space(_read_small(archive, PROPERTIES_PART).findtext("{*}title") or "")
