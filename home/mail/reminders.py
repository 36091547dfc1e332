"""Reminders, each once: words that grew old, and dates of reviews that come near."""

from collections import defaultdict
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import Assessor, Implementation, Membership
from cities.progress.age import out_of_date_before
from home.mail.models import Reminded
from home.mail.outbox import Words, tell
from mechanisms.models import Milestone

DAYS_AHEAD = timedelta(days=30)


def remind() -> int:
    """Queue what nobody was reminded of yet; return how many messages. One transaction an assessor."""
    told = 0
    for assessor in Assessor.objects.filter(verified_on__isnull=False).select_related("city__country"):
        with transaction.atomic():
            # One worker at a time; the constraints of `Reminded` hold the rest.
            Assessor.objects.select_for_update(of=("self",), no_key=True).get(pk=assessor.pk)
            told += _of_old_words(assessor) + _of_dates(assessor)
    return told


def _coordinators(assessor: Assessor) -> list[User]:
    current = Membership.objects.current().filter(assessor=assessor, role=Membership.Role.COORDINATOR)
    people = current.filter(user__is_active=True).select_related("user__wagtail_userprofile")
    return [membership.user for membership in people]


def _of_old_words(assessor: Assessor) -> int:
    """Tell each coordinator in one message of all words that grew old since the last time."""
    cutoff = out_of_date_before(assessor.city.today())
    old = Implementation.objects.filter(assessor=assessor, as_of__lt=cutoff).values_list("current", flat=True)
    people = _coordinators(assessor)
    known = set(Reminded.objects.filter(user__in=people, entry__in=old).values_list("user", "entry"))
    told = 0
    for user in people:
        new = [entry for entry in old if (user.pk, entry) not in known]
        if not new:
            continue
        Reminded.objects.bulk_create(Reminded(user=user, entry_id=entry) for entry in new)

        def write(count: int = len(new)) -> Words:
            named = {"count": count, "assessor": assessor.name, "city": str(assessor.city)}
            subject = ngettext(
                "%(count)s assessment of %(city)s may be out of date",
                "%(count)s assessments of %(city)s may be out of date",
                count,
            )
            body = ngettext(
                "%(count)s assessment by %(assessor)s is over 12 months old. Look whether it still holds.",
                "%(count)s assessments by %(assessor)s are over 12 months old. Look whether they still hold.",
                count,
            )
            return Words(subject % named, body % named, reverse("my-city:index"))

        told += len(tell([user], write, members_of=assessor))
    return told


def _of_dates(assessor: Assessor) -> int:
    """Tell each coordinator of each date within the next weeks, and again only where it moved."""
    today = assessor.city.today()
    coming = Milestone.objects.filter(
        review__country=assessor.city.country, date__range=(today, today + DAYS_AHEAD)
    ).select_related("review__mechanism", "review__country")
    milestones = {(milestone.pk, milestone.date): milestone for milestone in coming}
    people = _coordinators(assessor)
    known: dict[int, set[tuple[int | None, object]]] = defaultdict(set)
    for row in Reminded.objects.filter(user__in=people, milestone__in=coming):
        known[row.user_id].add((row.milestone_id, row.date))
    told = 0
    for user in people:
        for key, milestone in milestones.items():
            if key in known[user.pk]:
                continue
            Reminded.objects.create(user=user, milestone=milestone, date=milestone.date)

            def write(milestone: Milestone = milestone) -> Words:
                day = date_format(milestone.date, "DATE_FORMAT") if milestone.date else ""
                named = {"day": day, "title": milestone.title, "review": milestone.review.title}
                body = milestone.meaning or _("What it means for a city is not recorded here.")
                page = reverse("review", args=[milestone.review.mechanism.slug, milestone.review.key])
                return Words(_("%(day)s: %(title)s, %(review)s") % named, body, page)

            told += len(tell([user], write, members_of=assessor))
    return told
