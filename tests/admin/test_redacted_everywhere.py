"""One word in an entry, a reply and an action, looked for wherever the site could tell it: before, and after."""

import io
import os
import secrets
import string
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from elasticsearch import Elasticsearch

from cities import redaction
from cities.models import CityAction, ProgressReply, ProgressUpdate
from cities.views.problems import ReportForm
from home.mail.models import Message
from search.changes import data_version
from search.engines.elastic import mapping, worker
from search.engines.text import database_text_engine
from search.models import SearchDocument
from search.query import parse_query
from tests.admin.forms import form_fields
from tests.admin.recording import fill_in, record
from tests.admin.world import ADMIN, CONTRIBUTOR, COORDINATOR, EDITOR, OTHER_SIDE, World
from tests.cities import files
from tests.factories import RecommendationFactory
from tests.public_forms.filling import shown
from tests.search.engines.elastic_site import elastic_site

SECRET = "Zebra" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(10))
"""A word that nothing else holds, files of other runs included. Case is no matter: addresses and indexes fold it."""

ALSO_BEFORE = {
    *("recommendation", "recommendation in Spanish", "city", "report card", "report card, known on"),
    *("history", "history, known on", "action", "actions", "actions of the city"),
    *("export csv", "export xlsx", "export json", "export atom"),
    *("API record", "API records", "API progress", "API progress, known on", "API actions"),
    *(f"{COORDINATOR}: {name}" for name in ("entry", "correction", "actions", "action edit", "action history")),
    *(f"{ADMIN}: {name}" for name in ("entry", "actions", "action inspect", "log", "log as a file", "problems")),
    *(f"table cities_{name}" for name in ("progressupdate", "evidence", "progressreply", "cityaction")),
    *("table cities_actioncontribution", "table cities_actionsource", "table cities_problemreport"),
    *("table wagtailcore_revision", "table wagtailcore_modellogentry", "sessions", "files", "tokens", "text index"),
}
"""Where the word surely stands before: the test looks at what it says it looks at."""


@pytest.fixture
def told(world: World) -> tuple[ProgressUpdate, ProgressReply, CityAction]:
    """A published entry with a link and a file, the other side's reply, and a published action."""
    asked = RecommendationFactory(review=world.objects["review"], slug="asked", local=True, theme_slugs=["housing"])
    action = _publish_action(world, asked.pk)
    entry = record(
        world.client(COORDINATOR),
        asked,
        note=f"{SECRET} told us.",
        where_looked=f"At {SECRET}'s.",
        rows="2",
        actions=str(action.pk),
        **{
            "evidence-0-title": f"Photo of {SECRET}",
            "evidence-0-publisher": SECRET,
            "evidence-0-file": files.upload(f"{SECRET}.txt", f"{SECRET} said".encode()),
            "evidence-1-title": "Letter",
            "evidence-1-url": f"https://example.org/{SECRET}",
        },
    )
    reply = reverse("progress:reply", args=[entry.pk])
    world.client(OTHER_SIDE).post(reply, {"language": "en", "text": f"{SECRET} is our neighbour."})
    return entry, ProgressReply.objects.get(update=entry), action


def _publish_action(world: World, recommendation: int) -> CityAction:
    client, add = world.client(COORDINATOR), reverse("wagtailsnippets_cities_cityaction:add")
    fields = {"title_en": f"House for {SECRET}", "kind": "programme", "summary_en": SECRET, "note_es": SECRET}
    fields |= {"sources-TOTAL_FORMS": "1", "sources-0-url": f"https://example.org/{SECRET}", "sources-0-title": SECRET}
    fields |= {"contributions-TOTAL_FORMS": "1", "contributions-0-contribution_en": f"It houses {SECRET}."}
    fields["contributions-0-recommendation"] = str(recommendation)
    client.post(add, {**form_fields(client, add), **fields, "action-publish": "1"})
    return CityAction.objects.get(title_en=fields["title_en"])


def leave_answers_in_sessions(world: World, entry: ProgressUpdate) -> None:
    """Let a sign-in lapse while its owner corrects the entry, and in the very form that it was sent from."""
    for url in (reverse("progress:correct", args=[entry.pk]), reverse("progress:record", args=["asked"])):
        client = world.client(CONTRIBUTOR)
        fields = form_fields(client, url) | {"note": f"{SECRET}, corrected", "status": "no_action"}
        if "record" in url:
            fields["key"] = str(entry.sent_as)
        client.logout()
        assert client.post(url, fields).status_code == 302


def where_it_may_stand(world: World, entry: ProgressUpdate, action: CityAction) -> dict[str, tuple[str, str]]:
    """Return what is looked at: name → (role, address)."""
    city, asked, today = entry.assessor.city.slug, entry.recommendation.slug, timezone.localdate()
    public = {
        "recommendation": f"/en/recommendations/{asked}/",
        "recommendation in Spanish": f"/es/recommendations/{asked}/",
        "city": f"/en/cities/{city}/",
        "changes": f"/en/cities/{city}/changes/",
        "report card": f"/en/cities/{city}/progress/",
        "report card, known on": f"/en/cities/{city}/progress/?known_on={today}",
        "history": f"/en/cities/{city}/progress.csv",
        "history, known on": f"/en/cities/{city}/progress.csv?known_on={today}&header=machine",
        "dates": f"/en/cities/{city}/dates.ics",
        "action": action.get_absolute_url(),
        "actions": "/en/actions/",
        "actions of the city": f"/en/cities/{city}/actions/",
        "theme": "/en/themes/housing/",
        "front": "/en/",
        "search": f"/en/recommendations/?city={city}",
        **{f"export {kind}": f"/en/recommendations.{kind}?city={city}" for kind in ("csv", "xlsx", "json", "atom")},
        "API record": f"/api/v1/recommendations/{asked}",
        "API records": f"/api/v1/recommendations?city={city}",
        "API city": f"/api/v1/cities/{city}",
        "API cities": "/api/v1/cities",
        "API progress": f"/api/v1/cities/{city}/progress",
        "API progress, known on": f"/api/v1/cities/{city}/progress?known_on={today}",
        "API actions": "/api/v1/actions",
    }
    admin = {
        "entry": reverse("progress:inspect", args=[entry.pk]),
        "entries": reverse("progress:index"),
        "correction": reverse("progress:correct", args=[entry.pk]),
        "record form": reverse("progress:record", args=[asked]),
        "my city": reverse("my-city:index"),
        "problems": reverse("problems:index"),
        "redactions": reverse("redactions:index"),
        "actions": reverse("wagtailsnippets_cities_cityaction:list"),
        "actions as a file": reverse("wagtailsnippets_cities_cityaction:list") + "?export=csv",
        **{
            f"action {screen}": reverse(f"wagtailsnippets_cities_cityaction:{screen}", args=[action.pk])
            for screen in ("edit", "inspect", "history", "workflow_history")
        },
        "log": "/admin/reports/site-history/",
        "log as a file": "/admin/reports/site-history/?export=csv",
        "dashboard": "/admin/",
    }
    roles = (CONTRIBUTOR, COORDINATOR, OTHER_SIDE, EDITOR, ADMIN)
    return {name: ("anonymous", url) for name, url in public.items()} | {
        f"{role}: {name}": (role, url) for role in roles for name, url in admin.items()
    }


def places_with_the_word(world: World, looked_at: dict[str, tuple[str, str]]) -> set[str]:
    """Return the places in which the word stands now: answers, tables, files, mails, sessions, caches, the index."""
    clients = {role: world.client(role) for role in (*world.users, "anonymous")}
    texts: dict[str, Callable[[], str]] = {
        name: (lambda role=role, url=url: answer(clients[role], url)) for name, (role, url) in looked_at.items()
    }
    texts |= {f"table {table}": (lambda table=table: rows(table)) for table in connection.introspection.table_names()}
    texts["sessions"] = lambda: str([session.get_decoded() for session in Session.objects.all()])
    texts["mails"] = lambda: str(list(Message.objects.values()))
    texts["tokens"] = lambda: str(list(SearchDocument.objects.values_list("s", "x")))
    texts["caches"] = lambda: str([getattr(cache, "_cache", "") for cache in caches.all()])
    folders = (Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_MEDIA_ROOT))
    texts["files"] = lambda: "".join(contents(folder) for folder in folders)
    word = SECRET.lower()
    found = {name for name, text in texts.items() if word in text().lower()}
    if database_text_engine().ids(parse_query(SECRET)):
        found.add("text index")
    return found


def answer(client: Client, url: str) -> str:
    response = client.get(url, follow=True)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(content))
        content = b"".join(book.read(name) for name in book.namelist())
    return content.decode("utf-8", "replace")


def rows(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
        return str(cursor.fetchall())


def contents(folder: Path) -> str:
    """Return names and contents of all files (the folder serves all tests; this word is this test's own)."""
    return "".join(
        f"{path.name} {path.read_bytes().decode('utf-8', 'replace')}" for path in folder.rglob("*") if path.is_file()
    )


def redact_all(world: World, things: Any) -> None:
    for thing in things:
        redaction.redact(thing, category="safety", user=world.users[ADMIN])


def test_a_redacted_word_stands_nowhere(
    world: World,
    told: tuple[ProgressUpdate, ProgressReply, CityAction],
    django_capture_on_commit_callbacks: Any,
) -> None:
    entry, _reply, action = told
    looked_at = where_it_may_stand(world, entry, action)
    leave_answers_in_sessions(world, entry)
    for kind, thing in zip(("entry", "reply", "action"), told, strict=True):
        fields = {"category": "safety", "text": f"It names {SECRET}.", **shown(ReportForm)}
        Client().post(reverse("report_a_problem", args=[kind, thing.pk]), fields)
    # Somebody has begun to correct it, with a file of its own, and somebody else to change the action.
    correct = reverse("progress:correct", args=[entry.pk])
    fill_in(world.client(COORDINATOR), correct, "save", **{"evidence-2-file": files.upload("b.txt", SECRET.encode())})
    action.summary_es = f"Más de {SECRET}"
    action.save_revision(user=world.users[CONTRIBUTOR])
    before = places_with_the_word(world, looked_at)
    assert sorted(ALSO_BEFORE - before) == []
    with django_capture_on_commit_callbacks(execute=True):
        redact_all(world, told)
        # What is done right before a commit comes before what is done after it.
        data_version()
    # The old address, made of the title, is gone; "not found" says no more than what was asked for.
    assert Client().get(looked_at["action"][1]).status_code == 404
    looked_at["action"] = ("anonymous", CityAction.objects.get(pk=action.pk).get_absolute_url())
    assert sorted(places_with_the_word(world, looked_at)) == []


@pytest.mark.elasticsearch
def test_elasticsearch_forgets_the_word(world: World, told: tuple[ProgressUpdate, ProgressReply, CityAction]) -> None:
    """It holds the titles of actions at the recommendations that they serve."""
    with elastic_site(os.environ["TEST_ELASTICSEARCH_URL"]) as elastic:
        assert documents_with(elastic, SECRET) == 1
        redact_all(world, told)
        assert not documents_with(elastic, SECRET)
        assert SECRET.lower() not in answer(Client(), "/en/recommendations/?q=asked").lower()


def documents_with(elastic: Elasticsearch, word: str) -> int:
    """Bring the index in step, and count the documents that hold a word in any field, as part of another one too."""
    data_version()
    worker.deliver()
    elastic.indices.refresh(index=mapping.alias())
    index = next(iter(elastic.indices.get_mapping(index=mapping.alias()).values()))
    fields = [name for name, kind in index["mappings"]["properties"].items() if kind["type"] in ("text", "keyword")]
    anywhere = [{"wildcard": {name: {"value": f"*{word}*", "case_insensitive": True}}} for name in fields]
    return elastic.count(index=mapping.alias(), query={"bool": {"should": anywhere}})["count"]


def test_a_person_keeps_what_waits_about_something_else(
    world: World, told: tuple[ProgressUpdate, ProgressReply, CityAction]
) -> None:
    other = RecommendationFactory(review=world.objects["review"], slug="other", local=True)
    client, url = world.client(CONTRIBUTOR), reverse("progress:record", args=[other.slug])
    fields = form_fields(client, url) | {"note": "Still mine"}
    client.logout()
    client.post(url, fields)
    redact_all(world, told[:1])
    client.force_login(world.users[CONTRIBUTOR])
    assert "Still mine" in client.get(url).content.decode()
