"""Withdrawing a recommendation, which takes the place of deleting it, and letting it stand again."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from mechanisms.permissions import User
from recommendations.models import Recommendation
from recommendations.provenance import RESTORE_ACTION, WITHDRAW_ACTION


class WithdrawForm(forms.Form):
    """Why a recommendation is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=Recommendation._meta.get_field("withdrawn_reason").max_length,
        help_text=gettext_lazy("One line, such as “the same as paragraph 26.101”. Its page shows this line."),
    )


class RestoreForm(forms.Form):
    """Nothing to fill in: the button says it."""


class WithdrawView(BaseObjectMixin, PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Take a recommendation out of lists and counts, with a reason; or, if it is withdrawn, let it stand again."""

    permission_required = "change"
    model = Recommendation
    template_name = "recommendations/admin/withdraw.html"
    index_url_name = ""
    edit_url_name = ""
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Refuse records that were merged: they stand in another one's place already."""
        if self.object.merged_into_id:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[forms.Form]:
        """Ask for a reason when withdrawing."""
        return RestoreForm if self.object.withdrawn_on else WithdrawForm

    def get_page_title(self) -> str:
        """Name the step."""
        return _("Restore it") if self.object.withdrawn_on else _("Withdraw")

    def get_page_subtitle(self) -> str:
        """Name the record."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """Lead back to the list and to the record."""
        plural = self.model._meta.verbose_name_plural
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": str(plural).capitalize()},
            {"url": self.get_success_url(), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_success_url(self) -> str:
        """Return to the record."""
        return reverse(self.edit_url_name, args=[self.object.pk])

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Write it down, with the audit log."""
        with transaction.atomic():
            if self.object.withdrawn_on:
                _restore(self.object, self.request.user)
                done = _("“%(record)s” is restored.")
            else:
                _withdraw(self.object, self.request.user, form.cleaned_data["reason"])
                done = _("“%(record)s” was withdrawn.")
        messages.success(self.request, done % {"record": self.object})
        return redirect(self.get_success_url())


def _withdraw(record: Recommendation, user: User, reason: str) -> None:
    record.withdrawn_on = timezone.localdate()
    record.withdrawn_reason = reason
    record.withdrawn_by_undo_of = None
    record.save(update_fields=["withdrawn_on", "withdrawn_reason", "withdrawn_by_undo_of", "updated_at"])
    log(instance=record, action=WITHDRAW_ACTION, user=user, content_changed=True, data={"reason": reason})


def _restore(record: Recommendation, user: User) -> None:
    reason = record.withdrawn_reason
    record.withdrawn_on = None
    record.withdrawn_reason = ""
    record.withdrawn_by_undo_of = None
    record.save(update_fields=["withdrawn_on", "withdrawn_reason", "withdrawn_by_undo_of", "updated_at"])
    log(instance=record, action=RESTORE_ACTION, user=user, content_changed=True, data={"withdrawn_for": reason})
