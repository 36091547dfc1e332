"""Blocks that editors build pages from, one a module; ``BodyBlock`` is what every content page offers."""

from home.blocks.body import BodyBlock

__all__ = ["BodyBlock"]
