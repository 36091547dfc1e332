"""Loading the first list of words that mean the same.

The file lies in ``search/reference_data``. :func:`load` fills an empty table only: afterwards the list belongs to the
editors, who may have put a set aside or changed it. It runs after every migration.
"""

from pathlib import Path

from django.db import transaction

from mechanisms.reference_rows import is_migrated, read_rows, unique
from search.models import Synonyms

FOLDER = Path(__file__).parent / "reference_data"

COLUMNS = ("words_en", "words_es")


def load(folder: Path = FOLDER, using: str = "default") -> int:
    """Create the sets of ``synonyms.csv`` where there is none yet; return how many.

    Raises :class:`~mechanisms.reference_rows.ReferenceDataError` for a bad file; nothing is written then.
    """
    if not is_migrated(Synonyms, using) or Synonyms.objects.using(using).exists():
        return 0
    rows = unique(
        read_rows(folder / "synonyms.csv", COLUMNS), lambda row: row.text("words_en") or row.needed("words_es")
    )
    with transaction.atomic(using=using):
        return len(
            Synonyms.objects.using(using).bulk_create(
                row.checked(
                    Synonyms(words_en=", ".join(row.items("words_en")), words_es=", ".join(row.items("words_es")))
                )
                for row in rows
            )
        )
