"""A renamed slug goes on working in addresses, and moves to the new one."""

import pytest
from django.http import QueryDict
from django.test import Client

from mechanisms.models import Review
from recommendations.models import Theme
from search.models import FormerValue
from search.selection import Selection
from tests.factories import CityActionFactory, CityFactory, ReviewFactory

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


@pytest.mark.parametrize(
    "rest",
    [
        *("", "progress/", "progress/?known_on=2026-01-31&x=%C3%A9", "progress.csv", "changes/?page=2", "dates.ics"),
        *("actions/?status=planned", "actions/rent-board/"),
    ],
)
def test_a_city_is_found_under_its_former_names(client: Client, rest: str) -> None:
    city = CityFactory(slug="old-town")
    CityActionFactory(city=city, slug="rent-board")
    for slug in ("middle-town", "new-town"):
        rename(city, "slug", slug)
    for former in ("old-town", "middle-town"):
        response = client.get(f"/es/cities/{former}/{rest}")
        assert (response.status_code, response["Location"]) == (301, f"/es/cities/new-town/{rest}")
    assert client.get(f"/es/cities/new-town/{rest}").status_code == 200


def test_what_is_not_there_stays_so(client: Client) -> None:
    city = CityFactory(slug="old-town")
    rename(city, "slug", "new-town")
    for address in ("never-town/", "new-town/actions/none/"):
        assert client.get(f"/en/cities/{address}").status_code == 404
    # A deed that is not there leads to the place where it is not.
    assert client.get("/en/cities/old-town/actions/none/", follow=True).status_code == 404
    # A new city may take the name.
    CityFactory(slug="old-town", name="Another")
    assert "Another" in client.get("/en/cities/old-town/").content.decode()


def test_themes_mechanisms_and_reviews_are_found_under_former_names(client: Client) -> None:
    review = ReviewFactory(upr=True, key="upr-old-usa")
    rename(review, "key", "upr-new-usa")
    rename(Theme.objects.get(slug="housing"), "slug", "homes")
    rename(review.mechanism, "slug", "periodic-review")
    for former, present in (
        ("themes/housing/", "themes/homes/"),
        ("mechanisms/upr/", "mechanisms/periodic-review/"),
        ("mechanisms/upr/upr-old-usa/", "mechanisms/periodic-review/upr-new-usa/"),
        ("mechanisms/upr/upr-old-usa/dates.ics", "mechanisms/periodic-review/upr-new-usa/dates.ics"),
    ):
        response = client.get(f"/en/{former}")
        assert (response.status_code, response["Location"]) == (301, f"/en/{present}")
        assert client.get(f"/en/{present}").status_code == 200
