"""The shapes of what is said of cities, themes and reviews; see ``shapes.py``."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from search.api.shapes import (
    ActionInBrief,
    By,
    CityName,
    Confidence,
    Count,
    Day,
    IsExample,
    Next,
    Slug,
    Status,
    said,
)


class Theme(Schema):
    """One theme of the UN's vocabulary."""

    slug: Annotated[str, said("The permanent name.", "housing")]
    url: Annotated[str, said("The page for people.", "https://rights.example.org/en/themes/housing/")]
    label: Annotated[str, said("In the language asked for.", "Right to adequate housing")]
    meaning: Annotated[str, said("One plain sentence of ours.", "A safe home that people can pay for.")]
    count: Annotated[int, said("Records to the home country that carry it.", 41)]


class ThemeList(Schema):
    """All themes, by name."""

    count: Count
    results: list[Theme]


class DocumentLink(Schema):
    """A UN document of a review."""

    symbol: Annotated[str, said("As the UN prints it.", "A/HRC/46/15")]
    kind: Annotated[str, said("What it is in its review.", "report")]
    url: Annotated[str, said("The document at the UN.", "https://undocs.org/A/HRC/46/15")]


class Review(Schema):
    """A mechanism's review of a country."""

    key: Annotated[str, said("The permanent name.", "upr-3-usa")]
    url: Annotated[str, said("The page for people.", "https://rights.example.org/en/mechanisms/upr/upr-3-usa/")]
    title: Annotated[str, said("In the language asked for.", "UPR cycle 3 (2020)")]
    mechanism: Annotated[str, said("The slug of the mechanism.", "upr")]
    country: Annotated[str, said("ISO 3166-1 alpha-3.", "USA")]
    cycle: Annotated[int | None, said("Of the Universal Periodic Review only.", 3)]
    session: Annotated[int | None, said("The session in which it was held.", 36)]
    year: Annotated[int | None, said("The year.", 2020)]
    state: Annotated[str, said("`scheduled`, `held`, `postponed`, `not_held`, `completed` or `unknown`.", "completed")]
    record: Annotated[str, said("How complete our record is: `complete`, `partial` or `none`.", "complete")]
    record_note: Annotated[str, said("What to know about our record.", "")]
    count: Annotated[int, said("Records held here.", 347)]
    documents: list[DocumentLink]


class ReviewList(Schema):
    """Reviews, the newest first."""

    count: Count
    results: list[Review]


class City(Schema):
    """A local government of the alliance."""

    slug: CityName
    url: Annotated[str, said("The page for people.", "https://rights.example.org/en/cities/example-falls/")]
    name: Annotated[str, said("Its name.", "Example Falls")]
    kind: Annotated[str, said("`city`, `county`, `town` or `village`.", "city")]
    state: Annotated[str, said("The postal code of its state.", "PA")]
    country: Annotated[str, said("ISO 3166-1 alpha-3.", "USA")]
    place_code: Annotated[str, said("The Census Bureau's code, for joining with other data.", "")]
    designation: Annotated[str, said("`verified`, `not_verified` or `none`.", "verified")]
    designation_year: Annotated[int | None, said("The year of its designation as a human rights city.", 2024)]
    actions_count: Annotated[int, said("Published actions.", 9)]
    is_example: IsExample


class CityList(Schema):
    """All cities, by name, made-up ones last."""

    count: Count
    results: list[City]


class Assessor(Schema):
    """Who assesses a city. Only those whose identity an editor has checked are listed."""

    slug: Annotated[str, said("The permanent name.", "example-falls-coalition")]
    name: Annotated[str, said("The office or organization.", "Example Falls Housing Coalition")]
    by: By
    website: Annotated[str, said("Its website; empty where none is recorded.", "")]
    funding_by_city: Annotated[str, said("What it receives from the city it assesses.", "")]
    verified_on: Day


class WholeCity(City):
    """One city with what only its own page shows."""

    time_zone: Annotated[str, said("Its time zone: “today” is the city's own day.", "America/New_York")]
    instrument: Annotated[str, said("What designated it, in our own words.", "")]
    designation_source: Annotated[str, said("Where that can be read.", "")]
    website: Annotated[str, said("The city's website.", "")]
    contact_email: Annotated[str, said("An office's address.", "")]
    assessors: list[Assessor]
    recommendations_url: Annotated[
        str,
        said(
            "Everything published there, in this API.",
            "https://rights.example.org/api/v1/recommendations?city=example-falls",
        ),
    ]
    progress_url: Annotated[
        str, said("The published history.", "https://rights.example.org/api/v1/cities/example-falls/progress")
    ]


class RedactionNotice(Schema):
    """Words were taken away, and why. The notice stays."""

    category: Annotated[str, said("`safety`, `consent`, `private_person` or `court_order`.", "safety")]
    redacted_on: Day


class EvidenceItem(Schema):
    """What an entry rests on."""

    title: Annotated[str, said("Its title.", "Annual housing report")]
    publisher: Annotated[str, said("Who published it.", "Housing office")]
    date: Annotated[str | None, said("Its date.", "2026-02-01")]
    url: Annotated[str, said("Where it can be read.", "https://example.org/report")]
    bearing: Annotated[str, said("`supports`, `contradicts`, `mixed` or `context`.", "supports")]
    shows_effect: Annotated[bool, said("Whether it shows what changed for people.", False)]


class Reply(Schema):
    """The other side's one answer."""

    assessor: Annotated[str, said("The office or organization.", "Office of Housing")]
    by: By
    text: Annotated[str, said("The answer; empty where it was taken away.", "We see it differently.")]
    published_at: Annotated[str, said("When it became public.", "2026-03-05T12:00:00-05:00")]
    redaction: RedactionNotice | None


class Entry(Schema):
    """One published entry. Entries are never changed: a correction is a new entry."""

    id: Annotated[int, said("Its number.", 17)]
    recommendation: Slug
    assessor: Annotated[str, said("The office or organization.", "Example Falls Housing Coalition")]
    by: By
    status: Status
    confidence: Confidence
    as_of: Annotated[str, said("The day it speaks of.", "2026-03-03")]
    published_at: Annotated[str, said("When it became public.", "2026-03-04T12:00:00-05:00")]
    note: Annotated[str, said("What happened.", "The council passed the ordinance.")]
    where_looked: Annotated[str, said("Where the assessor looked.", "Council minutes")]
    corrects: Annotated[int | None, said("The number of the entry it corrects.", None)]
    corrected_by: Annotated[int | None, said("The number of the entry that corrects it.", None)]
    is_current: Annotated[bool, said("Whether it is the assessor's current word, as known on that day.", True)]
    evidence: list[EvidenceItem]
    replies: list[Reply]
    redaction: RedactionNotice | None
    is_example: IsExample


class Progress(Schema):
    """The published history of one city, the latest published first."""

    city: CityName
    known_on: Annotated[str | None, said("The day asked for, or null for today.", None)]
    count: Count
    next: Next
    results: list[Entry]


class Contribution(Schema):
    """A recommendation that an action serves, and how."""

    recommendation: Slug
    contribution: Annotated[str, said("What it contributes.", "It adds homes people can pay for.")]


class Source(Schema):
    """Where an action can be read about."""

    title: Annotated[str, said("Its title; empty where none is recorded.", "")]
    url: Annotated[str, said("The link.", "https://example.org/ordinance")]


class Action(ActionInBrief):
    """One published deed of a city."""

    slug: Annotated[str, said("Its name, unique in the city.", "homes-first")]
    city: CityName
    kind: Annotated[str, said("What sort of deed it is, such as `ordinance` or `budget`.", "programme")]
    summary: Annotated[str, said("What it is, in plain words.", "Homes for people without one, without conditions.")]
    note: Annotated[str, said("How sure the record is.", "")]
    responsible_body: Annotated[str, said("The office, not a person.", "Housing office")]
    recorded_by: Annotated[str | None, said("The assessor that recorded it; null: the alliance's editors.", None)]
    starts_on: Annotated[str | None, said("The date, its first day where only year or month is known.", "2024-01-01")]
    starts_precision: Annotated[str, said("How exactly it is known: `year`, `month` or `day`.", "year")]
    ends_on: Annotated[str | None, said("The end.", None)]
    ends_precision: Annotated[str, said("How exactly it is known.", "day")]
    budget_amount: Annotated[str | None, said("The budget, as a decimal number.", "250000.00")]
    budget_currency: Annotated[str, said("ISO 4217.", "USD")]
    budget_year: Annotated[int | None, said("Its year.", 2024)]
    contributions: Annotated[list[Contribution], Field(description="What it serves.")]
    sources: list[Source]
    redaction: RedactionNotice | None
    updated_at: Annotated[str, said("When the record last changed.", "2026-03-04T12:00:00-05:00")]
    is_example: IsExample


class ActionList(Schema):
    """Published actions, the latest recorded first."""

    count: Count
    next: Next
    results: list[Action]
