"""The words of a search, marked in the official text of a card."""

from django import template
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from recommendations.models import Recommendation
from search.marking import Marks
from search.templatetags.bilingual import marked

register = template.Library()


@register.simple_tag
def passage(recommendation: Recommendation, marks: Marks | None, words: int = 45) -> SafeString | str:
    """Print the official text around what a search found, or else its first words."""
    text, language = recommendation.text, recommendation.text_language
    return (marks.passage(text, language) if marks else "") or Truncator(text).words(words)


@register.simple_tag
def passage_beside_summary(recommendation: Recommendation, marks: Marks | None) -> SafeString | str:
    """Print the passage of the official text that a search found, where our summary does not have the words."""
    if not marks or marks.places(recommendation.summary):
        return ""
    return marks.passage(recommendation.text, recommendation.text_language)


@register.simple_tag
def mark(text: str, marks: Marks | None) -> SafeString | str:
    """Print a label with the words of a search marked."""
    return marked(text, marks)
