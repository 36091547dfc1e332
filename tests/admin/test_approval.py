"""The workflow of actions: coordinators of the recording assessor approve, and nobody else even hears of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, TaskState, Workflow

from cities.approval import ensure_workflow
from cities.models import CityAction, CoordinatorApproval
from cities.signals import action_published, action_returned, action_submitted
from mechanisms.models import Country
from recommendations.models import Recommendation
from tests.admin.forms import form_fields
from tests.admin.world import ADMIN, CONTRIBUTOR, COORDINATOR, EDITOR, OTHER_CITY, OTHER_SIDE, World
from tests.factories import CityActionFactory, RecommendationFactory, ReviewFactory

ACTIONS = "wagtailsnippets_cities_cityaction"
Heard = list[tuple[str, dict[str, Any]]]


def url_of(route: str, *args: object) -> str:
    return reverse(f"{ACTIONS}:{route}", args=args)


@pytest.fixture
def heard() -> Iterator[Heard]:
    """What the room tells the rooms above it."""
    heard: Heard = []
    signals = {"submitted": action_submitted, "returned": action_returned, "published": action_published}

    def listener(name: str) -> Any:
        return lambda **kwargs: heard.append((name, kwargs))

    listeners = {name: listener(name) for name in signals}
    for name, signal in signals.items():
        signal.connect(listeners[name])
    yield heard
    for name, signal in signals.items():
        signal.disconnect(listeners[name])


@pytest.fixture
def action(world: World) -> CityAction:
    return world.objects["draft of A"]


def save(client: Client, action: CityAction, button: str, **fields: object) -> Any:
    url = url_of("edit", action.pk)
    response = client.post(url, {**form_fields(client, url), **fields, button: "1"})
    action.refresh_from_db()
    return response


def decide(client: Client, action: CityAction, what: str, comment: str = "") -> None:
    step = action.current_workflow_state.current_task_state_id
    client.post(url_of("workflow_action", action.pk, what, step), {"comment": comment})
    action.refresh_from_db()


def test_a_contributor_submits_and_a_coordinator_approves(world: World, action: CityAction, heard: Heard) -> None:
    contributor, coordinator = world.client(CONTRIBUTOR), world.client(COORDINATOR)
    save(contributor, action, "action-submit", summary_en="Read this.")
    assert (action.live, action.workflow_in_progress) == (False, True)
    assert action.title_en in coordinator.get(reverse("my-city:index")).content.decode()
    assert "Approve and Publish" in coordinator.get(url_of("edit", action.pk)).content.decode()
    assert action.title_en not in world.client(OTHER_SIDE).get(reverse("my-city:index")).content.decode()
    save(contributor, action, "action-draft", summary_en="Changed while it waits.")
    assert action.get_latest_revision_as_object().summary_en == "Read this.", "what is approved is what was read"
    decide(coordinator, action, "approve")
    assert (action.live, action.summary_en) == (True, "Read this.")
    assert [name for name, _ in heard] == ["submitted", "published"]
    assert heard[0][1]["user"] == world.users[CONTRIBUTOR]
    assert all(told["action"] == action for _, told in heard)


def test_what_is_returned_can_be_changed_and_submitted_again(world: World, action: CityAction, heard: Heard) -> None:
    contributor = world.client(CONTRIBUTOR)
    save(contributor, action, "action-submit")
    decide(world.client(COORDINATOR), action, "reject", "Since when?")
    assert (heard[-1][0], heard[-1][1]["comment"], action.live) == ("returned", "Since when?", False)
    assert "Send to a coordinator again" in contributor.get(url_of("edit", action.pk)).content.decode()
    save(contributor, action, "action-draft", summary_en="Since May.")
    assert action.get_latest_revision_as_object().summary_en == "Since May."


@pytest.mark.parametrize("role", [CONTRIBUTOR, OTHER_SIDE, OTHER_CITY, EDITOR, ADMIN])
def test_nobody_else_decides_or_hears(world: World, action: CityAction, role: str) -> None:
    save(world.client(CONTRIBUTOR), action, "action-submit")
    decide(world.client(role), action, "approve")
    assert not action.live
    step = CoordinatorApproval.objects.get()
    user = world.users[role]
    assert step.get_actions(action, user) == []
    assert not TaskState.objects.reviewable_by(user).exists()
    assert TaskState.objects.reviewable_by(world.users[COORDINATOR]).count() == 1


def test_an_unverified_assessor_approves_nothing(world: World, action: CityAction) -> None:
    world.assessor.verified_on = None
    world.assessor.save()
    save(world.client(CONTRIBUTOR), action, "action-submit")
    decide(world.client(COORDINATOR), action, "approve")
    assert not action.live


def test_every_installation_has_the_workflow_once(db: None) -> None:
    ensure_workflow()
    assert Workflow.objects.filter(workflow_content_types__content_type__model="cityaction").count() == 1
    assert CityAction(pk=1).get_workflow() is not None


def test_publishing_on_a_day_to_come(world: World, action: CityAction) -> None:
    tomorrow = timezone.localtime() + timedelta(days=1)
    save(world.client(COORDINATOR), action, "action-publish", go_live_at=tomorrow.strftime("%Y-%m-%d %H:%M"))
    call_command("publish_scheduled")
    action.refresh_from_db()
    assert not action.live
    # The day has come.
    scheduled = Revision.objects.get(approved_go_live_at__isnull=False)
    scheduled.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    scheduled.content["go_live_at"] = scheduled.approved_go_live_at.isoformat()
    scheduled.save()
    call_command("publish_scheduled")
    action.refresh_from_db()
    assert action.live


def test_a_contributor_schedules_nothing_alone(world: World, action: CityAction) -> None:
    past = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    save(world.client(CONTRIBUTOR), action, "action-publish", go_live_at=past)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_a_preview_is_the_public_page_of_the_draft(world: World, action: CityAction) -> None:
    url = url_of("preview_on_edit", action.pk)
    for role in (CONTRIBUTOR, COORDINATOR):
        client = world.client(role)
        fields = {**form_fields(client, url_of("edit", action.pk)), "title_en": f"Seen by {role}"}
        fields |= {"contributions-TOTAL_FORMS": "1", "contributions-0-contribution_en": "It helps so."}
        fields["contributions-0-recommendation"] = world.objects["recommendation"].pk
        assert client.post(url, fields).json() == {"is_valid": True, "is_available": True}
        page = client.get(url).content.decode()
        assert f"Seen by {role}" in page
        assert "It helps so." in page
    assert world.client(OTHER_SIDE).get(url, follow=True).status_code == 404
    action.refresh_from_db()
    assert "Seen by" not in action.title_en


def test_a_preview_of_a_new_action(world: World) -> None:
    client, add, url = world.client(COORDINATOR), url_of("add"), url_of("preview_on_add")
    client.post(url, {**form_fields(client, add), "title_en": "Not saved yet", "kind": "other"})
    assert "Not saved yet" in client.get(url).content.decode()
    assert "Not saved yet" not in world.client(CONTRIBUTOR).get(url).content.decode()


@pytest.mark.parametrize(
    ("precision", "kept", "shown"),
    [("year", "2024-01-01", "2024"), ("month", "2024-03-01", "March 2024"), ("day", "2024-03-17", "March 17, 2024")],
)
def test_a_date_is_no_more_exact_than_it_is_known(
    world: World, action: CityAction, precision: str, kept: str, shown: str
) -> None:
    save(world.client(COORDINATOR), action, "action-publish", starts_on="2024-03-17", starts_precision=precision)
    assert (action.starts_on.isoformat(), action.starts) == (kept, shown)


def rows(client: Client, route: str, **asked: object) -> set[Any]:
    return set(client.get(url_of(route), asked).context["object_list"])


def test_actions_are_found_by_what_they_serve(world: World) -> None:
    review = world.objects["review"]
    housing = RecommendationFactory(review=review, theme_slugs=["housing"])
    one = CityActionFactory(city=world.assessor.city, serves=[housing], starts_on="2024-05-01")
    other = CityActionFactory(city=world.assessor.city, serves=[RecommendationFactory()])
    client, theme = world.client(EDITOR), housing.themes.get()
    for asked in ({"theme": theme.pk}, {"review": review.pk, "year": 2024}, {"mechanism": review.mechanism_id}):
        found = rows(client, "list", **asked)
        assert one in found, asked
        assert other not in found, asked
    for bad in ({"theme": "x"}, {"year": "x"}, {"year": "99999"}, {"review": "0"}, {"mechanism": "\x00"}):
        assert client.get(url_of("list"), bad).status_code == 200


def chosen(client: Client, **asked: object) -> set[str]:
    page = client.get(reverse("recommendation-chooser:choose_results"), asked).content
    return {
        link.get_text().strip() for link in BeautifulSoup(page, "html.parser").select("a[data-chooser-modal-choice]")
    }


def test_the_chooser_searches_by_words_theme_review_and_reach(world: World) -> None:
    review = world.objects["review"]
    rent = RecommendationFactory(
        review=review, paragraph="901", summary_en="Lower rents.", theme_slugs=["housing"], local=True
    )
    tax = RecommendationFactory(review=review, paragraph="902", summary_en="Lower taxes.", reach="national_only")
    client = world.client(CONTRIBUTOR)
    theme = Recommendation.objects.get(pk=rent.pk).themes.get()
    assert chosen(client, q="lower") == {rent.citation, tax.citation}
    assert chosen(client, q="lower", theme=theme.pk) == {rent.citation}
    assert chosen(client, theme=theme.pk) == {rent.citation}
    # As the public search: stems, "or", "not"; and what is no search is explained and finds nothing.
    assert chosen(client, q="lowering (rent OR tax)") == {rent.citation, tax.citation}
    assert chosen(client, q="lower -tax") == {rent.citation}
    assert chosen(client, q="(lower") == set()
    results = reverse("recommendation-chooser:choose_results")
    assert "opens a bracket" in client.get(results, {"q": "(lower"}).content.decode()
    assert "opens a bracket" in client.get(reverse("recommendation-chooser:choose"), {"q": "(lower"}).json()["html"]
    assert chosen(client, q="lower", reach="national_only", review=review.pk) == {tax.citation}
    assert chosen(client, q="lower", review="999999") == set(), "a wrong value shows nothing, not all"
    several = client.get(reverse("recommendation-chooser:chosen_multiple"), {"id": [rent.pk, tax.pk]}).json()
    assert {row["id"] for row in several["result"]} == {str(rent.pk), str(tax.pk)}


def test_an_action_serves_no_recommendation_of_another_country(world: World, action: CityAction) -> None:
    foreign = RecommendationFactory(review=ReviewFactory(country=Country.objects.get(iso3="CHL")))
    own = RecommendationFactory(review=world.objects["review"])
    client = world.client(COORDINATOR)
    for recommendation, served in ((foreign, 0), (own, 1)):
        fields = {"contributions-TOTAL_FORMS": "1", "contributions-0-recommendation": str(recommendation.pk)}
        response = save(client, action, "action-publish", **fields)
        assert ("made to another country" in response.content.decode()) is (not served)
        assert action.contributions.count() == served
        assert action.live is bool(served)
