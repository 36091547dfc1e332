"""The whole public dataset: what is in it and what never is, when it is made, and how it is handed out."""

import csv
import datetime
import io
import json
import threading
import zipfile

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from cities.models import CityAction, Redaction
from cities.redaction import redact
from recommendations.models import Recommendation
from search.database.one_state import one_state
from search.dataset import keeping
from search.dataset.tables import TABLES
from search.models import DatasetFile
from tests.factories import (
    CityActionFactory,
    CityFactory,
    EvidenceFactory,
    ImplementationFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/data/human-rights-cities.zip"


@pytest.fixture(autouse=True)
def _kept_here(settings, tmp_path):
    """Keep files of a test in a folder of its own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        },
    }


@pytest.fixture
def record() -> Recommendation:
    record = RecommendationFactory(
        slug="upr-test-1",
        text="=SUM(1) “quoted”,\nñ",
        theme_slugs=["housing"],
        group_slugs=["children"],
        states=["NOR"],
        sdgs=["11", "16.3"],
    )
    city = CityFactory(slug="exampleton", example=True)
    word = ImplementationFactory(city=city, recommendation=record, current__note_en="What happened")
    EvidenceFactory(update=word.current)
    ProgressUpdateFactory(recommendation=record, assessor=word.assessor, pending=True, note_en="SECRET pending")
    CityActionFactory(city=city, slug="rent", title_en="Rent ordinance", serves=[record])
    CityActionFactory(city=city, title_en="SECRET draft", draft=True, serves=[record])
    RecommendationFactory(text="SECRET withdrawn", withdrawn=True, states=["NOR"], theme_slugs=["food"])
    return record


def whole(response) -> bytes:
    return b"".join(response.streaming_content)


def opened(client: Client) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(whole(client.get(ADDRESS))))


def rows(archive: zipfile.ZipFile, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"{table}.csv").decode(), newline="")))


def test_what_is_public_is_in_it_and_nothing_else(client, record) -> None:
    keeping.make()
    archive = opened(client)
    assert archive.testzip() is None
    assert {name.removesuffix(".csv") for name in archive.namelist()} == {
        *(table.name for table in TABLES),
        "datapackage.json",
        "README.txt",
    }
    assert b"SECRET" not in b"".join(archive.read(name) for name in archive.namelist())
    (said,) = rows(archive, "recommendations")
    assert said["slug"] == "upr-test-1"
    assert said["text"] == "'=SUM(1) “quoted”,\nñ"
    assert said["is_example"] == "false"
    assert rows(archive, "recommending_states") == [{"recommendation": "upr-test-1", "country": "NOR", "place": "0"}]
    assert {row["sdg"] for row in rows(archive, "recommendation_sdgs")} == {"11", "16.3"}
    (entry,) = rows(archive, "progress")
    assert (entry["note_en"], entry["as_of"]) == ("What happened", "2026-03-03")
    assert entry["published_at"].endswith("Z")
    assert [row["slug"] for row in rows(archive, "actions")] == ["rent"]
    assert [row["action"] for row in rows(archive, "action_recommendations")] == ["rent"]


def test_it_describes_itself_truly(client, record) -> None:
    """The rules of the standard by hand: types, keys, references, bytes; a reader of others: test_read_by_others.py."""
    made = keeping.make()
    archive = opened(client)
    package = json.loads(archive.read("datapackage.json"))
    assert package["profile"] == "tabular-data-package"
    assert package["version"] == made.data_version
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    tables = {resource["name"]: rows(archive, resource["name"]) for resource in package["resources"]}
    for resource in package["resources"]:
        schema, found = resource["schema"], tables[resource["name"]]
        header = archive.read(resource["path"]).decode().splitlines()[0].split(",")
        assert header == [field["name"] for field in schema["fields"]]
        assert resource["bytes"] == archive.getinfo(resource["path"]).file_size
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in found]
        assert len(keys) == len(set(keys)), resource["name"]
        for field in schema["fields"]:
            if field.get("constraints", {}).get("required"):
                assert all(row[field["name"]] for row in found), (resource["name"], field["name"])
        for key in schema["foreignKeys"]:
            target = tables[key["reference"]["resource"] or resource["name"]]
            there = {tuple(row[name] for name in key["reference"]["fields"]) for row in target}
            named = {tuple(row[name] for name in key["fields"]) for row in found}
            assert {each for each in named if all(each)} <= there, (resource["name"], key)


def test_words_that_are_taken_away_are_gone_at_once(client, record, django_capture_on_commit_callbacks) -> None:
    made = keeping.make()
    path = made.file.path
    action = CityAction.objects.get(slug="rent")
    with django_capture_on_commit_callbacks(execute=True):
        redact(action, category=Redaction.Category.SAFETY, user=UserFactory(is_superuser=True))
    response = client.get(ADDRESS)
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert not made.file.storage.exists(path)
    assert keeping.is_due(timezone.now())
    call_command("build_dataset")
    archive = opened(client)
    assert b"Rent ordinance" not in archive.read("actions.csv")
    assert rows(archive, "actions")[0]["redacted"] == "true"


def test_a_redaction_while_it_is_made_makes_it_void(record, monkeypatch) -> None:
    """The file may hold the words: whoever asks is told to come again."""
    real = keeping.write_dataset

    def slow(*args):
        tables = real(*args)
        Redaction.objects.create(
            action=CityAction.objects.get(slug="rent"), category="safety", redacted_on=datetime.date(2026, 1, 1)
        )
        return tables

    monkeypatch.setattr(keeping, "write_dataset", slow)
    keeping.make()
    assert keeping.current() is None
    assert not DatasetFile.objects.exists()


def test_it_is_made_once_a_night_where_something_changed(record) -> None:
    now = timezone.now()
    assert keeping.is_due(now)
    made = keeping.make()
    assert not keeping.is_due(now + datetime.timedelta(days=2)), "nothing changed"
    record.save()
    assert keeping.is_due(now + datetime.timedelta(days=2))
    DatasetFile.objects.filter(pk=made.pk).update(made_at=keeping._last_night(now))
    assert not keeping.is_due(now), "this night's is made"


def test_a_new_file_takes_the_place_of_the_old_one(client, record, django_capture_on_commit_callbacks) -> None:
    old = keeping.make()
    answer = client.get(ADDRESS)
    record.save()
    with django_capture_on_commit_callbacks(execute=True):
        new = keeping.make()
    assert zipfile.ZipFile(io.BytesIO(whole(answer))).testzip() is None, "a download under way is finished"
    assert DatasetFile.objects.get() == new
    assert not old.file.storage.exists(old.file.name)


def test_who_has_it_is_not_sent_it_again(client, record) -> None:
    keeping.make()
    first = client.get(ADDRESS)
    assert first["Content-Disposition"] == 'attachment; filename="human-rights-cities.zip"'
    again = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(ADDRESS).status_code == 405


def test_queries_do_not_grow_with_the_record(record, django_assert_num_queries) -> None:
    for number in range(20):
        RecommendationFactory(states=["NOR"], theme_slugs=["food"], paragraph=str(number))
    file = io.BytesIO()
    # One a table; goals and targets are two tables of ours in two of these.
    with django_assert_num_queries(len(TABLES) + 2):
        keeping.write_dataset(file, "1", timezone.now())


@pytest.mark.django_db(transaction=True)
def test_it_is_read_outside_a_transaction_too(client) -> None:
    RecommendationFactory(paragraph="1")
    keeping.make()
    assert len(rows(opened(client), "recommendations")) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_all_tables_are_of_one_moment_while_others_write() -> None:
    def write() -> None:
        RecommendationFactory(paragraph="2")
        connection.close()

    RecommendationFactory(paragraph="1")
    with one_state():
        assert Recommendation.objects.count() == 1
        other = threading.Thread(target=write)
        other.start()
        other.join()
        assert Recommendation.objects.count() == 1
    assert Recommendation.objects.count() == 2
