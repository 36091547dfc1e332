"""Sizes of files as pages tell them."""

import pytest
from django.template.loader import render_to_string
from wagtail.images.models import Image

from tests.home.site_builder import document, drawing


def test_a_document_knows_its_size_before_a_page_is_read(db: None) -> None:
    assert document(content=b"%PDF-1.4 " + b"x" * 91).file_size == 100


@pytest.mark.parametrize("specs", [["width-480"], ["width-480", "width-320"]])
def test_a_drawing_is_whole_pixels_wide(db: None, specs: list[str]) -> None:
    fresh = drawing(800, 450).get_renditions(*specs)
    # Shown in the request that makes it, and from a cache ever after: the text counts, not the number.
    tag = fresh["width-480"].img_tag()
    assert 'width="480"' in tag
    assert 'height="270"' in tag


def test_a_drawing_without_whole_sides_is_rounded(db: None) -> None:
    kept: Image = drawing("99.6", "0.2")
    assert (str(kept.width), str(kept.height)) == ("100", "1")


def test_a_small_picture_is_offered_once_a_width(db: None) -> None:
    value = {"image": drawing(800, 450), "caption": "", "credit": ""}
    value["image"].contextual_alt_text, value["image"].decorative = "Hills", False
    srcset = render_to_string("home/blocks/image.html", {"value": value}).split('srcset="')[1].split('"')[0]
    assert [offer.split(" ")[1] for offer in srcset.split(", ")] == ["480w", "800w"]
