"""Long lists piece by piece, the latest first, by the moment and key of the record a piece ended with."""

import base64
import binascii
import json
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from search.api.options import CURSOR, RefusedError
from search.selection import Problem, ProblemKind

Row = TypeVar("Row", bound=Model)

DEFAULT_SIZE = 25
_NO_CURSOR = _("“%(value)s” is no place in this list. Begin again without it.")


def piece(
    request: HttpRequest, rows: "QuerySet[Row]", moment: str, values: dict[str, str]
) -> tuple[list[Row], str | None]:
    """Return one piece of ``rows`` by the date field ``moment``, and the address of the next one.

    ``values`` are the options read, of which ``cursor`` and ``per_page`` count here. Records that come in meanwhile
    stand before the place and shift nothing.
    """
    size = int(values.get("per_page", DEFAULT_SIZE))
    ordered = rows.order_by(f"-{moment}", "-pk")
    if "cursor" in values:
        at, pk = _read(values["cursor"])
        ordered = ordered.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "pk__lt": pk}))
    found = list(ordered[: size + 1])
    if len(found) <= size:
        return found, None
    last = found[size - 1]
    pairs = {**values, "cursor": _written(getattr(last, moment), last.pk)}
    return found[:size], request.build_absolute_uri(f"{request.path}?{urlencode(pairs)}")


def _written(moment: datetime, pk: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([moment.isoformat(), pk]).encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, int]:
    try:
        moment, pk = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        return _aware(datetime.fromisoformat(moment)), _key(pk)
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise RefusedError([Problem(CURSOR.name, cursor, ProblemKind.SYNTAX, _NO_CURSOR)]) from error


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None or not 1900 < moment.year < 2500:
        raise ValueError(moment)
    return moment


def _key(pk: object) -> int:
    if not isinstance(pk, int) or not 0 < pk < 2**63:
        raise ValueError(pk)
    return pk
