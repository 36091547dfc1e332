"""The menus of a site: header, beside the header, and footer, each a list of links in both languages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import GroupSitePermission, Orderable, Page
from wagtail.permission_policies.sites import SitePermissionPolicy

from cities.links import validate_public_link
from mechanisms.permissions import User


class Place(models.TextChoices):
    """Where a link stands."""

    HEADER = "header", _("Main menu, in the header")
    SECONDARY = "secondary", _("Beside the main menu, such as Join")
    FOOTER = "footer", _("Footer")


class TrackerPage(models.TextChoices):
    """Pages of the record that a menu may lead to. The value is the name of the address."""

    RECOMMENDATIONS = "recommendations", _("Recommendations")
    THEMES = "themes", _("Themes")
    MECHANISMS = "mechanisms", _("UN reviews")
    CITIES = "cities", _("Cities")
    ACTIONS = "actions", _("What cities do")
    ASSESS = "become_an_assessor", _("Assess a city")
    SEARCH = "site_search", _("Search this site")


class _OfAllSites(SitePermissionPolicy):
    """Nobody here may edit the menus of a single site: asking for that would cost each admin page a query."""

    def get_all_permissions_for_user(self, user: User) -> models.QuerySet:
        """Return none."""
        return GroupSitePermission.objects.none()


@register_setting(icon="list-ul", order=10)
class SiteMenus(ClusterableModel, BaseSiteSetting):
    """The links around every page of one site. A menu without a link shows what it showed before it was arranged."""

    panels = [
        HelpPanel(
            content=_(
                "A menu that has no link here fills itself: the header with the pages of the record and every page "
                "marked “Show in menus”, the footer with the other pages right under the home page."
            )
        ),
        InlinePanel("links", label=_("Link"), heading=_("Links")),
    ]

    class Meta:
        verbose_name = _("menus")
        verbose_name_plural = _("menus")

    @classmethod
    def get_permission_policy(cls) -> SitePermissionPolicy:
        """Ask for the permission on all sites only."""
        return _OfAllSites(cls)


class MenuLink(Orderable):
    """One link: to a page of the site, a page of the record, or an address elsewhere. It goes with its page."""

    menus = ParentalKey(SiteMenus, on_delete=models.CASCADE, related_name="links")
    place = models.CharField(_("where"), max_length=10, choices=Place, default=Place.HEADER)
    page = models.ForeignKey(
        Page,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page"),
        help_text=_("Readers in Spanish get its translation, and are told where there is none."),
    )
    tracker_page = models.CharField(_("or a page of the record"), max_length=30, choices=TrackerPage, blank=True)
    address = models.CharField(
        _("or an address elsewhere"),
        max_length=500,
        blank=True,
        validators=[validate_public_link],
        help_text=_("It starts with https:// and needs both names below."),
    )
    name_en = models.CharField(
        _("name in English"), max_length=60, blank=True, help_text=_("Empty: the page's own title.")
    )
    name_es = models.CharField(_("name in Spanish"), max_length=60, blank=True)

    panels = [
        FieldPanel("place"),
        MultiFieldPanel(
            [PageChooserPanel("page"), FieldPanel("tracker_page"), FieldPanel("address")], heading=_("Leads to")
        ),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_es")], heading=_("Shown as")),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("link in a menu")
        verbose_name_plural = _("links in menus")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(page__isnull=False, tracker_page="", address="")
                | models.Q(models.Q(page__isnull=True, address=""), ~models.Q(tracker_page=""))
                | models.Q(models.Q(page__isnull=True, tracker_page=""), ~models.Q(address="")),
                name="menu_link_to_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(place__in=["header", "secondary", "footer"]), name="menu_link_place"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.page or self.get_tracker_page_display() or self.address)

    @property
    def name(self) -> str:
        """The editor's own name in the active language, else in the other one, "" where neither is given."""
        names = {"en": self.name_en, "es": self.name_es}
        return names.get((get_language() or "en")[:2]) or self.name_en or self.name_es

    def clean(self) -> None:
        """Want one target, and both names where no page brings its own."""
        super().clean()
        targets: list[Any] = [target for target in (self.page_id, self.tracker_page, self.address) if target]
        if len(targets) != 1:
            raise ValidationError(gettext("Choose one thing it leads to: a page, a page of the record, or an address."))
        if self.address and not (self.name_en and self.name_es):
            raise ValidationError(gettext("An address elsewhere needs a name in English and one in Spanish."))
