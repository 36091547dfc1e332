"""Drawings are taken when they hold shapes only."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model

from cities.roles import EDITORS
from home.admin.image_form import unsafe_part
from tests.factories import UserFactory

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
DRAWING = (
    f'<svg {NAMESPACE} viewBox="0 0 8 4"><path fill="#123d35" d="M0 3h8v1H0z"/><circle cx="6" cy="1" r="1"/></svg>'
)


def test_a_plain_drawing_is_taken() -> None:
    assert unsafe_part(DRAWING.encode()) == ""
    inner = '<defs><linearGradient id="g"/></defs><rect fill="url(#g)" width="9" height="9"/><use href="#g"/>'
    assert unsafe_part(f"<svg {NAMESPACE}><!-- ours -->{inner}</svg>".encode()) == ""


@pytest.mark.parametrize(
    ("inside", "part"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<rect onload="alert(1)"/>', "onload="),
        ('<use href="https://example.org/x.svg#a"/>', "href="),
        ('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="data:image/svg+xml,x"/>', "href="),
        ("<foreignObject><p>words</p></foreignObject>", "<foreignObject>"),
        ('<rect style="fill: url( https://example.org/x )"/>', "style="),
        ("<style>@import 'x'</style>", "<style>"),
        ('<image href="https://example.org/a.png"/>', "<image>"),
        ('<a href="javascript:alert(1)"/>', "<a>"),
        ('<animate attributeName="href"/>', "<animate>"),
        ("<?xml-stylesheet href='x'?>", "<?…?>"),
    ],
)
def test_what_could_run_or_load_is_refused(inside: str, part: str) -> None:
    assert unsafe_part(f"<svg {NAMESPACE}>{inside}</svg>".encode()) == part


def test_entities_and_broken_files_are_refused() -> None:
    assert unsafe_part(f'<!DOCTYPE svg [<!ENTITY a "b">]><svg {NAMESPACE}>&a;</svg>'.encode()) == "DOCTYPE"
    assert unsafe_part(b"<svg") != ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("drawing", "titles"),
    [(DRAWING, ["Bridge at night"]), (f"<svg {NAMESPACE}><script>alert(1)</script></svg>", [])],
    ids=["plain", "with a script"],
)
def test_the_admin_looks_inside_and_makes_a_title_of_the_name(client: Client, drawing: str, titles: list[str]) -> None:
    person = UserFactory()
    person.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(person)
    file = SimpleUploadedFile("bridge_at_night.svg", drawing.encode(), content_type="image/svg+xml")
    data = {"title": "bridge_at_night.svg", "file": file}
    client.post(reverse("wagtailimages:add"), data)
    assert list(get_image_model().objects.values_list("title", flat=True)) == titles
