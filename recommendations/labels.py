"""What an unknown label means: a person maps it, makes a new entry of the vocabulary for it, or ignores it.

A mapping is one more label of its target (the crosswalk), so that every later import knows it, and it reaches the
records that carry the label already, in the same transaction. Records whose themes, groups or States an editor
corrected by hand are left alone, as imports leave them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from mechanisms.models import Country, CountrySpelling
from mechanisms.normalise import country_key, label_key
from recommendations.importers.turns import take_turn
from recommendations.models import (
    AffectedGroup,
    AffectedGroupAlias,
    Recommendation,
    RecommendationTheme,
    RecommendingState,
    SdgGoal,
    Theme,
    ThemeAlias,
    UnresolvedLabel,
)
from recommendations.signals import recommendation_changed

MAP_ACTION = "recommendations.map_label"
IGNORE_ACTION = "recommendations.ignore_label"
TAKE_BACK_ACTION = "recommendations.take_back_label"

State = UnresolvedLabel.State
Target = Theme | AffectedGroup | Country | SdgGoal


WAITING_AGAIN: dict[str, Any] = {
    "state": State.WAITING,
    "reason": "",
    "theme": None,
    "group": None,
    "country": None,
    "goal": None,
    "decided_by": None,
    "decided_at": None,
    "added_to": [],
}
"""The fields of a label about which nobody has decided."""


@dataclass(frozen=True)
class Mapping:
    """How labels are mapped to one vocabulary: by which table of its other labels, into which links of a record."""

    field: str
    """The decision's field on the label."""
    target: type[models.Model]
    alias: type[models.Model] | None
    alias_target: str
    alias_label: str
    link: type[models.Model]
    link_record: str
    link_target: str
    locked_as: str
    """By which name ``locked_fields`` knows the links."""


MAPPINGS = {
    "theme": Mapping(
        "theme", Theme, ThemeAlias, "theme", "label",
        RecommendationTheme, "content_object", "tag", "themes",
    ),
    "group": Mapping(
        "group", AffectedGroup, AffectedGroupAlias, "group", "label",
        Recommendation.groups.through, "recommendation", "affectedgroup", "groups",
    ),
    "country": Mapping(
        "country", Country, CountrySpelling, "country", "spelling",
        RecommendingState, "recommendation", "country", "states",
    ),
    "sdg": Mapping(
        "goal", SdgGoal, None, "", "",
        Recommendation.sdg_goals.through, "recommendation", "sdggoal", "goals",
    ),
}  # fmt: skip
"""By vocabulary."""

MEANINGS = {
    "theme": ("theme", "group", "sdg"),
    "group": ("group", "theme", "sdg"),
    "sdg": ("sdg", "theme", "group"),
    "country": ("country",),
    "mechanism": (),
}
"""What labels of a vocabulary may mean, its own entries first: files put labels into the wrong column. A State that
recommends is nothing else, and no body is told by such labels: for it, the import has made a record of its own."""


@transaction.atomic
def map_label(label: UnresolvedLabel, target: Target, *, by: User) -> int:
    """Let the label mean ``target``, in what is imported and from now on; return how many records got it.

    Raises:
        ValidationError: it was decided meanwhile, cannot be mapped, or stands for something else already.
    """
    take_turn()
    label = _waiting(label)
    meant = [MAPPINGS[name] for name in MEANINGS[label.vocabulary] if isinstance(target, MAPPINGS[name].target)]
    if not meant:
        raise ValidationError(_("This label cannot be mapped to that."))
    how = meant[0]
    if label.vocabulary == "country":
        _refuse_reviewed_country(label)
    if _has_alias(how, label):
        _remember(how, label, target)
    added = _link(how, _carrying(label).exclude(pk__in=_locked(label, how)), target)
    _decide(label, by, state=State.MAPPED, added_to=sorted(added), **{how.field: target})
    data = {"target": str(target), "recommendations": len(added)}
    log(instance=label, action=MAP_ACTION, user=by, data=data)
    _tell(added)
    return len(added)


@transaction.atomic
def ignore_label(label: UnresolvedLabel, reason: str, *, by: User) -> None:
    """Keep the label on its records and ask nobody again, with the reason on record.

    Raises:
        ValidationError: it was decided meanwhile, or there is no reason.
    """
    label = _waiting(label)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say in a few words why it is ignored.")})
    _decide(label, by, state=State.IGNORED, reason=reason[:255])
    log(instance=label, action=IGNORE_ACTION, user=by, data={"reason": reason})


@transaction.atomic
def take_back(label: UnresolvedLabel, *, by: User) -> None:
    """Let the label wait again: later imports do not know it, and records lose what the decision gave them.

    What an editor corrected by hand since is left alone.

    Raises:
        ValidationError: it waits already.
    """
    take_turn()
    label = UnresolvedLabel.objects.select_for_update(of=("self",)).get(pk=label.pk)
    if label.state == State.WAITING:
        raise ValidationError(_("Somebody has taken this back already."))
    data = {"target": str(label.target or ""), "reason": label.reason}
    lost = list(label.added_to)
    how = next((each for each in MAPPINGS.values() if label.target and isinstance(label.target, each.target)), None)
    if how:
        if how.alias and _has_alias(how, label):
            found = {how.alias_target: label.target, "key": _alias_key(label)}
            how.alias._default_manager.filter(**found).delete()
        lost = sorted(set(lost) - set(_locked(label, how)))
        links = how.link._default_manager.filter(**{f"{how.link_record}__in": lost, how.link_target: label.target})
        links.delete()
    _write(label, **WAITING_AGAIN)
    log(instance=label, action=TAKE_BACK_ACTION, user=by, data=data)
    _tell(lost)


def ignored_keys() -> set[tuple[str, str]]:
    """Return vocabulary and key of every label that editors ignore: imports need not report these."""
    return set(UnresolvedLabel.objects.filter(state=State.IGNORED).values_list("vocabulary", "key"))


def decided_meanings() -> dict[tuple[str, str], tuple[str, int]]:
    """Return what labels mean of which no table of other labels knows: (vocabulary, key) → (vocabulary meant, key).

    These are labels in the wrong column, and those of SDGs. The key is what imports know an entry by: the number of a
    goal, the primary key of anything else.
    """
    decided = UnresolvedLabel.objects.filter(state=State.MAPPED).select_related("goal")
    found = {}
    for label in decided:
        meant = next(name for name, how in MAPPINGS.items() if getattr(label, f"{how.field}_id"))
        if not _has_alias(MAPPINGS[meant], label):
            pk = label.goal.number if label.goal else getattr(label, f"{MAPPINGS[meant].field}_id")
            found[label.vocabulary, label.key] = (meant, pk)
    return found


def _has_alias(how: Mapping, label: UnresolvedLabel) -> bool:
    """Whether the label is one more name of what it means: it stands where that vocabulary's labels belong."""
    return how.alias is not None and MAPPINGS.get(label.vocabulary) is how


def _waiting(label: UnresolvedLabel) -> UnresolvedLabel:
    label = UnresolvedLabel.objects.select_for_update(of=("self",)).get(pk=label.pk)
    if label.state != State.WAITING:
        raise ValidationError(_("Somebody has decided about this label already."))
    return label


def _refuse_reviewed_country(label: UnresolvedLabel) -> None:
    """A country under review that nobody knew has a record of its own by now, with reviews that hang on it."""
    own = Country.objects.filter(name_en__iexact=label.label, iso3__startswith="X").first()
    if own:
        raise ValidationError(
            _("“%(label)s” is recorded as a country under review (%(code)s). Its reviews have to be moved first.")
            % {"label": label.label, "code": own.iso3}
        )


def _alias_key(label: UnresolvedLabel) -> str:
    return country_key(label.label) if label.vocabulary == "country" else label_key(label.label)


def _remember(how: Mapping, label: UnresolvedLabel, target: Target) -> None:
    """Write the label into the table that imports look labels up in."""
    if how.alias is None:
        raise TypeError("There is no table of such labels.")
    key = _alias_key(label)
    column: Any = how.alias._meta.get_field("key")
    longest = column.max_length
    if not key or len(key) > longest:
        raise ValidationError(_("This label has no letters or digits, or is too long. It can only be ignored."))
    known = how.alias._default_manager.filter(key=key).select_related(how.alias_target).first()
    if known is not None and getattr(known, how.alias_target) != target:
        other = getattr(known, how.alias_target)
        raise ValidationError(_("“%(label)s” stands for “%(other)s” already.") % {"label": label.label, "other": other})
    if known is None:
        how.alias(**{how.alias_label: label.label[:longest], how.alias_target: target}).save()


def _carrying(label: UnresolvedLabel) -> models.QuerySet[Recommendation]:
    return Recommendation.objects.filter(pk__in=label.recommendations.order_by().values("pk"))


def _locked(label: UnresolvedLabel, how: Mapping) -> list[int]:
    """Return the records whose links an editor corrected by hand."""
    corrected = _carrying(label).exclude(locked_fields=[]).values_list("pk", "locked_fields")
    return [pk for pk, names in corrected if how.locked_as in names]


def _link(how: Mapping, records: models.QuerySet[Recommendation], target: Target) -> set[int]:
    """Give the records the target; return those that did not have it."""
    have = how.link._default_manager.filter(**{how.link_target: target}).values(how.link_record)
    wanting = list(records.exclude(pk__in=have).values_list("pk", flat=True))
    rows = [how.link(**{f"{how.link_record}_id": pk, f"{how.link_target}_id": target.pk}) for pk in wanting]
    if how.link is RecommendingState:
        held = dict(
            RecommendingState.objects.filter(recommendation__in=wanting)
            .order_by()
            .values_list("recommendation")
            .annotate(models.Max("order"))
        )
        for row in rows:
            row.order = held.get(row.recommendation_id, -1) + 1  # type: ignore[attr-defined]
    how.link._default_manager.bulk_create(rows, batch_size=1000)
    return set(wanting)


def _decide(label: UnresolvedLabel, by: User, **values: Any) -> None:
    _write(label, decided_by=by, decided_at=timezone.now(), **values)


def _write(label: UnresolvedLabel, **values: Any) -> None:
    for name, value in values.items():
        setattr(label, name, value)
    label.save(update_fields=list(values))


def _tell(changed: Iterable[int]) -> None:
    pks = list(changed)
    if pks:
        Recommendation.objects.filter(pk__in=pks).update(updated_at=timezone.now())
        recommendation_changed.send(sender=Recommendation, recommendations=pks)
