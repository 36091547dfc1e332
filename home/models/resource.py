"""The resource library, and one resource of it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from home.blocks.video import host_of
from home.models.content_page import ContentPage, ContentPageQuerySet, panels_between, protected


class ResourceLibraryPage(ContentPage):
    """Every resource below it, with filters that work without JavaScript."""

    parent_page_types = ["home.HomePage", "home.SectionPage"]
    subpage_types = ["home.ResourcePage"]
    page_description = _("Lists the resources below it, with filters.")
    template = "home/resource_library_page.html"

    class Meta:
        verbose_name = _("resource library")
        verbose_name_plural = _("resource libraries")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the resources found, and the filters with what each would find."""
        from home.resource_search import ResourceSearch

        context = super().get_context(request, *args, **kwargs)
        return {**context, "found": ResourceSearch.of(self, request)}


ONE_PLACE = _("Choose a file or give a link: one of them.")


class ResourcePageForm(WagtailAdminPageForm):
    """Lets a draft be saved before its file is there."""

    def defer_required_fields(self) -> None:
        """Tell the page, too, that only a draft is saved."""
        super().defer_required_fields()
        self.instance.is_draft = True


class ResourcePage(ContentPage):
    """A toolkit, report, recording or the like: a file of ours, or a link to where it is published."""

    class Kind(models.TextChoices):
        """What it is."""

        TOOLKIT = "toolkit", _("Toolkit")
        TEMPLATE = "template", _("Template")
        REPORT = "report", _("Report")
        RECORDING = "recording", _("Recording")
        GUIDE = "guide", _("Guide")
        SUBMISSION = "submission", _("Submission to the UN")
        SLIDES = "slides", _("Slides")

    class Audience(models.TextChoices):
        """Whom it serves first."""

        EVERYONE = "everyone", _("Everyone")
        CITIES = "cities", _("City staff and councils")
        COMMUNITIES = "communities", _("Community groups")
        SCHOOLS = "schools", _("Schools and universities")

    class Language(models.TextChoices):
        """The language it is written or spoken in, which may be another than the page's."""

        ENGLISH = "en", _("English")
        SPANISH = "es", _("Spanish")
        BOTH = "en-es", _("English and Spanish")
        FRENCH = "fr", _("French")
        OTHER = "other", _("Another language")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    audience = models.CharField(_("for whom"), max_length=12, choices=Audience, default=Audience.EVERYONE)
    resource_language = models.CharField(_("language"), max_length=6, choices=Language, default=Language.ENGLISH)
    publisher = models.CharField(_("published by"), max_length=200, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    rights = models.CharField(_("license"), max_length=200, blank=True, help_text=_("Such as CC BY 4.0."))
    document = protected(
        "wagtaildocs.Document",
        null=True,
        blank=True,
        verbose_name=_("file"),
        help_text=_("Either a file or a link. Format and size are shown by themselves."),
    )
    link = models.URLField(_("link"), max_length=500, blank=True, help_text=_("Where it is published."))

    objects = PageManager.from_queryset(ContentPageQuerySet)()
    base_form_class = ResourcePageForm
    is_draft = False
    """Whether the editor saves it without publishing it. A new page calls itself live until it is saved."""

    content_panels = panels_between(
        MultiFieldPanel([FieldPanel("document"), FieldPanel("link")], heading=_("Where it is")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("audience")]),
                FieldPanel("resource_language"),
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("published_on")]),
                FieldPanel("rights"),
            ],
            heading=_("What it is"),
        ),
    )
    search_fields = [*ContentPage.search_fields, index.SearchField("publisher"), index.FilterField("kind")]
    parent_page_types = ["home.ResourceLibraryPage"]
    subpage_types: list[str] = []
    page_description = _("A toolkit, report, recording, template or the like: a file or a link.")
    template = "home/resource_page.html"

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def clean(self) -> None:
        """A resource is in one place: a file or a link. A draft may leave it open."""
        super().clean()
        is_draft = self.is_draft or (self.pk is not None and not self.live)
        if (self.document_id and self.link) or not (self.url_of_resource or is_draft):
            raise ValidationError({"link": ONE_PLACE})

    @property
    def url_of_resource(self) -> str:
        """Where the resource itself is."""
        return self.document.url if self.document_id else self.link

    @property
    def host(self) -> str:
        """The other site it is on; empty for a file of ours."""
        return "" if self.document_id else host_of(self.link)
