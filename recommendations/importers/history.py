"""How ``ImportChange`` stores values: JSON, the same for writing and for taking back."""

from collections.abc import Callable
from uuid import UUID

from recommendations.importers.compare import Change
from recommendations.importers.resolved import UnknownLabel

SOURCES = "field_sources"
"""Key in ``ImportChange.before`` under which the former sources of the changed fields are kept."""
ADDED = "added_"
"""In ``ImportChange.after``, what was added to a set stands under this and the name of the set."""
REMOVED = "removed_"
"""The same in the preview of an undo: what goes out of a set again."""
OTHER_TEXT = "other_text"
"""Key under which texts in other languages are kept, by language; before is null where there was none."""


def as_json(value: object) -> object:
    """Return ``value`` as JSON can hold it: dates and UUIDs as text."""
    if isinstance(value, UUID):
        return value.hex
    return value if value is None or isinstance(value, (str, int)) else str(value)


def before_and_after(
    change: Change, unknown: Callable[[UnknownLabel], object]
) -> tuple[dict[str, object], dict[str, object]]:
    """Return what ``ImportChange`` keeps of a change; ``unknown`` tells how an unknown label stands in it."""
    before: dict[str, object] = {name: as_json(old) for name, (old, _) in change.scalars.items()}
    if written := (*change.scalars, *change.sources):
        before[SOURCES] = {name: change.field_sources.get(name, "") for name in written}
    after: dict[str, object] = {name: as_json(new) for name, (_, new) in change.scalars.items()}
    after.update({f"{ADDED}{name}": list(values) for name, values in change.added.items()})
    if change.unknown:
        after[f"{ADDED}unknown"] = [unknown(label) for label in change.unknown]
    if change.other_text:
        language, text_before, text = change.other_text
        before[OTHER_TEXT], after[OTHER_TEXT] = {language: text_before}, {language: text}
    return before, after
