"""The field that holds blocks."""

from typing import Any

from wagtail.fields import StreamField


class BlocksField(StreamField):
    """Blocks whose definitions stay out of migrations: a new label or block is no change of the table.

    Wagtail writes every block into every migration of every such field; here that would be a hundred kilobytes for a
    changed help text. The column is JSON whatever the blocks are, and data migrations read it as such.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Return the field without its blocks."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
