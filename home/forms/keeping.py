"""What people sent is deleted when its time is over."""

from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission

from home.forms.models import FormPage
from home.join.joining import keep_until


def forget_submissions() -> int:
    """Delete what was sent through forms longer ago than their page keeps it; return how many that were."""
    today = timezone.localdate()
    forgotten = 0
    for page in FormPage.objects.all():
        sent = FormSubmission.objects.filter(page=page)
        old = [row.pk for row in sent if keep_until(timezone.localdate(row.submit_time), page.keep_months) <= today]
        forgotten += FormSubmission.objects.filter(pk__in=old).delete()[0]
    return forgotten
