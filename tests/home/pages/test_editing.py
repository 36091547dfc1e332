"""Making a page of each type in the admin, as a new editor would, with as little as the form asks for."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cities.roles import EDITORS
from home.models import (
    CallToActionPage,
    CampaignPage,
    EventIndexPage,
    EventPage,
    GuidePage,
    HomePage,
    MechanismPage,
    NewsIndexPage,
    NewsPage,
    PeoplePage,
    PrinciplesPage,
    ResourceLibraryPage,
    ResourcePage,
    SearchLandingPage,
    SectionPage,
    StandardPage,
    SubmissionPage,
)
from mechanisms.models import Mechanism, Review
from tests.factories import UserFactory
from tests.home.admin_pages import create
from tests.home.site_builder import add

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    """Signed in as an editor."""
    person = UserFactory()
    person.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(person)
    return client


LEAST: list[tuple[type[Page], type[Page] | None, dict[str, Any]]] = [
    (StandardPage, None, {}),
    (SectionPage, None, {}),
    (GuidePage, None, {}),
    (NewsIndexPage, None, {}),
    (NewsPage, NewsIndexPage, {"date": "2026-03-01"}),
    (EventIndexPage, None, {}),
    (EventPage, EventIndexPage, {"date": "2026-03-01"}),
    (ResourceLibraryPage, None, {}),
    (ResourcePage, ResourceLibraryPage, {"kind": "report", "link": "https://example.org/"}),
    (CampaignPage, None, {}),
    (MechanismPage, None, {"mechanism": lambda: Mechanism.objects.get(slug="upr").pk}),
    (SubmissionPage, None, {"review": lambda: Review.objects.get(key="upr-4-usa").pk, "coalition": "Tenants"}),
    (PeoplePage, None, {}),
    (PrinciplesPage, None, {}),
    (CallToActionPage, None, {"what": "Ask", "whom": "Your council"}),
    (SearchLandingPage, None, {}),
]


@pytest.mark.parametrize(("model", "below", "fields"), LEAST, ids=lambda value: getattr(value, "__name__", ""))
def test_page_is_made_with_little_and_shown(
    editor: Client, home: HomePage, model: type[Page], below: type[Page] | None, fields: dict[str, Any]
) -> None:
    parent = add(home, below, "Parent") if below else home
    given = {name: value() if callable(value) else value for name, value in fields.items()}
    response = create(editor, parent, model, title="Made by hand", slug="made", **given)
    assert response.status_code == 302, response.context["form"].errors
    made = model.objects.get(slug="made")
    assert made.live
    assert Client().get(made.url).status_code == 200


@pytest.mark.parametrize(
    ("model", "below", "fields", "wrong"),
    [
        (EventPage, EventIndexPage, {"date": "2026-03-02", "end_date": "2026-03-01"}, "end_date"),
        (ResourcePage, ResourceLibraryPage, {"kind": "report"}, "link"),
        (SubmissionPage, None, {"review": lambda: Review.objects.get(key="upr-4-usa").pk}, "coalition"),
        (
            MechanismPage,
            None,
            {
                "mechanism": lambda: Mechanism.objects.get(slug="cerd").pk,
                "review": lambda: Review.objects.get(key="upr-4-usa").pk,
            },
            "review",
        ),
        (CampaignPage, None, {"starts_on": "2026-03-02", "ends_on": "2026-03-01"}, "ends_on"),
        (CallToActionPage, None, {"what": "a", "whom": "b", "action_url": "https://example.org/"}, "action_label"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    editor: Client, home: HomePage, model: type[Page], below: type[Page] | None, fields: dict[str, Any], wrong: str
) -> None:
    parent = add(home, below, "Parent") if below else home
    given = {name: value() if callable(value) else value for name, value in fields.items()}
    response = create(editor, parent, model, title="Made by hand", slug="made", **given)
    assert list(response.context["form"].errors) == [wrong]
    assert not model.objects.filter(slug="made").exists()


def test_draft_of_a_resource_waits_for_its_file(editor: Client, home: HomePage) -> None:
    library = add(home, ResourceLibraryPage, "Library")
    made = create(editor, library, ResourcePage, publish=False, title="Begun", slug="begun")
    assert made.status_code == 302, made.context["form"].errors
    begun = ResourcePage.objects.get(slug="begun")
    assert not begun.live
    edit = reverse("wagtailadmin_pages:edit", args=[begun.pk])
    assert editor.get(edit).status_code == 200
    assert editor.get(reverse("wagtailadmin_pages:view_draft", args=[begun.pk])).status_code == 200
    refused = create(editor, library, ResourcePage, title="Not yet", slug="not-yet", kind="report")
    assert list(refused.context["form"].errors) == ["link"]
    both = create(editor, library, ResourcePage, publish=False, title="Half", slug="half", link="javascript:alert(1)")
    assert list(both.context["form"].errors) == ["link"]


def test_two_headings_with_one_anchor_are_refused(editor: Client, home: HomePage) -> None:
    body = [("heading", {"text": "One", "anchor": "same"}), ("heading", {"text": "Two", "anchor": "same"})]
    response = create(editor, home, StandardPage, title="Twice", slug="twice", body=body)
    assert "The anchor “same” is used already." in str(
        response.context["form"].errors.as_data()["body"][0].as_json_data()
    )


@pytest.mark.parametrize(
    ("model", "fits", "does_not_fit"),
    [
        (EventIndexPage, {EventPage, EventIndexPage}, {StandardPage, NewsPage}),
        (NewsIndexPage, {NewsPage}, {EventPage, StandardPage}),
        (ResourceLibraryPage, {ResourcePage}, {StandardPage}),
        (GuidePage, {GuidePage, StandardPage, MechanismPage}, {NewsPage}),
        (PeoplePage, set(), {StandardPage}),
    ],
)
def test_only_fitting_pages_are_offered(model: type[Page], fits: set, does_not_fit: set) -> None:
    offered = set(model.allowed_subpage_models())
    assert fits <= offered
    assert not does_not_fit & offered


def test_every_field_says_what_it_is_for(home: HomePage) -> None:
    plain = {"title", "slug", "seo_title", "search_description", "show_in_menus", "comment_notifications"}
    """Named by Wagtail; in the form they carry the names of ``PROMOTE_PANELS``."""
    for model, _below, _fields in LEAST:
        form = model.get_edit_handler().get_form_class()
        for name, field in form.base_fields.items():
            if name not in plain:
                assert field.label and field.label[0].isupper(), f"{model.__name__}.{name}"
    assert [size["device_width"] for size in StandardPage().preview_sizes] == [360, 768, 1280]


@pytest.mark.parametrize("model", [HomePage, StandardPage, EventPage])
def test_promoting_is_told_in_plain_words(editor: Client, home: HomePage, model: type[Page]) -> None:
    if model is HomePage:
        address = reverse("wagtailadmin_pages:edit", args=[home.pk])
    else:
        below = add(home, EventIndexPage, "Events") if model is EventPage else home
        address = reverse("wagtailadmin_pages:add", args=["home", model._meta.model_name, below.pk])
    shown = editor.get(address).content.decode()
    assert "Title in search engines" in shown
    for jargon in ("Title tag", "domain.com", "automatically generated menus"):
        assert jargon not in shown, jargon


def test_photo_needs_the_day_of_consent() -> None:
    from home.blocks.people import consent_problem

    today = datetime.date.today()
    assert "Give the day" in consent_problem(True, None)
    assert "still to come" in consent_problem(True, today + datetime.timedelta(days=3))
    assert consent_problem(True, today - datetime.timedelta(days=1)) == ""
    assert consent_problem(False, None) == ""


def test_our_picture_block_follows_the_script_it_builds_on(editor: Client, home: HomePage) -> None:
    page = editor.get(reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])).content.decode()
    assert 0 < page.index("wagtailimages/js/image-block.js") < page.index("home/admin/described-image.js")
