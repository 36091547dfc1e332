"""Words that endanger somebody: reported by anybody, taken away by an admin, and then found nowhere."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, ModelLogEntry, Workflow, WorkflowTask

from cities import progress, redaction
from cities.models import (
    CityAction,
    DraftFile,
    Evidence,
    Implementation,
    ProblemReport,
    ProgressDraft,
    ProgressReply,
    ProgressUpdate,
    Redaction,
)
from cities.signals import words_redacted
from cities.views.problems import ReportForm
from tests.admin.forms import form_fields
from tests.admin.recording import ANSWERS, fill_in, record
from tests.admin.world import ADMIN, CONTRIBUTOR, COORDINATOR, EDITOR, OTHER_CITY, OTHER_SIDE, World
from tests.cities import files
from tests.factories import CityActionFactory, RecommendationFactory, UserFactory
from tests.public_forms.filling import shown

SECRET = "Zebrafinch"
"""A word that no other record holds."""


def redact(world: World, kind: str, pk: int, role: str = ADMIN, **fields: str) -> Any:
    return world.client(role).post(
        reverse(f"redactions:{kind}", args=[pk]), {"category": "safety", "sure": "on", **fields}
    )


@pytest.fixture
def entry(world: World) -> ProgressUpdate:
    """A published entry that says the word wherever a word can stand, once corrected, replied to and reported."""
    recommendation = RecommendationFactory(review=world.objects["review"], slug="asked", local=True)
    answers = {
        "note": f"{SECRET} told us.",
        "where_looked": f"At {SECRET}'s.",
        "evidence-0-title": f"Photo of {SECRET}",
        "evidence-0-publisher": SECRET,
        "evidence-0-file": files.upload(f"{SECRET}.txt", f"{SECRET} said".encode()),
        "rows": "2",
        "evidence-1-title": "Letter",
        "evidence-1-url": f"https://example.org/{SECRET}",
    }
    entry = record(world.client(COORDINATOR), recommendation, **answers)
    url = reverse("progress:correct", args=[entry.pk])
    fill_in(world.client(CONTRIBUTOR), url, "save", **{"evidence-0-file": files.upload("b.txt", SECRET.encode())})
    report = reverse("report_a_problem", args=["entry", entry.pk])
    Client().post(report, {"category": "safety", "text": f"It names {SECRET}.", **shown(ReportForm)})
    assert ProblemReport.objects.filter(update=entry).count() == 1
    assert SECRET in everything_in_the_database()
    assert [SECRET.encode() in path.read_bytes() for path in kept_files(entry)] == [True, True]
    return entry


def everything_in_the_database() -> str:
    """Return every value of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def kept_files(entry: ProgressUpdate) -> list[Path]:
    """Return the files on disk of an entry and of the unsent answers that correct it (the folder serves all tests)."""
    names = [one.file.name for one in entry.evidence.exclude(file="")]
    names += [one.file.name for one in DraftFile.objects.filter(draft__corrects=entry)]
    return [Path(settings.PRIVATE_MEDIA_ROOT) / str(name) for name in names]


def public_pages(entry: ProgressUpdate) -> list[str]:
    city, asked = entry.assessor.city, entry.recommendation
    return [
        asked.get_absolute_url(),
        city.get_absolute_url(),
        f"{city.get_absolute_url()}progress/",
        f"/en/recommendations/?q={SECRET}",
        "/en/recommendations.csv",
        "/en/recommendations.json",
        f"/en/search/?q={SECRET}",
        "/en/",
    ]


def admin_pages(entry: ProgressUpdate) -> list[str]:
    pages = [
        reverse("progress:inspect", args=[entry.pk]),
        reverse("progress:index") + f"?q={SECRET}",
        reverse("progress:choose"),
        reverse("my-city:index"),
        reverse("problems:index"),
        reverse("redactions:index"),
        "/admin/reports/site-history/?export=csv",
        "/admin/",
    ]
    return [*pages, reverse("problems:handle", args=[entry.problems.get().pk])]


def test_redacted_words_are_found_nowhere(
    world: World, entry: ProgressUpdate, django_capture_on_commit_callbacks: Any
) -> None:
    heard = []

    def hear(redaction: Redaction, **kwargs: object) -> None:
        heard.append(redaction.update)

    words_redacted.connect(hear)
    file = reverse("evidence_file", args=[Evidence.objects.filter(update=entry).exclude(file="").get().pk])
    kept = kept_files(entry)
    with django_capture_on_commit_callbacks(execute=True):
        redact(world, "entry", entry.pk)
    words_redacted.disconnect(hear)
    assert heard == [entry]
    assert SECRET not in everything_in_the_database().replace(f"q={SECRET}", "")
    assert not any(path.exists() for path in kept)
    for url in public_pages(entry):
        text = body(Client().get(url)).replace(f'value="{SECRET}"', "")
        assert f"{SECRET} told" not in text, url
        assert f"of {SECRET}" not in text, url
    for role in (CONTRIBUTOR, COORDINATOR, EDITOR, ADMIN):
        for url in admin_pages(entry):
            text = body(world.client(role).get(url))
            assert f"{SECRET} told" not in text, (role, url)
            assert f"names {SECRET}" not in text, (role, url)
    assert Client().get(file, follow=True).status_code == 404


def body(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def test_the_notice_stays_and_so_does_the_status(world: World, entry: ProgressUpdate) -> None:
    redact(world, "entry", entry.pk)
    entry.refresh_from_db()
    assert (entry.state, entry.status, entry.redacted) == ("published", "limited_progress", True)
    assert (entry.submitted_by, entry.published_by, entry.note) == (None, None, "")
    assert Implementation.objects.get(recommendation=entry.recommendation).current == entry
    assert not list(progress.differences())
    page = Client().get(entry.recommendation.get_absolute_url()).content.decode()
    assert "Words taken away on" in page
    assert "Reason: safety" in page
    notice = Redaction.objects.get(update=entry)
    assert (notice.category, notice.redacted_by) == ("safety", world.users[ADMIN])
    report = entry.problems.get()
    assert (report.text, report.handled_by) == ("", world.users[ADMIN])


def test_unsent_corrections_that_repeat_the_words_go_too(world: World, entry: ProgressUpdate) -> None:
    assert ProgressDraft.objects.filter(corrects=entry).exists()
    redact(world, "entry", entry.pk)
    assert not ProgressDraft.objects.filter(corrects=entry).exists()


@pytest.mark.parametrize("role", [CONTRIBUTOR, COORDINATOR, OTHER_SIDE, OTHER_CITY, EDITOR, "anonymous"])
def test_only_admins_redact(world: World, entry: ProgressUpdate, role: str) -> None:
    redact(world, "entry", entry.pk, role)
    entry.refresh_from_db()
    assert SECRET in entry.note
    with pytest.raises(PermissionDenied):
        redaction.redact(entry, category="safety", user=UserFactory(is_superuser=True, is_active=False))


@pytest.mark.parametrize("fields", [{"category": ""}, {"category": "opinion"}, {"sure": ""}])
def test_a_redaction_has_a_reason_and_a_second_thought(
    world: World, entry: ProgressUpdate, fields: dict[str, str]
) -> None:
    assert 'role="alert"' in redact(world, "entry", entry.pk, **fields).content.decode()
    entry.refresh_from_db()
    assert SECRET in entry.note


def test_what_is_redacted_stays_so(world: World, entry: ProgressUpdate) -> None:
    redact(world, "entry", entry.pk)
    again = redact(world, "entry", entry.pk, category="consent")
    assert "already" in again.content.decode()
    assert Redaction.objects.get().category == "safety"
    for role in (CONTRIBUTOR, COORDINATOR):
        client = world.client(role)
        client.post(reverse("progress:correct", args=[entry.pk]), {**ANSWERS, "then": "save", "key": "x"})
        assert not ProgressDraft.objects.filter(corrects=entry).exists()
    assert world.client(OTHER_SIDE).get(reverse("progress:reply", args=[entry.pk]), follow=True).status_code == 404
    assert Client().get(reverse("report_a_problem", args=["entry", entry.pk]), follow=True).status_code == 404


def test_a_pending_entry_without_words_is_not_published(world: World) -> None:
    entry = world.objects["pending entry of A"]
    redact(world, "entry", entry.pk)
    with pytest.raises(ValidationError):
        progress.publish(entry, user=world.users[COORDINATOR])


def test_an_entry_of_nothing_found_keeps_no_place_looked(world: World) -> None:
    recommendation = RecommendationFactory(review=world.objects["review"])
    entry = record(world.client(COORDINATOR), recommendation, status="no_action", where_looked=SECRET)
    redact(world, "entry", entry.pk)
    assert SECRET not in everything_in_the_database()


def test_a_reply_is_redacted_alone(world: World, entry: ProgressUpdate) -> None:
    url = reverse("progress:reply", args=[entry.pk])
    world.client(OTHER_SIDE).post(url, {"language": "en", "text": f"{SECRET} is our neighbour."})
    reply = ProgressReply.objects.get(update=entry)
    redact(world, "reply", reply.pk, category="private_person")
    reply.refresh_from_db()
    entry.refresh_from_db()
    assert (reply.text, SECRET in entry.note) == ("", True)
    page = Client().get(entry.recommendation.get_absolute_url()).content.decode()
    assert "is our neighbour" not in page
    assert "Reason: names a private person" in page


def test_an_action_loses_title_address_versions_and_log(world: World) -> None:
    client = world.client(COORDINATOR)
    add = reverse("wagtailsnippets_cities_cityaction:add")
    fields = {"title_en": f"House for {SECRET}", "kind": "programme", "summary_en": SECRET, "note_es": SECRET}
    fields |= {"responsible_body": SECRET, "sources-TOTAL_FORMS": "1", "sources-0-url": f"https://example.org/{SECRET}"}
    fields |= {"sources-0-title": SECRET, "contributions-TOTAL_FORMS": "1", "contributions-0-contribution_en": SECRET}
    fields["contributions-0-recommendation"] = str(world.objects["recommendation"].pk)
    client.post(add, {**form_fields(client, add), **fields, "action-publish": "1"})
    action = CityAction.objects.get(title_en=fields["title_en"])
    task = GroupApprovalTask.objects.create(name="Anybody")
    workflow = Workflow.objects.create(name="Loose")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    action.summary_es = f"Más de {SECRET}"
    action.save_revision(user=world.users[CONTRIBUTOR])
    state = workflow.start(action, world.users[CONTRIBUTOR])
    state.current_task_state.reject(user=world.users[COORDINATOR], comment=f"Not {SECRET}")
    old = action.get_absolute_url()
    assert SECRET.lower() in old
    redact(world, "action", action.pk, category="consent")
    text = everything_in_the_database()
    assert SECRET not in text
    assert SECRET.lower() not in text
    action.refresh_from_db()
    assert (action.live, action.redacted, action.revisions.count()) == (True, True, 0)
    assert not ModelLogEntry.objects.for_instance(action).exclude(user=None).exists()
    assert Client().get(old).status_code == 404
    page = Client().get(action.get_absolute_url()).content.decode()
    assert "Action without words" in page
    assert "Reason: consent withdrawn" in page
    edit = reverse("wagtailsnippets_cities_cityaction:edit", args=[action.pk])
    client.post(edit, {"title_en": f"{SECRET} again", "action-publish": "1"})
    action.refresh_from_db()
    assert action.title_en == "Action without words"
    spreadsheet = client.get(reverse("wagtailsnippets_cities_cityaction:list"), {"export": "csv"})
    assert all(SECRET not in str(row) for row in csv.reader(body(spreadsheet).splitlines()))


def test_anybody_reports_a_problem(world: World, entry: ProgressUpdate) -> None:
    page = Client().get(entry.recommendation.get_absolute_url()).content.decode()
    url = reverse("report_a_problem", args=["entry", entry.pk])
    assert url in page
    bad = Client().post(url, {"category": "", "text": "Kept words", "email": "x"}).content.decode()
    assert "Kept words" in bad
    assert 'role="alert"' in bad
    for _press in range(2):
        sent = Client().post(url, {"category": "wrong", "text": "The link is dead.", "email": "", **shown(ReportForm)})
        assert sent.status_code == 302
    assert ProblemReport.objects.filter(text="The link is dead.").count() == 1
    report = ProblemReport.objects.latest("pk")
    assert (report.update, report.category, report.about) == (entry, "wrong", entry)
    handle = reverse("problems:handle", args=[report.pk])
    for role in (CONTRIBUTOR, COORDINATOR, OTHER_SIDE):
        assert world.client(role).get(handle, follow=True).redirect_chain
    editor = world.client(EDITOR)
    assert "Take words away" not in editor.get(handle).content.decode()
    assert "Take words away" in world.client(ADMIN).get(handle).content.decode()
    editor.post(handle, {"outcome": "Asked the office."})
    report.refresh_from_db()
    assert (report.outcome, report.handled_by) == ("Asked the office.", world.users[EDITOR])


def test_what_is_not_published_cannot_be_reported(world: World) -> None:
    pending, draft = world.objects["pending entry of A"], world.objects["draft of A"]
    for kind, pk in (("entry", pending.pk), ("action", draft.pk), ("entry", 999_999), ("city", 1), ("reply", 999_999)):
        assert Client().get(f"/en/report-a-problem/{kind}/{pk}/").status_code == 404
        assert Client().post(f"/en/report-a-problem/{kind}/{pk}/", {"category": "safety"}).status_code == 404
    assert set(ProblemReport.objects.all()) == {world.objects["problem"]}
    public = CityActionFactory(city=world.assessor.city)
    Client().post(f"/es/report-a-problem/action/{public.pk}/", {"category": "private_person", **shown(ReportForm)})
    assert ProblemReport.objects.get(action=public).language == "es"
