"""The living style guide, for development: every token, component and block in its states, from the real templates."""

import re
from typing import Any
from uuid import uuid4

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cities.models import City, CityAction, Implementation
from home.blocks import BodyBlock
from mechanisms.models import Milestone
from recommendations.models import Recommendation
from search.charts import Bar, Part
from search.record import STATUSES
from search.results import row_of, with_card_data

_TOKEN = re.compile(r"--(?P<name>[\w-]+):\s*(?P<value>[^;]+);")
_LIGHT = re.compile(r":root\s*{(?P<rules>.*?)}", re.DOTALL)
_TEXT = "<p>A city can act on it: pass an <b>ordinance</b>, fund an office, <a href='#main'>report on its work</a>.</p>"
_CELLS = "City | Year | What it did\nA city | 2024 | A plan, at https://example.org/plan\nAnother city | 2025 |"


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Show everything the site is made of. The address exists in development only (see ``config.urls``)."""
    tokens = token_values()
    record = with_card_data(Recommendation.objects.public()).order_by("pk").first()
    context = {
        "colours": [(name, value) for name, value in tokens.items() if value.startswith("#")],
        "sizes": [(name, value) for name, value in tokens.items() if name.startswith("text")],
        "spaces": [(name, value) for name, value in tokens.items() if re.fullmatch(r"s\d", name)],
        "statuses": list(Implementation.Status),
        "action_statuses": list(CityAction.Status),
        "icons": icon_names(),
        "bar": Bar.of([Part(str(each), str(each.label), number) for number, each in enumerate(STATUSES, start=1)]),
        "row": row_of(record) if record else None,
        "milestones": Milestone.objects.filter(review__key="upr-4-usa"),
        "today": timezone.localdate(),
        "body": sample_body(record.slug if record else ""),
    }
    return render(request, "home/style_guide.html", context)


def token_values() -> dict[str, str]:
    """Return the design tokens in light colours, as the style sheet declares them."""
    rules = _LIGHT.search(_static("css/tokens.css"))
    return {each["name"]: each["value"].strip() for each in _TOKEN.finditer(rules["rules"] if rules else "")}


def icon_names() -> list[str]:
    """Return every icon of the sprite."""
    return re.findall(r'<symbol id="([\w-]+)"', _static("icons/sprite.svg"))


def _static(name: str) -> str:
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(name)
    with open(str(path), encoding="utf-8") as file:
        return file.read()


def sample_body(recommendation: str) -> Any:
    """Return a body with every block, in states: full, bare, and become wrong."""
    city = City.objects.order_by("-is_example", "name").values_list("slug", flat=True).first() or ""
    image = Image.objects.order_by("pk").values_list("pk", flat=True).first()
    file = Document.objects.order_by("pk").values_list("pk", flat=True).first()
    video = {"title": "A training", "url": "https://example.org/watch", "poster": image, "transcript": _TEXT}
    person = {"name": "The chair", "role": "Chair", "affiliation": "A coalition", "photo": {"image": None}}
    samples: list[tuple[str, object]] = [
        ("text", f"<h2>A heading in text</h2>{_TEXT}<h3>A smaller one</h3><ol><li>First</li><li>Second</li></ol>"),
        ("heading", {"text": "A heading with an anchor", "anchor": "sample"}),
        ("quote", {"text": "We ask to be heard.", "source": "A hearing", "url": "https://example.org/"}),
        ("quote", {"text": "A quote without a source.", "source": "", "url": ""}),
        ("callout", {"kind": "note", "title": "A note", "text": _TEXT}),
        ("callout", {"kind": "important", "title": "", "text": _TEXT}),
        ("steps", _items({"title": "Collect", "text": _TEXT}, {"title": "Compile", "text": ""})),
        ("accordion", _items({"title": "A question", "text": _TEXT}, {"title": "Another one", "text": _TEXT})),
        ("table", {"title": "A table", "cells": _CELLS, "first_column_names_rows": True}),
        ("video", video),
        ("transcript", {"title": "A transcript", "text": _TEXT}),
        ("people", _items(person, {"name": "A name alone", "role": "", "affiliation": "", "photo": {"image": None}})),
        ("events", {"title": "Upcoming events", "which": "upcoming", "limit": 2}),
        ("events", {"title": "Past events", "which": "past", "limit": 2}),
        ("recommendation_list", {"title": "A live list", "address": "?theme=housing", "shown": 2}),
        ("recommendation_list", {"title": "A list that became wrong", "address": "?theme=gone", "shown": 2}),
        ("recommendation_card", {"recommendation": recommendation}),
        ("city_progress", {"city": city, "theme": ""}),
        ("timeline", {"review": "upr-4-usa"}),
    ]
    if image:
        picture = {"image": image, "alt_text": "A picture of the site", "decorative": False}
        samples.insert(8, ("image", {"image": picture, "caption": "A caption.", "credit": "Ours, CC BY 4.0."}))
    if file:
        samples.append(("documents", _items({"document": file, "title": ""})))
    return BodyBlock().to_python([{"type": kind, "value": value, "id": str(uuid4())} for kind, value in samples])


def _items(*values: object) -> list[dict[str, object]]:
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]
