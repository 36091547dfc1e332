"""Where a record comes from and what changed when: its sources, and what imports and editors did to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.utils import label_for_field
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.functional import Promise as LazyText
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from recommendations.importers.history import ADDED, OTHER_TEXT, SOURCES
from recommendations.merging import MERGE_ACTION
from recommendations.models import ImportBatch, ImportChange, Recommendation, RecommendationSource

CORRECT_ACTION = "recommendations.correct"
WITHDRAW_ACTION = "recommendations.withdraw"
RESTORE_ACTION = "recommendations.restore"

FORMATS: Mapping[str, LazyText] = {
    "uhri-xlsx": gettext_lazy("Universal Human Rights Index (Excel)"),
    "uhri-json": gettext_lazy("Universal Human Rights Index (JSON)"),
    "thematic-list": gettext_lazy("OHCHR’s thematic list (Word)"),
    "upr-info": gettext_lazy("UPR Info"),
    "csv": gettext_lazy("Plain table (CSV)"),
}
"""What people call the formats of files; a file's name may be private and is told to editors only."""

SET_NAMES: Mapping[str, LazyText] = {
    "states": gettext_lazy("Recommending States"),
    "themes": gettext_lazy("Themes"),
    "groups": gettext_lazy("Affected groups"),
    "goals": gettext_lazy("SDGs"),
    "targets": gettext_lazy("SDG targets"),
    "unknown": gettext_lazy("Unknown labels"),
}
"""By the sets of a record that an import writes; what people call them."""
_NOT_TOLD = {"fingerprint", "text_language", SOURCES, "field_sources"}
_SHOWN = 80
"""Characters of a value; whole texts are compared by editors."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that changed: what it is called, what it was and what it became ("" where it was empty)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a record: when, what, and to which fields."""

    at: datetime
    what: str
    changes: list[FieldChange]


def sources_of(record: Recommendation) -> list[RecommendationSource]:
    """Return the sources that stand, the latest import first, each import once (one query).

    Those of records that were merged into this one are its own.
    """
    whose = Q(recommendation=record) | Q(recommendation__merged_into=record)
    sources = RecommendationSource.objects.filter(whose, batch__state=ImportBatch.State.APPLIED)
    by_batch: dict[int, RecommendationSource] = {}
    for source in sources.select_related("batch").order_by("-batch__imported_at", "row"):
        by_batch.setdefault(source.batch_id, source)
    return list(by_batch.values())


def format_name(name: str) -> str:
    """Return what people call a format of files."""
    return str(FORMATS.get(name, name))


def events_of(record: Recommendation) -> list[Event]:
    """Return what happened to a record, the latest first (two queries)."""
    events = [*_by_imports(import_changes(record)), *_by_editors(log_entries(record))]
    return sorted(events, key=lambda event: event.at, reverse=True)


def import_changes(record: Recommendation) -> Iterable[ImportChange]:
    """Return what imports did to the record, the latest first; rows that changed nothing are left out."""
    did = (ImportChange.Outcome.CREATED, ImportChange.Outcome.UPDATED)
    changes = record.import_changes.filter(outcome__in=did)
    return changes.select_related("batch").order_by("-batch__imported_at", "row")


def log_entries(record: Recommendation) -> Iterable[ModelLogEntry]:
    """Return what the audit log says of corrections, withdrawals and joins, the latest first."""
    return ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Recommendation),
        object_id=str(record.pk),
        action__in=(CORRECT_ACTION, WITHDRAW_ACTION, RESTORE_ACTION, MERGE_ACTION),
    ).order_by("-timestamp")


def field_changes(change: ImportChange) -> list[FieldChange]:
    """Return the fields that an import changed, in words."""
    told = []
    for name, after in change.after.items():
        if name.startswith(ADDED):
            label = SET_NAMES.get(name.removeprefix(ADDED), name)
            told.append(FieldChange(str(label), "", _("%(count)s added") % {"count": len(after)}))
        elif name == OTHER_TEXT:
            told.append(FieldChange(_("Official text in another language"), "", ", ".join(after)))
        elif name not in _NOT_TOLD:
            told.append(FieldChange(_label(name), _value(name, change.before.get(name)), _value(name, after)))
    return told


def _by_imports(changes: Iterable[ImportChange]) -> Iterable[Event]:
    for change in changes:
        batch = change.batch
        made = change.outcome == ImportChange.Outcome.CREATED
        what = _("Recorded from: %(source)s") if made else _("Changed by an import: %(source)s")
        yield Event(batch.imported_at, what % {"source": format_name(batch.format)}, field_changes(change))
        if batch.undone_at:
            yield Event(batch.undone_at, _("That import was taken back."), [])


def _by_editors(entries: Iterable[ModelLogEntry]) -> Iterable[Event]:
    for entry in entries:
        if entry.action == CORRECT_ACTION:
            fields = ", ".join(_label(name) for name in entry.data.get("fields", []))
            what = _("Corrected by an editor: %(fields)s") % {"fields": fields}
        elif entry.action == WITHDRAW_ACTION:
            what = _("Withdrawn: %(reason)s") % {"reason": entry.data.get("reason", "")}
        elif entry.action == MERGE_ACTION:
            what = _("Joined with another record: %(record)s") % {"record": entry.data.get("gone", "")}
        else:
            what = _("Restored")
        yield Event(entry.timestamp, what, [])


def _label(name: str) -> str:
    sets = {"states": "states", "sdg_goals": "goals", "sdg_targets": "targets", "themes": "themes", "groups": "groups"}
    if name in sets:
        return str(SET_NAMES[sets[name]])
    return capfirst(str(label_for_field(name, Recommendation)))


def _value(name: str, value: object) -> str:
    if value in (None, ""):
        return ""
    choices = dict(getattr(Recommendation._meta.get_field(name), "flatchoices", ()))
    return Truncator(str(choices.get(value, value))).chars(_SHOWN)
