"""A record as data: the one shape that JSON and CSV give away (DESIGN.md §6), in the active language."""

from collections.abc import Callable

from cities.models import CityAction, Implementation
from recommendations.models import Recommendation
from recommendations.querysets import RecommendationQuerySet
from search.facets import Facet
from search.results import Place, Row, with_card_data

Absolute = Callable[[str], str]
"""From a path of this site to a whole address."""

Data = dict[str, object]

DOCUMENT_RELATIONS = ("groups", "sdg_goals", "sdg_targets")
"""What ``record_data`` reads beyond what a card does."""


def with_document_data(records: RecommendationQuerySet) -> RecommendationQuerySet:
    """Fetch with the records what ``record_data`` reads: eight queries for any number of records."""
    return with_card_data(records).prefetch_related(*DOCUMENT_RELATIONS)


def record_data(row: Row, absolute: Absolute) -> Data:
    """Return one record; ``is_example`` is said of it and of each city, so that nothing made up passes as real."""
    record = row.recommendation
    goals = [str(goal.number) for goal in record.sdg_goals.all()]
    return {
        "slug": record.slug,
        "url": absolute(record.get_absolute_url()),
        "mechanism": record.review.mechanism.slug,
        "review": record.review.key,
        "country": record.review.country.iso3,
        "document_symbol": record.document.symbol if record.document else "",
        "paragraph": record.paragraph_label,
        "kind": record.kind,
        "position": record.position,
        "reach": record.reach,
        "recommending_states": [state.iso3 for state in row.states],
        "themes": [theme.slug for theme in row.themes],
        "groups": [group.slug for group in record.groups.all()],
        "sdgs": goals + [target.code for target in record.sdg_targets.all()],
        "summary": record.summary,
        "text": record.text,
        "published_on": record.published_on.isoformat() if record.published_on else None,
        "said_also": [_saying_data(other, absolute) for other in row.said_also],
        "cities": [_place_data(place, absolute) for place in row.places],
        "is_example": record.is_example,
    }


def _saying_data(other: Recommendation, absolute: Absolute) -> Data:
    return {
        "slug": other.slug,
        "url": absolute(other.get_absolute_url()),
        "review": other.review.key,
        "year": other.review.year,
        "document_symbol": other.document.symbol if other.document else "",
        "paragraph": other.paragraph_label,
    }


def _place_data(place: Place, absolute: Absolute) -> Data:
    return {
        "city": place.city.slug,
        "words": [_word_data(word) for word in place.words],
        "actions": [_action_data(action, absolute) for action in place.actions],
        "is_example": place.city.is_example,
    }


def _word_data(word: Implementation) -> Data:
    return {
        "assessor": word.assessor.name,
        "by": word.assessor.kind,
        "status": word.status,
        "confidence": word.confidence,
        "as_of": word.as_of.isoformat(),
    }


def _action_data(action: CityAction, absolute: Absolute) -> Data:
    return {"title": action.title, "status": action.status, "url": absolute(action.get_absolute_url())}


def facet_data(facet: Facet) -> list[Data]:
    """Return the values of a facet."""
    return [
        {"value": value.value, "label": value.label, "count": value.count, "selected": value.selected}
        for value in facet.values
    ]
