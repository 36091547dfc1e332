"""The shapes of the answers, with what each field means: the schema and its documentation are made from these."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import Field


def said(description: str, example: Any) -> Any:
    """Describe a field, with an example."""
    return Field(description=description, examples=[example])


IsExample = Annotated[bool, said("Whether it is made up to show how the site works. Never count these.", False)]
Url = Annotated[str, said("The page for people.", "https://rights.example.org/en/recommendations/upr-3-usa-26-286/")]
Slug = Annotated[str, said("The permanent name. It never changes.", "upr-3-usa-26-286")]
By = Annotated[str, said("Whose word: `local_government`, `community` or `independent`.", "community")]
Status = Annotated[
    str,
    said(
        "`no_information`, `no_action`, `limited_progress`, `substantial_progress`, `implemented` or `regressed`. "
        "“Not assessed” is the absence of a word.",
        "limited_progress",
    ),
]
Confidence = Annotated[str, said("How sure the assessor is: `low`, `medium` or `high`.", "medium")]
Day = Annotated[str, said("A day.", "2026-03-03")]
CityName = Annotated[str, said("The slug of a city.", "example-falls")]
Count = Annotated[int, said("How many there are in all.", 1)]
Next = Annotated[
    str | None,
    said("The address of the next page; null at the end. Follow it, do not build it.", None),
]


class Word(Schema):
    """The current word of one assessor. Words of different assessors are never merged, averaged or ranked."""

    assessor: Annotated[str, said("The office or organization. Never a person.", "Example Falls Housing Coalition")]
    by: By
    status: Status
    confidence: Confidence
    as_of: Annotated[str, said("The day the word speaks of.", "2026-03-03")]


class ActionInBrief(Schema):
    """A published action of a city."""

    title: Annotated[str, said("What it is called.", "Homes first")]
    status: Annotated[
        str, said("`proposed`, `planned`, `in_progress`, `completed`, `stalled` or `abandoned`.", "in_progress")
    ]
    url: Annotated[
        str, said("The page for people.", "https://rights.example.org/en/cities/example-falls/actions/homes-first/")
    ]


class PlaceOnRecord(Schema):
    """What is published in one city on one recommendation."""

    city: CityName
    words: list[Word]
    actions: list[ActionInBrief]
    is_example: IsExample


class SaidAlso(Schema):
    """Another record that says the same, in another review or under another paragraph. Our editors link these."""

    slug: Slug
    url: Url
    review: Annotated[str, said("In which review: its key.", "upr-1-usa")]
    year: Annotated[int | None, said("The year of that review.", 2010)]
    document_symbol: Annotated[str, said("The UN document; empty where none is recorded.", "A/HRC/16/11")]
    paragraph: Annotated[str, said("The paragraph as printed; empty where none is known.", "92.72")]


class Recommendation(Schema):
    """One numbered paragraph of a UN document, or a part of one."""

    slug: Slug
    url: Url
    mechanism: Annotated[str, said("Who made it: the slug of a mechanism.", "upr")]
    review: Annotated[str, said("In which review: its key.", "upr-3-usa")]
    country: Annotated[str, said("The country it was made to, ISO 3166-1 alpha-3.", "USA")]
    document_symbol: Annotated[str, said("The UN document; empty where none is recorded.", "A/HRC/46/15")]
    paragraph: Annotated[str, said("The paragraph as printed; empty where none is known.", "26.286")]
    kind: Annotated[
        str, said("`recommendation`, `concern`, `pledge` or `other`. Concerns get no status.", "recommendation")
    ]
    position: Annotated[
        str,
        said(
            "What the State answered: `supported`, `supported_in_part`, `noted`, or empty where no answer is recorded.",
            "supported",
        ),
    ]
    reach: Annotated[str, said("`names_local`, `local_can_act`, `national_only` or `not_sorted`.", "local_can_act")]
    recommending_states: Annotated[
        list[str], said("The States that made it, in the order of the document, ISO alpha-3.", ["NOR"])
    ]
    themes: Annotated[list[str], said("Slugs of its themes.", ["housing"])]
    groups: Annotated[list[str], said("Slugs of the affected groups.", [])]
    sdgs: Annotated[list[str], said("Sustainable Development Goals and targets by number.", ["11", "11.1"])]
    summary: Annotated[str, said("In plain words, ours; empty where there are none yet.", "Lower the cost of housing.")]
    text: Annotated[str, said("The official words of the UN; empty where this site does not hold them.", "")]
    published_on: Annotated[str | None, said("The date of the document.", "2020-12-15")]
    said_also: Annotated[list[SaidAlso], Field(description="Where the same was said also, the oldest first.")]
    cities: Annotated[list[PlaceOnRecord], Field(description="What cities say and do about it.")]
    is_example: IsExample


class TextInLanguage(Schema):
    """The official words in one language."""

    language: Annotated[str, said("ISO 639-1.", "es")]
    text: Annotated[str, said("The official words of the UN.", "")]


class WholeRecommendation(Recommendation):
    """One recommendation with what only its own page shows."""

    position_source: Annotated[str, said("Where the answer of the State stands.", "A/HRC/46/15/Add.1, para. 7")]
    can_do: Annotated[str, said("What a city can do, in one line of ours.", "")]
    document_url: Annotated[
        str, said("The document at the UN; empty where none is recorded.", "https://undocs.org/A/HRC/46/15")
    ]
    texts: Annotated[list[TextInLanguage], Field(description="The official words in every language held here.")]


class FacetValue(Schema):
    """One value of a filter."""

    value: Annotated[str, said("As the parameter writes it.", "housing")]
    label: Annotated[str, said("As people call it, in the language asked for.", "Right to adequate housing")]
    count: Annotated[int, said("How many results this value alone would give beside all other filters.", 41)]
    selected: Annotated[bool, said("Whether the search asks for it.", True)]


class SelectionSaid(Schema):
    """What was understood."""

    sentence: Annotated[str, said("The search in words.", "Recommendations on right to adequate housing, supported")]
    problems: Annotated[list[dict[str, Any]], said("Always empty here: a search with a mistake answers 400.", [])]


class RecommendationList(Schema):
    """One page of a search."""

    count: Count
    next: Next
    results: list[Recommendation]
    facets: Annotated[
        dict[str, list[FacetValue]],
        Field(description="Each filter with its values and their numbers, by the name of the parameter."),
    ]
    selection: SelectionSaid
