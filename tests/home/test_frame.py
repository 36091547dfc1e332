"""The frame around every page says in which language, and in which direction, it is written."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation


@pytest.mark.parametrize("template", ["500.html", "503.html", "home/join/asked.html"])
def test_direction_follows_the_language(db: None, template: str) -> None:
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl">' in render_to_string(template)
    with translation.override("es"):
        assert '<html lang="es">' in render_to_string(template)
