"""How ``ImportChange`` stores values: JSON, the same for writing and for taking back."""

SOURCES = "field_sources"
"""Key in ``ImportChange.before`` under which the former sources of the changed fields are kept."""


def as_json(value: object) -> object:
    """Return ``value`` as JSON can hold it: dates and UUIDs as text."""
    return value if value is None or isinstance(value, (str, int)) else str(value)
