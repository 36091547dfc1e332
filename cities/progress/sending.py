"""From unsent answers to an entry: once, and only if its author has seen what others recorded meanwhile."""

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cities.evidence_files import kept_name
from cities.models import Assessor, CityAction, DraftFile, Evidence, ProgressDraft, ProgressUpdate
from cities.progress.current_word import lock
from cities.progress.recording import publish, revise, submit
from recommendations.models import Recommendation

OVERTAKEN = "overtaken"
"""Code of the refusal when somebody of the same assessor recorded something that the author has not seen."""


@dataclass(frozen=True, slots=True)
class Source:
    """One piece of evidence as its author gave it: a link, a file of the draft, or one of the entry it starts from."""

    title: str
    bearing: str
    url: str = ""
    file: DraftFile | Evidence | None = None
    publisher: str = ""
    date: datetime.date | None = None
    shows_effect: bool = False

    def unsaved(self) -> Evidence:
        """Return it as evidence that can be checked; its file keeps the name it has."""
        return Evidence(
            title=self.title,
            url=self.url,
            file=self.file.file.name if self.file else "",
            publisher=self.publisher,
            date=self.date,
            bearing=self.bearing,
            shows_effect=self.shows_effect,
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """What an author says, valid by itself. ``language`` is the one that ``note`` and ``where_looked`` are in."""

    status: str
    confidence: str
    as_of: datetime.date
    language: str
    note: str
    where_looked: str
    sources: Sequence[Source] = ()
    actions: Sequence[CityAction] = field(default=())

    def entry(self, draft: ProgressDraft) -> ProgressUpdate:
        """Return the unsaved entry; a revised one keeps its words in the other language."""
        entry = draft.revises or ProgressUpdate(
            assessor=draft.assessor, recommendation=draft.recommendation, corrects=draft.corrects
        )
        entry.status, entry.confidence, entry.as_of = self.status, self.confidence, self.as_of
        setattr(entry, f"note_{self.language}", self.note)
        setattr(entry, f"where_looked_{self.language}", self.where_looked)
        return entry


def seen_now(assessor: Assessor, recommendation: Recommendation) -> str:
    """Return a mark of all that the assessor has on a recommendation. Another mark: something was recorded since."""
    entries = ProgressUpdate.objects.filter(assessor=assessor, recommendation=recommendation).order_by("pk")
    rows = entries.values_list("pk", "state", "status", "as_of", "confidence", "note_en", "note_es", "submitted_by")
    return hashlib.sha256(json.dumps([list(map(str, row)) for row in rows]).encode()).hexdigest()[:32]


@transaction.atomic
def send(draft: ProgressDraft, claim: Claim, *, user: User, seen: str, publish_too: bool = False) -> ProgressUpdate:
    """Send a draft to the coordinator, or publish it where its author is one; the draft is gone then.

    ``seen`` is what ``seen_now`` said when the author read the answers through. Raises ``ValidationError`` with the
    code ``overtaken`` where it no longer holds; otherwise as ``submit``, ``revise`` and ``publish``. Nothing is
    written then, and the draft stays. Whoever presses twice gets the entry of the first press.
    """
    lock(draft.assessor)
    sent = ProgressUpdate.objects.filter(sent_as=draft.key).first()
    if sent is not None:
        return sent
    if seen != seen_now(draft.assessor, draft.recommendation):
        raise ValidationError(
            _("Somebody of your office or organization recorded this recommendation meanwhile. Read that first."),
            code=OVERTAKEN,
        )
    entry = claim.entry(draft)
    entry.sent_as = draft.key
    evidence = [_with_own_file(source.unsaved(), source.file) for source in claim.sources]
    if draft.revises:
        revise(entry, user=user, evidence=evidence, actions=claim.actions)
    else:
        submit(entry, user=user, evidence=evidence, actions=claim.actions)
    if publish_too:
        entry = publish(entry, user=user)
    taken = {source.file.file.name or "" for source in claim.sources if isinstance(source.file, DraftFile)}
    _forget(draft, but=taken)
    return entry


@transaction.atomic
def discard(draft: ProgressDraft) -> None:
    """Throw unsent answers away, with their files."""
    _forget(draft, but=set())


def _forget(draft: ProgressDraft, *, but: set[str]) -> None:
    for attached in draft.files.all():
        name = attached.file.name or ""
        if name not in but:
            _delete_later(attached.file.storage, name)
    draft.delete()


def _delete_later(storage: Storage, name: str) -> None:
    transaction.on_commit(lambda: storage.delete(name))


def _with_own_file(evidence: Evidence, origin: DraftFile | Evidence | None) -> Evidence:
    """Give evidence taken over from another entry a copy of the file: either may be redacted without the other."""
    if isinstance(origin, Evidence):
        with origin.file.open("rb") as content:
            evidence.file = ContentFile(content.read(), name=kept_name(str(origin.file.name).rpartition(".")[2]))
    return evidence
