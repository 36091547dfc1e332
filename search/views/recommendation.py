"""One recommendation: what was asked, what the State answered, what cities do about it and in whose word."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.words import cities_on
from mechanisms.models import Mechanism
from recommendations.models import Recommendation
from recommendations.provenance import events_of, format_name, sources_of
from recommendations.repeats import said_also, saying_of
from search.exports.citations import STYLES, Cited


def recommendation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the record; a merged one leads to its survivor for good, a withdrawn one says so (410 Gone)."""
    record = get_object_or_404(Recommendation.objects.with_everything().with_repetition(), slug=slug)
    if record.merged_into_id:
        query = request.META.get("QUERY_STRING", "")
        address = Recommendation.objects.survivor(record).get_absolute_url()
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    if record.withdrawn_on:
        return render(request, "search/recommendation_withdrawn.html", {"recommendation": record}, status=410)
    cities = cities_on(record)
    official = official_text(record, request.LANGUAGE_CODE)
    review = record.review
    others = said_also(record)
    context = {
        "recommendation": record,
        "official": official,
        "sources": [(source, format_name(source.batch.format)) for source in sources_of(record)],
        "events": events_of(record),
        "citations": _citations(record, request),
        # Without our summary the words of the UN come first.
        "text_leads": bool(official["text"]) and not record.summary,
        "asks_for_answer": review.mechanism.kind == Mechanism.Kind.UPR and record.takes_status,
        "cities": cities,
        "said_also": others,
        "saying": saying_of(record, others),
        "has_example": record.is_example or any(row.city.is_example for row in cities),
        "review_url": reverse("review", args=[review.mechanism.slug, review.key]),
        "way_back": [(_("Recommendations"), reverse("recommendations"))],
    }
    return render(request, "search/recommendation.html", context)


def _citations(record: Recommendation, request: HttpRequest) -> dict[str, str]:
    """Return the record's citation in each style, by the ending of its file."""
    cited = Cited.of(record, request.build_absolute_uri)
    return {ending: style.write(cited).strip() for ending, style in STYLES.items()}


def official_text(record: Recommendation, language: str) -> dict[str, object]:
    """Return the official words to show: those in the reader's language if held, else those we hold.

    Keys: ``text`` (empty: none held), the ``language`` it is in, and whether that is the reader's ``own``.
    """
    held = {text.language: text.text for text in record.texts.all()}
    if record.text:
        held[record.text_language] = record.text
    for code in (language, record.text_language, *held):
        if held.get(code):
            return {"text": held[code], "language": code, "own": code == language}
    return {"text": "", "language": "", "own": True}
