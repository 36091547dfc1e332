"""A call to action."""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from home.blocks.share import share_links
from home.models.content_page import ANYWHERE, ContentPage, panels_between


class CallToActionPage(ContentPage):
    """What to do, whom to ask, by when, with words to use, and ways to pass it on."""

    what = models.CharField(_("what to do"), max_length=200, help_text=_("Such as “Ask for a public hearing”."))
    whom = models.CharField(_("whom to ask"), max_length=200, help_text=_("An office: “Your city council”."))
    by_when = models.DateField(
        _("by when"), null=True, blank=True, help_text=_("After this day the page says that it is over.")
    )
    letter = models.TextField(
        _("letter to adapt"),
        blank=True,
        help_text=_("Readers copy it and make it theirs. Put what they must fill in into [brackets]."),
    )
    script = models.TextField(_("words for a call or a hearing"), blank=True)
    action_url = models.URLField(
        _("link"), max_length=500, blank=True, help_text=_("Where it is done, such as the page of the council.")
    )
    action_label = models.CharField(_("words of the link"), max_length=80, blank=True)

    content_panels = panels_between(
        MultiFieldPanel(
            [
                FieldPanel("what"),
                FieldRowPanel([FieldPanel("whom"), FieldPanel("by_when")]),
                FieldPanel("action_url"),
                FieldPanel(
                    "action_label", help_text=_("What the link does: “Find your council member”. Needed with a link.")
                ),
            ],
            heading=_("The call"),
        ),
        MultiFieldPanel(
            [FieldPanel("letter"), FieldPanel("script", help_text=_("What one may say in two minutes."))],
            heading=_("Words to use"),
        ),
    )
    parent_page_types = ANYWHERE
    subpage_types: list[str] = []
    page_description = _("Asks readers to do something by a day, with a letter or words to use.")
    template = "home/call_to_action_page.html"

    class Meta:
        verbose_name = _("call to action")
        verbose_name_plural = _("calls to action")

    @property
    def is_over(self) -> bool:
        """Whether its day has passed."""
        return bool(self.by_when and self.by_when < timezone.localdate())

    def clean(self) -> None:
        """A link has words."""
        super().clean()
        if self.action_url and not self.action_label:
            raise ValidationError({"action_label": _("Say what the link does, such as “Find your council member”.")})

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the addresses that pass the page on."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, "share": share_links(self.title, self.get_full_url(request) or "")}
