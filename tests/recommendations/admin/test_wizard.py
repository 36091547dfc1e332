"""The import wizard's screens: bring a file, see what it would change, approve it, take it back."""

import re
from typing import Any
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from recommendations.admin.wizard import uploading
from recommendations.models import ImportBatch, ImportRun, Recommendation
from recommendations.runs import files
from recommendations.runs.locks import as_worker, at_work_on
from tests.factories import UserFactory
from tests.recommendations.runs.running import checked, csv_of, editor, imported, perform, row

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/import-runs/new/"


@pytest.fixture
def user() -> Any:
    return editor()


@pytest.fixture
def client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: Any) -> str:
    """Return what a page says, in one line."""
    main = BeautifulSoup(response.content, "html.parser").find("main")
    assert main is not None, response.status_code
    return " ".join(main.get_text(" ").split())


def address(run: ImportRun, name: str = "run", *more: object) -> str:
    return reverse(f"import-runs:{name}", args=[run.pk, *more])


def test_the_whole_way(client: Client) -> None:
    page = client.get(UPLOAD)
    assert "Nothing changes until you press “Import”." in words(page)
    assert page.content.count(b"<h1") == 1
    answer = client.post(UPLOAD, {"file": csv_of(row(1), row(2, themes="Weather on the moon"))})
    run = ImportRun.objects.get()
    assert answer.url == address(run)
    assert "No worker is running" in words(client.get(answer.url))
    with as_worker():
        waiting = client.get(answer.url)
    assert "It starts as soon as the worker is free." in words(waiting)
    assert b'<noscript><meta http-equiv="refresh" content="3"></noscript>' in waiting.content
    perform(run)
    choose = client.get(answer.url, follow=True)
    assert "What do the columns hold?" in words(choose)
    fields = {f"column-{place}": column["guess"] for place, column in enumerate(run.preview["columns"])}
    assert client.post(address(run, "choose"), {"format": "", "review": "", **fields}).url == address(run)
    perform(run)
    preview = client.get(answer.url)
    said = words(preview)
    assert "Plain CSV table , 2 rows." in said
    assert "2 New" in said
    assert "1 Unknown labels" in said
    assert "a new review" in said
    created = client.get(address(run, "rows", "created"))
    assert "Paragraph 1 asks for homes" in words(created)
    labels = words(client.get(address(run, "rows", "labels")))
    assert "Weather on the moon Theme 1" in labels
    started = client.post(address(run, "start"), {"digest": run.digest})
    assert started.url == address(run)
    with as_worker(), at_work_on(run.pk):
        ImportRun.objects.filter(pk=run.pk).update(state="working", phase="reading", done=1, total=2)
        assert "Reading the rows: 1 of 2 rows" in words(client.get(answer.url))
    ImportRun.objects.filter(pk=run.pk).update(state="waiting")
    perform(run)
    result = client.get(answer.url)
    assert "Imported, as shown in the preview." in words(result)
    made = Recommendation.objects.get(paragraph="1", document__symbol="CEDAW/C/CHL/CO/99")
    assert ImportBatch.objects.get().created == 2

    taken = client.post(reverse("import-runs:undo", args=[run.batch_id]))
    undo = ImportRun.objects.get(kind="undo")
    assert taken.url == address(undo)
    perform(undo)
    assert "2 Are withdrawn" in words(client.get(taken.url))
    assert "CEDAW/C/CHL/CO/99, para. 1" in words(client.get(address(undo, "rows", "withdrawn")))
    made.refresh_from_db()
    assert made.withdrawn_on is None
    client.post(address(undo, "start"), {"digest": undo.digest})
    perform(undo)
    assert "Taken back, as shown in the preview." in words(client.get(taken.url))
    assert "taken back on" in words(client.get(address(run)))
    made.refresh_from_db()
    assert made.withdrawn_on


def test_old_and_new_values_stand_side_by_side(client: Client, user: Any) -> None:
    imported(csv_of(row(1), row(2)), user)
    run = checked(csv_of(row(1, "Paragraph 1 asks for water that people can afford.", themes="Death penalty")), user)
    page = client.get(address(run, "rows", "updated"))
    said = words(page)
    assert "Official text Was: Paragraph 1 asks for homes that people can afford." in said
    assert "Becomes: Paragraph 1 asks for water that people can afford." in said
    assert b"<del> homes</del>" in page.content
    assert b"<ins> water</ins>" in page.content
    assert "Themes Was: – Becomes: Death penalty" in said


def test_a_list_as_csv_holds_no_formula(client: Client, user: Any) -> None:
    imported(csv_of(row(1)), user)
    run = checked(csv_of(row(1, "=1+1 is what it asks for.")), user)
    answer = client.get(address(run, "rows_file", "updated"))
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeffRow,Recommendation,Words,Reason,Field,Was,Becomes\r\n")
    assert "Official text,Paragraph 1 asks for homes that people can afford.,'=1+1 is what it asks for.\r\n" in text
    assert answer["Content-Disposition"] == f'attachment; filename="import-{run.pk}-updated.csv"'
    labels = b"".join(client.get(address(run, "rows_file", "labels")).streaming_content)  # type: ignore[attr-defined]
    assert labels.decode().count("\r\n") == 1


def test_rows_with_errors(client: Client, user: Any) -> None:
    run = checked(csv_of(row(1), row(2, document_symbol="", mechanism="", country="")), user)
    said = words(client.get(address(run)))
    assert "1 row has an error. 1 row is fine." in said
    assert "Import 1 good row" in said
    assert "Row 3" in words(client.get(address(run, "rows", "error")))
    client.post(address(run, "start"), {"digest": run.digest})
    run.refresh_from_db()
    assert run.state == "ready"
    client.post(address(run, "start"), {"digest": run.digest, "skip_errors": "on"})
    assert perform(run).state == "done"


def test_a_shifted_column_is_asked_about(client: Client, user: Any) -> None:
    imported(csv_of(*(row(number) for number in range(1, 11))), user)
    run = checked(csv_of(*(row(number, f"Words of {number + 1}.") for number in range(1, 11))), user)
    assert "“Official text” changes in 10 of 10 rows. Did a column shift?" in words(client.get(address(run)))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "is a file of the kind “png”"),
        ("page.csv", b"<!doctype html><html><body>Error</body></html>", "is a web page"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "before 2007"),
        ("empty.csv", b"", "The file is empty."),
    ],
)
def test_what_is_no_list_is_refused_at_once(client: Client, name: str, content: bytes, said: str) -> None:
    answer = client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert said in words(answer)
    assert not ImportRun.objects.exists()


def test_no_file_at_all(client: Client) -> None:
    assert "Choose a file." in words(client.post(UPLOAD, {}))
    assert "Choose a file." in words(client.post(UPLOAD, {"file": "words instead"}))


@pytest.mark.parametrize(("name", "magic"), [("a.docx", b"PK\x03\x04"), ("a.xlsx", b"PK\x03\x04"), ("a.json", b"[")])
def test_a_file_over_its_limit_is_refused_while_it_comes_in(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str, magic: bytes
) -> None:
    """The limits are made small here; what is over them is never read to its end, let alone kept."""
    for kind, size in (("WORD", 1), ("EXCEL", 2), ("TEXT", 3)):
        monkeypatch.setattr(files, kind, size * 100_000)
    size = {"a.docx": 1, "a.xlsx": 2, "a.json": 3}[name] * 100_000
    with mock.patch.object(uploading.steps, "upload", side_effect=AssertionError):
        answer = client.post(UPLOAD, {"file": SimpleUploadedFile(name, magic + b" " * size)})
    assert answer.status_code == 413
    assert "The file is too large." in words(answer)
    assert not ImportRun.objects.exists()


def test_a_request_that_is_too_long_is_not_taken_apart(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "LARGEST", 2 * files.MEGABYTE)
    with mock.patch.object(uploading, "UploadForm", wraps=uploading.UploadForm) as form:
        answer = client.post(UPLOAD, {"file": SimpleUploadedFile("a.csv", b"a" * 4 * files.MEGABYTE)})
    assert answer.status_code == 413
    assert "must be under 2 MB" in words(answer)
    form.assert_called_once_with()


def test_the_token_of_the_form_is_asked_for(user: Any) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(user)
    refused = careful.post(UPLOAD, {"file": csv_of(row(1))})
    assert refused.status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', careful.get(UPLOAD).content.decode())
    assert token
    assert careful.post(UPLOAD, {"csrfmiddlewaretoken": token[1], "file": csv_of(row(1))}).status_code == 302


def test_every_button_carries_the_token(client: Client, user: Any) -> None:
    done = imported(csv_of(row(1)), user)
    ready = checked(csv_of(row(2)), user)
    waiting, _new = uploading.steps.upload(csv_of(row(3)), user)
    failed, _new = uploading.steps.upload(csv_of(row(4)), user)
    uploading.steps.cancel(failed.pk, user)
    pages = [UPLOAD, reverse("imports:inspect", args=[done.batch_id]), address(ready, "choose")]
    for url in (*pages, *map(address, (done, ready, waiting, failed))):
        main = BeautifulSoup(client.get(url).content, "html.parser").find("main")
        forms = main.find_all("form", method="post")  # type: ignore[union-attr]
        assert forms, url
        assert all(form.find("input", {"name": "csrfmiddlewaretoken"}) for form in forms), url


def test_the_same_file_again_leads_to_the_same_run(client: Client) -> None:
    first = client.post(UPLOAD, {"file": csv_of(row(1))})
    again = client.post(UPLOAD, {"file": csv_of(row(1))}, follow=True)
    assert again.redirect_chain[0][0] == first.url
    assert "You brought this file before." in words(again)
    assert ImportRun.objects.count() == 1


def test_what_is_posted_is_compared_with_the_run(client: Client, user: Any) -> None:
    """Tampered state, the back button, a second tab, a double click: a sentence, and nothing happens twice."""
    run = checked(csv_of(row(1)), user)
    for digest in ("", "0" * 32, "x", "'"):
        answer = client.post(address(run, "start"), {"digest": digest}, follow=True)
        assert "no longer the one you saw" in words(answer)
    client.post(address(run, "start"), {"digest": run.digest})
    assert "no longer open" in words(client.post(address(run, "start"), {"digest": run.digest}, follow=True))
    perform(run)
    for name in ("start", "cancel", "again"):
        answer = client.post(address(run, name), {"digest": run.digest}, follow=True)
        assert "no longer open" in words(answer), name
        assert client.get(address(run, name)).url == address(run)
    assert client.get(address(run, "choose")).url == address(run)
    assert "no longer open" in words(client.post(address(run, "choose"), {"format": "csv"}, follow=True))
    assert ImportBatch.objects.count() == 1


def test_choices_that_do_not_exist_are_refused(client: Client, user: Any) -> None:
    run, _new = uploading.steps.upload(csv_of(row(1)), user)
    perform(run)
    usual = {f"column-{place}": column["guess"] for place, column in enumerate(run.preview["columns"])}
    for wrong in (
        {"format": "exe"},
        {"review": "no-such"},
        {"review": "1"},
        {"column-0": "__class__"},
        {"column-3": "", "column-4": ""},
        {"column-0": "text"},
    ):
        answer = client.post(address(run, "choose"), {"format": "", "review": "", **usual, **wrong})
        assert answer.status_code == 422, wrong
        assert "There is a problem" in words(answer)
    run.refresh_from_db()
    assert run.state == "choosing"


def test_runs_and_lists_that_are_not_there(client: Client, user: Any) -> None:
    run = checked(csv_of(row(1)), user)
    for url in (
        reverse("import-runs:run", args=[999_999]),
        reverse("import-runs:run", args=[99_999_999_999_999_999_999]),
        address(run, "rows", "nothing"),
        address(run, "rows_file", "nothing"),
    ):
        assert client.get(url, follow=True).status_code == 404, url
    assert client.post(reverse("import-runs:undo", args=[999_999]), follow=True).status_code == 404
    assert client.get(f"{address(run, 'rows', 'created')}?p=99").status_code == 200
    assert client.get(f"{address(run, 'rows', 'created')}?p=x").status_code == 200


def test_only_editors_and_admins_come_in(user: Any) -> None:
    run = checked(csv_of(row(1)), user)
    stranger = Client()
    stranger.force_login(UserFactory())
    for url in (UPLOAD, address(run), address(run, "rows", "created"), address(run, "rows_file", "created")):
        assert stranger.get(url).status_code in (302, 403), url
    stranger.post(address(run, "start"), {"digest": run.digest})
    stranger.post(UPLOAD, {"file": csv_of(row(9))})
    run.refresh_from_db()
    assert run.state == "ready"
    assert ImportRun.objects.count() == 1


def test_a_run_whose_worker_was_killed_says_so_at_once(client: Client, user: Any) -> None:
    run = checked(csv_of(row(1)), user)
    ImportRun.objects.filter(pk=run.pk).update(state="working", stage="write")
    said = words(client.get(address(run)))
    assert "Interrupted" in said
    assert "Nothing was changed" in said
    client.post(address(run, "again"))
    assert perform(run).state == "ready"


def test_the_list_of_imports_shows_what_is_on_its_way(client: Client, user: Any) -> None:
    page = client.get(reverse("imports:index"))
    assert "Import a file" in words(page)
    assert "Nothing was imported yet." in words(page)
    run = checked(csv_of(row(1)), user)
    said = words(client.get(reverse("imports:index")))
    assert f"{run.file_name} : Ready" in said
    assert "Ready" in words(client.get(reverse("import-runs:index")))


def test_an_import_shows_every_change_with_what_was_there_before(client: Client, user: Any) -> None:
    imported(csv_of(row(1)), user)
    second = imported(csv_of(row(1, "Other words.", themes="Death penalty")), user)
    said = words(client.get(reverse("imports:inspect", args=[second.batch_id])))
    assert "Official text Was: Paragraph 1 asks for homes that people can afford. Becomes: Other words." in said
    assert "Themes Was: – Becomes: Death penalty" in said
    assert "Take this import back…" in said


def test_a_long_list_costs_few_queries(client: Client, user: Any, django_assert_max_num_queries: Any) -> None:
    run = checked(csv_of(*(row(number, themes="Death penalty") for number in range(1, 61))), user)
    client.get(address(run, "rows", "created"))
    # Session, user, permissions (2), run, profile, locale; count, page, three of names; menu and header (6).
    with django_assert_max_num_queries(20):
        assert "Page 1 of 2" in words(client.get(address(run, "rows", "created")))


def test_an_undo_names_the_later_import_that_holds_a_record(client: Client, user: Any) -> None:
    first = imported(csv_of(row(1), row(2)), user)
    second = imported(csv_of(row(1, "Other words.")), user)
    client.post(reverse("import-runs:undo", args=[first.batch_id]))
    undo = perform(ImportRun.objects.get(kind="undo"))
    said = words(client.get(address(undo)))
    assert f"Import {second.batch_id} (list.csv," in said
    assert "came later and holds 1 of these records" in said
    stays = words(client.get(address(undo, "rows", "left")))
    assert f"Import {second.batch_id} changed or confirmed it since." in stays


def test_the_list_of_imports_speaks_its_reader_s_language(client: Client, user: Any) -> None:
    imported(csv_of(row(1)), user)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "es"})
    said = words(client.get(reverse("imports:index")))
    assert "Filas Creadas Unidas Actualizadas Sin cambios Conflictos Errores" in said
    assert "Tabla CSV sencilla" in said


def test_the_first_page_counts_what_waits(client: Client, user: Any) -> None:
    imported(csv_of(row(1)), user)
    Recommendation.objects.filter(paragraph="1").update(text="Corrected.", locked_fields=["text"])
    imported(csv_of(row(1, "From the file.")), user)
    checked(csv_of(row(2)), user)
    home = words(client.get("/admin/"))
    assert "Imports that wait for you: 1" in home
    assert "Conflicts of imports in the last 30 days: 1" in home
    listed = words(client.get(reverse("import-conflicts:index")))
    assert "An editor corrected text; the file differs there." in listed
