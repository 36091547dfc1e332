"""Who tries the site with ``./dev start`` meets the same "Page not found" as a visitor of a public installation."""

import pytest
from django.conf import settings
from django.test import Client, override_settings
from lxml import html

pytestmark = pytest.mark.django_db

IN_DEVELOPMENT = override_settings(
    DEBUG=True, MIDDLEWARE=[*settings.MIDDLEWARE, "config.middleware.OwnNotFoundPageMiddleware"]
)


@pytest.mark.parametrize(("language", "heading"), [("en", "Page not found"), ("es", "No se encontró la página")])
@pytest.mark.parametrize("path", ["nothing/", "recommendations/nothing/", "mechanisms/upr/nothing/", "cities/%00/"])
def test_development_shows_the_public_page(client: Client, language: str, heading: str, path: str) -> None:
    with IN_DEVELOPMENT:
        response = client.get(f"/{language}/{path}")
    assert response.status_code == 404
    page = html.fromstring(response.content.decode())
    assert page.get("lang") == language
    assert page.xpath("//h1")[0].text.strip() == heading
