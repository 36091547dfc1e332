"""The style guide shows everything there is, and only in development."""

import pytest
from django.test import Client, RequestFactory

from home.blocks import BodyBlock
from home.style_guide import icon_names, sample_body, style_guide, token_values
from tests.home.site_builder import document, picture

pytestmark = pytest.mark.django_db


def test_it_does_not_exist_in_production(client: Client) -> None:
    assert client.get("/en/style-guide/").status_code == 404


def test_every_block_is_in_it() -> None:
    picture()
    document()
    shown = {child.block_type for child in sample_body("upr-3-usa-26-101")}
    # Sharing needs a page to share.
    assert shown == set(BodyBlock().child_blocks) - {"share"}


def test_tokens_and_icons_are_read_from_the_files_the_site_uses() -> None:
    assert token_values()["mark"] == "#f2c14e"
    assert {"search", "implemented", "play"} <= set(icon_names())


def test_it_prints(rf: RequestFactory) -> None:
    request = rf.get("/en/style-guide/")
    page = style_guide(request).content.decode()
    for words in ("--mark", "A list that became wrong", "This list cannot be shown", "Not assessed"):
        assert words in page
