"""What may be attached as evidence, and what of it is kept."""

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from cities.evidence_files import LARGEST, clean_upload
from tests.cities import files


@pytest.mark.parametrize(
    ("name", "content", "ending"),
    [
        ("Minutes.PDF", files.PDF, "pdf"),
        ("a.jpeg", files.photo(), "jpg"),
        ("a.png", files.drawing(), "png"),
        ("a.docx", files.word_file(), "docx"),
        ("a.txt", "Año nuevo".encode(), "txt"),
        ("a.csv", b"a,b\n1,2\n", "csv"),
    ],
)
def test_what_is_taken_is_kept_under_a_name_that_says_nothing(name: str, content: bytes, ending: str) -> None:
    clean = clean_upload(files.upload(name, content))
    assert clean.name == name
    assert clean.content.name.endswith(f".{ending}")
    assert "inutes" not in clean.content.name


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("photo.jpg", files.PDF, "content"),
        ("minutes.pdf", files.photo(), "content"),
        ("minutes.txt", files.PDF, "content"),
        ("minutes.docx", files.archive(), "type"),
        ("page.html", b"<script>", "type"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
        ("run.exe", b"MZ" + b"\0" * 100, "type"),
        ("a.txt", b"\xff\xfe\x00", "type"),
        ("a.txt", b"a\x00b", "type"),
        ("none", b"text", "type"),
        ("a.pdf", b"", "empty"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 50, "photo"),
        ("a.pdf", files.PDF + b"0" * LARGEST, "too_large"),
    ],
)
def test_what_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        clean_upload(files.upload(name, content))
    assert refusal.value.code == code


@pytest.mark.parametrize(("name", "content"), [("a.jpg", files.photo()), ("a.png", files.drawing())])
def test_a_photo_keeps_nothing_but_the_picture(name: str, content: bytes) -> None:
    assert files.PLACE in content
    kept = clean_upload(files.upload(name, content)).content.read()
    picture = Image.open(io.BytesIO(kept))
    assert files.PLACE not in kept
    assert b"SECRETCAMERA" not in kept
    assert not picture.getexif()
    assert not {"comment", "Comment", "exif", "xmp"} & set(picture.info)


def test_a_photo_taken_sideways_stands_upright() -> None:
    kept = clean_upload(files.upload("a.jpg", files.photo(size=(40, 20), orientation=6))).content
    assert Image.open(kept).size == (20, 40)


def test_a_photo_with_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    written = io.BytesIO()
    Image.new("1", (9000, 7000)).save(written, "PNG")
    with pytest.raises(ValidationError) as refusal:
        clean_upload(files.upload("a.png", written.getvalue()))
    assert refusal.value.code == "pixels"
