"""What a person decides about a pair: the same, repeats of each other, or different."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from recommendations.merging import merge
from recommendations.models import PossibleDuplicate, Recommendation
from recommendations.repeats import regroup

DECIDE_ACTION = "recommendations.decide_pair"
TAKE_BACK_ACTION = "recommendations.take_back_pair"

Decision = PossibleDuplicate.Decision


@transaction.atomic
def join(pair: PossibleDuplicate, kept: Recommendation, *, by: User) -> Recommendation:
    """Join the two records of the pair; ``kept`` is the one that stays. This is final.

    Raises:
        ValidationError: the pair was decided meanwhile, or the two cannot be one.
    """
    pair = _waiting(pair)
    if kept.pk not in (pair.first_id, pair.second_id):
        raise ValidationError(_("Choose which of the two stays."))
    gone = pair.second if kept.pk == pair.first_id else pair.first
    _write(pair, Decision.SAME, by)
    return merge(kept, gone, by=by)


@transaction.atomic
def call_repeats(pair: PossibleDuplicate, *, by: User) -> None:
    """Link the two: each page names the other from now on. Can be taken back.

    Raises:
        ValidationError: the pair was decided meanwhile, or one of the two does not stand any more.
    """
    pair = _waiting(pair)
    standing = Recommendation.objects.public().filter(pk__in=(pair.first_id, pair.second_id))
    if standing.count() != 2:
        raise ValidationError(_("One of them was joined to another record or withdrawn meanwhile."))
    _write(pair, Decision.REPEAT, by)
    regroup((pair.first_id, pair.second_id))


@transaction.atomic
def call_different(pair: PossibleDuplicate, *, by: User) -> None:
    """Say that the two have nothing to do with each other: nobody is asked again. Can be taken back.

    Raises:
        ValidationError: the pair was decided meanwhile.
    """
    _write(_waiting(pair), Decision.DIFFERENT, by)


@transaction.atomic
def take_back(pair: PossibleDuplicate, *, by: User) -> None:
    """Let the pair wait again.

    Raises:
        ValidationError: it waits already, or its records were joined.
    """
    pair = PossibleDuplicate.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    if pair.decision == Decision.WAITING:
        raise ValidationError(_("Somebody has taken this back already."))
    if pair.decision == Decision.SAME:
        raise ValidationError(_("Two records that were joined stay joined."))
    was = pair.decision
    pair.decision, pair.decided_by, pair.decided_at = Decision.WAITING, None, None
    pair.save(update_fields=["decision", "decided_by", "decided_at"])
    log(instance=pair, action=TAKE_BACK_ACTION, user=by, data={"decision": was})
    if was == Decision.REPEAT:
        regroup((pair.first_id, pair.second_id))


def _waiting(pair: PossibleDuplicate) -> PossibleDuplicate:
    pair = PossibleDuplicate.objects.select_for_update(of=("self",)).select_related("first", "second").get(pk=pair.pk)
    if not pair.is_waiting:
        raise ValidationError(_("Somebody has decided about this pair already."))
    return pair


def _write(pair: PossibleDuplicate, decision: Decision, by: User) -> None:
    pair.decision, pair.decided_by, pair.decided_at = decision, by, timezone.now()
    pair.save(update_fields=["decision", "decided_by", "decided_at"])
    log(instance=pair, action=DECIDE_ACTION, user=by, data={"decision": decision.value})
