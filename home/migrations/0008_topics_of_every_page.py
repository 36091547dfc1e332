"""Topics of every page, of the record's themes, in the place of free tags on news; and pages chosen by hand."""

import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models


def themes_for_tags(apps, schema_editor):
    """Give news the themes that their tags name, by address or by any label ever seen; other words go."""
    tagged, theme, alias, topic = (
        apps.get_model(*name)
        for name in (
            ("home", "NewsPageTag"),
            ("recommendations", "Theme"),
            ("recommendations", "ThemeAlias"),
            ("home", "PageTopic"),
        )
    )
    for row in tagged.objects.select_related("tag").order_by("content_object_id", "pk"):
        words = row.tag.name.strip()
        found = (
            theme.objects.filter(models.Q(slug=row.tag.slug) | models.Q(name__iexact=words)).first()
            or theme.objects.filter(pk__in=alias.objects.filter(label__iexact=words).values("theme")).first()
        )
        if found:
            topic.objects.get_or_create(page_id=row.content_object_id, theme=found)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0007_broken_links"),
        ("recommendations", "0003_import_runs"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.RenameModel("ResourceTopic", "PageTopic"),
        migrations.AlterField(
            "pagetopic",
            "page",
            # A page of any type has the id of its resource: the rows stay as they are.
            modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="topics", to=settings.WAGTAIL_PAGE_MODEL
            ),
        ),
        migrations.CreateModel(
            name="RelatedPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_pages",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
            ],
            options={"ordering": ["sort_order"], "abstract": False},
        ),
        migrations.AddConstraint(
            "relatedpage", models.UniqueConstraint(fields=("page", "target"), name="one_relation_a_page")
        ),
        migrations.RunPython(themes_for_tags, migrations.RunPython.noop),
        migrations.RemoveField("newspage", "tags"),
        migrations.DeleteModel("NewsPageTag"),
    ]
