"""The text of standard pages became blocks: nothing of it, of its history or of its translations was lost."""

from importlib import import_module

import pytest
from django.apps import apps
from wagtail_localize.models import TranslationContext, TranslationSource

from home.models import StandardPage
from tests.home.site_builder import add, block

pytestmark = pytest.mark.django_db
migration = import_module("home.migrations.0005_text_becomes_blocks")


def test_one_block_holds_the_text_under_one_id_in_every_language(tree) -> None:
    page = add(tree.english, StandardPage)
    twin = page.copy_for_translation(tree.es)
    key = page.translation_key
    assert twin.translation_key == key
    (made,) = migration.as_blocks("<h2>Why</h2><p>So.</p>", key)
    assert made == {"type": "text", "value": "<h2>Why</h2><p>So.</p>", "id": migration.block_id(key)}
    assert migration.as_blocks("", key) == []


def test_revisions_and_translations_go_on_from_where_they_are(tree) -> None:
    page = add(tree.english, StandardPage, "Why")
    revision = page.latest_revision
    revision.content["body"] = "<p>So.</p>"
    revision.save()
    migration._revisions(apps, {page.pk: page.translation_key})
    revision.refresh_from_db()
    assert revision.as_object().body[0].value.source == "<p>So.</p>"
    page.body = [block("text", "<p>So.</p>") | {"id": migration.block_id(page.translation_key)}]
    page.save_revision().publish()
    TranslationSource.update_or_create_from_instance(page)
    wanted = set(TranslationContext.objects.values_list("path", "path_id"))
    # As they stood when the body was one text.
    for context in TranslationContext.objects.filter(path__startswith="body."):
        context.path = "body"
        context.path_id = TranslationContext._get_path_id("body")
        context.save()
    migration._translations(apps, {page.translation_key})
    assert set(TranslationContext.objects.values_list("path", "path_id")) == wanted
