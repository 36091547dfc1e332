"""The text of standard pages becomes the first block of their body: rows, revisions, and what was translated.

The block has the same id in every language, so that translations of a page go on from where they are.
"""

import json
import uuid

import home.fields
from django.db import migrations, models

_CONTEXT_PATHS = uuid.UUID("fcab004a-2b50-11ea-978f-2e728ce88125")
"""The namespace in which wagtail-localize hashes paths (its ``TranslationContext``)."""


def block_id(translation_key):
    return str(uuid.uuid5(translation_key, "body"))


def as_blocks(html, translation_key):
    return [{"type": "text", "value": html, "id": block_id(translation_key)}] if html else []


def text_to_blocks(apps, schema_editor):
    pages = apps.get_model("home", "StandardPage")
    keys = {}
    for page in pages.objects.all():
        keys[page.pk] = page.translation_key
        pages.objects.filter(pk=page.pk).update(body=as_blocks(page.body_html, page.translation_key))
    _revisions(apps, keys)
    _translations(apps, set(keys.values()))


def _revisions(apps, keys):
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="home", content_type__model="standardpage"
    )
    for revision in revisions.iterator():
        key = keys.get(int(revision.object_id))
        body = revision.content.get("body")
        # A body that is blocks already is a list written as JSON.
        if key and isinstance(body, str) and not body.startswith("["):
            revision.content["body"] = json.dumps(as_blocks(body, key))
            revision.save(update_fields=["content"])


def _translations(apps, keys):
    contexts = apps.get_model("wagtail_localize", "TranslationContext").objects
    for context in contexts.filter(object_id__in=keys, path__startswith="body"):
        first, dot, rest = context.path.partition(".")
        if first == "body":
            context.path = f"body.{block_id(context.object_id)}{dot}{rest}"
            context.path_id = uuid.uuid5(_CONTEXT_PATHS, context.path)
            context.field_path = ""
            context.save(update_fields=["path", "path_id", "field_path"])


def blocks_to_text(apps, schema_editor):
    pages = apps.get_model("home", "StandardPage")
    for page in pages.objects.all():
        html = "".join(block["value"] for block in page.body if block["type"] == "text")
        pages.objects.filter(pk=page.pk).update(body_html=html)


class Migration(migrations.Migration):

    dependencies = [
        ("home", "0004_page_types_and_blocks"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [
        migrations.RenameField("standardpage", "body", "body_html"),
        migrations.AddField("standardpage", "body", models.JSONField(default=list)),
        migrations.RunPython(text_to_blocks, blocks_to_text),
        migrations.RemoveField("standardpage", "body_html"),
        migrations.AlterField(
            "standardpage",
            "body",
            home.fields.BlocksField(
                [], blank=True, help_text="Build the page from blocks, in any order.", verbose_name="content"
            ),
        ),
    ]
