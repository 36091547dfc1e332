"""News: the index, and an article."""

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from home.blocks.records import RecordsBlock
from home.fields import BlocksField
from home.models.content_page import ContentPage, ContentPageQuerySet, panels_between
from home.page_lists import Paged


class NewsIndexPage(ContentPage):
    """All news, the latest first; by tag where somebody asks."""

    parent_page_types = ["home.HomePage", "home.SectionPage", "home.CampaignPage"]
    subpage_types = ["home.NewsPage"]
    page_description = _("Lists the news articles below it, the latest first.")
    template = "home/news_index_page.html"

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add a page of news, and the tag they are narrowed to."""
        news = NewsPage.objects.child_of(self).for_list().newest_first()
        tag = request.GET.get("tag", "").strip()
        if tag:
            news = news.filter(tags__slug=tag)
        used = NewsPage.tags.most_common(extra_filters={"newspage__path__startswith": self.path})[:20]
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "paged": Paged.of(news.prefetch_related("tags"), request),
            "tag": next((each for each in used if each.slug == tag), None),
            "asked_tag": tag,
            "tags": used,
        }


class NewsPageQuerySet(ContentPageQuerySet):
    """Questions about news."""

    def newest_first(self) -> "NewsPageQuerySet":
        """By day, the latest first."""
        return self.order_by("-date", "-pk")


class NewsPageTag(TaggedItemBase):
    """A tag on a news article."""

    content_object = ParentalKey("home.NewsPage", on_delete=models.CASCADE, related_name="tagged_items")


class NewsPage(ContentPage):
    """A news article."""

    date = models.DateField(_("date"), default=timezone.localdate, help_text=_("The day it is news of."))
    author = models.CharField(
        _("author"),
        max_length=150,
        blank=True,
        help_text=_("As readers see it: an organization, an office, or a person who agreed to be named."),
    )
    tags = ClusterTaggableManager(
        through=NewsPageTag,
        blank=True,
        verbose_name=_("tags"),
        help_text=_("A few words to find similar news by. All languages share them."),
    )
    related = BlocksField(
        RecordsBlock(),
        verbose_name=_("related recommendations"),
        blank=True,
        help_text=_("Single recommendations, or a whole search. Shown under the article."),
    )

    objects = PageManager.from_queryset(NewsPageQuerySet)()

    content_panels = panels_between(
        MultiFieldPanel([FieldRowPanel([FieldPanel("date"), FieldPanel("author")]), FieldPanel("tags")], _("About it"))
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

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the tags, and the index that lists what else carries them."""
        index_url = self.above[-1].get_url(request) if self.above else ""
        context = super().get_context(request, *args, **kwargs)
        return {**context, "tags": list(self.tags.all()), "index_url": index_url}
