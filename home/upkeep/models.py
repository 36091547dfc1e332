"""A link on a page that leads nowhere, as the weekly check found it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class BrokenLink(models.Model):
    """One address on one page. The next check deletes it where it works again or is gone."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("page"))
    address = models.CharField(_("address"), max_length=1000)
    problem = models.CharField(_("what is wrong"), max_length=200)
    found_at = models.DateTimeField(_("found"), auto_now_add=True)

    class Meta:
        verbose_name = _("broken link")
        verbose_name_plural = _("broken links")
        ordering = ("page__title", "address")
        constraints = (models.UniqueConstraint(fields=("page", "address"), name="one_broken_link_a_page"),)

    def __str__(self) -> str:
        return self.address
