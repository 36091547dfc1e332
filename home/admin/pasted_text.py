"""What is pasted into a text keeps its words.

The editor lets through headings and quotes that a field does not offer, and Wagtail then deletes such a block with all
its words when the page is saved. Here they become paragraphs. A list that has no place in a field does too.
"""

from wagtail.admin.rich_text.editors.draftail.features import Feature
from wagtail.rich_text.feature_registry import FeatureRegistry

from home.blocks.rich_text import PASTED

_BLOCKS = (
    *("header-one", "header-two", "header-three", "header-four", "header-five", "header-six"),
    *("blockquote", "code-block", "unordered-list-item", "ordered-list-item"),
)


class _Unseen(Feature):
    """A feature that the editor itself need not know of."""

    def construct_options(self, options: dict[str, object]) -> None:
        """Add no option."""


def keep_pasted_words(features: FeatureRegistry) -> None:
    """Print every kind of block as a paragraph; features that stand after this one know better."""
    paragraphs = dict.fromkeys(_BLOCKS, "p")
    features.register_editor_plugin("draftail", PASTED, _Unseen())
    features.register_converter_rule(
        "contentstate",
        PASTED,
        {"from_database_format": {}, "to_database_format": {"block_map": paragraphs}},
    )
