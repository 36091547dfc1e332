"""The made-up city: its assessors and the history of what they say. Marked as an example everywhere."""

from collections import defaultdict
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction

from cities import progress
from cities.models import Assessor, City, CityAction, Evidence, Membership, ProgressReply, ProgressUpdate
from cities.signals import progress_published
from home.demo.files import EXAMPLE_CITY, RECOMMENDATION_KEY, Recommendations, rows
from home.mail.outbox import nobody_told
from mechanisms.reference_rows import ReferenceRow, create_missing

ASSESSOR = (
    "slug",
    "name",
    "kind",
    "website",
    "funding_by_city_en",
    "funding_by_city_es",
    "verified_on",
    "verification",
)
ENTRY = (
    *("ref", "assessor", *RECOMMENDATION_KEY, "status", "confidence", "as_of", "published_on", "note_en", "note_es"),
    *("where_looked_en", "where_looked_es", "corrects", "actions", "state", "return_note"),
)
EVIDENCE = ("entry", "title", "url", "publisher", "date", "bearing", "shows_effect")
REPLY = ("entry", "assessor", "published_on", "text_en", "text_es")


@transaction.atomic
def load_assessors() -> int:
    """Create the example city's assessors that are missing; return how many."""
    city = _city()
    planned = {
        row.needed("slug"): row.checked(
            Assessor(
                city=city,
                verified_on=row.date_or_none("verified_on"),
                **{column: row.text(column) for column in ASSESSOR if column != "verified_on"},
            )
        )
        for row in rows(f"{EXAMPLE_CITY}/assessors", ASSESSOR)
    }
    return create_missing(planned, {assessor.slug: assessor for assessor in Assessor.objects.all()}, "default")


@transaction.atomic
def load_progress() -> int:
    """Write the example's history, entry by entry as it was published; return how many entries.

    A history is written once: where the example city has any entry already, it belongs to whoever plays with it.
    """
    if ProgressUpdate.objects.filter(assessor__city=_city()).exists():
        return 0
    history = _History()
    with nobody_told():
        # A correction comes after what it corrects, so the file's order will do.
        for row in rows(f"{EXAMPLE_CITY}/entries", ENTRY):
            history.write(row)
        for row in rows(f"{EXAMPLE_CITY}/replies", REPLY):
            history.reply(row)
    return len(history.entries)


class _History:
    """The entries written so far, by the name the files give them."""

    def __init__(self) -> None:
        self.city = _city()
        self.assessors = {assessor.slug: assessor for assessor in self.city.assessors.select_related("city")}
        self.actions = {action.slug: action for action in self.city.actions.all()}
        self.recommendations = Recommendations()
        self.entries: dict[str, ProgressUpdate] = {}
        self.evidence: dict[str, list[Evidence]] = defaultdict(list)
        for row in rows(f"{EXAMPLE_CITY}/evidence", EVIDENCE):
            same = {column: row.text(column) for column in ("title", "url", "publisher", "bearing")}
            source = Evidence(date=row.date_or_none("date"), shows_effect=row.yes("shows_effect"), **same)
            self.evidence[row.needed("entry")].append(row.checked(source))

    def write(self, row: ReferenceRow) -> None:
        """Write one entry with its evidence, and derive the current word where it is published."""
        entry = self._entry(row)
        evidence = self.evidence[row.text("ref")]
        actions: list[CityAction] = [self.actions[slug] for slug in row.items("actions")]
        progress.check(entry, evidence=evidence, actions=actions)
        row.checked(entry).save()
        entry.actions.set(actions)
        for source in evidence:
            source.update = entry
        Evidence.objects.bulk_create(evidence)
        self.entries[row.text("ref")] = entry
        if entry.state == ProgressUpdate.State.PUBLISHED:
            progress.derive(entry.assessor, entry.recommendation)
            progress_published.send(sender=ProgressUpdate, update=entry)

    def reply(self, row: ReferenceRow) -> None:
        """Write the other side's answer to an entry."""
        published_on = row.date_or_none("published_on")
        if published_on is None:
            raise row.error("published_on is empty")
        ProgressReply.objects.create(
            update=row.found("entry", self.entries),
            assessor=row.found("assessor", self.assessors),
            text_en=row.needed("text_en"),
            text_es=row.needed("text_es"),
            published_at=self._noon(published_on),
        )

    def _entry(self, row: ReferenceRow) -> ProgressUpdate:
        assessor = row.found("assessor", self.assessors)
        state = row.needed("state")
        published_on = row.date_or_none("published_on") if state == ProgressUpdate.State.PUBLISHED else None
        same = ("status", "confidence", "note_en", "note_es", "where_looked_en", "where_looked_es", "return_note")
        return ProgressUpdate(
            assessor=assessor,
            recommendation=self.recommendations.find(row),
            as_of=date.fromisoformat(row.needed("as_of")),
            state=state,
            published_at=self._noon(published_on) if published_on else None,
            submitted_by=None if published_on else _contributor(assessor),
            corrects=row.found("corrects", self.entries) if row.text("corrects") else None,
            **{column: row.text(column) for column in same},
        )

    def _noon(self, day: date) -> datetime:
        return datetime.combine(day, time(12), tzinfo=ZoneInfo(self.city.time_zone))


def _city() -> City:
    return City.objects.get(is_example=True, slug="example-falls")


def _contributor(assessor: Assessor) -> User | None:
    """Return the contributor of the logins, who sent in what is not published yet; None where there are no logins."""
    contributors = User.objects.filter(memberships__assessor=assessor, memberships__role=Membership.Role.CONTRIBUTOR)
    return contributors.order_by("pk").first()
