"""What waits for editors: each number is its list's, and nobody else sees any of it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles import finders
from django.core.files.images import ImageFile
from django.test import Client
from django.utils import timezone
from lxml import html
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.users.models import UserProfile
from wagtail_localize.models import TranslationSource

from home.upkeep.uploads import spoken
from home.upkeep.waiting import what_waits
from tests.home.bilingual_site import BilingualSite


def listed() -> dict[str, list[str]]:
    welcome = "Welcome to your new Wagtail site!"
    return {each.key: [item.title for item in each.items if item.title != welcome] for each in what_waits()}


def test_pages_that_need_a_translation_or_an_update_of_it(tree: BilingualSite) -> None:
    alone, guide = tree.page("alone"), tree.page("guide")
    tree.translated(guide, "Guía", "guia")
    TranslationSource.update_or_create_from_instance(guide)
    assert listed()["untranslated"] == ["Alone"]
    assert listed()["translations"] == []
    guide.title = "New guide"
    guide.save_revision().publish()
    assert listed()["translations"] == ["New guide"]
    alone.unpublish()
    assert listed()["untranslated"] == []


def test_old_pages_and_pictures_without_words(tree: BilingualSite) -> None:
    page = tree.page("guide")
    Page.objects.filter(pk=page.pk).update(last_published_at=timezone.now() - timedelta(days=400))
    with Path(str(finders.find("images/share.png"))).open("rb") as file:
        image = get_image_model().objects.create(title="Picture", file=ImageFile(file, name="share.png"))
    assert listed()["old"] == ["Guide"]
    assert listed()["pictures"] == ["Picture"]
    image.description = "A plate on a thread."
    image.save()
    assert listed()["pictures"] == []


def test_editors_see_numbers_and_lists_and_nobody_else_does(tree: BilingualSite, client: Client) -> None:
    tree.page("alone")
    for group, sees in (("Editors", True), ("Assessor members", False)):
        user = User.objects.create_user(group, f"{group[:3]}@example.org", "secret")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        front = html.fromstring(client.get("/admin/").content.decode())
        assert bool(front.xpath("//a[@href='/admin/upkeep/#untranslated']")) == sees
        for address in ("/admin/upkeep/", "/admin/how-to/"):
            response = client.get(address)
            assert (response.status_code == 200) == sees
            assert (b"Alone" in response.content) == (sees and "upkeep" in address)


@pytest.mark.parametrize(("language", "heading"), [("en", "1. Write a page"), ("es", "1. Escribir una página")])
def test_ten_jobs_are_explained_in_the_language_of_the_admin(
    admin_client: Client, admin_user: User, language: str, heading: str
) -> None:
    profile = UserProfile.get_for_user(admin_user)
    profile.preferred_language = language
    profile.save()
    page = html.fromstring(admin_client.get("/admin/how-to/").content.decode())
    jobs = [job.text for job in page.xpath("//div[contains(@class, 'rich-text')]/h2")]
    assert len(jobs) == 10
    assert jobs[0] == heading


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("annual_report-2024.pdf", "Annual report 2024"),
        ("IMG_2041", "IMG 2041"),
        ("report.pdf", "Report"),
        ("A toolkit for cities", "A toolkit for cities"),
        ("Water", "Water"),
        ("v1.2 of our plan.pdf", "v1.2 of our plan.pdf"),
        ("---", "---"),
    ],
)
def test_titles_are_words_and_not_names_of_files(title: str, words: str) -> None:
    assert spoken(title) == words
