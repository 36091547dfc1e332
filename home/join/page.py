"""The page on which people join: one column, the least we need, and who reads it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cities.admin.membership import problems_of
from home.join import joining
from public_forms.guarded import Guarded


class JoinForm(Guarded, forms.Form):
    """Who joins. Only the address is needed."""

    form_name = "join"

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        help_text=_("Any you choose."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Enter your e-mail address, like name@example.org.")},
    )
    group = forms.CharField(label=_("City or group"), required=False, max_length=150)
    language = forms.ChoiceField(
        label=_("Language of our mail"), choices=settings.LANGUAGES, widget=forms.RadioSelect, initial=get_language
    )


class JoinPage(Page):
    """Join the alliance's mailing list. The form is the same on every such page; only the words around it differ."""

    lead = RichTextField(
        _("lead"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("What one joins, and how much mail there will be."),
    )
    who_reads = models.CharField(
        _("who reads it"),
        max_length=200,
        help_text=_("Such as “The alliance's two coordinators and nobody else.” It stands above the button."),
    )
    keep_months = models.PositiveSmallIntegerField(
        _("months to keep it"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("After that an address is deleted by itself; whoever wants to stay joins anew."),
    )

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("who_reads"), FieldPanel("keep_months")]
    override_translatable_fields = [
        TranslatableField("lead"),
        TranslatableField("who_reads"),
        SynchronizedField("keep_months", overridable=False),
    ]
    parent_page_types = ["home.HomePage", "home.SectionPage"]
    subpage_types: list[str] = []
    page_description = _("Readers join the mailing list here, and confirm by mail.")
    template = "home/join/page.html"

    class Meta:
        verbose_name = _("join page")
        verbose_name_plural = _("join pages")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Show the form; take it in by POST. Whether the address is known already makes no difference to be seen."""
        form = JoinForm(request.POST if request.method == "POST" else None, request=request)
        if request.method == "POST" and form.is_valid():
            joining.ask(**{name: form.cleaned_data[name] for name in ("email", "name", "group", "language")})
            return redirect("join_asked")
        return self._form(request, form)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the empty form."""
        return self._form(request, JoinForm(request=request))

    def _form(self, request: HttpRequest, form: JoinForm) -> HttpResponse:
        context: dict[str, Any] = {**self.get_context(request), "form": form, "problems": problems_of(form)}
        return TemplateResponse(request, self.template, context, status=form.status)
