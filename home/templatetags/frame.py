"""Template tags of the frame around every page."""

from datetime import date

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.translation import get_language
from wagtail.models import Page

from home import navigation, related
from home.menus import kept
from search.data_date import data_date as current_data_date

register = template.Library()


@register.simple_tag(takes_context=True)
def frame_pages(context: Context) -> kept.Menus:
    """Return the menus: ``{% frame_pages as frame %}``."""
    request = context.get("request")
    return kept.menus(request) if request else kept.Menus()


@register.simple_tag(takes_context=True)
def report_an_error(context: Context) -> str:
    """Return where to report an error on the present page, "" where nowhere: ``{% report_an_error as report %}``."""
    request = context.get("request")
    return navigation.report_an_error(request) if request else ""


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[navigation.LanguageLink]:
    """Return the present page in every language: ``{% language_links as languages %}``."""
    request = context.get("request")
    # Lists call the piece they show "page", too.
    page = context.get("page")
    return navigation.language_links(request, page if isinstance(page, Page) else None) if request else []


@register.simple_tag(takes_context=True)
def pages_on(context: Context, topic: str) -> list[related.Told]:
    """Return the pages with a topic: ``{% pages_on theme.slug as told %}``."""
    request = context.get("request")
    return related.pages_of(request).carrying(topic) if request else []


@register.simple_tag
def data_date() -> date | None:
    """Return the day on which the record last changed."""
    return current_data_date()


@register.simple_tag(takes_context=True)
def written_in(context: Context) -> str:
    """Return the language of the page's own words where it is not the reader's: an alias, not translated yet."""
    page = context.get("page")
    if isinstance(page, Page) and page.alias_of_id:
        language: str = page.alias_of.locale.language_code
        return "" if language == get_language() else language
    return ""


@register.simple_tag(takes_context=True)
def bar_patterns(context: Context) -> str:
    """Draw the patterns of bars, once a page however many of its blocks have bars: ids are there once."""
    request = context.get("request")
    if getattr(request, "bar_patterns_drawn", False):
        return ""
    if request is not None:
        request.bar_patterns_drawn = True
    return render_to_string("components/bar_patterns.html")
