"""Application configuration: the groups behind the roles arrive with the schema."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    """Cities, assessors, actions and progress."""

    name = "cities"
    verbose_name = _("Cities")

    def ready(self) -> None:
        """Give the groups their permissions after every migration, and let members into the admin."""
        from cities.models import Membership
        from cities.roles import ensure_editor_permissions, let_members_in

        post_migrate.connect(ensure_editor_permissions, sender=self)
        post_save.connect(let_members_in, sender=Membership)
