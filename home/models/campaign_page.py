"""A project or campaign."""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager

from home.blocks.dated import DatedBlock
from home.blocks.organisation import OrganisationBlock
from home.blocks.records import RecordsBlock
from home.blocks.steps import StepBlock
from home.fields import BlocksField
from home.models.content_page import ContentPage, ContentPageQuerySet, panels_between, protected
from home.models.forms import TrackerPageForm
from home.page_lists import listed


class CampaignPageQuerySet(ContentPageQuerySet):
    """Questions about campaigns."""

    def current(self) -> "CampaignPageQuerySet":
        """Campaigns that go on, the latest begun first."""
        return self.filter(status=CampaignPage.Status.CURRENT).order_by(
            models.F("starts_on").desc(nulls_last=True), "-pk"
        )


class CampaignPage(ContentPage):
    """What the alliance does together for a while: aims, dates, steps, partners."""

    class Status(models.TextChoices):
        """Whether it goes on."""

        CURRENT = "current", pgettext_lazy("campaign", "Current")
        PAST = "past", pgettext_lazy("campaign", "Past")

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CURRENT)
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    aims = BlocksField(
        [("aim", blocks.CharBlock(label=_("Aim"), max_length=300, icon="tick"))],
        verbose_name=_("aims"),
        blank=True,
        help_text=_("What will be different when it has worked. One sentence each."),
    )
    timeline = BlocksField(
        [("entry", DatedBlock())],
        verbose_name=_("dates"),
        blank=True,
        help_text=_("What happened and what comes, in order."),
    )
    steps = BlocksField(
        [("step", StepBlock())],
        verbose_name=_("steps"),
        blank=True,
        help_text=_("What somebody who joins does, in order."),
    )
    partners = BlocksField([("organisation", OrganisationBlock())], verbose_name=_("partners"), blank=True)
    review = protected(
        "mechanisms.Review",
        null=True,
        blank=True,
        verbose_name=_("related review"),
        help_text=_("The UN review it is about. Its dates are linked."),
    )
    related = BlocksField(RecordsBlock(), verbose_name=_("related recommendations"), blank=True)

    objects = PageManager.from_queryset(CampaignPageQuerySet)()
    base_form_class = TrackerPageForm

    content_panels = [
        *panels_between(
            MultiFieldPanel(
                [
                    FieldPanel("status"),
                    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                    FieldPanel("review"),
                ],
                heading=_("About it"),
            ),
            FieldPanel("aims"),
            FieldPanel("steps"),
            FieldPanel("timeline"),
            FieldPanel("partners", help_text=_("Organizations that carry it with you.")),
        ),
        FieldPanel("related", help_text=_("Single recommendations, or a whole search. Shown at the end of the page.")),
    ]
    parent_page_types = ["home.HomePage", "home.SectionPage"]
    page_description = _("A project or campaign with aims, dates, steps and partners.")
    template = "home/campaign_page.html"

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def clean(self) -> None:
        """It ends after it begins."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("It ends before it begins.")})

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the pages below this one."""
        return {**super().get_context(request, *args, **kwargs), "children": listed(self.get_children(), request)}
