"""The catalogue tooling: what counts as translatable, what counts as translated, and files that stay the same."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from devtools.translations import british, broken_placeholders, extract, translated, untranslated, written

PYTHON_SOURCE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy

TITLE = _("Recommendations")
MONTH = pgettext_lazy("month name", "May")
name = "not a literal"
LATER = _(name)


def counted(number):
    return ngettext("%(n)s city", "%(n)s cities", number) % {"n": number}
"""

TEMPLATE = """{% load i18n %}
  <h1>{% translate "What the UN asked" %}</h1>
    <p title="{% translate 'Don’t "lose" it' %}">It isn't code: {{ value|default:_("nothing yet") }}
 {% blocktranslate count n=cities|length trimmed %}
      {{ n }} city answers
  {% plural %}
      {{ n }} cities answer
 {% endblocktranslate %}
{% translate "May" context "permission" %}
{% comment %}{% translate "Left out" %}{% endcomment %}
"""


@pytest.fixture
def found(tmp_path: Path) -> Catalog:
    """The strings of one module and one template."""
    (tmp_path / "models.py").write_text(PYTHON_SOURCE, encoding="utf-8")
    (tmp_path / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return extract([tmp_path / "models.py", tmp_path / "page.html"], tmp_path)


def test_every_literal_of_modules_and_templates_is_found(found: Catalog) -> None:
    assert {(message.id, message.context) for message in found if message.id} == {
        ("Recommendations", None),
        ("May", "month name"),
        (("%(n)s city", "%(n)s cities"), None),
        ("What the UN asked", None),
        ('Don’t "lose" it', None),
        ("nothing yet", None),
        (("%(n)s city answers", "%(n)s cities answer"), None),
        ("May", "permission"),
    }


def test_strings_name_the_files_they_stand_in(found: Catalog) -> None:
    assert found["What the UN asked"].locations == [("page.html", 0)]


def test_the_file_is_the_same_on_every_day_and_machine(found: Catalog) -> None:
    text = written(found).decode()
    assert written(found).decode() == text
    assert "POT-Creation-Date" not in text
    assert "Generated-By" not in text
    assert "#: page.html\n" in text
    assert text.index('msgid "Recommendations"') < text.index('msgid "What the UN asked"')


def spanish(*messages: tuple) -> Catalog:
    """Return a Spanish catalogue of (source, translation, flags)."""
    catalogue = Catalog(locale="es")
    for source, translation, *flags in messages:
        catalogue.add(source, translation, flags=flags)
    return catalogue


@pytest.mark.parametrize(
    "message",
    [("City", ""), ("City", "Ciudad", "fuzzy"), (("city", "cities"), ("ciudad", "")), (("city", "cities"), ("", ""))],
)
def test_empty_fuzzy_and_half_plural_count_as_not_translated(message: tuple) -> None:
    catalogue = spanish(message, ("Theme", "Tema"))
    assert [found.id for found in untranslated(catalogue)] == [message[0]]
    assert [found.id for found in translated(catalogue) if found.id] == ["Theme"], "readers get English, not nothing"


@pytest.mark.parametrize(
    ("source", "translation", "fits"),
    [
        ("%(n)s of %(all)s", "%(n)s de %(all)s", True),
        ("%(n)s of %(all)s", "%(n)s de %(todo)s", False),
        ("{city} answers", "{city} responde", True),
        ("{city} answers", "{ciudad} responde", False),
        ("{city} answers", "responde", False),
        (("one city", "{n} cities"), ("una ciudad", "{n} ciudades"), True),
        (("one city", "{n} cities"), ("una ciudad", "ciudades"), False),
    ],
)
def test_a_translation_keeps_the_placeholders(source: str | tuple, translation: str | tuple, fits: bool) -> None:
    catalogue = spanish((source, translation))
    for message in catalogue:
        if message.id and "%(" in str(message.id):
            message.flags.add("python-format")
    assert (not broken_placeholders(catalogue)) is fits


def test_british_spelling_is_found() -> None:
    catalogue = Catalog()
    for text in ("Your organisation", "Your organization", ("%(n)s program", "%(n)s programmes"), "A neighborhood"):
        catalogue.add(text)
    assert [message.id for message in british(catalogue)] == [
        "Your organisation",
        ("%(n)s program", "%(n)s programmes"),
    ]
