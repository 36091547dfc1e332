"""The demo: complete, honest, in both languages, and built only once."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.db import models
from django.db.models import F, Q
from django.test import Client, override_settings
from django.utils import translation
from wagtail.models import Page

from cities import progress
from cities.models import (
    ActionContribution,
    Assessor,
    City,
    CityAction,
    Evidence,
    Implementation,
    Membership,
    ProgressReply,
    ProgressUpdate,
)
from home.demo import recommendations as demo_recommendations
from home.mail.models import Message
from home.models import FormPage, JoinPage, StandardPage
from recommendations.models import Recommendation
from tests.paths import SHARED_DATA, needs_shared_data

DEMO = Path(__file__).resolve().parents[2] / "demo"
ROOMS = ("mechanisms", "recommendations", "cities", "search", "home", "wagtailcore", "wagtail_localize", "auth")
NO_CITY_ACTION = ("national resolution of mayors", "state resolution", "civil society submission")

pytestmark = pytest.mark.django_db


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def everything() -> dict[str, list[tuple]]:
    """Every row of every table of ours and of Wagtail's pages."""
    tables: list[type[models.Model]] = [
        model for room in ROOMS for model in apps.get_app_config(room).get_models(include_auto_created=True)
    ]
    return {table._meta.label: list(table._base_manager.order_by("pk").values_list()) for table in tables}


def test_it_says_what_it_did_step_by_step(demo: str) -> None:
    assert [line.split(" ", 1)[0] for line in demo.splitlines()] == [
        *("639", "411", "29", "28", "1", "3", "6", "6", "27", "57", "16")
    ]


def test_nobody_gets_mail_about_the_examples_past(demo: str) -> None:
    assert not Message.objects.exists()


def test_a_second_run_changes_nothing(demo: str) -> None:
    before = everything()
    out = StringIO()
    call_command("load_demo", "--with-logins", stdout=out)
    after = everything()
    assert {name for name in before if before[name] != after[name]} == set()
    assert all(line.startswith("0 ") for line in out.getvalue().splitlines())


@needs_shared_data
def test_every_city_of_the_data_is_there(demo: str) -> None:
    named = rows(SHARED_DATA / "us_human_rights_cities.csv") + rows(SHARED_DATA / "us_city_actions.csv")
    expected = {(row["city"], row["state"]) for row in named if row["city"]}
    assert set(City.objects.filter(is_example=False).values_list("name", "state")) == expected
    assert len(expected) == 29


@needs_shared_data
def test_designations_are_those_of_the_source(demo: str) -> None:
    for row in rows(SHARED_DATA / "us_human_rights_cities.csv"):
        city = City.objects.get(name=row["city"], state=row["state"])
        assert str(city.designation_year or "") == row["designation_year"]
        assert city.designation == ("verified" if row["designation_year"] else "not_verified")
        assert city.designation_source == row["source_url"]
        assert city.instrument_en
        assert row["instrument"] not in city.instrument_en


@needs_shared_data
def test_the_28_actions_of_local_governments_are_there_and_nothing_else(demo: str) -> None:
    named = [row for row in rows(SHARED_DATA / "us_city_actions.csv") if row["kind"] not in NO_CITY_ACTION]
    expected = sorted((row["city"], row["state"], row["year"]) for row in named)
    real = CityAction.objects.public().filter(city__is_example=False).select_related("city")
    found = sorted(
        (action.city.name, action.city.state, str(action.starts_on.year) if action.starts_on else "") for action in real
    )
    assert len(found) == 28
    assert found == expected


@needs_shared_data
def test_second_hand_actions_say_so(demo: str) -> None:
    second_hand = sum("SECOND-HAND" in row["note"] for row in rows(SHARED_DATA / "us_city_actions.csv"))
    assert CityAction.objects.filter(note_en__startswith="Second-hand", note_es__startswith="De segunda").count() == (
        second_hand
    )


@needs_shared_data
def test_no_person_of_the_data_is_named(demo: str) -> None:
    text = (SHARED_DATA / "us_city_actions.csv").read_text(encoding="utf-8-sig")
    people = set(re.findall(r"\bMayor ([A-Z][a-z]+ [A-Z][a-z]+)", text))
    assert len(people) == 3
    ours = "\n".join(path.read_text(encoding="utf-8") for path in DEMO.rglob("*") if path.suffix in (".csv", ".toml"))
    for person in people:
        assert person not in ours
        assert not re.search(rf"\b{person.split()[1]}\b", ours, re.IGNORECASE), "a part of the name, as in an address"


def test_actions_are_whole(demo: str) -> None:
    for action in CityAction.objects.public().prefetch_related("sources", "contributions"):
        action.full_clean()
        assert action.kind in CityAction.Kind
        assert action.sources.all(), action
        assert action.latest_revision_id, "editors find a history to go on from"
    public_sources = CityAction.objects.filter(city__is_example=False)
    assert not public_sources.filter(recorded_by__isnull=False).exists()
    assert not CityAction.objects.filter(city__is_example=True, recorded_by__isnull=True).exists()


def test_links_of_actions_say_why_and_lead_to_what_asks(demo: str) -> None:
    links = ActionContribution.objects.select_related("recommendation")
    assert links.filter(action__city__is_example=False).count() == len(rows(DEMO / "action_contributions.csv"))
    for link in links:
        assert link.contribution_en and link.contribution_es
        assert link.recommendation.takes_status
    without = CityAction.objects.filter(contributions__isnull=True, city__is_example=False)
    assert {action.city.name for action in without} == {"Mount Vernon", "Louisville", "Granville", "University City"}


def test_real_cities_start_without_status_and_assessor(demo: str) -> None:
    for records in (Assessor, Implementation):
        assert not records.objects.exclude(city__is_example=True).exists()
    assert not ProgressUpdate.objects.exclude(assessor__city__is_example=True).exists()


def test_one_city_is_an_example_and_shows_the_whole_life_of_a_word(demo: str) -> None:
    city = City.objects.get(is_example=True)
    assert {assessor.kind for assessor in city.assessors.all()} == set(Assessor.Kind)
    words = Implementation.objects.filter(city=city)
    assert set(words.values_list("status", flat=True)) == set(ProgressUpdate.Status)
    entries = ProgressUpdate.objects.all()
    assert set(entries.values_list("state", flat=True)) == set(ProgressUpdate.State)
    assert set(Evidence.objects.values_list("bearing", flat=True)) >= {"supports", "mixed", "context"}
    assert entries.public().filter(corrections__state="published").exists()
    assert entries.public().filter(corrects__isnull=False).exists()
    assert ProgressReply.objects.exclude(assessor=F("update__assessor")).exists()
    assert entries.public().filter(as_of__year=2024).exists()
    sides = words.filter(recommendation__implementations__city=city)
    assert sides.exclude(status=F("recommendation__implementations__status")).exists(), "assessors disagree somewhere"
    assert 4 <= city.actions.count() <= 6


def test_the_example_keeps_the_rules_and_links_nowhere_real(demo: str) -> None:
    assert list(progress.differences()) == []
    for entry in ProgressUpdate.objects.select_related("assessor__city", "recommendation__review", "corrects"):
        if not entry.corrections.exists():
            progress.check(entry, evidence=entry.evidence.all(), actions=entry.actions.all())
    assert not Evidence.objects.exclude(url__startswith="https://example.org/").exists()
    assert not Assessor.objects.exclude(website__startswith="https://example.org/").exists()
    for action in CityAction.objects.filter(city__is_example=True):
        assert all(source.url.startswith("https://example.org/") for source in action.sources.all())


def test_spanish_is_complete(demo: str) -> None:
    """Every pair of columns: where there are English words there are Spanish ones, and other way round."""
    pairs = 0
    for room in ("recommendations", "cities"):
        for model in apps.get_app_config(room).get_models():
            names = {field.name for field in model._meta.concrete_fields}
            for english in sorted(name for name in names if name.endswith("_en")):
                spanish = f"{english[:-3]}_es"
                half = Q(**{english: ""}) ^ Q(**{spanish: ""})
                assert not model._base_manager.filter(half).exists(), f"{model.__name__}.{english}"
                pairs += 1
    assert pairs >= 10


def test_plain_words_reach_what_was_promised(demo: str) -> None:
    told = Recommendation.objects.exclude(summary_en="").exclude(summary_es="")
    assert told.filter(review__key="upr-3-usa").count() >= 80
    assert told.filter(review__key="cerd-2022-usa").count() == 20
    assert not Recommendation.objects.exclude(text="").exists(), "no official words lie in the demo"
    assert not told.filter(reach=Recommendation.Reach.NOT_SORTED).exists()


def test_plain_words_never_overwrite_an_editor(demo: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = rows(DEMO / "plain_words" / "upr-3-usa.csv")[:4]
    newer = [{**row, "summary_en": f"{row['summary_en']} Newer."} for row in source]
    (tmp_path / "plain_words").mkdir()
    with (tmp_path / "plain_words" / "upr-3-usa.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, source[0].keys())
        writer.writeheader()
        writer.writerows(newer)
    edited, emptied, locked, plain = (
        Recommendation.objects.get(review__key="upr-3-usa", paragraph=row["paragraph"]) for row in source
    )
    Recommendation.objects.filter(pk=edited.pk).update(summary_en="An editor’s words.")
    Recommendation.objects.filter(pk=emptied.pk).update(summary_en="")
    Recommendation.objects.filter(pk=locked.pk).update(locked_fields=["summary_en"])
    monkeypatch.setattr(demo_recommendations, "FOLDER", tmp_path)
    assert demo_recommendations.apply_plain_words() == 2
    words = [Recommendation.objects.get(pk=one.pk).summary_en for one in (edited, emptied, locked, plain)]
    assert words == ["An editor’s words.", newer[1]["summary_en"], source[2]["summary_en"], newer[3]["summary_en"]]
    assert demo_recommendations.apply_plain_words() == 0


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_of_the_demo_answers(demo: str, client: Client, language: str) -> None:
    with translation.override(language):
        addresses = [page.url for page in Page.objects.live().filter(locale__language_code=language, depth__gt=1)]
        addresses += [city.get_absolute_url() for city in City.objects.all()]
        addresses += [action.get_absolute_url() for action in CityAction.objects.select_related("city")]
    assert len(addresses) == 57 + 30 + 34
    forms = {page.url for page in Page.objects.type(FormPage, JoinPage)}
    assert len(forms) == 6
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        allowed = {"csrftoken"} if address in forms else set()
        assert set(response.cookies) <= allowed, f"{address} leaves a cookie, which the privacy page denies"


def test_logins_open_what_their_role_says(demo: str) -> None:
    for row in rows(DEMO / "logins.csv"):
        user = authenticate(username=row["username"], password=row["password"])
        assert user is not None, row["username"]
        assert user.has_perm("wagtailadmin.access_admin")
        assert user.is_superuser == (row["username"] == "admin")
    assert get_user_model().objects.count() == 6
    assert Membership.objects.filter(role="coordinator").count() == 2
    waiting = ProgressUpdate.objects.get(state="pending", assessor__kind="community")
    coordinator = get_user_model().objects.get(username="community-coordinator")
    assert waiting.submitted_by.username == "community-member"
    assert progress.publish(waiting, user=coordinator).state == "published"


def test_logins_are_made_only_where_asked_for(demo: str) -> None:
    get_user_model().objects.filter(username="editor").delete()
    call_command("load_demo", stdout=StringIO())
    assert not get_user_model().objects.filter(username="editor").exists()
    with override_settings(SETTINGS_MODULE="config.settings.production"), pytest.raises(CommandError):
        call_command("load_demo", "--with-logins", stdout=StringIO())


def test_reset_is_for_development(demo: str) -> None:
    with pytest.raises(CommandError, match="development"):
        call_command("load_demo", "--reset", stdout=StringIO())
    assert City.objects.filter(is_example=True).exists()


@override_settings(DEBUG=True)
def test_reset_builds_the_demo_anew(demo: str) -> None:
    City.objects.filter(slug="atlanta-ga").update(name="Renamed")
    ProgressUpdate.objects.filter(state="pending").update(note_en="Played with")
    StandardPage.objects.filter(slug="privacy").delete()
    out = StringIO()
    call_command("load_demo", "--reset", stdout=out)
    assert out.getvalue().splitlines()[1:] == demo.splitlines()
    assert City.objects.get(slug="atlanta-ga").name == "Atlanta"
    assert not any(Page.find_problems())


def test_a_mistake_in_a_file_names_its_place(demo: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "plain_words").mkdir()
    header = "review,paragraph,part,kind,summary_en,summary_es,reach,can_do_en,can_do_es"
    (tmp_path / "plain_words" / "x.csv").write_text(f"{header}\nupr-3-usa,99.9,,recommendation,a,b,,,\n")
    monkeypatch.setattr(demo_recommendations, "FOLDER", tmp_path)
    with pytest.raises(CommandError, match=r"x\.csv, row 2: .*99\.9"):
        call_command("load_demo", stdout=StringIO())
