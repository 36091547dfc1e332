"""How often one wants mail, among one's account settings."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel

from home.mail.models import MailChoice


class MailChoiceForm(forms.ModelForm):
    """The one choice."""

    class Meta:
        model = MailChoice
        fields = ("rhythm",)
        widgets = {"rhythm": forms.RadioSelect}


class MailPanel(BaseSettingsPanel):
    """Shown to everybody who may enter the admin."""

    name = "mail"
    title = _("Mail")
    order = 250
    form_class = MailChoiceForm

    def get_form(self) -> forms.ModelForm:
        """Return the form for this person; a choice is written only when it is saved."""
        choice = MailChoice.objects.filter(user=self.user).first() or MailChoice(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, prefix=self.name, instance=choice)
