"""Every address of the admin × every role × own and other objects, GET and POST, asking content and database."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from cities.roles import ASSESSOR_MEMBERS
from mechanisms.models import Country
from search.changes import data_version
from tests.admin.decisions import DECISIONS, MODERATED_OF_A, Decision, Write
from tests.admin.forms import form_fields
from tests.admin.routes import Route, admin_routes, tracker_namespaces, undone, watched_writes
from tests.admin.world import (
    ADMIN,
    ANONYMOUS,
    CONTRIBUTOR,
    COORDINATOR,
    OTHER_SIDE,
    ROLES,
    WHO_MAY_READ,
    World,
)
from tests.factories import CityActionFactory


@pytest.fixture
def busy_world(world: World) -> World:
    """The world, with an action of A in a workflow that in stock Wagtail any member of any assessor could approve."""
    action = CityActionFactory(
        city=world.assessor.city, recorded_by=world.assessor, title_en="MARK draft of A, in moderation", draft=True
    )
    action.save_revision()
    task = GroupApprovalTask.objects.create(name="Anybody")
    task.groups.add(Group.objects.get(name=ASSESSOR_MEMBERS))
    workflow = Workflow.objects.create(name="Loose")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(action, world.users[CONTRIBUTOR])
    action.refresh_from_db()
    world.objects[MODERATED_OF_A] = action
    world.objects["country"] = Country.objects.home()
    # All of this is one transaction with the test: its version is taken now, not by the first page that asks for it.
    data_version()
    return world


def tracker_routes() -> list[Route]:
    return [route for route in admin_routes() if route.name.rpartition(":")[0] in tracker_namespaces()]


def test_every_route_has_a_decision() -> None:
    assert {route.name for route in tracker_routes()} == set(DECISIONS)


def test_nothing_can_be_deleted_or_copied() -> None:
    names = {route.name.rpartition(":")[2] for route in tracker_routes()}
    assert not names & {"delete", "delete_multiple", "copy", "usage", "create"}


def test_reading(busy_world: World) -> None:
    clients = {role: busy_world.client(role) for role in ROLES}
    problems = []
    for route, decision, key, url in _visits(busy_world):
        for role, client in clients.items():
            with watched_writes() as written, undone():
                response = client.get(url)
            where = f"GET {route.name} on “{key}” as {role}: {response.status_code}"
            if (response.status_code == 200) != (role in decision.opens[key]) or response.status_code >= 500:
                problems.append(where)
            if written:
                problems.append(f"{where} wrote {written}")
            problems += [f"{where} shows “{mark}”" for mark in _secrets_told(response, role)]
    assert not problems, "\n".join(problems)


def test_writing(busy_world: World) -> None:
    clients = {role: busy_world.client(role) for role in ROLES}
    problems = []
    for route, decision, key, url in _visits(busy_world):
        write = decision.writes.get(key)
        payload = _payload(busy_world, write, url) if write else {"title_en": "Changed", "name": "Changed"}
        for role, client in clients.items():
            with watched_writes() as written, undone():
                response = client.post(url, payload)
            where = f"POST {route.name} on “{key}” as {role}: {response.status_code}, wrote {written or 'nothing'}"
            expected = write.tables if write and role in write.by else set()
            if not expected <= written or (written and not expected) or response.status_code >= 500:
                problems.append(f"{where} {_errors(response) or ''}")
            problems += [f"{where} shows “{mark}”" for mark in _secrets_told(response, role)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("role", [ANONYMOUS, OTHER_SIDE])
def test_no_other_address_of_the_admin_tells_secrets(busy_world: World, draft_page: int, role: str) -> None:
    """Stock addresses, too: choosers, bulk actions, reports, APIs, editing sessions, translations."""
    client = busy_world.client(role)
    signed_in = client.cookies.output(header="")
    ours = tracker_routes()
    urls = [url for route in admin_routes() if route not in ours for url in _guesses(route, busy_world, draft_page)]
    problems = []
    for url in urls:
        for method in (client.get, client.post):
            # Some address signs out: from there on, the test would ask as nobody.
            client.cookies = SimpleCookie(signed_in)
            with watched_writes() as written, undone():
                response = method(url)
            where = f"{method.__name__} {url} as {role}"
            problems += [f"{where} shows “{mark}”" for mark in _secrets_told(response, role)]
            if written:
                problems.append(f"{where} wrote {written}")
    assert len(urls) > 200
    assert not problems, "\n".join(problems)


@pytest.fixture
def draft_page(db: None) -> int:
    """A page that nobody published."""
    from wagtail.models import Page

    parent = Page.objects.filter(depth=2).first() or Page.objects.get(depth=1)
    return parent.add_child(instance=Page(title="MARK draft page", slug="draft", live=False)).pk


def _visits(world: World) -> Iterator[tuple[Route, Decision, str, str]]:
    """Yield each route with each object of its decision, and the address."""
    for route in tracker_routes():
        decision = DECISIONS[route.name]
        for key in decision.opens:
            yield route, decision, key, reverse(route.name, kwargs=_parameters(route, world, key))


def _parameters(route: Route, world: World, key: str) -> dict[str, object]:
    values: dict[str, object] = {}
    record: Any = world.objects.get(key)
    for name in route.parameters:
        if name in ("slug", "key"):
            values[name] = getattr(record, name)
        elif name == "pk":
            values[name] = record.pk
        elif name == "revision_id":
            values[name] = record.latest_revision_id
        elif name in ("revision_id_a", "revision_id_b"):
            values[name] = "earliest" if name.endswith("a") else "latest"
        elif name == "task_id":
            values[name] = record.current_workflow_state.current_task_state.task_id
        elif name == "task_state_id":
            values[name] = record.current_workflow_state.current_task_state_id
        elif name == "workflow_state_id":
            values[name] = record.current_workflow_state.pk
        elif name in ("action_name", "outcome"):
            values[name] = {"action_name": "approve", "outcome": "created"}[name]
        else:
            raise AssertionError(f"{route.name} has a parameter nobody thought of: {name}")
    return values


def _payload(world: World, write: Write, url: str) -> dict[str, object]:
    """Return what somebody who may would post: the form as it stands with the decision's fields changed."""
    changes = {
        name: world.objects[str(value).removeprefix("pk of ")].pk if str(value).startswith("pk of ") else value
        for name, value in write.fields.items()
    }
    if write.bare:
        return changes
    allowed = next(role for role in (ADMIN, COORDINATOR, *ROLES) if role in write.by)
    return {**form_fields(world.client(allowed), url), **changes}


def _guesses(route: Route, world: World, draft_page: int) -> Iterator[str]:
    """Yield addresses of ``route`` that would hit records others may not see."""
    draft = world.objects["draft of A"]
    guess: dict[str, object] = {
        "app_label": "cities",
        "app_name": "cities",
        "model_name": "cityaction",
        "action": "delete",
        "action_name": "approve",
        "content_type_app_name": "cities",
        "content_type_model_name": "cityaction",
        "revision_id": draft.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "mode": "",
    }
    for pk in (draft.pk, draft_page) if route.parameters else (draft.pk,):
        try:
            url = reverse(route.name, kwargs={name: guess.get(name, pk) for name in route.parameters})
        except NoReverseMatch:
            continue
        yield f"{url}?id={pk}&q=MARK&search=MARK"
        yield f"{url}?id=all"


def _secrets_told(response: Any, role: str) -> list[str]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace") + response.headers.get("Location", "")
    return [mark for mark, readers in WHO_MAY_READ.items() if role not in readers and mark in text]


def _errors(response: Any) -> object:
    form = (getattr(response, "context_data", None) or {}).get("form")
    return form and (form.errors, form.non_field_errors())
