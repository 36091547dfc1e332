"""Template tags of the frame around every page."""

from datetime import date

from django import template
from django.template.context import Context

from home import navigation
from search.data_date import data_date as current_data_date

register = template.Library()

_NO_PAGES = navigation.FramePages([], [])


@register.simple_tag(takes_context=True)
def frame_pages(context: Context) -> navigation.FramePages:
    """Return the menu's and the footer's pages: ``{% frame_pages as pages %}``."""
    request = context.get("request")
    return navigation.frame_pages(request) if request else _NO_PAGES


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[navigation.LanguageLink]:
    """Return the present page in every language: ``{% language_links as languages %}``."""
    request = context.get("request")
    return navigation.language_links(request, context.get("page")) if request else []


@register.simple_tag
def data_date() -> date | None:
    """Return the day on which the record last changed."""
    return current_data_date()
