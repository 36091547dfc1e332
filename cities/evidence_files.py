"""Files that people attach as evidence: what may come in, in which shape it is kept, and where.

A file's type is what its content says, never what its name says. Photos are drawn anew, so that the place where they
were taken and the camera's other notes do not come along. Every file lies outside the public media folder; a view
hands it out (``cities.views.evidence``) and asks each time whether it may.
"""

import io
import warnings
from dataclasses import dataclass
from pathlib import PurePath
from uuid import uuid4

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST = 10 * 1024 * 1024
"""Bytes of the largest file that is taken."""

MOST_PIXELS = 60_000_000
"""A larger photo is refused before it is unpacked: a few kilobytes can claim gigabytes."""

IMAGES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
"""What may be attached, by the ending under which it is kept, and what it is handed out as."""

_TEXTS = ("txt", "csv")
_SAME = {"jpeg": "jpg", "jpe": "jpg"}


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file as it is kept: under a name that says nothing, with the name it came under for its owner to know it by."""

    name: str
    content: ContentFile


def private_storage() -> Storage:
    """Return where evidence lies (a function, so that migrations name no folder)."""
    return storages["private"]


def clean_upload(upload: UploadedFile) -> CleanFile:
    """Return the file as it is kept, or raise ``ValidationError`` with one sentence that says what to do."""
    size = upload.size or 0
    if size > LARGEST:
        raise ValidationError(
            _("The file must be under 10 MB; yours is %(size)s. Add a link instead.") % {"size": _megabytes(size)},
            code="too_large",
        )
    if not size:
        raise ValidationError(_("The file is empty."), code="empty")
    content = upload.read()
    name = PurePath(upload.name or "").name[-150:]
    claimed = PurePath(name).suffix.lower().removeprefix(".")
    claimed = _SAME.get(claimed, claimed)
    found = _kind(content, claimed)
    if claimed not in TYPES or found not in TYPES:
        raise ValidationError(
            _("Attach a PDF, a photo (JPEG, PNG, WebP), a Word, Excel or OpenDocument file, or plain text."),
            code="type",
        )
    if found != claimed:
        raise ValidationError(
            _("The name says .%(claimed)s, but the content is something else. Save the file again and attach that.")
            % {"claimed": claimed},
            code="content",
        )
    if found in IMAGES:
        content = _drawn_anew(content, IMAGES[found])
    return CleanFile(name, ContentFile(content, name=kept_name(found)))


def kept_name(ending: str) -> str:
    """Return a new name for a file, which nobody can guess and which names nobody."""
    return f"{timezone.now():%Y}/{uuid4().hex}.{ending}"


def content_type(name: str) -> str:
    """Return what a kept file is handed out as."""
    return TYPES.get(PurePath(name).suffix.removeprefix("."), "application/octet-stream")


def _kind(content: bytes, claimed: str) -> str:
    guessed = filetype.guess(content)
    if guessed is not None:
        ending = _SAME.get(guessed.extension, guessed.extension)
        # An office file whose parts lie in another order than Microsoft's is a plain archive to the detector.
        return _office_kind(content) or ending if ending in ("zip", "docx", "xlsx", "pptx", "odt") else ending
    return claimed if claimed in _TEXTS and _is_text(content) else ""


def _office_kind(content: bytes) -> str:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return "docx"
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return "odt" if archive.read("mimetype").strip() == TYPES["odt"].encode() else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        # Damaged, encrypted or packed in a way nobody uses here: no kind we take, which is what the form then says.
        return ""
    return ""


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def _drawn_anew(content: bytes, form: str) -> bytes:
    """Return the picture alone, upright: no place, time, camera, maker's notes or comments."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=[form])
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("This photo has too many pixels. Make it smaller."), code="pixels")
            upright = ImageOps.exif_transpose(picture)
            plain = upright.convert("RGB" if form == "JPEG" or upright.mode not in ("RGBA", "LA", "P") else "RGBA")
            bare = Image.new(plain.mode, plain.size)
            bare.paste(plain)
            written = io.BytesIO()
            bare.save(written, format=form, quality=88)
            return written.getvalue()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
        raise ValidationError(_("This photo cannot be opened. Save it again and attach that."), code="photo") from error


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f}"
