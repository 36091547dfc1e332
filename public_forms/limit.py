"""How often one sender may send one form: counted in the database, so that all processes count together."""

from datetime import timedelta

from django.utils import timezone

from public_forms.models import Sending

GOOD_FOR = timedelta(hours=1)


def within_limit(form: str, sender: str, per_hour: int) -> bool:
    """Count one sending and return whether it is within the limit.

    The row is written before it is counted. So of senders who come at the same moment each sees the others or is seen
    by them, and the limit is never passed. A refusal does not count: whoever waits an hour may send again.
    """
    forget_senders()
    sending = Sending.objects.create(form=form, sender=sender)
    if Sending.objects.filter(form=form, sender=sender).count() <= per_hour:
        return True
    sending.delete()
    return False


def forget_senders() -> int:
    """Delete what is older than an hour and return how many rows that were."""
    return Sending.objects.filter(sent_at__lt=timezone.now() - GOOD_FOR).delete()[0]
