"""What is done: cities, whose word it is, deeds, entries with their evidence and answers."""

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from cities.models import (
    ActionContribution,
    Assessor,
    City,
    CityAction,
    Evidence,
    ProgressReply,
    ProgressUpdate,
)
from search.dataset.fields import BOOLEAN, DATE, DATETIME, INTEGER, YEAR, Field, Reference, Table
from search.dataset.tables.columns import (
    ASSESSOR,
    CITY,
    COUNTRY,
    ENTRY,
    RECOMMENDATION,
    in_both,
    named,
    standing,
    stream,
)


def _entries() -> QuerySet:
    return ProgressUpdate.objects.public().filter(recommendation__in=standing())


DONE: tuple[Table, ...] = (
    Table(
        "cities",
        "Local governments",
        (
            named("slug", "name in addresses"),
            named("name", "name"),
            named("state", "state"),
            named("country", "country"),
            named("kind", "city, county, town or village"),
            Field("place_code", "code of the Census Bureau"),
            named("designation", "whether its designation as a human rights city is verified"),
            Field("designation_year", "year of designation", YEAR),
            Field("designation_source", "source of the designation"),
            Field("is_example", "made up to show how the site works", BOOLEAN, True),
        ),
        ("slug",),
        lambda: stream(
            City.objects.order_by("slug"),
            *("slug", "name", "state", "country__iso3", "kind", "place_code", "designation", "designation_year"),
            *("designation_source", "is_example"),
        ),
        (COUNTRY,),
    ),
    Table(
        "assessors",
        "Whose word it is: offices and organizations",
        (
            named("slug", "name in addresses"),
            named("name", "name"),
            named("kind", "local_government, community or independent"),
            named("city", "city it looks at"),
            *in_both("funding_by_city", "what it receives from the city"),
        ),
        ("slug",),
        lambda: stream(
            Assessor.objects.order_by("slug"),
            *("slug", "name", "kind", "city__slug", "funding_by_city_en", "funding_by_city_es"),
        ),
        (CITY,),
    ),
    Table(
        "actions",
        "Deeds of local governments",
        (
            named("city", "city"),
            named("slug", "name in addresses, unique in the city"),
            *in_both("title", "title"),
            *in_both("summary", "what it is"),
            named("kind", "kind"),
            named("status", "how far the deed is; not how far a recommendation is implemented"),
            Field("responsible_body", "responsible office"),
            Field("starts_on", "date; where only year or month is known, its first day", DATE),
            named("starts_precision", "how exactly the date is known"),
            Field("ends_on", "end", DATE),
            Field("assessor", "who recorded it; empty: the alliance's editors"),
            Field("redacted", "its words were taken away", BOOLEAN, True),
        ),
        ("city", "slug"),
        lambda: stream(
            CityAction.objects.public().order_by("city__slug", "slug"),
            *("city__slug", "slug", "title_en", "title_es", "summary_en", "summary_es", "kind", "status"),
            *("responsible_body", "starts_on", "starts_precision", "ends_on", "recorded_by__slug", "redacted"),
        ),
        (CITY, ASSESSOR),
    ),
    Table(
        "action_recommendations",
        "Which recommendation a deed serves, and how",
        (
            named("city", "city"),
            named("action", "deed"),
            named("recommendation", "recommendation"),
            *in_both("contribution", "what it contributes"),
        ),
        ("city", "action", "recommendation"),
        lambda: stream(
            ActionContribution.objects.filter(action__live=True, recommendation__in=standing()).order_by(
                "action__city__slug", "action__slug", "recommendation__slug"
            ),
            *("action__city__slug", "action__slug", "recommendation__slug", "contribution_en", "contribution_es"),
        ),
        (Reference(("city", "action"), "actions", ("city", "slug")), RECOMMENDATION),
    ),
    Table(
        "progress",
        "Every published entry: how far a city is with a recommendation, in an assessor's word",
        (
            Field("entry", "number of the entry", INTEGER, True),
            named("recommendation", "recommendation"),
            named("assessor", "whose word it is"),
            named("status", "situation"),
            named("confidence", "how sure the assessor is"),
            Field("as_of", "day the entry speaks of", DATE, True),
            Field("published_at", "when it became public", DATETIME, True),
            *in_both("note", "what happened"),
            *in_both("where_looked", "where the assessor looked"),
            Field("corrects", "entry that this one corrects", INTEGER),
            Field("redacted", "its words were taken away", BOOLEAN, True),
            Field("redaction", "why"),
        ),
        ("entry",),
        lambda: stream(
            _entries().annotate(why=Coalesce("redaction__category", Value(""))).order_by("pk"),
            *("pk", "recommendation__slug", "assessor__slug", "status", "confidence", "as_of", "published_at"),
            *("note_en", "note_es", "where_looked_en", "where_looked_es", "corrects", "redacted", "why"),
        ),
        (RECOMMENDATION, ASSESSOR, Reference(("corrects",), "", ("entry",))),
    ),
    Table(
        "evidence",
        "What entries rest on. A file has no address here: it is on the page of its recommendation",
        (
            Field("evidence", "number", INTEGER, True),
            Field("entry", "entry", INTEGER, True),
            named("title", "title"),
            Field("publisher", "publisher"),
            Field("date", "date", DATE),
            Field("url", "address"),
            named("bearing", "whether it supports or contradicts the entry, is mixed, or gives context"),
            Field("shows_effect", "it shows what changed for people", BOOLEAN, True),
        ),
        ("evidence",),
        lambda: stream(
            Evidence.objects.filter(update__in=_entries().filter(redacted=False)).order_by("pk"),
            *("pk", "update_id", "title", "publisher", "date", "url", "bearing", "shows_effect"),
        ),
        (ENTRY,),
    ),
    Table(
        "replies",
        "Answers of the other side to an entry",
        (
            Field("entry", "entry", INTEGER, True),
            named("assessor", "who answers"),
            Field("published_at", "when it became public", DATETIME, True),
            *in_both("text", "answer"),
            Field("redacted", "its words were taken away", BOOLEAN, True),
        ),
        ("entry", "assessor"),
        lambda: stream(
            ProgressReply.objects.filter(update__in=_entries()).order_by("update_id", "assessor__slug"),
            *("update_id", "assessor__slug", "published_at", "text_en", "text_es", "redacted"),
        ),
        (ENTRY, ASSESSOR),
    ),
)
