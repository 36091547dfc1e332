"""Reading a mapping by a key that a template holds."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def at(mapping: Mapping[str, str], key: str) -> str:
    """Return the value under ``key``, empty where there is none: ``{{ spellings|at:value.value }}``."""
    return mapping.get(key, "")
