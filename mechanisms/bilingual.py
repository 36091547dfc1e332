"""Vocabulary labels carry English and Spanish in two columns; this picks the one a reader sees."""

from django.utils.translation import get_language


def localised(english: str, spanish: str) -> str:
    """Return the label in the active language, or the other one where that is empty."""
    if (get_language() or "en").startswith("es"):
        return spanish or english
    return english or spanish
