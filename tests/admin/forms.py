"""What a browser would post."""

import re

from bs4 import BeautifulSoup
from django.test import Client

from tests.admin.routes import undone


def form_fields(client: Client, url: str) -> dict[str, object]:
    """Return what a browser would post from the form at ``url``, untouched."""
    with undone():
        page = BeautifulSoup(client.get(url).content, "html.parser")
    forms = [
        form
        for form in page.find_all("form", method=re.compile("post", re.I))
        if form.find("input", {"name": "csrfmiddlewaretoken"})
    ]
    fields: dict[str, list[str]] = {}
    for tag in forms[-1].find_all(["input", "textarea", "select"]):
        name, kind = str(tag.get("name", "")), tag.get("type")
        if not name or tag.has_attr("disabled") or kind in ("submit", "file"):
            continue
        if tag.name == "select":
            chosen = [str(option["value"]) for option in tag.find_all("option", selected=True)]
        elif kind in ("checkbox", "radio") and not tag.has_attr("checked"):
            continue
        else:
            chosen = [tag.text.removeprefix("\n") if tag.name == "textarea" else str(tag.get("value", ""))]
        fields.setdefault(name, []).extend(chosen)
    return {name: values if len(values) != 1 else values[0] for name, values in fields.items()}
