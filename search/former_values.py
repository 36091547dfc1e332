"""Renamed slugs: written down when a record is saved under another one, and looked up when an address has the old.

Forms give slugs once, so a rename is rare (a correction by a migration or in the shell); whoever makes it need not
think of this.
"""

from collections.abc import Callable
from functools import wraps

from django.db import models
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from cities.models import City
from mechanisms.models import Mechanism, Review
from recommendations.models import AffectedGroup, Theme
from search.models import FormerValue

View = Callable[..., HttpResponseBase]

RENAMED: dict[type[models.Model], tuple[str, str]] = {
    Theme: ("theme", "slug"),
    AffectedGroup: ("group", "slug"),
    City: ("city", "slug"),
    Mechanism: ("mechanism", "slug"),
    Review: ("review", "key"),
}
"""Records that addresses name: the vocabulary of each, and the field with the name."""


def remember_former_value(sender: type[models.Model], instance: models.Model, using: str, **kwargs: object) -> None:
    """Before a record is saved: if its slug changes, keep the old one, and lead all older ones to the new."""
    if instance.pk is None or kwargs.get("raw"):
        return
    vocabulary, field = RENAMED[sender]
    current = getattr(instance, field)
    former = sender._base_manager.using(using).filter(pk=instance.pk).values_list(field, flat=True).first()
    if former is None or former == current:
        return
    known = FormerValue.objects.using(using).filter(vocabulary=vocabulary)
    known.filter(former=current).delete()
    known.filter(current=former).update(current=current)
    known.create(vocabulary=vocabulary, former=former, current=current)


def follows(**vocabularies: str) -> Callable[[View], View]:
    """Let a view answer 301 where a record that its address names is called otherwise now.

    ``vocabularies`` says which part of the address names a record of which vocabulary: ``follows(slug="city")``. Only
    once the view found nothing: an address in use costs no query more. The rest of the address stays as asked.
    """

    def following(view: View) -> View:
        @wraps(view)
        def found_or_moved(request: HttpRequest, **names: str) -> HttpResponseBase:
            try:
                return view(request, **names)
            except Http404:
                present = {part: current_value(vocabulary, names[part]) for part, vocabulary in vocabularies.items()}
                moved = {part: now for part, now in present.items() if now is not None}
                if not moved or request.resolver_match is None:
                    raise
                address = reverse(request.resolver_match.view_name, kwargs={**names, **moved})
                query = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)

        return found_or_moved

    return following


def current_value(vocabulary: str, written: str) -> str | None:
    """Return what a former value is called now, or None if it never was one (one query)."""
    former = FormerValue.objects.filter(vocabulary=vocabulary, former=written)
    return former.values_list("current", flat=True).first()
