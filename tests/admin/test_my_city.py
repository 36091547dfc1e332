"""What a member's first page tells, choosing a recommendation, and the baseline of a theme."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import ProgressUpdate
from mechanisms.models import Milestone
from tests.admin.forms import form_fields
from tests.admin.recording import (
    form_url,
    record,
    said_wrong,
)
from tests.admin.world import ADMIN, CONTRIBUTOR, COORDINATOR, EDITOR, OTHER_SIDE, World
from tests.factories import (
    CityActionFactory,
    ImplementationFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ReviewFactory,
)


def test_my_city_tells_what_to_do(world: World) -> None:
    review = world.objects["review"]
    named, local = (
        RecommendationFactory(review=review, reach=reach, theme_slugs=["housing"], summary_en=f"Do {reach}.")
        for reach in ("names_local", "local_can_act")
    )
    national = RecommendationFactory(review=review, reach="national_only")
    CityActionFactory(city=world.assessor.city, recorded_by=world.assessor, title_en="Unlinked")
    old = record(world.client(COORDINATOR), national, as_of="2020-02-02")
    page = world.client(COORDINATOR).get(reverse("my-city:index")).content.decode()
    assert re.search(r"Waiting for me\s+\(1\)", page)
    assert re.search(r"Not assessed yet\s+\(2\)", page)
    assert page.index("Do names_local.") < page.index("Do local_can_act.")
    assert "Unlinked" in page
    assert old.recommendation.citation in page
    assert reverse("progress:baseline", args=["housing"]) in page
    assert form_url(named) in page
    assert form_url(local) in page


def test_dates_that_nobody_recorded_of_a_review_long_done_are_not_coming(world: World) -> None:
    done, ahead = ReviewFactory(year=2010, state="completed"), ReviewFactory(year=2030, state="scheduled")
    for review, title in ((done, "Long ago"), (ahead, "Yet to be announced")):
        Milestone.objects.create(review=review, slug="adoption", kind="adoption", title_en=title)
    page = world.client(COORDINATOR).get(reverse("my-city:index")).content.decode()
    assert "Yet to be announced" in page
    assert "Long ago" not in page


def test_the_list_of_entries_leads_to_each(world: World) -> None:
    page = world.client(COORDINATOR).get(reverse("progress:index")).content.decode()
    for name in ("pending entry of A", "published entry of A"):
        assert f'href="{reverse("progress:inspect", args=[world.objects[name].pk])}"' in page


def test_my_city_costs_the_same_however_much_there_is(world: World) -> None:
    """Session, user, permissions of user and group, profile, memberships, locales, page and collection permissions:
    9 of Wagtail's frame. Entries (in hand, old words, latest of the city), own actions, drafts, what is open, its
    themes, dates: 6."""
    client, url = world.client(COORDINATOR), reverse("my-city:index")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    # Where nothing is open, nobody asks for its themes.
    RecommendationFactory(review=world.objects["review"], local=True, theme_slugs=["housing"])
    queries()
    few = queries()
    for asked in RecommendationFactory.create_batch(8, review=world.objects["review"], local=True):
        ProgressUpdateFactory(assessor=world.assessor, recommendation=asked, pending=True)
        ImplementationFactory(
            city=world.assessor.city,
            assessor=world.assessor,
            recommendation=asked,
            as_of=datetime.date(2020, 1, 1),
        )
        CityActionFactory(city=world.assessor.city, recorded_by=world.assessor)
    RecommendationFactory.create_batch(8, review=world.objects["review"], local=True, theme_slugs=["housing"])
    assert queries() == few <= 15


def test_my_city_is_for_members(world: World) -> None:
    url = reverse("my-city:index")
    for role, there in ((CONTRIBUTOR, True), (OTHER_SIDE, True), (EDITOR, False), (ADMIN, False)):
        client = world.client(role)
        assert (client.get(url).status_code == 200) is there
        assert (url in client.get("/admin/").content.decode()) is there
    assert "MARK" not in world.client(OTHER_SIDE).get(url, {"for": world.assessor.slug}).content.decode()


def test_a_baseline_of_one_theme(world: World) -> None:
    client, url = world.client(COORDINATOR), reverse("progress:baseline", args=["housing"])
    rows = RecommendationFactory.create_batch(3, review=world.objects["review"], local=True, theme_slugs=["housing"])
    fields = {**form_fields(client, url), "where_looked": "Minutes of 2025"}
    fields |= {f"row-{rows[0].pk}-status": "no_action", f"row-{rows[1].pk}-status": "limited_progress"}
    fields[f"row-{rows[1].pk}-note"] = "One rule."
    client.post(url, fields)
    client.post(url, fields)
    entries = ProgressUpdate.objects.filter(recommendation__in=rows).order_by("recommendation")
    assert [(entry.status, entry.state, entry.note_en) for entry in entries] == [
        ("no_action", "published", ""),
        ("limited_progress", "published", "One rule."),
    ]
    assert form_fields(client, url).keys() >= {f"row-{rows[2].pk}-status"}
    assert f"row-{rows[0].pk}-status" not in form_fields(client, url)


@pytest.mark.parametrize(
    "change", [{"as_of": "2999-01-01"}, {"where_looked": ""}, {"status": "implemented"}, {"as_of": "x"}]
)
def test_a_baseline_is_recorded_whole_or_not_at_all(world: World, change: dict[str, str]) -> None:
    client, url = world.client(CONTRIBUTOR), reverse("progress:baseline", args=["housing"])
    rows = RecommendationFactory.create_batch(2, review=world.objects["review"], local=True, theme_slugs=["housing"])
    fields = {**form_fields(client, url), "where_looked": "Minutes", f"row-{rows[0].pk}-status": "no_action"}
    fields[f"row-{rows[1].pk}-status"] = change.get("status", "no_action")
    response = client.post(url, {**fields, **change})
    assert said_wrong(response)
    assert not ProgressUpdate.objects.filter(recommendation__in=rows).exists()


def test_choosing_a_recommendation(world: World) -> None:
    client, url = world.client(CONTRIBUTOR), reverse("progress:choose")
    review = world.objects["review"]
    rent = RecommendationFactory(review=review, local=True, summary_en="Lower the rent.", theme_slugs=["housing"])
    far = RecommendationFactory(review=review, reach="national_only", summary_en="Sign a treaty.")
    shown = {
        "": {rent},
        "?q=rent": {rent},
        "?q=treaty": {far},
        "?local=on&q=treaty": set(),
        "?theme=housing": {rent},
        "?theme=none-such": set(),
    }
    for query, expected in shown.items():
        response = client.get(url + query)
        assert {one for one, _word in response.context["rows"]} == expected, query
    for query in (
        "?q=%00",
        "?about=a%00b",
        "?q=" + "x" * 3000,
        "?p=x",
        "?for=nobody",
        "?about=nothing",
        "?theme=1&q=%27",
    ):
        assert client.get(url + query).status_code == 200
