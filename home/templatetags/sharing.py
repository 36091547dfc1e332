"""Template tags for what machines read in a page's head."""

import json
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from home.web import schema_org

register = template.Library()

_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&"}
"""So that no text ends the script's element."""


@register.filter
def plain_text(rich_text: str) -> str:
    """Return rich text as words alone: no tags, a space between paragraphs, “&” as itself."""
    return get_text_for_indexing(rich_text)


class KeepNode(template.Node):
    """Renders what is inside once and keeps it under a name."""

    def __init__(self, name: str, inside: NodeList) -> None:
        self.name = name
        self.nodelist = inside

    def render(self, context: Context) -> str:
        """Keep it; show nothing."""
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308 - rendered by templates
        return ""


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """Keep a block for more than one place: ``{% keep heading %}{% block title %}{% endblock %}{% endkeep %}``."""
    _tag, name = token.split_contents()
    inside = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(name, inside)


@register.simple_tag(takes_context=True)
def canonical(context: Context) -> str:
    """Return the one address of this page: without parameters; that of the original for a page not translated yet."""
    request: HttpRequest = context["request"]
    page = context.get("page")
    if isinstance(page, Page) and page.alias_of_id:
        return request.build_absolute_uri(page.alias_of.get_url(request))
    return request.build_absolute_uri(request.path)


@register.simple_tag(takes_context=True)
def json_ld(context: Context, kind: str, *args: Any) -> SafeString:
    """Write what ``home.web.schema_org`` says: ``{% json_ld "breadcrumbs" steps %}``. Nothing without a request."""
    request = context.get("request")
    if request is None:
        return SafeString("")
    if kind == "breadcrumbs":
        args = ([(gettext("Home"), f"/{get_language()}/"), *args[0]],)
    said = getattr(schema_org, kind)(request, *args)
    text = json.dumps(said, ensure_ascii=False).translate(_ESCAPES)
    return SafeString(f'<script type="application/ld+json">{text}</script>')
