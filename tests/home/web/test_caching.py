"""Caches keep what anybody gets, ask each time, and keep nothing of one person."""

import gzip

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import PageViewRestriction

from tests.factories import RecommendationFactory
from tests.home.bilingual_site import BilingualSite

FOR_ANYBODY = "public, no-cache"
FOR_NOBODY = "private, no-store"


def test_an_unchanged_page_is_not_sent_again(tree: BilingualSite, client: Client) -> None:
    page = tree.page("guide")
    first = client.get("/en/guide/")
    assert first.headers["Cache-Control"] == FOR_ANYBODY
    assert "Cookie" in first.headers["Vary"]
    again = client.get("/en/guide/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    page.title = "Another"
    page.save_revision().publish()
    changed = client.get("/en/guide/", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert b"Another" in changed.content


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/recommendations/", "/es/themes/", "/en/search/?q=housing", "/sitemap.xml"])
def test_pages_of_the_record_too(client: Client, path: str) -> None:
    RecommendationFactory()
    response = client.get(path)
    assert response.headers["Cache-Control"] == FOR_ANYBODY
    assert client.get(path, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_nothing_is_kept_for_who_is_signed_in(tree: BilingualSite, client: Client) -> None:
    tree.page("guide")
    client.force_login(User.objects.create_user("reader", "reader@example.org", "secret"))
    response = client.get("/en/guide/", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Cache-Control"] == FOR_NOBODY
    assert not {"ETag", "Content-Encoding"} & set(response.headers)


def test_nothing_is_kept_of_a_form_nor_of_a_page_behind_a_password(tree: BilingualSite, client: Client) -> None:
    page = tree.page("guide", body=[("text", "<p>Behind the door</p>")])
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="password", password="open")
    asked = client.get("/en/guide/", headers={"Accept-Encoding": "gzip"})
    assert asked.headers["Cache-Control"] in (FOR_NOBODY, "max-age=0, no-cache, no-store, must-revalidate, private")
    assert "Content-Encoding" not in asked.headers
    client.post(f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/", {"password": "open"})
    client.post(
        f"/en/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        {"password": "open", "return_url": "/en/guide/"},
    )
    opened = client.get("/en/guide/")
    assert b"Behind the door" in opened.content
    assert "no-store" in opened.headers["Cache-Control"]
    assert b"Behind the door" not in Client().get("/en/guide/").content
    form = client.get("/en/become-an-assessor/", headers={"Accept-Encoding": "gzip"})
    assert "no-store" in form.headers["Cache-Control"]
    assert "Content-Encoding" not in form.headers, "its token could be guessed from the length"


def test_public_text_goes_compressed(tree: BilingualSite, client: Client) -> None:
    tree.page("guide")
    response = client.get("/en/guide/", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["ETag"].startswith("W/")
    assert b"Guide" in gzip.decompress(response.content)
    etag = response.headers["ETag"]
    again = client.get("/en/guide/", headers={"Accept-Encoding": "gzip", "If-None-Match": etag})
    assert again.status_code == 304
