"""Application configuration: what editors may do with pages arrives with the schema."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The editorial site: page types, navigation, demo."""

    name = "home"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Give the editors their permissions on pages after every migration, and keep the page tree whole."""
        from wagtail.signals import page_published

        from home import file_sizes
        from home.mail import receivers
        from home.menus import changes
        from home.roles import ensure_editors_publish_pages

        post_migrate.connect(ensure_editors_publish_pages, sender=self)
        receivers.connect()
        changes.connect()
        file_sizes.connect()
        page_published.connect(keep_page_tree_whole, dispatch_uid="keep_page_tree_whole")


def keep_page_tree_whole(**kwargs: object) -> None:
    """Repair the child counts that translating a subtree leaves wrong (see :mod:`home.page_tree`)."""
    from home.page_tree import repair_child_counts

    repair_child_counts()
