"""Pages that editors schedule: the worker publishes them in time and takes them off again, menus and searches too."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Revision

from cities.roles import EDITORS
from home.models import StandardPage
from tests.factories import UserFactory
from tests.home.admin_pages import create
from tests.home.bilingual_site import BilingualSite
from tests.search.pages import get, main_text

ADDRESS = "/en/launch/"


def in_admin_time(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def test_a_page_comes_and_goes_at_its_hours(tree: BilingualSite, client: Client) -> None:
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editor)
    now = timezone.now()
    comes, goes = (in_admin_time(now + timedelta(hours=hours)) for hours in (1, 2))
    fields = {"title": "Launch day", "slug": "launch", "show_in_menus": True, "go_live_at": comes, "expire_at": goes}
    response = create(client, tree.english, StandardPage, **fields)
    assert response.status_code == 302, response.context["form"].errors
    page = Page.objects.get(slug="launch")
    public = Client()
    call_command("publish_scheduled")
    assert public.get(ADDRESS).status_code == 404, "an hour too early"

    past = now - timedelta(minutes=1)
    scheduled = Revision.objects.get(object_id=str(page.pk))
    scheduled.approved_go_live_at = past
    scheduled.content["go_live_at"] = past.isoformat()
    scheduled.save()
    call_command("publish_scheduled")
    assert public.get(ADDRESS).status_code == 200
    assert "Launch day" in main_text(get(public, "/en/search/?q=launch"))
    assert ADDRESS in public.get("/en/").content.decode(), "it is in the menu"

    Page.objects.filter(pk=page.pk).update(expire_at=past)
    call_command("publish_scheduled")
    assert public.get(ADDRESS).status_code == 404
    assert "Launch day" not in main_text(get(public, "/en/search/?q=launch"))
    assert ADDRESS not in public.get("/en/").content.decode()
