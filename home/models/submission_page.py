"""A report of civil society or a city to a UN review."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from home.blocks.organisation import OrganisationBlock
from home.blocks.records import RecordsBlock
from home.fields import BlocksField
from home.models.content_page import ANYWHERE, ContentPage, panels_between, protected
from home.models.forms import TrackerPageForm


class SubmissionPage(ContentPage):
    """A stakeholder submission: to which review, by whom, the file, and the recommendations it asks for."""

    review = protected("mechanisms.Review", verbose_name=_("review"))
    city = protected(
        "cities.City", null=True, blank=True, verbose_name=_("city"), help_text=_("If it speaks for or about one.")
    )
    coalition = models.CharField(
        _("coalition"), max_length=200, blank=True, help_text=_("If a coalition handed it in.")
    )
    authors = BlocksField([("organisation", OrganisationBlock())], verbose_name=_("authors"), blank=True)
    submitted_on = models.DateField(_("handed in on"), null=True, blank=True)
    document = protected("wagtaildocs.Document", null=True, blank=True, verbose_name=_("file"))
    link = models.URLField(_("link"), max_length=500, blank=True, help_text=_("Where it is published, if not here."))
    related = BlocksField(
        RecordsBlock(),
        verbose_name=_("recommendations it asks for"),
        blank=True,
        help_text=_("Recommendations of the tracker that it asks for or led to."),
    )

    base_form_class = TrackerPageForm
    content_panels = [
        *panels_between(
            MultiFieldPanel(
                [
                    FieldPanel("review"),
                    FieldRowPanel([FieldPanel("city"), FieldPanel("coalition")]),
                    FieldPanel("authors", help_text=_("The organizations that wrote it.")),
                    FieldPanel("submitted_on"),
                ],
                heading=_("About it"),
            ),
            MultiFieldPanel([FieldPanel("document"), FieldPanel("link")], heading=_("Where it is")),
        ),
        FieldPanel("related"),
    ]
    parent_page_types = ANYWHERE
    subpage_types: list[str] = []
    page_description = _("A report handed in to a UN review, with its file and authors.")
    template = "home/submission_page.html"

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def clean(self) -> None:
        """It is by somebody, and in one place at most."""
        super().clean()
        if self.document_id and self.link:
            raise ValidationError({"link": _("Choose a file or give a link, not both.")})
        if not self.city_id and not self.coalition:
            raise ValidationError({"coalition": _("Choose a city or name a coalition: whose submission is it?")})
