"""Recording progress as a browser does: fill in the form, go on, read what is wrong."""

from typing import Any

from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from cities.models import ProgressDraft, ProgressUpdate
from recommendations.models import Recommendation
from tests.admin.forms import form_fields
from tests.cities import files

ANSWERS = {
    "status": "limited_progress",
    "as_of": "2026-03-01",
    "note": "A rule was passed.",
    "language": "en",
    "confidence": "high",
}


LINK = {
    "evidence-0-title": "Minutes",
    "evidence-0-url": "https://example.org/minutes",
    "evidence-0-bearing": "supports",
}


def drafts() -> Any:
    """Unsent answers about the recommendation of these tests."""
    return ProgressDraft.objects.filter(recommendation__slug="asked")


def form_url(recommendation: Recommendation) -> str:
    """Return the address of the form."""
    return reverse("progress:record", args=[recommendation.slug])


def fill_in(client: Client, url: str, then: str = "check", **answers: object) -> Any:
    """Post the form as a browser would: all that it shows, with these answers. Return what it leads to."""
    response = client.post(url, {**form_fields(client, url), "then": then, **answers})
    back = getattr(response, "url", "").startswith("/admin/progress/re") or "problems=" in getattr(response, "url", "")
    return client.get(response.url) if back else response


def go_on(client: Client, response: Any) -> Any:
    """Press the button of the page "Check answers"."""
    assert response.status_code == 302, said_wrong(response)
    return client.post(response.url, form_fields(client, response.url))


def record(client: Client, recommendation: Recommendation, **answers: object) -> ProgressUpdate:
    """Fill the form in, send it, and return the entry."""
    go_on(client, fill_in(client, form_url(recommendation), **{**ANSWERS, **answers}))
    return ProgressUpdate.objects.order_by("pk").last()


def said_wrong(response: Any) -> list[str]:
    """Return the problems that a page names."""
    page = BeautifulSoup(response.content, "html.parser")
    return [item.get_text() for item in page.select(".record-problems li")]


def status(client: Client, url: str, posted: dict[str, Any] | None = None) -> int:
    """Return the status in the end: what is not found is first looked for under a language."""
    ask = client.get if posted is None else client.post
    return ask(url, posted, follow=True).status_code


def told(response: Any) -> str:
    """Return the messages of an answer."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def photo() -> Any:
    """Return a photo that says where it was taken, as a browser sends it."""
    return files.upload("there.jpg", files.photo())
