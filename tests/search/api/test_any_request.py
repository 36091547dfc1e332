"""The API against what its own schema allows and forbids: requests that nobody would think of."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.conftest import SOAK
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    EvidenceFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
)
from tests.search.world import build_world

pytestmark = pytest.mark.django_db

OPERATIONS = ("recommendations", "recommendation", "themes", "reviews", "cities", "city", "progress", "actions")
KNOWN_SLUGS = {"recommendation": "upr-3-usa-26-286", "city": "example-falls", "progress": "example-falls"}
PLAIN = {"Accept-Encoding": "identity"}
EXAMPLES = 10_000 if SOAK else min(settings.default.max_examples, 500)  # type: ignore[union-attr]


@pytest.fixture
def api(db: None) -> Iterator[Any]:
    """The API over a small world of records of every sort."""
    build_world(size=10)
    record = RecommendationFactory(slug=KNOWN_SLUGS["recommendation"])
    city = CityFactory(slug=KNOWN_SLUGS["city"])
    entry = ProgressUpdateFactory(assessor=AssessorFactory(city=city), recommendation=record)
    EvidenceFactory(update=entry)
    CityActionFactory(city=city, serves=[record])
    # As Django's own test client does: the end of a request must not close the connection that holds the test's world.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "forbidden"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_request_gets_what_the_schema_promises(api: Any, name: str, mode: GenerationMode) -> None:
    operation = api.find_operation_by_id(name)
    # The eight addresses, in both ways, share the examples; the search has as many ways to be wrong as all others.
    share = EXAMPLES // 4 if name == "recommendations" else EXAMPLES // 28

    @settings(max_examples=max(share, 5), deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        # An empty value is no value: forms send fields that nobody filled in. The schema says so (allowEmptyValue).
        assume(mode is GenerationMode.POSITIVE or all(_is_filled(value) for value in (case.query or {}).values()))
        if name in KNOWN_SLUGS and len(str(case.path_parameters.get("slug", ""))) % 2:
            case.path_parameters["slug"] = KNOWN_SLUGS[name]
        # Whether a theme exists is known to the database, not to the schema: a request may be well-formed and refused.
        case.call_and_validate(headers=PLAIN, excluded_checks=[positive_data_acceptance])

    ask()


def _is_filled(value: Any) -> bool:
    return all(str(each).strip() for each in (value if isinstance(value, list) and value else [value]))
