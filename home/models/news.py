"""News: the index, and an article."""

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from home.blocks.records import RecordsBlock
from home.fields import BlocksField
from home.models.content_page import ContentPage, ContentPageQuerySet, panels_between
from home.page_lists import Paged


class NewsIndexPage(ContentPage):
    """All news, the latest first; by topic where somebody asks."""

    parent_page_types = ["home.HomePage", "home.SectionPage", "home.CampaignPage"]
    subpage_types = ["home.NewsPage"]
    page_description = _("Lists the news articles below it, the latest first.")
    template = "home/news_index_page.html"

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add a page of news, and the topic they are narrowed to."""
        from home.related import pages_of

        news = NewsPage.objects.child_of(self).for_list().newest_first()
        asked = request.GET.get("topic", "").replace("\0", "").strip()
        if asked:
            news = news.filter(topics__theme__slug=asked)
        used = pages_of(request).topics(below=self.path)
        return {
            **super().get_context(request, *args, **kwargs),
            "paged": Paged.of(news, request),
            "asked": asked,
            "topic": next((theme for theme, _count in used if theme.slug == asked), None),
            "used_topics": used,
        }


class NewsPageQuerySet(ContentPageQuerySet):
    """Questions about news."""

    def newest_first(self) -> "NewsPageQuerySet":
        """By day, the latest first."""
        return self.order_by("-date", "-pk")


class NewsPage(ContentPage):
    """A news article."""

    date = models.DateField(_("date"), default=timezone.localdate, help_text=_("The day it is news of."))
    author = models.CharField(
        _("author"),
        max_length=150,
        blank=True,
        help_text=_("As readers see it: an organization, an office, or a person who agreed to be named."),
    )
    related = BlocksField(
        RecordsBlock(),
        verbose_name=_("related recommendations"),
        blank=True,
        help_text=_("Single recommendations, or a whole search. Shown under the article."),
    )

    objects = PageManager.from_queryset(NewsPageQuerySet)()

    content_panels = panels_between(
        MultiFieldPanel([FieldRowPanel([FieldPanel("date"), FieldPanel("author")])], _("About it"))
    )
    content_panels.append(FieldPanel("related"))
    search_fields = [*ContentPage.search_fields, index.SearchField("author"), index.FilterField("date")]
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []
    page_description = _("One piece of news.")
    template = "home/news_page.html"

    class Meta:
        verbose_name = _("news article")
        verbose_name_plural = _("news articles")
