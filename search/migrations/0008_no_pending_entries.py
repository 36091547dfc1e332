from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STATEMENTS = (
    "ALTER INDEX search_text_tsv SET (fastupdate = off)",
    "SELECT gin_clean_pending_list('search_text_tsv')",
)


def keep_none(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let PostgreSQL write whole texts into its index (search/engines/postgres.py says why)."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in STATEMENTS:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Indexes made before this still kept a list of pending entries."""

    dependencies = [("search", "0007_dataset")]

    operations = [migrations.RunPython(keep_none, migrations.RunPython.noop)]
