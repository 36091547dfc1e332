"""The file a person hands in: opened carefully, described by its content."""

import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

HEAD_BYTES = 65_536
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True)
class SourceFile:
    """A file on disk and the name a person knows it by (``name`` may differ from the name in storage)."""

    path: Path
    name: str

    @cached_property
    def size(self) -> int:
        """Size in bytes."""
        return self.path.stat().st_size

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB, for telling what the file is."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @property
    def looks_like_zip(self) -> bool:
        """Whether the file starts as a zip archive does (xlsx and docx are zip archives)."""
        return self.head.startswith(ZIP_MAGIC)

    @cached_property
    def zip_members(self) -> dict[str, int]:
        """Names and unpacked sizes of the members, as the archive itself claims; empty where this is no sound zip.

        The claim may lie: ``archive.check_archive`` reads the members and counts.
        """
        if not self.looks_like_zip:
            return {}
        try:
            with zipfile.ZipFile(self.path) as archive:
                return {member.filename: member.file_size for member in archive.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            # A damaged directory shows itself in many ways; check_archive turns each into a sentence.
            return {}

    def open(self) -> BinaryIO:
        """Open the file for reading bytes."""
        return self.path.open("rb")
