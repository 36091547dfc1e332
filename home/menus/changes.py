"""A new data version whenever editors change what stands around pages, so that every process reads it anew.

The number is taken inside the editor's transaction, as it is for the record: no process shows an old menu, or a page
from a cache of its own, once the change is there.
"""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from home.menus.models import MenuLink, SiteMenus
from search.changes import record


def take_new_version(**kwargs: object) -> None:
    """Note that something around the pages looks different now."""
    record(())


def connect() -> None:
    """Listen to whatever moves, shows or hides a page or a link."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(take_new_version, dispatch_uid="menus")
    post_delete.connect(take_new_version, sender=Page, dispatch_uid="menus")
    for model in (SiteMenus, MenuLink, PageViewRestriction, Site, Locale):
        for signal in (post_save, post_delete):
            signal.connect(take_new_version, sender=model, dispatch_uid="menus")
