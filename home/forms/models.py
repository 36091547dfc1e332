"""The form page and its fields."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.forms import FormBuilder
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField, FormSubmission
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cities.admin.membership import problems_of
from home.mail.outbox import Words, tell_address
from public_forms.guarded import Guarded

KINDS = [
    ("singleline", gettext_lazy("One line of text")),
    ("multiline", gettext_lazy("Several lines of text")),
    ("email", gettext_lazy("E-mail address")),
    ("number", gettext_lazy("Number")),
    ("url", gettext_lazy("Link")),
    ("checkbox", gettext_lazy("One box to tick")),
    ("checkboxes", gettext_lazy("Several boxes to tick")),
    ("dropdown", gettext_lazy("One of a long list")),
    ("radio", gettext_lazy("One of a few")),
    ("date", gettext_lazy("Date")),
]
KINDS_TO_CHOOSE_FROM = frozenset({"checkboxes", "dropdown", "radio"})
LONGEST_TEXT = 5_000


class PlainFormBuilder(FormBuilder):
    """Builds fields as the site's other forms have them: no text without end, addresses that browsers fill in."""

    def create_email_field(self, field: AbstractFormField, options: dict[str, Any]) -> forms.Field:
        """Let browsers offer the reader's own address."""
        return forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}), **options)

    def create_multiline_field(self, field: AbstractFormField, options: dict[str, Any]) -> forms.Field:
        """Take as much as anybody reads."""
        return forms.CharField(
            widget=forms.Textarea(attrs={"rows": 5}),
            **{**options, "max_length": options.get("max_length") or LONGEST_TEXT},
        )


class FormPage(AbstractForm):
    """A form that editors build. What is sent is kept for a time, and read by editors of this page alone."""

    form_builder = PlainFormBuilder

    lead = RichTextField(
        gettext_lazy("lead"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=gettext_lazy("What the form is for, and what happens with it."),
    )
    button = models.CharField(gettext_lazy("words on the button"), max_length=40, blank=True)
    thanks = RichTextField(
        gettext_lazy("thanks"),
        features=["bold", "italic", "link"],
        help_text=gettext_lazy("Shown after the form was sent: what happens next, and when."),
    )
    who_reads = models.CharField(
        gettext_lazy("who reads it"),
        max_length=200,
        help_text=gettext_lazy("Such as “The alliance's two coordinators.” It stands above the button."),
    )
    keep_months = models.PositiveSmallIntegerField(
        gettext_lazy("months to keep it"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=gettext_lazy("After that, what was sent is deleted by itself."),
    )
    tell = models.EmailField(
        gettext_lazy("tell by mail"),
        blank=True,
        help_text=gettext_lazy(
            "An office's address. The mail says that a form was sent; what is in it stays here, behind the sign-in."
        ),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        InlinePanel("form_fields", label=gettext_lazy("Field"), heading=gettext_lazy("Fields"), min_num=1),
        FieldPanel("button", help_text=gettext_lazy("Such as “Sign me up”. Left empty, it says “Send”.")),
        FieldPanel("thanks"),
        MultiFieldPanel(
            [FieldPanel("who_reads"), FieldRowPanel([FieldPanel("keep_months"), FieldPanel("tell")])],
            heading=gettext_lazy("What happens with it"),
        ),
        FormSubmissionsPanel(),
    ]
    override_translatable_fields = [
        TranslatableField("lead"),
        TranslatableField("button"),
        TranslatableField("thanks"),
        TranslatableField("who_reads"),
        TranslatableField("form_fields"),
        SynchronizedField("keep_months", overridable=False),
        SynchronizedField("tell"),
    ]
    parent_page_types = ["home.HomePage", "home.SectionPage", "home.CampaignPage"]
    subpage_types: list[str] = []
    page_description = gettext_lazy(
        "A form of your own: contact, registration, a survey. You read and export what is sent."
    )
    template = "home/forms/form_page.html"
    landing_page_template = "home/forms/thanks.html"

    class Meta:
        verbose_name = gettext_lazy("form page")
        verbose_name_plural = gettext_lazy("form pages")

    def get_form_class(self) -> type[forms.BaseForm]:
        """Build the form and guard it."""
        built = super().get_form_class()
        return type("EditorsForm", (Guarded, built), {"form_name": f"form-page-{self.pk}"})

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Show the form, take it in by POST, then show the thanks at an address that can be loaded again."""
        if request.GET.get("sent") == "yes":
            return self.render_landing_page(request)
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = self.get_form(*sent, request=request, page=self, user=request.user)
        if request.method == "POST" and form.is_valid():
            self.process_form_submission(form)
            return redirect(f"{self.get_url(request)}?sent=yes")
        context = {**self.get_context(request), "form": form, "problems": problems_of(form)}
        return TemplateResponse(request, self.template, context, status=form.status)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, object]:
        """Show the form as it stands in the editor."""
        form = self.get_form(request=request, page=self, user=request.user)
        return {**self.get_context(request), "form": form, "problems": []}

    @transaction.atomic
    def process_form_submission(self, form: forms.BaseForm) -> FormSubmission:
        """Keep what was sent and queue the mail about it, in one transaction: a mail server away loses nothing."""
        submission = super().process_form_submission(form)
        if self.tell:
            tell_address(self.tell, self.locale.language_code, self._was_sent)
        return submission

    def _was_sent(self) -> Words:
        return Words(
            _("Form sent: {title}").format(title=self.title),
            _("Somebody filled in this form. Sign in to read it."),
            reverse("wagtailforms:list_submissions", args=[self.pk]),
        )


class FormField(TranslatableMixin, AbstractFormField):
    """One field. In a translation its words change; what it is, and under which name answers are kept, does not."""

    page = ParentalKey(FormPage, on_delete=models.CASCADE, related_name="form_fields")
    field_type = models.CharField(gettext_lazy("kind"), max_length=16, choices=KINDS)

    panels = [
        FieldPanel("label", help_text=gettext_lazy("What you ask for, such as “Your e-mail address”.")),
        FieldPanel("help_text", help_text=gettext_lazy("Stands below the label, where the label does not say enough.")),
        FieldPanel("required"),
        # A preview cannot show a field of no kind, so drafts need it too.
        FieldPanel("field_type", required_on_save=True),
        FieldPanel(
            "choices",
            help_text=gettext_lazy("A line for each. Needed where people tick boxes or choose one of several."),
        ),
        FieldPanel(
            "default_value",
            help_text=gettext_lazy("What stands in the field before anybody fills it in. Most fields need none."),
        ),
    ]
    override_translatable_fields = [
        TranslatableField("label"),
        TranslatableField("help_text"),
        TranslatableField("choices"),
        TranslatableField("default_value"),
        SynchronizedField("clean_name", overridable=False),
        SynchronizedField("field_type", overridable=False),
        SynchronizedField("required", overridable=False),
    ]

    class Meta(AbstractFormField.Meta):
        unique_together = [("translation_key", "locale")]
        verbose_name = gettext_lazy("field of a form")
        verbose_name_plural = gettext_lazy("fields of forms")

    def clean(self) -> None:
        """Where people choose, there is something to choose from."""
        super().clean()
        if self.field_type in KINDS_TO_CHOOSE_FROM and not self.choices.strip(", \n\r\t"):
            raise ValidationError({"choices": gettext_lazy("Write what people can choose from, a line for each.")})
