"""City actions: whose word it is decides who writes, and a draft stays a draft until a coordinator publishes it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from cities.admin.action_form import free_slug
from cities.models import ActionContribution, CityAction, Membership
from cities.roles import ASSESSOR_MEMBERS
from tests.admin.forms import form_fields
from tests.admin.world import ADMIN, CONTRIBUTOR, COORDINATOR, EDITOR, OTHER_CITY, World
from tests.factories import AssessorFactory, CityActionFactory, MembershipFactory, RecommendationFactory

ACTIONS = "wagtailsnippets_cities_cityaction"


def url_of(route: str, *args: object) -> str:
    return reverse(f"{ACTIONS}:{route}", args=args)


def add(client: Client, **changes: object) -> Any:
    fields = form_fields(client, url_of("add"))
    return client.post(url_of("add"), {**fields, "title_en": "Rent help", "kind": "programme", **changes})


def made() -> CityAction:
    return CityAction.objects.get(title_en="Rent help")


def test_a_contributor_records_a_draft_for_its_own_assessor(world: World) -> None:
    add(world.client(CONTRIBUTOR), **{"action-publish": "1"})
    assert (made().recorded_by, made().city, made().live) == (world.assessor, world.assessor.city, False)
    assert made().slug == "rent-help"


def test_a_coordinator_publishes(world: World) -> None:
    add(world.client(COORDINATOR), **{"action-publish": "1"})
    assert made().live


def test_a_coordinator_publishes_nothing_before_the_assessor_is_verified(world: World) -> None:
    world.assessor.verified_on = None
    world.assessor.save()
    add(world.client(COORDINATOR), **{"action-publish": "1"})
    assert not made().live


def test_somebody_with_two_roles_publishes_only_where_coordinator(world: World) -> None:
    MembershipFactory(user=world.users[COORDINATOR], assessor=world.other_assessor)
    client = world.client(COORDINATOR)
    response = add(client, recorded_by=world.other_assessor.pk, **{"action-publish": "1"})
    assert (made().recorded_by, made().live) == (world.other_assessor, False)
    assert response.status_code == 302


def test_nobody_records_for_another_assessor(world: World) -> None:
    for role in (CONTRIBUTOR, OTHER_CITY, EDITOR, ADMIN):
        target = world.assessor if role == OTHER_CITY else world.other_assessor
        add(world.client(role), recorded_by=target.pk, city=target.city_id)
        assert not CityAction.objects.filter(title_en="Rent help", recorded_by=target).exists(), role
        CityAction.objects.filter(title_en="Rent help").delete()


def test_an_action_never_moves_to_another_city_or_assessor(world: World) -> None:
    action = world.objects["draft of A"]
    client = world.client(COORDINATOR)
    url = url_of("edit", action.pk)
    other = world.other_assessor
    client.post(
        url,
        {
            **form_fields(client, url),
            "city": other.city_id,
            "recorded_by": other.pk,
            "title_en": "Moved",
            "slug": "moved",
        },
    )
    action.refresh_from_db()
    assert (action.title_en, action.recorded_by, action.city) == ("Moved", world.assessor, world.assessor.city)
    assert action.slug != "moved"


def test_publishing_an_edit_is_for_coordinators(world: World) -> None:
    action = world.objects["draft of A"]
    url = url_of("edit", action.pk)
    for role, live in ((CONTRIBUTOR, False), (COORDINATOR, True)):
        client = world.client(role)
        page = client.get(url).content.decode()
        assert ('name="action-publish"' in page) is live
        client.post(url, {**form_fields(client, url), "action-publish": "1"})
        action.refresh_from_db()
        assert action.live is live


def test_an_ended_membership_opens_nothing(world: World) -> None:
    membership = Membership.objects.get(user=world.users[COORDINATOR])
    client = world.client(COORDINATOR)
    assert client.get(url_of("edit", world.objects["draft of A"].pk)).status_code == 200
    membership.ended_at = membership.started_at
    membership.save()
    assert client.get(url_of("edit", world.objects["draft of A"].pk)).status_code == 302
    assert not world.users[COORDINATOR].groups.filter(name=ASSESSOR_MEMBERS).exists()


def test_a_task_of_another_action_is_not_approved(world: World) -> None:
    """The stock view takes the number of any task that is under way."""
    task = GroupApprovalTask.objects.create(name="Anybody")
    task.groups.add(Group.objects.get(name=ASSESSOR_MEMBERS))
    workflow = Workflow.objects.create(name="Loose")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    theirs = world.objects["draft of A"]
    own = CityActionFactory(city=world.other_assessor.city, recorded_by=world.other_assessor, draft=True)
    for action in (theirs, own):
        action.save_revision()
        workflow.start(action, world.users[CONTRIBUTOR])
    foreign_task = theirs.current_workflow_state.current_task_state_id
    client = world.client(OTHER_CITY)
    for route in ("workflow_action", "collect_workflow_action_data"):
        url = url_of(route, own.pk, "approve", foreign_task)
        assert client.post(url, {"comment": ""}, follow=True).status_code == 404
    theirs.refresh_from_db()
    assert not theirs.live
    own_task = own.current_workflow_state.current_task_state_id
    client.post(url_of("workflow_action", own.pk, "approve", own_task), {"comment": ""})
    own.refresh_from_db()
    assert own.live


def test_lock_and_unlock(world: World) -> None:
    action = world.objects["draft of A"]
    for role, route, locked in (
        (CONTRIBUTOR, "lock", False),
        (ADMIN, "lock", False),
        (COORDINATOR, "lock", True),
        (CONTRIBUTOR, "unlock", True),
        (ADMIN, "unlock", True),
        (COORDINATOR, "unlock", False),
    ):
        world.client(role).post(url_of(route, action.pk))
        action.refresh_from_db()
        assert action.locked is locked, (role, route)


def test_bulk_deletion_deletes_and_names_nothing(world: World) -> None:
    count = CityAction.objects.count()
    for role in (CONTRIBUTOR, COORDINATOR, OTHER_CITY, EDITOR, ADMIN):
        for method in ("get", "post"):
            response = getattr(world.client(role), method)("/admin/bulk/cities/cityaction/delete/?id=all")
            assert (response.status_code, "MARK" in response.content.decode()) == (302, False)
    assert CityAction.objects.count() == count


def test_recommendations_and_sources_stand_there_once(world: World) -> None:
    client = world.client(COORDINATOR)
    recommendation = RecommendationFactory()
    rows: dict[str, object] = {"contributions-TOTAL_FORMS": "2", "sources-TOTAL_FORMS": "0"}
    for number in range(2):
        rows[f"contributions-{number}-recommendation"] = recommendation.pk
        rows[f"contributions-{number}-contribution_en"] = "It helps."
    response = add(client, **rows, **{"action-publish": "1"})
    assert response.status_code == 200
    assert "must be unique" in response.content.decode()
    assert not CityAction.objects.filter(title_en="Rent help").exists()
    add(client, **{**rows, "contributions-TOTAL_FORMS": "1"}, **{"action-publish": "1"})
    assert [served.recommendation for served in made().contributions.all()] == [recommendation]


ONE_ROW = {"contributions-INITIAL_FORMS": "1", "contributions-TOTAL_FORMS": "1"}


@pytest.mark.parametrize(
    "forged",
    [
        {"overwrite_revision_id": "x"},
        ONE_ROW,
        {**ONE_ROW, "contributions-0-id": "abc"},
        {**ONE_ROW, "contributions-0-id": "9" * 20},
        {"contributions-TOTAL_FORMS": "1", "contributions-0-id": "", "contributions-0-recommendation": "x\0"},
        {"sources-INITIAL_FORMS": "1", "sources-TOTAL_FORMS": "1"},
        {"workflow-action-extra-data": "{bad"},
        {"workflow-action-extra-data": '{"user": 1}'},
    ],
)
def test_numbers_that_are_none_are_refused(world: World, forged: dict[str, str]) -> None:
    client, draft = world.client(COORDINATOR), world.objects["draft of A"]
    url = url_of("edit", draft.pk)
    response = client.post(url, {**form_fields(client, url), "title_en": "Forged", **forged})
    assert response.status_code == 302
    assert CityAction.objects.get(pk=draft.pk).get_latest_revision_as_object().title_en != "Forged"


def test_a_row_of_another_action_stays_there(world: World) -> None:
    client, draft, other = (
        world.client(COORDINATOR),
        world.objects["draft of A"],
        world.objects["published action of A"],
    )
    served = RecommendationFactory()
    row = ActionContribution.objects.create(action=other, recommendation=served, contribution_en="Theirs")
    url = url_of("edit", draft.pk)
    forged = {"contributions-0-id": str(row.pk), "contributions-0-recommendation": str(row.recommendation_id)}
    client.post(url, {**form_fields(client, url), **ONE_ROW, **forged, "contributions-0-contribution_en": "Taken"})
    row.refresh_from_db()
    assert (row.action_id, row.contribution_en) == (other.pk, "Theirs")


def test_addresses_are_free_and_never_empty(world: World) -> None:
    city = world.assessor.city
    CityActionFactory(city=city, slug="rent")
    assert free_slug(city, "Rent") == "rent-2"
    assert free_slug(world.other_assessor.city, "Rent") == "rent"
    assert free_slug(city, "¿?") == "action"
    assert len(free_slug(city, "long " * 100)) <= 120


@pytest.mark.parametrize("query", ['"', "\x00", "%", "x" * 5000])
def test_searching_never_fails(world: World, query: str) -> None:
    for role in (COORDINATOR, EDITOR):
        parameters = {"q": query, "kind": "programme", "live": "true", "city": "x", "ordering": "-status"}
        assert world.client(role).get(url_of("list"), parameters).status_code == 200


def test_filters_name_only_cities_whose_actions_one_may_see(world: World) -> None:
    stranger = MembershipFactory(assessor=AssessorFactory(city__name="Elsewhere"), coordinator=True).user
    CityActionFactory(city__name="Secretville", draft=True)
    client = Client()
    client.force_login(stranger)
    assert "Secretville" not in client.get(url_of("list")).content.decode()
