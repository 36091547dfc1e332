"""Editors publish the alliance's pages (the design, section 5). Wagtail's own "Editors" may only draft them."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q
from wagtail.models import GroupPagePermission, Page

from cities.roles import EDITORS, let_editors
from home.permissions import POLICIES

_ON_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")

_IN_SETTINGS = ("change_sitemenus",)


def ensure_editors_publish_pages(using: str = DEFAULT_DB_ALIAS, **kwargs: object) -> None:
    """Let the group "Editors" write, publish and translate every page. Takes nothing away, and may run again."""
    for label in ("wagtailcore", "wagtail_localize"):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    editors, _ = Group.objects.using(using).get_or_create(name=EDITORS)
    granted = Permission.objects.using(using)
    editors.permissions.add(*granted.filter(content_type__app_label="wagtail_localize", codename="submit_translation"))
    create_permissions(apps.get_app_config("home"), verbosity=0, using=using)
    editors.permissions.add(*granted.filter(content_type__app_label="home", codename__in=_IN_SETTINGS))
    let_editors(POLICIES, using)
    root = Page.objects.using(using).filter(depth=1).first()
    if root is None:
        return
    on_pages = Q(content_type__app_label="wagtailcore", codename__in=_ON_PAGES)
    for permission in granted.filter(on_pages):
        GroupPagePermission.objects.using(using).get_or_create(group=editors, page=root, permission=permission)
