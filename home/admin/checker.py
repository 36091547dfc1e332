"""The accessibility checker beside the page editor and in the bar on public pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem


class PageChecker(ContentCheckerItem):
    """Wagtail's checker, which also looks for what WCAG asks of pictures, links and tables that editors make.

    Wagtail's own list leaves out pictures without words for those who do not see them. Names of rules are axe-core's.
    """

    axe_run_only = [
        *ContentCheckerItem.axe_run_only,
        "image-alt",
        "image-redundant-alt",
        "identical-links-same-purpose",
        "td-headers-attr",
    ]
    axe_messages = {
        **ContentCheckerItem.axe_messages,
        "image-alt": {
            "error_name": _("A picture has no description"),
            "help_text": _("Describe it, or mark it as decorative"),
        },
        "image-redundant-alt": {
            "error_name": _("A picture repeats the words beside it"),
            "help_text": _("Mark it as decorative, or say what the words do not"),
        },
        "identical-links-same-purpose": {
            "error_name": _("Links with the same words lead to different pages"),
            "help_text": _("Say in each link where it leads"),
        },
        "td-headers-attr": {
            "error_name": _("A table's cells do not fit its headings"),
            "help_text": _("Give every column one heading"),
        },
    }
