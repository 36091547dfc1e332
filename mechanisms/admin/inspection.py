"""Pages that show one record to people who may not edit it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Field

NOTHING = "–"


class PlainInspectMixin:
    """Shows a dash for what is empty, and what hangs on the record (``hanging``) below its own fields."""

    object: Any

    def hanging(self) -> Iterable[tuple[str, Iterable[str]]]:
        """Return what belongs to the record: (heading, lines) each."""
        return ()

    def get_field_display_value(self, field_name: str, field: Field | None) -> object:
        """Return the value, or a dash."""
        value = super().get_field_display_value(field_name, field)  # type: ignore[misc]
        return NOTHING if value in (None, "") else value

    def get_fields_context(self) -> list[dict[str, object]]:
        """Add what hangs on the record."""
        return [
            *super().get_fields_context(),  # type: ignore[misc]
            *(
                {"label": heading, "value": "; ".join(lines) or NOTHING, "component": None}
                for heading, lines in self.hanging()
            ),
        ]
