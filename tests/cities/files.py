"""Real files, made on the spot: photos with a place in them, documents, and impostors."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image
from PIL.PngImagePlugin import PngInfo

PLACE = b"39 57 N, 75 10 W"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it, which may claim any type."""
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def photo(*, size: tuple[int, int] = (40, 20), orientation: int = 1) -> bytes:
    """Return a JPEG that says where it was taken, with what, and which side is up."""
    picture = Image.new("RGB", size, "teal")
    exif = picture.getexif()
    exif[0x010F] = "SECRETCAMERA"
    exif[0x0112] = orientation
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (39.0, 57.0, 0.0)
    place[27] = PLACE
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif, comment=PLACE)
    return written.getvalue()


def drawing() -> bytes:
    """Return a PNG with a comment."""
    notes = PngInfo()
    notes.add_text("Comment", PLACE.decode())
    written = io.BytesIO()
    Image.new("RGBA", (10, 10)).save(written, "PNG", pnginfo=notes)
    return written.getvalue()


def word_file() -> bytes:
    """Return a Word file."""
    written = io.BytesIO()
    document = Document()
    document.add_paragraph("Minutes")
    document.save(written)
    return written.getvalue()


def archive() -> bytes:
    """Return a zip that is no office file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("run.exe", b"MZ")
    return written.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
