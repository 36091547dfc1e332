"""Every way to change what the public sees is noted in the log of changes, by the same transaction."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities import progress
from cities.models import CityAction, Implementation, ProgressUpdate, Redaction
from mechanisms.models import Review
from recommendations.importers.undo import undo_import
from recommendations.models import AffectedGroup, Recommendation, SdgGoal, Theme
from recommendations.signals import recommendation_changed, recommendations_merged
from tests.admin.forms import form_fields
from tests.admin.test_actions import url_of
from tests.admin.world import COORDINATOR, EDITOR, World, build_world
from tests.factories import (
    ActionContribution,
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    EvidenceFactory,
    ImplementationFactory,
    MembershipFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
)
from tests.recommendations.importers.importing import import_path, write_csv
from tests.search.changes.logged import logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def editor(world: World) -> Client:
    return world.client(EDITOR)


def post(client: Client, url: str, **changes: object) -> None:
    response = client.post(url, {**form_fields(client, url), **changes})
    assert response.status_code == 302, response.content


# Recommendations


@pytest.mark.parametrize(
    "changes",
    [
        {"summary_en": "Build homes."},
        {"reach": "local_can_act"},
        {"corrected": ["kind"], "kind": "concern"},
        {"corrected": ["paragraph"], "paragraph": "99"},
        {"corrected": ["text"], "text": "Other words"},
    ],
    ids=str,
)
def test_editing_a_recommendation(editor: Client, world: World, changes: dict[str, object]) -> None:
    record = world.objects["recommendation"]
    with logged() as seen:
        post(editor, reverse("recommendations:edit", args=[record.pk]), **changes)
    assert seen.touched == {record.pk}


def test_correcting_what_a_recommendation_is_linked_to(editor: Client, world: World) -> None:
    record = world.objects["recommendation"]
    state = record.review.country_id
    links = {
        "themes": [Theme.objects.first().pk],
        "groups": [AffectedGroup.objects.first().pk],
        "sdg_goals": [SdgGoal.objects.first().pk],
        "states": [state],
    }
    for values in (links, {name: [] for name in links}):
        for name in links:
            with logged() as seen:
                corrected = [] if name == "themes" else [name]
                post(
                    editor,
                    reverse("recommendations:edit", args=[record.pk]),
                    **{"corrected": corrected, name: values[name]},
                )
            assert seen.touched == {record.pk}, name
    assert not record.recommending.exists()


def test_links_alone_without_saving_the_record() -> None:
    record, group = RecommendationFactory(), AffectedGroup.objects.first()
    steps = (
        lambda: record.groups.add(group),
        lambda: group.recommendations.remove(record),
        lambda: record.sdg_goals.add(SdgGoal.objects.first()),
        lambda: record.sdg_goals.clear(),
        lambda: record.themes.add(Theme.objects.first()),
        lambda: record.themes.clear(),
        lambda: record.texts.create(language="es", text="Palabras"),
    )
    for step in steps:
        with logged() as seen:
            step()
        assert seen.touched == {record.pk}
    group.recommendations.add(record)
    with logged() as seen:
        group.recommendations.clear()
    assert seen.rebuild, "which records a group loses at once, nobody says"


def test_withdrawing_and_letting_stand_again(editor: Client, world: World) -> None:
    record = world.objects["recommendation"]
    for fields in ({"reason": "Twice the same"}, {}):
        with logged() as seen:
            editor.post(reverse("recommendations:withdraw", args=[record.pk]), fields)
        assert seen.touched == {record.pk}


def test_merging_by_signal_and_bulk_writes_by_signal() -> None:
    kept, gone = RecommendationFactory.create_batch(2)
    both = [kept.pk, gone.pk]
    for signal, records in ((recommendations_merged, {"kept": kept, "gone": gone}), (recommendation_changed, {})):
        with logged() as seen:
            signal.send(sender=Recommendation, recommendations=both, **records)
        assert set(both) <= seen.touched


def test_an_import_and_its_undoing_log_one_rebuild_each(tmp_path: Path) -> None:
    rows = [{"review": "upr-3-usa", "paragraph": f"26.{n}", "text": f"Words {n}"} for n in range(1, 30)]
    path = write_csv(tmp_path / "rows.csv", rows)
    with logged() as seen:
        outcome = import_path(path)
    assert outcome.created == 29
    assert (seen.rebuild, seen.versions) == (True, 1)
    with logged() as seen:
        undo_import(outcome.batch)
    assert (seen.rebuild, seen.versions) == (True, 1)


def test_an_import_that_is_only_tried_logs_nothing(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "rows.csv", [{"review": "upr-3-usa", "paragraph": "26.1", "text": "Words"}])
    with logged() as seen:
        call_command("import_recommendations", str(path), "--dry-run", "--json")
    assert seen.versions == 0


# Vocabularies and reviews


@pytest.mark.parametrize(
    ("route", "key", "field"),
    [
        ("themes", "theme", "label_es"),
        ("affected-groups", "group", "name_es"),
        ("reviews", "review", "record_note_en"),
        ("mechanisms", "mechanism", "name_es"),
    ],
)
def test_a_changed_vocabulary_is_a_rebuild(editor: Client, world: World, route: str, key: str, field: str) -> None:
    record = world.objects[key]
    with logged() as seen:
        post(editor, reverse(f"{route}:edit", args=[record.pk]), **{field: "Otro nombre"})
    assert seen.rebuild


def test_a_new_value_of_a_vocabulary_touches_nothing_yet() -> None:
    with logged() as seen:
        Theme.objects.create(name="A new theme", slug="new-theme")
        Review.objects.create(
            key="new", mechanism=Review.objects.first().mechanism, country=Review.objects.first().country
        )
    assert (seen.touched, seen.vocabularies, seen.versions) == (set(), True, 1)


def test_a_changed_document_touches_its_recommendations(editor: Client, world: World) -> None:
    document = world.objects["document"]
    with logged() as seen:
        post(editor, reverse("un-documents:edit", args=[document.pk]), title_en="The report")
    assert seen.touched == {world.objects["recommendation"].pk}


# Cities: what is done


@pytest.fixture
def coordinator(world: World) -> Client:
    return world.client(COORDINATOR)


def test_an_action_is_published_edited_unpublished_and_brought_back(coordinator: Client, world: World) -> None:
    record = RecommendationFactory(review=world.objects["review"])
    action = world.objects["draft of A"]
    ActionContribution.objects.create(action=action, recommendation=record)
    action.refresh_from_db()
    action.save_revision()
    first = action.latest_revision
    edit = url_of("edit", action.pk)
    with logged() as seen:
        post(coordinator, edit, **{"action-publish": "1"})
    assert seen.touched == {record.pk}
    with logged() as seen:
        post(coordinator, edit, status="completed", **{"action-publish": "1"})
    assert seen.touched == {record.pk}
    with logged() as seen:
        first.publish()
    assert seen.touched == {record.pk}, "a revision taken back into use"
    with logged() as seen:
        response = coordinator.post(url_of("unpublish", action.pk))
        assert response.status_code == 302
    assert seen.touched == {record.pk}


def test_an_action_that_loses_a_recommendation_touches_it(coordinator: Client, world: World) -> None:
    action = world.objects["published action of A"]
    served = action.contributions.get().recommendation
    with logged() as seen:
        post(
            coordinator,
            url_of("edit", action.pk),
            **{"contributions-0-DELETE": "on", "action-publish": "1"},
        )
    assert not action.contributions.exists()
    assert seen.touched == {served.pk}


def test_timed_publication_and_expiry(world: World) -> None:
    record = RecommendationFactory()
    action = CityActionFactory(draft=True, serves=[record])
    action.go_live_at = timezone.now() - timedelta(minutes=2)
    action.save_revision(approved_go_live_at=action.go_live_at)
    with logged() as seen:
        call_command("publish_scheduled")
    assert CityAction.objects.get(pk=action.pk).live
    assert seen.touched == {record.pk}
    CityAction.objects.filter(pk=action.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    with logged() as seen:
        call_command("publish_scheduled")
    assert not CityAction.objects.get(pk=action.pk).live
    assert seen.touched == {record.pk}


def test_a_changed_city_or_assessor_touches_what_is_published_there(editor: Client, world: World) -> None:
    city = world.objects["city"]
    ImplementationFactory(city=city, assessor=world.assessor)
    words = city.implementations.values_list("recommendation", flat=True)
    served = ActionContribution.objects.filter(action__city=city).values_list("recommendation", flat=True)
    assert words and served
    with logged() as seen:
        post(editor, reverse("cities:edit", args=[city.pk]), website="https://example.org/")
    assert seen.touched == {*words, *served}
    assert seen.vocabularies, "its name is a value of a facet"
    with logged() as seen:
        post(editor, reverse("assessors:edit", args=[world.assessor.pk]), name="The office")
    assert seen.touched == set(words.filter(assessor=world.assessor))


def test_a_new_city_touches_nothing_yet() -> None:
    with logged() as seen:
        CityFactory()
    assert (seen.touched, seen.vocabularies, seen.versions) == (set(), True, 1)


# Cities: how far it is


def entry_of(assessor: object, record: Recommendation) -> ProgressUpdate:
    return ProgressUpdate(
        assessor=assessor,
        recommendation=record,
        status="limited_progress",
        as_of=timezone.localdate() - timedelta(days=9),
        note_en="A start",
    )


def test_progress_is_logged_when_it_is_published_not_before() -> None:
    assessor, record = AssessorFactory(), RecommendationFactory()
    user = MembershipFactory(assessor=assessor, coordinator=True).user
    with logged() as seen:
        entry = progress.submit(entry_of(assessor, record), user=user)
        progress.return_to_contributor(entry, user=user, note="Where did you look?")
        progress.revise(entry, user=user)
    assert seen.versions == 0
    with logged() as seen:
        progress.publish(entry, user=user)
    assert (seen.touched, seen.versions) == ({record.pk}, 1)
    correction = progress.correct(ProgressUpdate.objects.get(pk=entry.pk), entry_of(assessor, record), user=user)
    with logged() as seen:
        progress.publish(correction, user=user)
    assert seen.touched == {record.pk}


def test_replies_evidence_and_redactions_are_logged() -> None:
    update = ProgressUpdateFactory()
    other = AssessorFactory(city=update.assessor.city, community=True)
    user = MembershipFactory(assessor=other, coordinator=True).user
    with logged() as seen:
        answer = progress.reply(update, assessor=other, user=user, text_en="We see it otherwise.")
    assert seen.touched == {update.recommendation_id}
    action = CityActionFactory(serves=[RecommendationFactory()])
    targets = [
        ({"update": update}, update.recommendation_id),
        ({"reply": answer}, update.recommendation_id),
        ({"action": action}, action.contributions.get().recommendation_id),
    ]
    for target, touched in targets:
        with logged() as seen:
            Redaction.objects.create(category="safety", redacted_on=timezone.localdate(), **target)
        assert seen.touched == {touched}
    with logged() as seen:
        EvidenceFactory(update=update)
    assert seen.touched == {update.recommendation_id}
    pending = ProgressUpdateFactory(pending=True)
    with logged() as seen:
        EvidenceFactory(update=pending)
    assert seen.versions == 0


def test_a_word_that_goes_is_logged() -> None:
    word = ImplementationFactory()
    with logged() as seen:
        Implementation.objects.filter(pk=word.pk).delete()
    assert seen.touched == {word.recommendation_id}


@pytest.mark.slow
def test_the_whole_demo_is_logged() -> None:
    with logged() as seen:
        call_command("load_demo", stdout=StringIO())
    assert seen.rebuild
    spoken = set(Implementation.objects.values_list("recommendation", flat=True))
    served = set(ActionContribution.objects.values_list("recommendation", flat=True))
    assert spoken and served
    assert spoken | served <= seen.recommendations
