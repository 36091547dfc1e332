"""Application configuration: the first list of synonyms and the editors' permission for it arrive with the schema."""

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate, pre_save
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Finding: the selection of a search, its pages, exports and API."""

    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Watch over what search shows, its texts and which slugs change; load the synonyms after every migration."""
        from search.changes import watch as changes
        from search.dataset import receivers as dataset
        from search.former_values import RENAMED, remember_former_value
        from search.indexing import receivers as texts

        changes.watch()
        texts.watch()
        dataset.watch()
        post_migrate.connect(prepare, sender=self)
        for model in RENAMED:
            pre_save.connect(remember_former_value, sender=model)


def prepare(using: str = DEFAULT_DB_ALIAS, **kwargs: object) -> None:
    """Create what is missing (see :mod:`search.reference`) and let editors keep it."""
    from cities.roles import let_editors
    from search import reference
    from search.permissions import POLICIES

    reference.load(using=using)
    let_editors(POLICIES, using)
