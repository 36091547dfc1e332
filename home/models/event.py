"""Events: the index, which may be a series, and one event."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import PageManager
from wagtail.search import index

from home.blocks.organisation import OrganisationBlock
from home.blocks.people import SpeakerBlock
from home.blocks.video import host_of
from home.event_calendar import calendar_response
from home.fields import BlocksField
from home.models.content_page import ContentPage, ContentPageQuerySet, panels_between, protected
from home.page_lists import Paged
from home.structured_data import as_json_ld, event_data

TIME_ZONES = [
    ("America/New_York", _("Eastern Time")),
    ("America/Chicago", _("Central Time")),
    ("America/Denver", _("Mountain Time")),
    ("America/Phoenix", _("Arizona Time")),
    ("America/Los_Angeles", _("Pacific Time")),
    ("America/Anchorage", _("Alaska Time")),
    ("Pacific/Honolulu", _("Hawaii Time")),
    ("America/Puerto_Rico", _("Atlantic Time (Puerto Rico)")),
    ("Pacific/Guam", _("Chamorro Time (Guam)")),
    ("Europe/Zurich", _("Geneva Time")),
    ("UTC", _("Coordinated Universal Time (UTC)")),
]
CLOCK = _("On the 24-hour clock: 6 p.m. is 18:00. Leave it empty for the whole day.")
"""The calendar of the admin reads “6pm” as six in the morning, so the form says how hours are written."""
ENDS = _("On the 24-hour clock: 7:30 p.m. is 19:30.")
DEFAULT_LENGTH = datetime.timedelta(hours=1)


class EventIndexPage(ContentPage):
    """Events, those to come apart from the past ones. Below another index it is a series with a page of its own."""

    parent_page_types = ["home.HomePage", "home.SectionPage", "home.CampaignPage", "home.EventIndexPage"]
    subpage_types = ["home.EventPage", "home.EventIndexPage"]
    page_description = _("Lists events, upcoming and past apart. Put one below another to make a series.")
    template = "home/event_index_page.html"

    class Meta:
        verbose_name = _("events index or series")
        verbose_name_plural = _("events indexes and series")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the events to come and a page of the past ones, of this index and of the series below it."""
        events = EventPage.objects.descendant_of(self).for_list()
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "upcoming": list(events.upcoming()),
            "paged": Paged.of(events.past(), request),
            "series": self.get_children().type(EventIndexPage).live().public(),
        }


class EventPageQuerySet(ContentPageQuerySet):
    """Questions about events."""

    def upcoming(self) -> "EventPageQuerySet":
        """Events that are not over, the next one first."""
        return self.filter(ends_at__gte=timezone.now()).order_by("begins_at", "pk")

    def past(self) -> "EventPageQuerySet":
        """Events that are over, the latest first."""
        return self.filter(ends_at__lt=timezone.now()).order_by("-begins_at", "-pk")


class EventPage(RoutablePageMixin, ContentPage):
    """An event: when, where, who, how to take part, and afterwards its recording.

    Day and time are those of the place; ``begins_at`` and ``ends_at`` are the moments they stand for, worked out when
    the page is saved.
    """

    date = models.DateField(_("day"))
    start_time = models.TimeField(
        _("begins at"), null=True, blank=True, help_text=_("Such as 18:00. Leave it empty for the whole day.")
    )
    end_date = models.DateField(_("last day"), null=True, blank=True, help_text=_("Only if it is another day."))
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        choices=TIME_ZONES,
        default="America/New_York",
        help_text=_("Of the times above. Readers see it."),
    )
    is_cancelled = models.BooleanField(
        _("cancelled"), default=False, help_text=_("The page stays and says so; the calendar file says so too.")
    )
    place = models.CharField(_("place"), max_length=200, blank=True, help_text=_("Such as “City Hall, room 204”."))
    address = models.CharField(_("address"), max_length=255, blank=True)
    online_url = models.URLField(_("online link"), max_length=500, blank=True)
    access = models.TextField(
        _("access"),
        blank=True,
        help_text=_("Languages, captions, step-free entrance, child care, whom to ask for more."),
    )
    hosts = BlocksField([("organisation", OrganisationBlock())], verbose_name=_("hosts"), blank=True)
    speakers = BlocksField([("person", SpeakerBlock())], verbose_name=_("speakers"), blank=True)
    registration_url = models.URLField(_("registration link"), max_length=500, blank=True)
    registration_page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registration form"),
        help_text=_("A form page of this site, in the place of a link."),
    )
    recording_url = models.URLField(_("recording"), max_length=500, blank=True, help_text=_("A link to the video."))
    slides = protected("wagtaildocs.Document", null=True, blank=True, verbose_name=_("slides"))
    begins_at = models.DateTimeField(editable=False, db_index=True)
    ends_at = models.DateTimeField(editable=False, db_index=True)

    objects = PageManager.from_queryset(EventPageQuerySet)()

    content_panels = panels_between(
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("date"), FieldPanel("start_time", help_text=CLOCK)]),
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time", help_text=ENDS)]),
                FieldPanel("time_zone"),
                FieldPanel("is_cancelled"),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldPanel("address"),
                FieldPanel(
                    "online_url", help_text=_("Where people join online. Everybody who reads the page sees it.")
                ),
                FieldPanel("access"),
            ],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("hosts", help_text=_("Organizations that hold it.")),
                FieldPanel("speakers", help_text=_("Name only people who agreed to it.")),
            ],
            heading=_("Who"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("registration_url", help_text=_("A form on another site.")),
                FieldPanel("registration_page"),
            ],
            heading=_("How to take part"),
        ),
        MultiFieldPanel(
            [FieldPanel("recording_url"), FieldPanel("slides", help_text=_("A file that people may download."))],
            heading=_("Afterwards"),
        ),
    )
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("place"),
        index.SearchField("speakers"),
        index.FilterField("begins_at"),
        index.FilterField("ends_at"),
    ]
    parent_page_types = ["home.EventIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A meeting, training or session, with its date, and later its recording.")
    template = "home/event_page.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the place."""
        return ZoneInfo(self.time_zone)

    @property
    def is_past(self) -> bool:
        """Whether it is over."""
        return self.ends_at < timezone.now()

    @property
    def is_all_day(self) -> bool:
        """Whether no time of day is given."""
        return self.start_time is None

    @property
    def recording_host(self) -> str:
        """The site that the recording's link opens."""
        return host_of(self.recording_url)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day where it is another than the first."""
        return self.end_date if self.end_date and self.end_date != self.date else None

    @property
    def iso_begin(self) -> str:
        """The beginning for machines: a day, or a moment with its distance from UTC."""
        return self.date.isoformat() if self.is_all_day else self.begins_at.astimezone(self.zone).isoformat()

    @property
    def iso_end(self) -> str:
        """The end for machines."""
        if self.is_all_day or not self.end_time:
            return (self.end_date or self.date).isoformat()
        return self.ends_at.astimezone(self.zone).isoformat()

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add where to register, the series, and what machines read."""
        context = super().get_context(request, *args, **kwargs)
        series = self.above[-1].specific if self.above else None
        in_series = isinstance(series, EventIndexPage) and len(self.above) > 1
        form = self.registration_page.localized if self.registration_page is not None else None
        return {
            **context,
            "registration": self.registration_url or (form.get_url(request) if form and form.live else ""),
            "series": series if in_series and isinstance(self.above[-2].specific, EventIndexPage) else None,
            "schema": as_json_ld(event_data(self, self.get_full_url(request) or "")),
        }

    def clean(self) -> None:
        """An event ends after it begins, and has one way to register."""
        super().clean()
        problems: dict[str, Any] = {}
        if self.end_date and self.date and self.end_date < self.date:
            problems["end_date"] = _("The last day is before the first one.")
        elif self.end_time and self.start_time is None:
            problems["start_time"] = _("Say when it begins, or leave the end empty.")
        elif self.date and self.start_time and self._moments()[1] <= self._moments()[0]:
            problems["end_time"] = _("It ends before it begins. If it goes on past midnight, give the last day.")
        if self.registration_url and self.registration_page_id:
            problems["registration_page"] = _("Give a link or a form, not both.")
        if problems:
            raise ValidationError(problems)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Work out the moments it begins and ends."""
        self.begins_at, self.ends_at = self._moments()
        super().save(*args, **kwargs)

    def _moments(self) -> tuple[datetime.datetime, datetime.datetime]:
        """Return when it begins and ends; an event without times fills its days, one without end takes an hour."""
        last_day: datetime.date = self.end_date or self.date
        begins = datetime.datetime.combine(self.date, self.start_time or datetime.time(), tzinfo=self.zone)
        if self.start_time is None:
            return begins, datetime.datetime.combine(
                last_day + datetime.timedelta(days=1), datetime.time(), tzinfo=self.zone
            )
        if self.end_time:
            return begins, datetime.datetime.combine(last_day, self.end_time, tzinfo=self.zone)
        if self.end_date and self.end_date != self.date:
            return begins, datetime.datetime.combine(
                last_day + datetime.timedelta(days=1), datetime.time(), tzinfo=self.zone
            )
        return begins, begins + DEFAULT_LENGTH

    @path("calendar/", name="calendar")
    def calendar(self, request: HttpRequest) -> Any:
        """Answer the event as a file for calendars."""
        return calendar_response(self, request)
