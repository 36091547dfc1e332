"""Our plain words about a recommendation, written by editors: whether they are there, drafted, or checked.

The state is one date on the record (``words_checked_on``): it has no life of its own, a list filters by it, and a
table beside the record would only be one more thing to keep in step.
"""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from recommendations.models import Recommendation

WRITE_ACTION = "recommendations.write_plain_words"
OURS = ("summary_en", "summary_es", "reach", "can_do_en", "can_do_es")
"""The fields that hold our words; no import of a UN file writes them."""
EDITOR = "editor"
"""In ``field_sources``: an editor wrote this field, so that nothing that is loaded overwrites it."""


class State(models.TextChoices):
    """How far our words about a record are."""

    NONE = "none", _("None yet")
    DRAFTED = "drafted", _("Drafted")
    CHECKED = "checked", _("Checked")


_EMPTY = Q(summary_en="", summary_es="")
CONDITIONS = {
    State.NONE: _EMPTY,
    State.DRAFTED: ~_EMPTY & Q(words_checked_on__isnull=True),
    State.CHECKED: ~_EMPTY & Q(words_checked_on__isnull=False),
}
"""Which records are in which state."""


def state_of(record: Recommendation) -> State:
    """Return how far our words about the record are."""
    if not (record.summary_en or record.summary_es):
        return State.NONE
    return State.CHECKED if record.words_checked_on else State.DRAFTED


def keep(record: Recommendation, changed: Iterable[str]) -> None:
    """Note, before it is saved, that an editor wrote the ``changed`` fields: they have to be checked again."""
    changed = list(changed)
    for name in changed:
        record.field_sources[name] = EDITOR
    if changed:
        record.words_checked_on = None


@transaction.atomic
def write(record: Recommendation, words: dict[str, str], *, checked: bool, by: User) -> list[str]:
    """Write our words (field → value, all of ``OURS``) and their state; return the names of the fields that changed.

    What an editor saved counts as the editor's, changed or not.
    """
    record = Recommendation.objects.select_for_update(of=("self",)).get(pk=record.pk)
    changed = [name for name in OURS if getattr(record, name) != words[name]]
    before = {name: getattr(record, name) for name in changed}
    was = state_of(record)
    for name in OURS:
        setattr(record, name, words[name])
        record.field_sources[name] = EDITOR
    record.words_checked_on = timezone.localdate() if checked else None
    record.save(update_fields=[*OURS, "field_sources", "words_checked_on", "updated_at"])
    if changed or state_of(record) != was:
        data = {"fields": changed, "before": before, "state": state_of(record).value}
        log(instance=record, action=WRITE_ACTION, user=by, content_changed=bool(changed), data=data)
    return changed
