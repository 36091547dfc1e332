"""A new data version whenever editors change what stands around pages, so that every process reads it anew.

The number is taken inside the editor's transaction, as it is for the record: no process shows an old menu, or a page
from a cache of its own, once the change is there.
"""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, PageViewRestriction, Site, get_page_models
from wagtail.signals import post_page_move

from home.menus.models import MenuLink, SiteMenus
from recommendations.models import Theme
from search.changes import record


def take_new_version(**kwargs: object) -> None:
    """Note that something around the pages looks different now."""
    record((), pages=True)


def connect() -> None:
    """Listen to whatever moves, shows, hides or names a page, a link or a topic.

    Publishing and new slugs are saved, so are heard.
    """
    for model in (*get_page_models(), SiteMenus, MenuLink, PageViewRestriction, Site, Locale, Theme):
        for signal in (post_save, post_delete):
            signal.connect(take_new_version, sender=model, dispatch_uid=f"home.menus.{model._meta.label}")
    post_page_move.connect(take_new_version, dispatch_uid="home.menus.moved")
