"""What Wagtail and its add-ons leave open, each with the test that fails when it opens again."""

import csv

import pytest
from django.urls import reverse
from wagtail.admin.viewsets import viewsets
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from cities.models import CityAction
from mechanisms.spreadsheet import neutralise_formula
from recommendations.models import Recommendation
from tests.admin.routes import ROOMS
from tests.admin.world import ADMIN, CONTRIBUTOR, EDITOR, OTHER_CITY, World


def test_no_copy_view_saves_over_the_original(world: World) -> None:
    """Wagtail: POST copy/<pk>/ saves over the record it copies, with no more than add and view permission."""
    for viewset in viewsets.viewsets:
        if type(viewset).__module__.split(".")[0] in ROOMS:
            assert not getattr(viewset, "copy_view_enabled", False), viewset
    action = world.objects["draft of the alliance"]
    response = world.client(EDITOR).post(
        f"/admin/snippets/cities/cityaction/copy/{action.pk}/", {"title_en": "Over"}, follow=True
    )
    assert response.status_code == 404
    action.refresh_from_db()
    assert action.title_en == "MARK draft of the alliance"


def test_localizes_snippet_api_asks_the_policy(world: World) -> None:
    url = reverse("wagtail_localize:snippets_api_listing", args=["cities", "cityaction"])
    shown = {role: world.client(role).get(url).content.decode() for role in (OTHER_CITY, CONTRIBUTOR, EDITOR)}
    assert "MARK" not in shown[OTHER_CITY]
    assert "MARK draft of A" in shown[CONTRIBUTOR]
    assert "MARK draft of the alliance" not in shown[CONTRIBUTOR]
    assert "MARK draft of A" in shown[EDITOR]
    detail = reverse(
        "wagtail_localize:snippets_api_detail", args=["cities", "cityaction", world.objects["draft of A"].pk]
    )
    assert world.client(OTHER_CITY).get(detail, follow=True).status_code == 404
    assert world.client(CONTRIBUTOR).get(detail, headers={"accept": "text/html,*/*;q=0.8"}).status_code == 200
    assert world.client("anonymous").get(url).status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "choose-page/",
        "choose-page/{parent}/",
        "choose-page/search/?q=MARK",
        "choose-page/chosen-multiple/?id={page}",
        "pages/{page}/move/{page}/confirm/",
        "localize/reports/translations/",
        "localize/reports/translations/results/",
    ],
)
def test_page_choosers_and_translation_reports_are_for_page_editors(world: World, path: str) -> None:
    parent = Page.objects.filter(depth=2).first() or Page.objects.get(depth=1)
    page = parent.add_child(instance=Page(title="MARK draft page", slug="draft", live=False))
    url = "/admin/" + path.format(parent=parent.pk, page=page.pk)
    assert world.client(OTHER_CITY).get(url).status_code == 302
    assert world.client(EDITOR).get(url).status_code == 200


def test_every_snippet_has_a_policy_of_its_own() -> None:
    """Without one, the bulk actions, the API and the editing sessions fall back to Django's permissions per model."""
    for model in get_snippet_models():
        assert type(policy_registry.get_by_type(model)) is not ModelPermissionPolicy, model


def test_no_model_of_ours_falls_back_to_stock_permissions() -> None:
    for viewset in viewsets.viewsets:
        if type(viewset).__module__.split(".")[0] in ROOMS and hasattr(viewset, "model"):
            assert type(policy_registry.get_by_type(viewset.model)) is not ModelPermissionPolicy, viewset.model


def test_no_chooser_lists_actions() -> None:
    assert not any(
        getattr(viewset, "model", None) is CityAction and "choose" in viewset.url_prefix
        for viewset in viewsets.viewsets
    )


def test_recommendations_are_no_part_of_the_reference_index() -> None:
    """It would cost several queries on each save, and its usage page lists other people's drafts."""
    assert Recommendation not in ReferenceIndex.tracked_models


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_formulas_are_neutralised(start: str) -> None:
    assert neutralise_formula(start) == f"'{start}"


@pytest.mark.parametrize("value", ["", "plain", "1-1", 5, None, -3])
def test_anything_else_stays(value: object) -> None:
    assert neutralise_formula(value) == value


def test_stock_reports_hold_no_formulas(world: World) -> None:
    action = world.objects["draft of the alliance"]
    client = world.client(ADMIN)
    action.title_en = "=cmd|' /C calc'!A0"
    action.save()
    client.post(reverse("wagtailsnippets_cities_cityaction:lock", args=[action.pk]))
    response = client.get("/admin/reports/site-history/", {"export": "csv"})
    cells = [cell for row in csv.reader(response.getvalue().decode().splitlines()) for cell in row]
    assert any(cell.startswith("'=cmd") for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)


def test_the_dashboard_is_for_editors(world: World) -> None:
    for role, shown in ((EDITOR, True), (ADMIN, True), (CONTRIBUTOR, False)):
        assert ("Plain summaries without Spanish" in world.client(role).get("/admin/").content.decode()) is shown


def test_the_dashboards_figures_are_those_of_their_lists(world: World) -> None:
    from cities.admin.dashboard import what_waits

    client = world.client(EDITOR)
    waiting = what_waits()
    assert [item.count for item in waiting] == [1, 1, 0, 1, 1, 0]
    for item in waiting:
        assert client.get(item.url).context["items_count"] == item.count


def test_the_tracker_menu_shows_what_one_may_open(world: World) -> None:
    editors = world.client(EDITOR).get("/admin/").content.decode()
    members = world.client(CONTRIBUTOR).get("/admin/").content.decode()
    assert all(f"/admin/{name}/" in editors for name in ("recommendations", "themes", "imports", "progress"))
    assert not any(f"/admin/{name}/" in members for name in ("recommendations", "themes", "imports", "assessors"))
    assert all(f"/admin/{name}/" in members for name in ("snippets/cities/cityaction", "progress"))
