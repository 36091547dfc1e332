"""A UN mechanism explained."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from home.blocks.timeline import review_timeline
from home.models.content_page import ContentPage, panels_between, protected
from home.models.forms import TrackerPageForm


class MechanismPage(ContentPage):
    """How a mechanism works for a city, with the dates of one of its reviews, live from the tracker."""

    mechanism = protected("mechanisms.Mechanism", verbose_name=_("mechanism"))
    review = protected(
        "mechanisms.Review",
        null=True,
        blank=True,
        verbose_name=_("review"),
        help_text=_("Its dates are shown. Choose the next one, or the latest."),
    )

    base_form_class = TrackerPageForm
    content_panels = panels_between(
        MultiFieldPanel([FieldPanel("mechanism"), FieldPanel("review")], heading=_("In the tracker"))
    )
    parent_page_types = ["home.HomePage", "home.SectionPage", "home.GuidePage"]
    subpage_types = ["home.StandardPage", "home.GuidePage"]
    page_description = _("Explains a UN mechanism and shows the dates of a review.")
    template = "home/mechanism_page.html"

    class Meta:
        verbose_name = _("mechanism explained")
        verbose_name_plural = _("mechanisms explained")

    def clean(self) -> None:
        """The dates are those of the mechanism that the page explains."""
        super().clean()
        if self.review_id and self.mechanism_id and self.review.mechanism_id != self.mechanism_id:
            said = _("This review is one of %(mechanism)s. Choose a review of the mechanism above.")
            raise ValidationError({"review": ValidationError(said, params={"mechanism": self.review.mechanism})})

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the dates of the review."""
        timeline = review_timeline(self.review.key) if self.review_id else {"review": None}
        return {**super().get_context(request, *args, **kwargs), **timeline}
