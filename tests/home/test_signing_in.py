"""Who signs in meets the site, in their language, not the framework it is built with."""

import pytest
from django.test import Client
from lxml import html

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "site", "password"),
    [("en", "Human Rights Cities", "Password"), ("es", "Ciudades de derechos humanos", "Contraseña")],
)
def test_it_speaks_for_the_site(client: Client, language: str, site: str, password: str) -> None:
    page = html.fromstring(client.get("/admin/login/", headers={"accept-language": language}).content)
    assert site in page.xpath("string(//h1)")
    assert page.xpath("string(//title)").endswith(site)
    labels = [" ".join(label.split()) for label in page.xpath("//label/text()")]
    assert password in labels
    assert page.xpath("//a[@href='/']")
    assert "Wagtail" not in page.xpath("string(//main)")
