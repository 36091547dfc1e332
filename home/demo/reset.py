"""Taking the demo away again, with everything else of the record: for a developer's machine only."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import connection, transaction
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail_localize.models import String, TranslatableObject, TranslationContext

from home.demo.files import rows
from home.demo.logins import LOGIN
from home.demo.media import remove_media
from home.mail.models import Message, Reminded, SuppressedAddress
from home.models import PageTopic, SubmissionPage
from recommendations import reference
from search.changes import record_rebuild
from search.models import DataVersion

ROOMS = ("recommendations", "cities", "search")


def reset() -> None:
    """Empty the record (recommendations, cities, what search keeps of them), the outbox, the pages, the demo's users.

    Reference data stay or are loaded again; other users stay, without their memberships.
    """
    present = set(connection.introspection.table_names())
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models(include_auto_created=True)]
    # Pages that point to the record go with it: no table is emptied while another one may point to its rows.
    models += [Message, Reminded, SuppressedAddress, SubmissionPage, PageTopic]
    for page in Page.objects.filter(depth=2):
        page.delete()
    # The counter goes on counting: a number given a second time would pass for something known.
    kept = {DataVersion._meta.db_table}
    tables = sorted({model._meta.db_table for model in models if model._meta.managed} & present - kept)
    # PostgreSQL empties no table that has checks waiting for the end of the transaction.
    connection.check_constraints()
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables, reset_sequences=True))
    with transaction.atomic():
        record_rebuild()
        for trail in (Revision, ReferenceIndex):
            trail.objects.filter(content_type__app_label__in=ROOMS).delete()
        remove_media()
        for translated in (TranslatableObject, TranslationContext, String):
            translated.objects.all().delete()
        names = [row.needed("username") for row in rows("logins", LOGIN)]
        get_user_model().objects.filter(username__in=names).delete()
    reference.load()
