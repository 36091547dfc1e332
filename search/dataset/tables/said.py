"""What was said: countries, mechanisms, reviews, documents, recommendations and their labels."""

from collections.abc import Iterator, Sequence

from mechanisms.models import Country, Document, Mechanism, Review
from recommendations.models import (
    AffectedGroup,
    Recommendation,
    RecommendationTheme,
    RecommendingState,
    SdgGoal,
    SdgTarget,
    Theme,
)
from search.dataset.fields import BOOLEAN, DATE, INTEGER, YEAR, Field, Reference, Table
from search.dataset.tables.columns import COUNTRY, RECOMMENDATION, REVIEW, in_both, named, standing, stream


def _sdgs() -> Iterator[Sequence[object]]:
    yield from SdgGoal.objects.order_by("number").values_list("number", "number", "name_en", "name_es")
    yield from SdgTarget.objects.order_by("goal__number", "code").values_list(
        "code", "goal__number", "name_en", "name_es"
    )


def _recommendation_sdgs() -> Iterator[Sequence[object]]:
    goals, targets = Recommendation.sdg_goals.through.objects, Recommendation.sdg_targets.through.objects
    for rows, code in ((goals, "sdggoal__number"), (targets, "sdgtarget__code")):
        public = rows.filter(recommendation__in=standing()).order_by("recommendation__slug", code)
        yield from stream(public, "recommendation__slug", code)


SAID: tuple[Table, ...] = (
    Table(
        "countries",
        "Countries, as the UN lists them",
        (named("iso3", "ISO 3166-1 alpha-3 code"), *in_both("name", "name")),
        ("iso3",),
        lambda: stream(Country.objects.order_by("iso3"), "iso3", "name_en", "name_es"),
    ),
    Table(
        "mechanisms",
        "UN bodies and procedures that make recommendations",
        (
            named("slug", "name in addresses"),
            Field("acronym", "acronym"),
            Field("kind", "kind"),
            *in_both("name", "name"),
        ),
        ("slug",),
        lambda: stream(Mechanism.objects.order_by("slug"), "slug", "acronym", "kind", "name_en", "name_es"),
    ),
    Table(
        "reviews",
        "Reviews of a country by a mechanism",
        (
            named("key", "name in addresses and files"),
            named("mechanism", "mechanism"),
            named("country", "country under review"),
            Field("cycle", "cycle of the UPR", INTEGER),
            Field("session", "session", INTEGER),
            Field("year", "year", YEAR),
            named("state", "how far the review has come"),
            named("record", "how complete this record of its recommendations is"),
            Field("last_verified", "day on which its facts were last checked", DATE),
        ),
        ("key",),
        lambda: stream(
            Review.objects.order_by("key"),
            *(
                "key",
                "mechanism__slug",
                "country__iso3",
                "cycle",
                "session",
                "year",
                "state",
                "record",
                "last_verified",
            ),
        ),
        (Reference(("mechanism",), "mechanisms", ("slug",)), COUNTRY),
    ),
    Table(
        "documents",
        "UN documents",
        (
            named("symbol", "symbol"),
            Field("review", "review it belongs to"),
            named("kind", "what it is in its review"),
            *in_both("title", "title"),
            Field("date", "date", DATE),
            Field("url", "where the UN publishes it, if not at undocs.org/<symbol>"),
            Field("rights", "terms of use that the source states"),
        ),
        ("symbol",),
        lambda: stream(
            Document.objects.order_by("symbol"),
            *("symbol", "review__key", "kind", "title_en", "title_es", "date", "url", "rights"),
        ),
        (REVIEW,),
    ),
    Table(
        "themes",
        "Themes, in the vocabulary of the Universal Human Rights Index",
        (named("slug", "name in addresses"), *in_both("name", "label")),
        ("slug",),
        lambda: stream(Theme.objects.order_by("slug"), "slug", "name", "label_es"),
    ),
    Table(
        "groups",
        "Affected groups of persons",
        (named("slug", "name in addresses"), *in_both("name", "label")),
        ("slug",),
        lambda: stream(AffectedGroup.objects.order_by("slug"), "slug", "name_en", "name_es"),
    ),
    Table(
        "sdgs",
        "Sustainable Development Goals and their targets",
        (
            named("code", "number of a goal or code of a target"),
            Field("goal", "goal", INTEGER, True),
            *in_both("name", "name"),
        ),
        ("code",),
        _sdgs,
    ),
    Table(
        "recommendations",
        "What UN bodies said: one numbered paragraph, or part of one, a row",
        (
            named("slug", "name in addresses; it never changes"),
            named("review", "review"),
            Field("document", "UN document"),
            Field("paragraph", "paragraph"),
            Field("part", "part of the paragraph: a-ii stands for (a)(ii)"),
            named("kind", "recommendation, concern, pledge or other"),
            Field("position", "answer of the State: supported, supported_in_part or noted"),
            Field("position_source", "where the answer stands"),
            named("reach", "whether local government can act on it (ours)"),
            Field("text", "official words of the UN document"),
            named("text_language", "language of the official words"),
            *in_both("summary", "plain words (ours)"),
            *in_both("can_do", "what a city can do (ours)"),
            Field("published_on", "date of the UN document", DATE),
            Field("action_category", "kind of action asked for, 1 to 5, as UPR Info grades it", INTEGER),
            Field("annotation_id", "id in the Universal Human Rights Index"),
            Field("is_example", "made up to show how the site works", BOOLEAN, True),
        ),
        ("slug",),
        lambda: stream(
            standing().order_by("slug"),
            *("slug", "review__key", "document__symbol", "paragraph", "part", "kind", "position", "position_source"),
            *("reach", "text", "text_language", "summary_en", "summary_es", "can_do_en", "can_do_es", "published_on"),
            *("action_category", "annotation_id", "is_example"),
        ),
        (REVIEW, Reference(("document",), "documents", ("symbol",))),
    ),
    Table(
        "recommending_states",
        "States that made a recommendation, in the order of the document",
        (
            named("recommendation", "recommendation"),
            named("country", "State"),
            Field("place", "place, from 0", INTEGER, True),
        ),
        ("recommendation", "country"),
        lambda: stream(
            RecommendingState.objects.filter(recommendation__in=standing()).order_by("recommendation__slug", "order"),
            *("recommendation__slug", "country__iso3", "order"),
        ),
        (RECOMMENDATION, COUNTRY),
    ),
    Table(
        "recommendation_themes",
        "Themes of recommendations",
        (named("recommendation", "recommendation"), named("theme", "theme")),
        ("recommendation", "theme"),
        lambda: stream(
            RecommendationTheme.objects.filter(content_object__in=standing()).order_by(
                "content_object__slug", "tag__slug"
            ),
            *("content_object__slug", "tag__slug"),
        ),
        (RECOMMENDATION, Reference(("theme",), "themes", ("slug",))),
    ),
    Table(
        "recommendation_groups",
        "Affected groups of recommendations",
        (named("recommendation", "recommendation"), named("group", "affected group")),
        ("recommendation", "group"),
        lambda: stream(
            Recommendation.groups.through.objects.filter(recommendation__in=standing()).order_by(
                "recommendation__slug", "affectedgroup__slug"
            ),
            *("recommendation__slug", "affectedgroup__slug"),
        ),
        (RECOMMENDATION, Reference(("group",), "groups", ("slug",))),
    ),
    Table(
        "recommendation_sdgs",
        "Goals and targets that recommendations serve",
        (named("recommendation", "recommendation"), named("sdg", "goal or target")),
        ("recommendation", "sdg"),
        _recommendation_sdgs,
        (RECOMMENDATION, Reference(("sdg",), "sdgs", ("code",))),
    ),
)
