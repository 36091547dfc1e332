"""A renamed slug goes on working in addresses, and moves to the new one."""

import pytest
from django.http import QueryDict
from django.test import Client

from mechanisms.models import Review
from recommendations.models import Theme
from search.models import FormerValue
from search.selection import Selection
from tests.factories import CityFactory, ReviewFactory

pytestmark = pytest.mark.django_db


def rename(record: object, field: str, value: str) -> None:
    setattr(record, field, value)
    record.save()  # type: ignore[attr-defined]


def test_a_former_slug_in_a_parameter_moves_to_the_present_one(client: Client) -> None:
    rename(Theme.objects.get(slug="housing"), "slug", "homes")
    rename(CityFactory(slug="old-town"), "slug", "new-town")
    response = client.get("/en/recommendations/?theme=Housing&city=old-town&not_theme=food")
    assert (response.status_code, response["Location"]) == (
        302,
        "/en/recommendations/?theme=homes&city=new-town&not_theme=food",
    )


def test_names_given_again_and_again_lead_to_the_last_one() -> None:
    review = ReviewFactory(key="first-key")
    for key in ("second-key", "third-key"):
        rename(Review.objects.get(pk=review.pk), "key", key)
    for former in ("first-key", "second-key", "third-key"):
        assert Selection.parse(QueryDict(f"review={former}")).review == ("third-key",)
    rename(Review.objects.get(pk=review.pk), "key", "first-key")
    assert Selection.parse(QueryDict("review=second-key")).review == ("first-key",)
    assert not FormerValue.objects.filter(former="first-key").exists()


def test_saving_without_a_new_slug_writes_nothing_down() -> None:
    rename(Theme.objects.get(slug="housing"), "label_es", "Vivienda")
    assert not FormerValue.objects.exists()


def test_a_value_that_never_was_stays_unknown() -> None:
    rename(Theme.objects.get(slug="housing"), "slug", "homes")
    (problem,) = Selection.parse(QueryDict("theme=housng")).problems
    assert problem.kind == "unknown_value"
