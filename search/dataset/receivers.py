"""A redaction makes the dataset's files void at once; the worker makes a new one within a minute."""

from cities.signals import words_redacted
from search.dataset.keeping import forget_old


def watch() -> None:
    """Hear of words that were taken away."""
    words_redacted.connect(_forget, dispatch_uid="dataset forgets redacted words")


def _forget(**kwargs: object) -> None:
    forget_old()
