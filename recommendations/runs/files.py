"""Files that wait in the storage: how large each kind may be, and how the worker gets at them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from django.utils.translation import gettext as _

from recommendations.importers.parsed import UnreadableFile
from recommendations.importers.source_file import ZIP_MAGIC, SourceFile
from recommendations.models import ImportRun

MEGABYTE = 1024 * 1024
WORD, EXCEL, TEXT = 10 * MEGABYTE, 60 * MEGABYTE, 100 * MEGABYTE
"""Bytes that a Word list, an Excel workbook, and JSON or CSV may have: some way above the largest that exist."""

LARGEST = TEXT
_WORD_PARTS = "word/"


def limit_of(name: str, head: bytes) -> int:
    """Return how many bytes a file may have, by its first bytes; of the two kinds of archive, the name tells which."""
    if not head.startswith(ZIP_MAGIC):
        return TEXT
    return WORD if PurePath(name).suffix.lower() == ".docx" else EXCEL


def refuse_large(source: SourceFile) -> None:
    """Refuse a file that is too large for its kind, whatever its name says.

    Raises:
        UnreadableFile: with the sentence of :func:`too_large`.
    """
    is_word = any(member.startswith(_WORD_PARTS) for member in source.zip_members)
    limit = WORD if is_word else limit_of(source.name, source.head)
    if source.size > limit:
        raise UnreadableFile(too_large(limit))


def too_large(limit: int) -> str:
    """Return the sentence that says how large the file may be."""
    return _("The file is too large. A file of this kind must be under %(limit)d MB.") % {"limit": limit // MEGABYTE}


@contextmanager
def local_file(run: ImportRun) -> Iterator[Path]:
    """Yield a path at which the run's file can be read; from a storage elsewhere it is fetched first."""
    try:
        path = Path(run.file.path)
    except NotImplementedError:
        with tempfile.NamedTemporaryFile() as copy, run.file.open("rb") as stored:
            shutil.copyfileobj(stored, copy, MEGABYTE)
            copy.flush()
            yield Path(copy.name)
        return
    yield path
