"""A search as an Atom feed: its new and changed records, the latest first.

An entry keeps its id for ever, whatever its language, address or words; it comes up again when the record, a word of
an assessor, a reply or a city's action on it changes. What is made up says so in its title.
"""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from search.data_date import data_date
from search.delivery import delivered
from search.exports.changes import latest_changes
from search.exports.xml_text import clean
from search.problem_details import refused
from search.records import rows_of
from search.results import Place, Row
from search.selection import Selection

LATEST = 500
"""Changes that the feed holds, over all its pages."""
TITLE_CHARACTERS = 160
IDS_SINCE = 2026
"""The year in the ids (RFC 4151): the host was ours then. It never changes."""


class _PagedFeed(Atom1Feed):
    """Atom with links to the page before and after (RFC 5005); an empty feed has the date of the data."""

    def latest_post_date(self) -> datetime:
        """Return when the feed last changed."""
        if self.items:
            return super().latest_post_date()
        day = data_date()
        return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime(IDS_SINCE, 1, 1, tzinfo=UTC)

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Add what leads to the other pages."""
        super().add_root_elements(handler)
        for relation in ("first", "previous", "next"):
            if self.feed.get(relation):
                handler.addQuickElement("link", None, {"rel": relation, "href": self.feed[relation]})


@delivered
def as_atom(request: HttpRequest) -> HttpResponseBase:
    """Answer one page of the latest changes among what the search finds."""
    selection = Selection.parse(request.GET)
    if selection.problems:
        return refused(selection.problems)
    changes = latest_changes(selection, LATEST)
    start = (selection.page - 1) * selection.per_page
    shown = dict(changes[start : start + selection.per_page])
    feed = _feed(request, selection, has_more=start + selection.per_page < len(changes))
    for row in rows_of(list(shown)):
        _add(feed, request, row, shown[row.recommendation.pk])
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _feed(request: HttpRequest, selection: Selection, *, has_more: bool) -> _PagedFeed:
    def page(number: int) -> str:
        paged = selection.only(page=number)
        return request.build_absolute_uri(paged.export_url("atom", every_page=False))

    first = selection.only(page=1)
    return _PagedFeed(
        title=clean(selection.sentence()),
        link=request.build_absolute_uri(first.url),
        description=_("New and changed recommendations, with what cities do about them."),
        language=get_language(),
        author_name=_("Human Rights Cities"),
        feed_url=page(selection.page),
        feed_guid=_stable_id(f"recommendations?{first.query}"),
        first=page(1),
        previous=page(selection.page - 1) if selection.page > 1 else "",
        next=page(selection.page + 1) if has_more else "",
    )


def _add(feed: _PagedFeed, request: HttpRequest, row: Row, changed: datetime) -> None:
    record = row.recommendation
    title = f"{record.citation}: {record.summary or record.text}" if record.summary or record.text else record.citation
    if row.has_example:
        title = _("Example: %(title)s") % {"title": title}
    feed.add_item(
        title=clean(Truncator(title).chars(TITLE_CHARACTERS)),
        link=request.build_absolute_uri(record.get_absolute_url()),
        description=clean(_content(row)),
        unique_id=_stable_id(f"recommendation/{record.slug}"),
        pubdate=record.created_at,
        updateddate=changed,
        categories=[clean(theme.label) for theme in row.themes],
    )


def _content(row: Row) -> SafeString:
    record = row.recommendation
    said = [(line,) for place in row.places for line in _lines(place)]
    return format_html(
        "{}{}{}",
        format_html("<p>{}</p>", record.summary) if record.summary else "",
        format_html("<p>{} {}</p>", _("Official text (UN):"), record.text) if record.text else "",
        format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", said)) if said else "",
    )


def _lines(place: Place) -> list[str]:
    """What a city's assessors say and what it does, a line each."""
    named = _("%(city)s (example)") % {"city": place.city} if place.city.is_example else str(place.city)
    words = [
        _("%(city)s, %(assessor)s: %(status)s, as of %(day)s")
        % {
            "city": named,
            "assessor": word.assessor.name,
            "status": word.get_status_display(),
            "day": date_format(word.as_of),
        }
        for word in place.words
    ]
    deeds = [
        _("%(city)s, action: %(title)s (%(status)s)")
        % {"city": named, "title": action.title, "status": action.get_status_display()}
        for action in place.actions
    ]
    return words + deeds


def _stable_id(name: str) -> str:
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    return f"tag:{host},{IDS_SINCE}:{name}"
