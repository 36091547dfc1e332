"""Application configuration: reference data arrive with the schema."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MechanismsConfig(AppConfig):
    """Countries, mechanisms, reviews, milestones and UN documents."""

    name = "mechanisms"
    verbose_name = _("Mechanisms and reviews")

    def ready(self) -> None:
        """Load the reference data after every migration."""
        post_migrate.connect(load_reference_data, sender=self)


def load_reference_data(**kwargs: object) -> None:
    """Create the reference records that are missing (see :mod:`mechanisms.reference`)."""
    from mechanisms import reference

    reference.load()
