"""What an entry may claim: the rules of the domain guide ("Two different statuses")."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from cities.models import CityAction, Evidence, ProgressUpdate
from cities.models.progress import ImplementationStatus as Status

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NEEDS_EVIDENCE = frozenset({Status.SUBSTANTIAL_PROGRESS, Status.IMPLEMENTED, Status.REGRESSED})
"""Statuses nobody may claim without evidence that bears them out."""

NEEDS_PLACE_LOOKED = frozenset({Status.NO_INFORMATION, Status.NO_ACTION})
"""Statuses that say what was not found, and so must say where one looked."""

BEARS_OUT = frozenset({Evidence.Bearing.SUPPORTS, Evidence.Bearing.MIXED})
"""Evidence that speaks for a claim, at least in part; what only contradicts it or gives context does not."""

ADOPTION_ONLY = frozenset({CityAction.Kind.ORDINANCE, CityAction.Kind.RESOLUTION})
"""Kinds of action that are words until they have an effect."""


def check(update: ProgressUpdate, *, evidence: Iterable[Evidence] = (), actions: Iterable[CityAction] = ()) -> None:
    """Raise ``ValidationError`` unless what an entry claims may be claimed.

    The errors are keyed by the entry's fields; what concerns its evidence or actions is under ``__all__``.
    """
    found: dict[str, list[ValidationError]] = {}
    for problem in _problems(update, list(evidence), list(actions)):
        for field, errors in problem.error_dict.items():
            found.setdefault(field, []).extend(errors)
    if found:
        raise ValidationError(found)


def _problems(update: ProgressUpdate, evidence: list[Evidence], actions: list[CityAction]) -> Iterator[ValidationError]:
    """Yield every broken rule, so that its author mends all of them in one go."""
    yield from _about_recommendation(update)
    yield from _about_correction(update)
    today = update.assessor.city.today()
    if update.as_of > today:
        yield broken("as_of", "future", _("The “as of” date must be today or earlier."))
    if update.status in NEEDS_PLACE_LOOKED and not (update.where_looked_en.strip() or update.where_looked_es.strip()):
        yield broken("where_looked_en", "where_looked", _("Say where you looked."))
    yield from _about_evidence(update, evidence, actions)
    if any(source.date and source.date > today for source in evidence):
        yield broken(NON_FIELD_ERRORS, "evidence_date", _("The date of your evidence must be today or earlier."))
    if any(action.city_id != update.assessor.city_id for action in actions):
        yield broken(NON_FIELD_ERRORS, "other_city", _("An entry can name actions of its own city only."))


def is_unproven_rise(status: str, before: str | None, evidence: Iterable[Evidence]) -> bool:
    """Tell whether an entry says that things went better than ``before`` and brings nothing that bears it out."""
    if before is None or _HEIGHT[Status(status)] <= _HEIGHT[Status(before)]:
        return False
    return not any(source.bearing in BEARS_OUT for source in evidence)


_HEIGHT = {
    Status.REGRESSED: 0,
    Status.NO_INFORMATION: 1,
    Status.NO_ACTION: 1,
    Status.LIMITED_PROGRESS: 2,
    Status.SUBSTANTIAL_PROGRESS: 3,
    Status.IMPLEMENTED: 4,
}
"""Which word is a rise after which. It orders two words of one assessor, to warn; nothing is ranked by it."""


def _about_recommendation(update: ProgressUpdate) -> Iterator[ValidationError]:
    recommendation, city = update.recommendation, update.assessor.city
    if not recommendation.takes_status:
        message = _("This paragraph asks for nothing, so it takes no status: only recommendations and pledges do.")
        yield broken("recommendation", "takes_no_status", message)
    if recommendation.review.country_id != city.country_id:
        yield broken("recommendation", "other_country", _("This recommendation was made to another country."))
    if recommendation.merged_into_id:
        message = _("This record was merged into %(citation)s: record progress there.")
        yield broken("recommendation", "merged", message % {"citation": recommendation.merged_into})
    if recommendation.withdrawn_on:
        yield broken("recommendation", "withdrawn", _("This recommendation was withdrawn."))


def _about_correction(update: ProgressUpdate) -> Iterator[ValidationError]:
    corrected = update.corrects
    if corrected is None:
        return
    if (corrected.assessor_id, corrected.recommendation_id) != (update.assessor_id, update.recommendation_id):
        message = _("A correction is by the same assessor and on the same recommendation.")
        yield broken("corrects", "other_entry", message)
    if corrected.state != ProgressUpdate.State.PUBLISHED:
        message = _("Only a published entry is corrected; a pending one can still be changed.")
        yield broken("corrects", "not_published", message)
    if corrected.corrections.filter(state=ProgressUpdate.State.PUBLISHED).exclude(pk=update.pk).exists():
        message = _("This entry has been corrected already: correct the newer one.")
        yield broken("corrects", "corrected_already", message)


def _about_evidence(
    update: ProgressUpdate, evidence: list[Evidence], actions: list[CityAction]
) -> Iterator[ValidationError]:
    bearing_out = [source for source in evidence if source.bearing in BEARS_OUT]
    shows_effect = any(source.shows_effect for source in bearing_out)
    if update.status in NEEDS_EVIDENCE and not bearing_out:
        message = _("“%(status)s” needs evidence that supports it: add a link or a file.")
        yield broken(NON_FIELD_ERRORS, "evidence", message % {"status": update.get_status_display()})
    elif update.status == Status.IMPLEMENTED and not shows_effect:
        message = _("“Implemented” needs evidence of effect: what changed for people, not only what was adopted.")
        yield broken(NON_FIELD_ERRORS, "effect", message)
    adopted_only = bool(actions) and all(action.kind in ADOPTION_ONLY for action in actions)
    if update.status == Status.SUBSTANTIAL_PROGRESS and adopted_only and not shows_effect:
        message = _(
            "An ordinance or resolution without effect yet is at most limited progress: add evidence of what changed."
        )
        yield broken(NON_FIELD_ERRORS, "adoption_only", message)


def broken(field: str, code: str, message: "_StrPromise | str") -> ValidationError:
    """A rule is broken: say which (``code``), at which field, in one sentence."""
    return ValidationError({field: ValidationError(message, code=code)})
