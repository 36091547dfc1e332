"""Forms about actions, one at a time: whoever presses twice, or at the same moment as somebody else, comes second."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from cities.admin.well_formed import is_number
from cities.models import City, CityAction

_PRESSED_TWICE = timedelta(minutes=1)
_ALIKE = ("city", "recorded_by", "title_en", "title_es", "summary_en", "summary_es", "kind", "status")

ViewFunction = Callable[..., HttpResponseBase]


def one_at_a_time(view: ViewFunction) -> ViewFunction:
    """Return ``view`` with every POST in one transaction that holds the action of the address from the beginning.

    The stock views save, publish and start a workflow one after the other, each for itself. Now all of it happens or
    nothing, and the second of two forms is judged by what the first has left behind.
    """

    @wraps(view)
    def held(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            pk = str(kwargs.get("pk", ""))
            if pk and is_number(pk):
                # NO KEY: others may still report a problem with it meanwhile. SQLite holds the whole database.
                CityAction.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
            return view(request, *args, **kwargs)

    return held


def hold(city: City) -> None:
    """Let nobody else give an action of this city its address until the transaction ends."""
    City.objects.select_for_update(of=("self",), no_key=True).get(pk=city.pk)


def saved_a_moment_ago(action: CityAction, user: User) -> CityAction | None:
    """Return the action of the same words that this person saved a moment ago as the same assessor's; or None."""
    same = {name: getattr(action, name) for name in _ALIKE}
    since = timezone.now() - _PRESSED_TWICE
    return CityAction.objects.filter(
        **same, latest_revision__user=user.pk, latest_revision__created_at__gte=since
    ).first()
