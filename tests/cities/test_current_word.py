"""The current word: of the published, uncorrected entries the last by as-of date, publication and id."""

import datetime
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from pytest_django import DjangoDbBlocker

from cities import progress, redaction
from cities.models import Assessor, Implementation, ProgressUpdate, Redaction
from mechanisms.models import Review
from recommendations.models import Recommendation
from tests.cities.builders import entry as unsaved
from tests.factories import (
    AssessorFactory,
    MembershipFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    UserFactory,
)

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def minutes(number: int) -> datetime.datetime:
    return NOON + datetime.timedelta(minutes=number)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("history", "word"),
    [
        ([], None),
        ([{"state": "pending", "published_at": None}], None),
        ([{"state": "returned", "published_at": None}], None),
        ([{}], 0),
        # The later day wins, also where it was published first: entries may be backdated.
        ([{"as_of": datetime.date(2026, 2, 1)}, {"as_of": datetime.date(2026, 1, 1)}], 0),
        ([{"as_of": datetime.date(2026, 2, 1), "published_at": minutes(0)}, {"published_at": minutes(1)}], 1),
        # Of one day, the later published; published in the same moment, the later recorded.
        ([{"published_at": minutes(2)}, {"published_at": minutes(1)}], 0),
        ([{}, {}], 1),
        # A pending correction corrects nothing; a published one does, and may itself be corrected.
        ([{}, {"corrects": 0, "state": "pending", "published_at": None}], 0),
        ([{}, {"corrects": 0, "as_of": datetime.date(2025, 1, 1)}], 1),
        ([{}, {"corrects": 0}, {"corrects": 1, "as_of": datetime.date(2025, 1, 1)}], 2),
        ([{}, {"as_of": datetime.date(2025, 6, 1)}, {"corrects": 0, "as_of": datetime.date(2025, 1, 1)}], 1),
    ],
)
def test_which_entry_is_the_word(history: list[dict], word: int | None) -> None:
    assessor, recommendation = AssessorFactory(), RecommendationFactory()
    entries: list[ProgressUpdate] = []
    for fields in history:
        fields = {"state": "published", "published_at": NOON, "as_of": datetime.date(2026, 2, 28), **fields}
        if "corrects" in fields:
            fields["corrects"] = entries[fields["corrects"]]
        entries.append(ProgressUpdateFactory(assessor=assessor, recommendation=recommendation, **fields))
    derived = progress.derive(assessor, recommendation)
    assert (derived.current if derived else None) == (None if word is None else entries[word])
    assert Implementation.objects.count() == (0 if word is None else 1)


@pytest.mark.django_db
def test_a_word_that_lost_its_entry_goes() -> None:
    assessor, recommendation = AssessorFactory(), RecommendationFactory()
    entry = ProgressUpdateFactory(
        assessor=assessor, recommendation=recommendation, state="published", published_at=NOON
    )
    assert progress.derive(assessor, recommendation)
    ProgressUpdate.objects.filter(pk=entry.pk).update(state="returned", published_at=None)
    assert progress.derive(assessor, recommendation) is None
    assert not Implementation.objects.exists()


class History(RuleBasedStateMachine):
    """Two assessors of one city record at random; a list of tuples keeps what the word must be.

    Each history is a transaction of its own that is rolled back in the end. Under one transaction around all of them,
    PostgreSQL would keep the rows and savepoints of every earlier history and slow down without end.
    """

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        office = AssessorFactory()
        coalition = AssessorFactory(community=True, city=office.city)
        self.recommendations = [RecommendationFactory(), RecommendationFactory()]
        self.people = {
            assessor: (
                MembershipFactory(assessor=assessor).user,
                MembershipFactory(assessor=assessor, coordinator=True).user,
            )
            for assessor in (office, coalition)
        }
        self.admin = UserFactory(is_superuser=True)
        self.redacted: set[int] = set()
        self.pending: list[ProgressUpdate] = []
        # (key, as-of date, number of publication, id, id of the entry it corrects)
        self.published: list[tuple[tuple[Assessor, Recommendation], datetime.date, int, int, int | None]] = []

    entry = st.fixed_dictionaries(
        {
            "as_of": st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 1, 5)),
            "status": st.sampled_from(["limited_progress", "no_action", "no_information"]),
            "confidence": st.sampled_from(["low", "medium", "high"]),
            "where_looked_en": st.just("The city code"),
        }
    )

    @rule(who=st.integers(0, 1), what=st.integers(0, 1), fields=entry)
    def submit(self, who: int, what: int, fields: dict) -> None:
        assessor = list(self.people)[who]
        entry = unsaved(assessor=assessor, recommendation=self.recommendations[what], **fields)
        self.pending.append(progress.submit(entry, user=self.people[assessor][0]))

    @precondition(lambda self: self.published)
    @rule(data=st.data(), fields=entry)
    def correct(self, data: st.DataObject, fields: dict) -> None:
        corrected = {one[4] for one in self.published} | {entry.corrects_id for entry in self.pending}
        open_entries = [one for one in self.published if one[3] not in corrected | self.redacted]
        if not open_entries:
            return
        (assessor, _), _, _, number, _ = data.draw(st.sampled_from(open_entries))
        original = ProgressUpdate.objects.get(pk=number)
        correction = unsaved(**fields)
        self.pending.append(progress.correct(original, correction, user=self.people[assessor][0]))

    @precondition(lambda self: self.pending)
    @rule(data=st.data())
    def publish(self, data: st.DataObject) -> None:
        entry = self.pending.pop(data.draw(st.integers(0, len(self.pending) - 1)))
        lead = self.people[entry.assessor][1]
        if entry.pk in self.redacted:
            with pytest.raises(ValidationError):
                progress.publish(entry, user=lead)
            return
        progress.publish(entry, user=lead)
        key = (entry.assessor, entry.recommendation)
        self.published.append((key, entry.as_of, len(self.published), entry.pk, entry.corrects_id))

    @precondition(lambda self: self.pending)
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        entry = self.pending.pop(data.draw(st.integers(0, len(self.pending) - 1)))
        progress.return_to_contributor(entry, user=self.people[entry.assessor][1], note="Say more")

    @precondition(lambda self: self.published or self.pending)
    @rule(data=st.data(), category=st.sampled_from(Redaction.Category.values))
    def redact(self, data: st.DataObject, category: str) -> None:
        """Take the words away, once: the status stays, and so does the word it may be. What waits stays so."""
        numbers = [one[3] for one in self.published] + [entry.pk for entry in self.pending]
        entry = ProgressUpdate.objects.get(pk=data.draw(st.sampled_from(numbers)))
        if entry.pk in self.redacted:
            with pytest.raises(ValidationError):
                redaction.redact(entry, category=category, user=self.admin)
            return
        redaction.redact(entry, category=category, user=self.admin)
        self.redacted.add(entry.pk)

    def teardown(self) -> None:
        """Ask the command's own recount, then undo the history."""
        try:
            assert list(progress.differences()) == []
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @invariant()
    def the_word_is_what_the_model_says(self) -> None:
        corrected = {one[4] for one in self.published}
        expected = {}
        for key, _as_of, _moment, number, _ in sorted(self.published, key=lambda one: one[1:4]):
            if number not in corrected:
                expected[key] = number
        stored = Implementation.objects.filter(assessor__in=self.people).select_related("current")
        assert {(one.assessor, one.recommendation): one.current_id for one in stored} == expected
        for one in stored:
            assert (one.status, one.confidence, one.as_of) == (
                one.current.status,
                one.current.confidence,
                one.current.as_of,
            )


def test_random_histories_give_the_word_of_the_model(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    # An example is a whole history of about twenty transactions, so it takes a tenth of the profile's number.
    runs = max(10, settings.default.max_examples // 10)
    length = settings(max_examples=runs, stateful_step_count=20, deadline=None)
    with django_db_blocker.unblock():
        before = ProgressUpdate.objects.count()
        run_state_machine_as_test(History, settings=length)
        assert ProgressUpdate.objects.count() == before


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Assessor]:
    """An assessor that other connections see. Taken away by hand: a flush would take Wagtail's first pages along."""
    with django_db_blocker.unblock():
        assessor = AssessorFactory()
        yield assessor
        Implementation.objects.filter(assessor=assessor).delete()
        updates = ProgressUpdate.objects.filter(assessor=assessor)
        recommendations = Recommendation.objects.filter(pk__in=updates.values_list("recommendation"))
        reviews = Review.objects.filter(pk__in=recommendations.values_list("review"))
        people = get_user_model().objects.filter(memberships__assessor=assessor)
        mine = [list(records.values_list("pk", flat=True)) for records in (recommendations, reviews, people)]
        updates.delete()
        assessor.memberships.all().delete()
        for model, keys in zip((Recommendation, Review, get_user_model()), mine, strict=True):
            model.objects.filter(pk__in=keys).delete()
        city = assessor.city
        assessor.delete()
        city.delete()


@pytest.mark.postgres
def test_people_who_publish_at_the_same_moment_leave_the_right_word(committed: Assessor) -> None:
    recommendation = RecommendationFactory()
    lead = MembershipFactory(assessor=committed, coordinator=True).user
    entries = [
        progress.submit(
            unsaved(assessor=committed, recommendation=recommendation, as_of=datetime.date(2026, 1, day)), user=lead
        )
        for day in range(1, 9)
    ]
    start = threading.Barrier(len(entries))

    def publish(entry: ProgressUpdate) -> None:
        try:
            start.wait(timeout=30)
            progress.publish(entry, user=lead)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(entries)) as people:
        list(people.map(publish, entries, timeout=60))
    assert Implementation.objects.get(assessor=committed).current == entries[-1]
    assert ProgressUpdate.objects.public().filter(assessor=committed).count() == len(entries)
