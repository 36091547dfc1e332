"""How ``ImportChange`` stores values: JSON, the same for writing and for taking back."""

from uuid import UUID

SOURCES = "field_sources"
"""Key in ``ImportChange.before`` under which the former sources of the changed fields are kept."""
ADDED = "added_"
"""In ``ImportChange.after``, what was added to a set stands under this and the name of the set."""
OTHER_TEXT = "other_text"
"""Key under which texts in other languages are kept, by language; before is null where there was none."""


def as_json(value: object) -> object:
    """Return ``value`` as JSON can hold it: dates and UUIDs as text."""
    if isinstance(value, UUID):
        return value.hex
    return value if value is None or isinstance(value, (str, int)) else str(value)
