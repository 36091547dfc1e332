"""Texts in the reader's language; in the other one, marked as such, where ours has none."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from search.marking import Marks

register = template.Library()

# Labels that do not follow the pattern <field>_en, <field>_es.
_COLUMNS = {"label": (("name", "name_en"), ("label_es", "name_es"))}


@register.simple_tag
def say(record: object, field: str, marks: Marks | None = None) -> SafeString | str:
    """Print ``record``'s bilingual ``field``; wrapped in ``<span lang>`` where only the other language has it.

    ``{% say recommendation "summary" %}`` reads ``summary_en`` and ``summary_es``; with ``marks``, the words of a
    search are marked in it.
    """
    english_names, spanish_names = _COLUMNS.get(field, ((f"{field}_en",), (f"{field}_es",)))
    english, spanish = _first(record, english_names), _first(record, spanish_names)
    is_spanish = (get_language() or "en").startswith("es")
    own, other, language, other_language = (
        (spanish, english, "es", "en") if is_spanish else (english, spanish, "en", "es")
    )
    if own or not other:
        return marked(own, marks, language)
    return format_html('<span lang="{}">{}</span>', other_language, marked(other, marks, other_language))


def marked(text: str, marks: Marks | None, language: str = "") -> SafeString | str:
    """Return the text with the words of a search marked, or as it is where there are none."""
    return marks.marked(text, language) if marks else text


def _first(record: object, names: tuple[str, ...]) -> str:
    return next((str(getattr(record, name)) for name in names if hasattr(record, name)), "")
