"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Finding: the selection of a search, its pages, exports and API."""

    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Keep watch over what search shows, and keep its texts in the text index."""
        from search.changes import watch as changes
        from search.indexing import receivers as texts

        changes.watch()
        texts.watch()
