"""What the screens call formats, fields and states."""

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from recommendations.importers.history import OTHER_TEXT
from recommendations.models import ImportBatch, ImportRun, Recommendation
from recommendations.provenance import SET_NAMES
from recommendations.runs.tending import is_interrupted

FORMATS = {
    "uhri-xlsx": gettext_lazy("Excel export of the Universal Human Rights Index (UHRI)"),
    "uhri-json": gettext_lazy("JSON export of the Universal Human Rights Index (UHRI)"),
    "thematic-list": gettext_lazy("OHCHR's list of recommendations (Word)"),
    "upr-info": gettext_lazy("UPR Info's table"),
    "csv": gettext_lazy("Plain CSV table"),
}
"""By the name that readers have."""

LEVELS = {
    "error": gettext_lazy("Error"),
    "conflict": gettext_lazy("Conflict"),
    "warning": gettext_lazy("Warning"),
}
"""By what messages of an import are marked with."""

COLUMNS = {
    "text": gettext_lazy("Official text"),
    "paragraph": gettext_lazy("Paragraph"),
    "part": gettext_lazy("Part of a paragraph"),
    "document_symbol": gettext_lazy("Document symbol"),
    "kind": gettext_lazy("Kind"),
    "country": gettext_lazy("State that was told"),
    "mechanism": gettext_lazy("UN body"),
    "review": gettext_lazy("Review, by its key"),
    "cycle": gettext_lazy("UPR cycle"),
    "session": gettext_lazy("UPR session"),
    "date": gettext_lazy("Date"),
    "position": gettext_lazy("Position of the State"),
    "position_source": gettext_lazy("Source of the position"),
    "recommending_states": gettext_lazy("Recommending States"),
    "themes": gettext_lazy("Themes"),
    "primary_theme": gettext_lazy("First theme"),
    "issues": gettext_lazy("UPR Info's issues"),
    "affected_persons": gettext_lazy("Affected groups"),
    "sdgs": gettext_lazy("SDGs"),
    "action_category": gettext_lazy("Action category"),
    "annotation_id": gettext_lazy("UHRI's id"),
    "text_language": gettext_lazy("Language of the text"),
    "text_fingerprint": gettext_lazy("Fingerprint of the text"),
}
"""What a column of plain CSV may hold, by the name that the reader has for it."""

PHASES = {
    "reading": gettext_lazy("Reading the rows"),
    "comparing": gettext_lazy("Comparing with the record"),
    "saving": gettext_lazy("Keeping the preview"),
    "writing": gettext_lazy("Writing"),
}


def field_name(name: str) -> str:
    """Return what a field or set of a recommendation is called."""
    if name in SET_NAMES:
        return str(SET_NAMES[name])
    if name == OTHER_TEXT:
        return gettext("Official text in another language")
    return capfirst(str(Recommendation._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def state_name(run: ImportRun) -> str | Promise:
    """Return how far a run is, in one word or two."""
    state = ImportRun.State
    if is_interrupted(run):
        return gettext("Interrupted")
    if run.state == state.WORKING:
        return gettext("Checking") if run.stage == ImportRun.Stage.CHECK else gettext("Running")
    if run.state == state.DONE and run.batch and run.batch.state == ImportBatch.State.UNDONE:
        return gettext("Undone")
    return run.get_state_display()
