"""Application configuration: the groups behind the roles arrive with the schema."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    """Cities, assessors, actions and progress."""

    name = "cities"
    verbose_name = _("Cities")

    def ready(self) -> None:
        """After every migration, give groups their permissions and actions their workflow; listen to what happens."""
        from wagtail.signals import published, task_rejected, task_submitted, workflow_approved

        from cities import approval, merging
        from cities.admin.progress.lapsed import forget_redacted
        from cities.models import CityAction, Membership
        from cities.roles import ensure_editor_permissions, let_members_in
        from cities.signals import words_redacted
        from recommendations.signals import recommendations_merged

        recommendations_merged.connect(merging.move, dispatch_uid="cities.merging.move")
        post_migrate.connect(ensure_editor_permissions, sender=self)
        post_migrate.connect(approval.ensure_workflow, sender=self)
        post_save.connect(let_members_in, sender=Membership)
        words_redacted.connect(forget_redacted)
        task_submitted.connect(approval.tell_submitted)
        workflow_approved.connect(approval.tell_approved)
        approval.leave_actions_to_our_mails()
        task_rejected.connect(approval.tell_returned)
        published.connect(approval.tell_published, sender=CityAction)
