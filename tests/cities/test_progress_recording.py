"""Who may submit, publish, return, correct and reply; and that a refusal leaves nothing behind."""

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from cities import progress
from cities.models import Assessor, Evidence, Implementation, Membership, ProgressReply, ProgressUpdate
from cities.signals import progress_published
from recommendations.models import Recommendation
from tests.cities.builders import entry as unsaved
from tests.cities.builders import evidence
from tests.factories import AssessorFactory, CityActionFactory, MembershipFactory, RecommendationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def city_office() -> Assessor:
    return AssessorFactory()


@pytest.fixture
def coalition(city_office: Assessor) -> Assessor:
    return AssessorFactory(community=True, city=city_office.city)


@pytest.fixture
def recommendation() -> Recommendation:
    return RecommendationFactory()


def contributor(assessor: Assessor) -> object:
    return MembershipFactory(assessor=assessor).user


def coordinator(assessor: Assessor) -> object:
    return MembershipFactory(assessor=assessor, coordinator=True).user


def pending(assessor: Assessor, recommendation: Recommendation, user: object, **fields: object) -> ProgressUpdate:
    entry = unsaved(assessor=assessor, recommendation=recommendation, **fields)
    return progress.submit(entry, user=user)


def published(assessor: Assessor, recommendation: Recommendation, **fields: object) -> ProgressUpdate:
    entry = pending(assessor, recommendation, contributor(assessor), **fields)
    return progress.publish(entry, user=coordinator(assessor))


def refusal_code(act: Callable[[], object]) -> str:
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.error_list[0].code if hasattr(refusal.value, "error_list") else str(refusal.value.error_dict)


def test_what_a_contributor_submits_waits_and_changes_no_word(
    city_office: Assessor, recommendation: Recommendation
) -> None:
    user = contributor(city_office)
    action = CityActionFactory(city=city_office.city)
    entry = unsaved(assessor=city_office, recommendation=recommendation)
    progress.submit(entry, user=user, evidence=[evidence()], actions=[action])
    entry.refresh_from_db()
    assert (entry.state, entry.submitted_by, entry.published_at) == ("pending", user, None)
    assert [source.title for source in entry.evidence.all()] == ["A report"]
    assert list(entry.actions.all()) == [action]
    assert not Implementation.objects.exists()


def test_publishing_sets_the_current_word_and_tells_the_rooms_above(
    city_office: Assessor, recommendation: Recommendation
) -> None:
    heard = []

    def listener(update: ProgressUpdate, **kwargs: object) -> None:
        heard.append((update, Implementation.objects.get().current))

    progress_published.connect(listener)
    try:
        entry = published(city_office, recommendation)
    finally:
        progress_published.disconnect(listener)
    assert heard == [(entry, entry)]
    word = Implementation.objects.get()
    assert (word.city, word.assessor, word.recommendation) == (city_office.city, city_office, recommendation)
    assert (word.status, word.confidence, word.as_of) == (entry.status, entry.confidence, entry.as_of)


def test_strangers_former_members_and_other_assessors_cannot_submit(
    city_office: Assessor, coalition: Assessor, recommendation: Recommendation
) -> None:
    former = MembershipFactory(assessor=city_office, ended_at=timezone.now()).user
    administrator = UserFactory(is_superuser=True)
    for user in (UserFactory(), former, coordinator(coalition), administrator):
        with pytest.raises(PermissionDenied):
            pending(city_office, recommendation, user)
    assert not ProgressUpdate.objects.exists()


def test_only_coordinators_of_the_assessor_publish_and_return(
    city_office: Assessor, coalition: Assessor, recommendation: Recommendation
) -> None:
    author = contributor(city_office)
    entry = pending(city_office, recommendation, author)
    for user in (author, contributor(city_office), coordinator(coalition), UserFactory(is_superuser=True)):
        with pytest.raises(PermissionDenied):
            progress.publish(entry, user=user)
        with pytest.raises(PermissionDenied):
            progress.return_to_contributor(entry, user=user, note="No")
    entry.refresh_from_db()
    assert entry.state == ProgressUpdate.State.PENDING


def test_an_assessor_that_nobody_verified_publishes_nothing(recommendation: Recommendation) -> None:
    unverified = AssessorFactory(unverified=True)
    user = coordinator(unverified)
    entry = pending(unverified, recommendation, user)
    assert refusal_code(lambda: progress.publish(entry, user=user)) == "not_verified"
    entry.refresh_from_db()
    assert entry.state == ProgressUpdate.State.PENDING


def test_a_communitys_word_needs_a_second_member_and_a_citys_does_not(
    city_office: Assessor, coalition: Assessor, recommendation: Recommendation
) -> None:
    user = coordinator(coalition)
    entry = pending(coalition, recommendation, user)
    assert refusal_code(lambda: progress.publish(entry, user=user)) == "second_member"
    assert progress.publish(entry, user=coordinator(coalition)).state == ProgressUpdate.State.PUBLISHED
    office = coordinator(city_office)
    assert progress.publish(pending(city_office, recommendation, office), user=office).published_by == office


def test_who_revises_a_communitys_entry_does_not_publish_it(
    coalition: Assessor, recommendation: Recommendation
) -> None:
    reviser = coordinator(coalition)
    entry = pending(coalition, recommendation, contributor(coalition))
    entry.note_en = "New words"
    progress.revise(entry, user=reviser)
    assert refusal_code(lambda: progress.publish(entry, user=reviser)) == "second_member"


def test_rules_are_asked_again_at_publication(city_office: Assessor, recommendation: Recommendation) -> None:
    user = coordinator(city_office)
    entry = pending(city_office, recommendation, user)
    Recommendation.objects.filter(pk=recommendation.pk).update(withdrawn_on=datetime.date(2026, 1, 1))
    with pytest.raises(ValidationError):
        progress.publish(entry, user=user)
    assert not Implementation.objects.exists()


def test_a_returned_entry_says_why_and_is_sent_again(city_office: Assessor, recommendation: Recommendation) -> None:
    author, lead = contributor(city_office), coordinator(city_office)
    entry = pending(city_office, recommendation, author)
    with pytest.raises(ValidationError):
        progress.return_to_contributor(entry, user=lead, note="  ")
    returned = progress.return_to_contributor(entry, user=lead, note="Which ordinance?")
    assert (returned.state, returned.return_note) == ("returned", "Which ordinance?")
    assert refusal_code(lambda: progress.publish(returned, user=lead)) == "returned"
    returned.note_en = "The one of March"
    progress.revise(returned, user=author, evidence=[evidence()])
    assert progress.publish(returned, user=lead).note_en == "The one of March"


def test_revising_replaces_the_evidence(city_office: Assessor, recommendation: Recommendation) -> None:
    user = contributor(city_office)
    entry = unsaved(assessor=city_office, recommendation=recommendation)
    progress.submit(entry, user=user, evidence=[evidence(title="Kept"), evidence(title="Dropped")])
    kept = entry.evidence.get(title="Kept")
    progress.revise(entry, user=user, evidence=[kept, evidence(title="New")])
    assert [source.title for source in entry.evidence.all()] == ["Kept", "New"]


def test_evidence_and_entries_of_others_cannot_be_taken_over(
    city_office: Assessor, coalition: Assessor, recommendation: Recommendation
) -> None:
    theirs = unsaved(assessor=coalition, recommendation=recommendation)
    progress.submit(theirs, user=contributor(coalition), evidence=[evidence()])
    user = contributor(city_office)
    mine = unsaved(assessor=city_office, recommendation=recommendation)
    with pytest.raises(PermissionDenied):
        progress.submit(mine, user=user, evidence=[theirs.evidence.get()])
    disguised = ProgressUpdate.objects.get(pk=theirs.pk)
    disguised.assessor = city_office
    disguised.note_en = "Rewritten"
    with pytest.raises(PermissionDenied):
        progress.revise(disguised, user=user)
    assert Evidence.objects.get().update == theirs
    assert ProgressUpdate.objects.get().note_en == ""


def test_a_published_entry_never_changes(city_office: Assessor, recommendation: Recommendation) -> None:
    lead = coordinator(city_office)
    entry = published(city_office, recommendation, note_en="As published")
    before = ProgressUpdate.objects.filter(pk=entry.pk).values().get()
    entry.note_en = "Rewritten"
    assert refusal_code(lambda: progress.revise(entry, user=lead)) == "published"
    assert refusal_code(lambda: progress.publish(entry, user=lead)) == "published"
    assert refusal_code(lambda: progress.return_to_contributor(entry, user=lead, note="Back")) == "published"
    correction = unsaved(status=ProgressUpdate.Status.NO_ACTION, where_looked_en="The code")
    progress.publish(progress.correct(entry, correction, user=lead), user=lead)
    assert ProgressUpdate.objects.filter(pk=entry.pk).values().get() == before


def test_a_correction_takes_the_place_of_its_entry_once_published(
    city_office: Assessor, recommendation: Recommendation
) -> None:
    lead = coordinator(city_office)
    entry = published(city_office, recommendation, as_of=datetime.date(2026, 3, 1))
    earlier_day = unsaved(
        status=ProgressUpdate.Status.NO_ACTION, where_looked_en="The code", as_of=datetime.date(2026, 1, 1)
    )
    correction = progress.correct(entry, earlier_day, user=lead)
    assert Implementation.objects.get().current == entry
    progress.publish(correction, user=lead)
    assert Implementation.objects.get().current == correction


def test_the_second_of_two_waiting_corrections_is_refused(
    city_office: Assessor, recommendation: Recommendation
) -> None:
    lead = coordinator(city_office)
    entry = published(city_office, recommendation)
    first = progress.correct(entry, unsaved(), user=lead)
    second = progress.correct(entry, unsaved(), user=lead)
    progress.publish(first, user=lead)
    with pytest.raises(ValidationError):
        progress.publish(second, user=lead)
    assert Implementation.objects.get().current == first


def test_words_of_different_assessors_stand_side_by_side(
    city_office: Assessor, coalition: Assessor, recommendation: Recommendation
) -> None:
    city_says = published(city_office, recommendation, as_of=datetime.date(2026, 1, 1))
    no_action = {"status": ProgressUpdate.Status.NO_ACTION, "where_looked_en": "The code"}
    community_says = published(coalition, recommendation, as_of=datetime.date(2026, 2, 1), **no_action)
    assert set(Implementation.objects.values_list("assessor", "current", "status")) == {
        (city_office.pk, city_says.pk, "limited_progress"),
        (coalition.pk, community_says.pk, "no_action"),
    }


def test_the_other_side_replies_once_to_what_is_published(
    city_office: Assessor, coalition: Assessor, recommendation: Recommendation
) -> None:
    entry = published(city_office, recommendation)
    lead = coordinator(coalition)
    answer = progress.reply(entry, assessor=coalition, user=lead, text_en=" We see it otherwise. ")
    assert (answer.text_en, answer.assessor) == ("We see it otherwise.", coalition)
    again = {"assessor": coalition, "user": lead, "text_en": "And another thing"}
    assert refusal_code(lambda: progress.reply(entry, **again)) == "second_reply"
    assert ProgressReply.objects.count() == 1


def test_who_cannot_reply(city_office: Assessor, coalition: Assessor, recommendation: Recommendation) -> None:
    entry = published(city_office, recommendation)
    own, elsewhere = coordinator(city_office), AssessorFactory(community=True)
    unverified = AssessorFactory(city=city_office.city, unverified=True)
    words = {"text_en": "Words"}
    refused = [
        (city_office, own, "own_entry"),
        (elsewhere, coordinator(elsewhere), "other_city"),
        (unverified, coordinator(unverified), "not_verified"),
    ]
    for assessor, user, code in refused:
        assert refusal_code(lambda a=assessor, u=user: progress.reply(entry, assessor=a, user=u, **words)) == code
    for user in (own, contributor(coalition), UserFactory()):
        with pytest.raises(PermissionDenied):
            progress.reply(entry, assessor=coalition, user=user, **words)
    lead = coordinator(coalition)
    with pytest.raises(ValidationError):
        progress.reply(entry, assessor=coalition, user=lead, text_en=" ")
    hidden = pending(city_office, recommendation, own)
    with pytest.raises(PermissionDenied):
        progress.reply(hidden, assessor=coalition, user=lead, **words)
    assert not ProgressReply.objects.exists()


def test_bad_input_is_refused_in_words_and_leaves_nothing(
    city_office: Assessor, recommendation: Recommendation
) -> None:
    user = contributor(city_office)
    bad_fields = ({"status": "perfect"}, {"confidence": "total"}, {"as_of": None}, {"status": "no_action"})
    for fields in bad_fields:
        with pytest.raises(ValidationError):
            pending(city_office, recommendation, user, **fields)
    bad_sources = ({"url": "javascript:alert(1)"}, {"url": ""}, {"title": ""}, {"bearing": "proves"})
    for source in bad_sources:
        entry = unsaved(assessor=city_office, recommendation=recommendation)
        with pytest.raises(ValidationError):
            progress.submit(entry, user=user, evidence=[evidence(), evidence(**source)])
    assert not ProgressUpdate.objects.exists()
    assert not Evidence.objects.exists()


def test_nobody_belongs_to_two_assessors_of_one_city(city_office: Assessor, coalition: Assessor) -> None:
    user = contributor(city_office)
    with pytest.raises(ValidationError):
        Membership(user=user, assessor=coalition).full_clean()


def test_check_progress_names_and_repairs_differences(
    city_office: Assessor, recommendation: Recommendation, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = published(city_office, recommendation)
    lost = published(city_office, RecommendationFactory())
    call_command("check_progress")
    Implementation.objects.filter(current=entry).update(status="implemented")
    Implementation.objects.filter(current=lost).delete()
    assert {difference.expected_entry_id for difference in progress.differences()} == {entry.pk, lost.pk}
    with pytest.raises(CommandError):
        call_command("check_progress")
    assert f"{city_office.slug} on {recommendation.slug}" in capsys.readouterr().out
    call_command("check_progress", "--repair")
    assert list(progress.differences()) == []
