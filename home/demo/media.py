"""The demo's pictures and files to take away, known again by their contents."""

from hashlib import sha1
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import models
from wagtail.documents.models import Document
from wagtail.images.models import Image

from home.demo.files import FOLDER, rows

PICTURES, DOCUMENTS = FOLDER / "pictures", FOLDER / "documents"


def load_pictures() -> dict[str, Image]:
    """Store the pictures of ``demo/pictures`` that are not stored yet; return all of them by name."""
    return _load(Image, {row.needed("name"): row.needed("title") for row in _picture_rows()}, _picture_files())


def load_documents() -> dict[str, Document]:
    """Store the files of ``demo/documents`` that are not stored yet; return all of them by name."""
    return _load(Document, {row.needed("name"): row.needed("title") for row in _document_rows()}, _document_files())


def remove_media() -> None:
    """Take the demo's pictures and files away again, from the disk too."""
    for model, files in ((Image, _picture_files()), (Document, _document_files())):
        for stored in model.objects.filter(file_hash__in=map(_digest, files.values())):
            stored.file.delete(save=False)
            stored.delete()


def _load(model: Any, titles: dict[str, str], files: dict[str, Path]) -> dict[str, Any]:
    digests = {name: _digest(path) for name, path in files.items()}
    present: dict[str, models.Model] = {
        each.file_hash: each for each in model.objects.filter(file_hash__in=digests.values()).order_by("-pk")
    }
    loaded = {}
    for name, path in files.items():
        stored = present.get(digests[name])
        if stored is None:
            with path.open("rb") as content:
                stored = model(title=titles[name], file=File(content, name=path.name))
                stored._set_file_hash()
                stored.save()
        loaded[name] = stored
    return loaded


def _picture_rows() -> list[Any]:
    return rows("pictures/pictures", ("name", "title"))


def _document_rows() -> list[Any]:
    return rows("documents/documents", ("name", "file", "title"))


def _picture_files() -> dict[str, Path]:
    return {row.needed("name"): PICTURES / f"{row.needed('name')}.png" for row in _picture_rows()}


def _document_files() -> dict[str, Path]:
    return {row.needed("name"): DOCUMENTS / row.needed("file") for row in _document_rows()}


def _digest(path: Path) -> str:
    """Return the digest by which Wagtail knows a file's contents."""
    return sha1(path.read_bytes(), usedforsecurity=False).hexdigest()
