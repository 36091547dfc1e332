"""Passing a page on without telling anybody else."""

from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ShareBlock(blocks.StructBlock):
    """Links that pass the page on by mail or text message, and its address to copy. No other company is asked."""

    class Meta:
        icon = "mail"
        label = _("Share this page")
        template = "home/blocks/share.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the addresses that pass the page on."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        page, request = context.get("page"), context.get("request")
        context["share"] = share_links(page.title, page.get_full_url(request)) if page is not None else None
        return context


def share_links(title: str, address: str) -> dict[str, str]:
    """Return the page's own address, and those that open a mail or a text message with it."""
    letter, message = quote(f"{title}\n\n{address}"), quote(f"{title} {address}")
    return {
        "address": address,
        "mail": f"mailto:?subject={quote(title)}&body={letter}",
        "message": f"sms:?&body={message}",
    }
