from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from search.engines import postgres, sqlite


def create_index(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the text index that this database can have."""
    vendor = schema_editor.connection.vendor
    statements = {"sqlite": (sqlite.CREATE,), "postgresql": postgres.CREATE}
    for statement in statements.get(vendor, ()):
        schema_editor.execute(statement)


def drop_index(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away."""
    schema_editor.execute("DROP TABLE IF EXISTS search_text")


class Migration(migrations.Migration):
    """The tokens of the records, and the text index over them."""

    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DueText",
            fields=[
                ("id", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
            ],
            options={
                "db_table": "search_due_text",
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("s", models.TextField()),
                ("x", models.TextField()),
                ("analyser_version", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "search_document",
            },
        ),
        migrations.RunPython(create_index, drop_index),
    ]
