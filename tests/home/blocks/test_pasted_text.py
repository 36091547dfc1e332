"""Words that an editor pastes are there after saving, whatever kind of block they came in."""

import json

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from home.blocks.rich_text import LEAD_FEATURES, SHORT_FEATURES, TEXT_FEATURES

PASTED_KINDS = (
    *("unstyled", "header-one", "header-two", "header-three", "header-four", "header-five", "header-six"),
    *("blockquote", "code-block", "unordered-list-item", "ordered-list-item"),
)


def saved(features: list[str], *kinds: str) -> str:
    blocks = [
        {"key": kind, "type": kind, "text": f"Words of {kind}", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
        for kind in kinds
    ]
    return ContentstateConverter(features).to_database_format(json.dumps({"blocks": blocks, "entityMap": {}}))


@pytest.mark.parametrize("features", [LEAD_FEATURES, TEXT_FEATURES, SHORT_FEATURES])
@pytest.mark.parametrize("kind", PASTED_KINDS)
def test_words_of_every_block_stay(features: list[str], kind: str) -> None:
    assert f"Words of {kind}" in saved(features, kind)


def test_what_a_field_offers_keeps_its_form() -> None:
    assert "<h2" in saved(TEXT_FEATURES, "header-two")
    assert "<ul><li" in saved(TEXT_FEATURES, "unordered-list-item")
    assert "<p" in saved(TEXT_FEATURES, "header-one")
    assert "<p" in saved(LEAD_FEATURES, "header-two")
