"""Rows of a second table inside a form: labels and memberships; fields that are given once."""

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import Membership
from mechanisms.models import Mechanism
from recommendations.models import Theme
from tests.admin.forms import form_fields
from tests.admin.world import ADMIN, EDITOR, World
from tests.factories import UserFactory


@pytest.fixture
def editor(world: World) -> Client:
    return world.client(EDITOR)


def edit(client: Client, route: str, pk: int, **changes: object) -> str:
    url = reverse(f"{route}:edit", args=[pk])
    return client.post(url, {**form_fields(client, url), **changes}).content.decode()


def new_row(client: Client, route: str, pk: int, rows: str) -> str:
    """Return the name prefix of the first empty row."""
    fields = form_fields(client, reverse(f"{route}:edit", args=[pk]))
    return f"{rows}-{fields[f'{rows}-INITIAL_FORMS']}"


def test_a_label_is_added_and_taken_away(editor: Client) -> None:
    theme = Theme.objects.order_by("pk").first()
    row = new_row(editor, "themes", theme.pk, "aliases")
    edit(editor, "themes", theme.pk, **{f"{row}-label": "A NEW  label", f"{row}-generation": "editor"})
    alias = theme.aliases.get(label="A NEW  label")
    assert alias.key == "a new label"
    fields = form_fields(editor, reverse("themes:edit", args=[theme.pk]))
    row = next(
        name.removesuffix("-id") for name, value in fields.items() if name.endswith("-id") and value == str(alias.pk)
    )
    edit(editor, "themes", theme.pk, **{f"{row}-DELETE": "on"})
    assert not theme.aliases.filter(pk=alias.pk).exists()


def test_a_label_means_one_thing(editor: Client) -> None:
    first, second = Theme.objects.filter(aliases__isnull=False).distinct().order_by("pk")[:2]
    taken = second.aliases.first().label
    row = new_row(editor, "themes", first.pk, "aliases")
    for label in (taken, taken.upper(), "!!!"):
        page = edit(editor, "themes", first.pk, **{f"{row}-label": label, "meaning_en": "Kept"})
        assert "error-message" in page
        assert not Theme.objects.filter(meaning_en="Kept").exists()


def test_a_label_stands_there_once(editor: Client) -> None:
    mechanism = Mechanism.objects.get(slug="cerd")
    count = mechanism.other_names.count()
    rows = {f"other_names-{count}-name": "Same name", f"other_names-{count + 1}-name": "SAME name"}
    assert "A label stands there twice." in edit(editor, "mechanisms", mechanism.pk, **rows)
    assert mechanism.other_names.count() == count


@pytest.mark.parametrize(
    ("route", "key", "field"),
    [
        ("mechanisms", "mechanism", "slug"),
        ("reviews", "review", "key"),
        ("themes", "theme", "slug"),
        ("cities", "city", "slug"),
        ("assessors", "assessor", "slug"),
        ("un-documents", "document", "symbol"),
    ],
)
def test_addresses_never_change(editor: Client, world: World, route: str, key: str, field: str) -> None:
    record = world.objects[key]
    before = getattr(record, field)
    edit(editor, route, record.pk, **{field: "something-else"})
    record.refresh_from_db()
    assert getattr(record, field) == before


def test_a_review_with_recommendations_stays_of_its_mechanism_and_country(editor: Client, world: World) -> None:
    review, cat = world.objects["review"], Mechanism.objects.get(slug="cat")
    edit(editor, "reviews", review.pk, mechanism=cat.pk, session="36")
    review.refresh_from_db()
    assert (review.mechanism.slug, review.session) == ("upr", 36)


def test_only_admins_see_and_change_members(world: World) -> None:
    assessor, newcomer = world.assessor, UserFactory()
    rows = {
        "memberships-TOTAL_FORMS": "3",
        "memberships-INITIAL_FORMS": "2",
        "memberships-2-user": newcomer.pk,
        "memberships-2-role": "contributor",
        "memberships-2-assessor": assessor.pk,
    }
    edit(world.client(EDITOR), "assessors", assessor.pk, **rows)
    assert not Membership.objects.filter(user=newcomer).exists()
    edit(world.client(ADMIN), "assessors", assessor.pk, **rows)
    assert Membership.objects.get(user=newcomer).assessor == assessor


def test_nobody_is_made_a_member_of_two_assessors_of_one_city(world: World) -> None:
    somebody = Membership.objects.exclude(assessor=world.assessor).get(assessor__city=world.assessor.city).user
    rows = {"memberships-2-user": somebody.pk, "memberships-2-role": "contributor"}
    page = edit(world.client(ADMIN), "assessors", world.assessor.pk, **rows)
    assert "This person already acts for an assessor of this city." in page
    assert somebody.memberships.count() == 1


def test_memberships_are_not_deleted(world: World) -> None:
    edit(world.client(ADMIN), "assessors", world.assessor.pk, **{"memberships-0-DELETE": "on"})
    assert world.assessor.memberships.count() == 2


def test_who_verified_an_assessor_is_remembered(world: World) -> None:
    edit(world.client(EDITOR), "assessors", world.assessor.pk, verified_on="2026-01-02")
    world.assessor.refresh_from_db()
    assert world.assessor.verified_by == world.users[EDITOR]


@pytest.mark.parametrize("route", ["mechanisms", "reviews", "themes", "un-documents", "milestones", "affected-groups"])
@pytest.mark.parametrize("query", ['"', "\x00", "%", "x" * 5000])
def test_searching_never_fails(editor: Client, route: str, query: str) -> None:
    parameters = {"q": query, "kind": "x", "ordering": "-kind", "review": "x", "p": "0"}
    assert editor.get(reverse(f"{route}:index"), parameters).status_code == 200


def test_a_search_lists_a_record_once(editor: Client) -> None:
    found = list(editor.get(reverse("mechanisms:index"), {"q": "e"}).context["object_list"])
    assert len(found) == len(set(found)) > 1
