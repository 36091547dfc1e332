"""Filling in the editing form of a page as the admin's own page sends it."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield


def create(client: Client, parent: Page, model: type[Page], *, publish: bool = True, **fields: Any) -> Any:
    """Send the form that makes a page of ``model`` below ``parent`` and publish it, or keep a draft; the response."""
    opened = client.get(reverse("wagtailadmin_pages:add", args=["home", model._meta.model_name, parent.pk]))
    assert opened.status_code == 200, f"{model.__name__} cannot be made below {parent.specific_class}"
    form = opened.context["form"]
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        data[name] = fields.get(name, form.get_initial_for_field(field, name))
    for name, _formset in form.formsets.items():
        rows = fields.get(name, [])
        data |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0, f"{name}-MIN_NUM_FORMS": 0}
        for place, row in enumerate(rows):
            data |= {f"{name}-{place}-{key}": value for key, value in row.items()}
            data |= {f"{name}-{place}-ORDER": place + 1}
    streams = {name for name in data if hasattr(form.fields.get(name), "block")}
    data |= nested_form_data({name: streamfield(fields.get(name, [])) for name in streams})
    data = {name: "" if value is None else value for name, value in data.items() if name not in streams}
    for name in ("lead", "intro"):
        if name in data:
            data[name] = rich_text(fields.get(name, ""))
    if publish:
        data["action-publish"] = "yes"
    return client.post(opened.request["PATH_INFO"], {name: value for name, value in data.items() if value is not False})
