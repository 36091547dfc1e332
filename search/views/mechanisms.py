"""Who asks and when: the mechanisms, one mechanism, one review with its timeline."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mechanisms.models import Mechanism, Review
from mechanisms.models.review import ReviewQuerySet
from recommendations.models import Recommendation
from search.finding import finder
from search.next_review import next_review
from search.numbers import answers, parts
from search.results import Results, Row
from search.selection import Selection

FIRST_RECOMMENDATIONS = 5


def mechanisms(request: HttpRequest) -> HttpResponse:
    """List the mechanisms: those that reviewed the home country with their reviews, then all others."""
    reviewing: dict[Mechanism, list[tuple[Review, int, str]]] = {}
    for counted in with_counts(Review.objects.of_home_country()):
        reviewing.setdefault(counted[0].mechanism, []).append(counted)
    # The Universal Periodic Review first: it is the one most people come for.
    ordered = sorted(reviewing.items(), key=lambda pair: (pair[0].kind != Mechanism.Kind.UPR, pair[0].name))
    others = [each for each in Mechanism.objects.all() if each not in reviewing]
    return render(request, "search/mechanisms.html", {"reviewing": ordered, "others": others})


def mechanism(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one mechanism: what comes next, then its reviews of the home country with the dates of the latest one."""
    found = get_object_or_404(Mechanism, slug=slug)
    today = timezone.localdate()
    reviews = with_counts(Review.objects.of_home_country().filter(mechanism=found))
    context = {
        "mechanism": found,
        "next": next_review(today, found),
        "today": today,
        "reviews": reviews,
        "latest": reviews[0][0] if reviews else None,
        "milestones": reviews[0][0].milestones.all() if reviews else [],
        "way_back": [(_("UN reviews"), reverse("mechanisms"))],
    }
    return render(request, "search/mechanism.html", context)


def review(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one review: its state, dates, documents and numbers. Under another mechanism's address it moves (301)."""
    found = get_object_or_404(Review.objects.for_page(), key=key)
    if found.mechanism.slug != slug:
        return redirect("review", found.mechanism.slug, found.key, permanent=True)
    selection = Selection(review=(found.key,))
    rows = first_rows(selection)
    context = {
        "review": found,
        "milestones": found.milestones.all(),
        "missed": found.milestones.missed_session() if found.state == Review.State.POSTPONED else None,
        "today": timezone.localdate(),
        "documents": found.documents.order_by("date", "symbol"),
        "count": finder().total(selection),
        "all_url": selection.url,
        "kinds": parts(selection, "kind"),
        "reach": parts(selection, "reach"),
        "answers": answers(selection) if found.mechanism.kind == Mechanism.Kind.UPR else None,
        "rows": rows,
        "has_example": any(row.has_example for row in rows),
        "way_back": [
            (_("UN reviews"), reverse("mechanisms")),
            (found.mechanism.short_name, reverse("mechanism", args=[found.mechanism.slug])),
        ],
    }
    return render(request, "search/review.html", context)


def with_counts(reviews: ReviewQuerySet) -> list[tuple[Review, int, str]]:
    """Return reviews, the newest first, each with the number of its standing records and the list of them."""
    counts = Recommendation.objects.public().tally("review")
    found = reviews.for_page().newest_first()
    return [(each, counts.get(each.pk, 0), Selection(review=(each.key,)).url) for each in found]


def first_rows(selection: Selection) -> list[Row]:
    """Return the first records of a search in the order of their document."""
    return Results(selection.only(sort="paragraph"), facets=()).rows[:FIRST_RECOMMENDATIONS]
