"""What forms hand to the rules of progress: unsaved entries and unsaved evidence."""

import datetime

from cities.models import Evidence, ProgressUpdate
from tests.factories import ProgressUpdateFactory


def entry(**fields: object) -> ProgressUpdate:
    """Return an unsaved entry of limited progress that says nowhere where one looked."""
    plain = {"pending": True, "as_of": datetime.date(2026, 3, 1), "where_looked_en": ""}
    return ProgressUpdateFactory.build(**{**plain, **fields})


def evidence(**fields: object) -> Evidence:
    """Return unsaved evidence that supports a claim."""
    return Evidence(**{"title": "A report", "url": "https://example.org/report", **fields})
