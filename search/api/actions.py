"""What cities do: their published actions."""

from datetime import date

from django.http import HttpRequest

from cities.models import ActionContribution, CityAction
from search.api import city_shapes as shapes
from search.api.application import api, operation
from search.api.options import CURSOR, LANG, PAGE_SIZE, Option, read_options
from search.api.pieces import piece
from search.api.progress import notice
from search.document import Absolute, Data

CITY = Option("city", "Actions of this city.", "example-falls", vocabulary="city")
STATUS = Option("status", "How far the action itself is.", "completed", choices=tuple(CityAction.Status.values))
KIND = Option("kind", "What sort of deed it is.", "ordinance", choices=tuple(CityAction.Kind.values))


@api.get(
    "/actions",
    response=shapes.ActionList,
    summary="Actions of cities",
    operation_id="actions",
    url_name="actions",
    openapi_extra=operation(CITY, STATUS, KIND, CURSOR, PAGE_SIZE),
)
def actions(request: HttpRequest) -> Data:
    """Published actions with the recommendations they serve, the latest recorded first."""
    asked = read_options(request, CITY, STATUS, KIND, CURSOR, PAGE_SIZE, LANG)
    found = CityAction.objects.public().with_everything()
    for name, column in (("city", "city__slug"), ("status", "status"), ("kind", "kind")):
        if name in asked:
            found = found.filter(**{column: asked[name]})
    shown, following = piece(request, found, "created_at", asked)
    served = _served(shown)
    results = [_action(action, served.get(action.pk, []), request.build_absolute_uri) for action in shown]
    return {"count": found.count(), "next": following, "results": results}


def _served(actions: list[CityAction]) -> dict[int, list[Data]]:
    """What the actions contribute to standing recommendations."""
    served: dict[int, list[Data]] = {}
    links = ActionContribution.objects.filter(action__in=actions).to_standing_recommendations()
    for link in links.prefetch_related(None):
        said: Data = {"recommendation": link.recommendation.slug, "contribution": link.contribution}
        served.setdefault(link.action_id, []).append(said)
    return served


def _action(action: CityAction, served: list[Data], absolute: Absolute) -> Data:
    redaction = getattr(action, "redaction", None)
    return {
        "slug": action.slug,
        "city": action.city.slug,
        "url": absolute(action.get_absolute_url()),
        "title": action.title,
        "status": action.status,
        "kind": action.kind,
        "summary": "" if redaction else action.summary,
        "note": "" if redaction else action.note,
        "responsible_body": action.responsible_body,
        "recorded_by": action.recorded_by.name if action.recorded_by else None,
        "starts_on": _day(action.starts_on),
        "starts_precision": action.starts_precision,
        "ends_on": _day(action.ends_on),
        "ends_precision": action.ends_precision,
        "budget_amount": str(action.budget_amount) if action.budget_amount is not None else None,
        "budget_currency": action.budget_currency,
        "budget_year": action.budget_year,
        "contributions": served,
        "sources": [] if redaction else [{"title": each.title, "url": each.url} for each in action.sources.all()],
        "redaction": notice(redaction),
        "updated_at": action.updated_at.isoformat(),
        "is_example": action.city.is_example,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
