"""Application configuration: vocabularies arrive with the schema."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    """Recommendations, themes, affected groups, SDGs, imports."""

    name = "recommendations"
    verbose_name = _("Recommendations")

    def ready(self) -> None:
        """Load the reference data after every migration."""
        post_migrate.connect(load_reference_data, sender=self)


def load_reference_data(**kwargs: object) -> None:
    """Create the reference records that are missing (see :mod:`recommendations.reference`)."""
    from recommendations import reference

    reference.load()
