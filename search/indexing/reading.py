"""What of a record is searched.

The official text in every language held, our plain summaries, the labels of its themes, groups and SDGs in both
languages, its citation, and the titles of published city actions that serve it. Withdrawn and merged records have no
text. Read in bulk: seven queries for any number of records, and four for the labels.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from django.db.models import Q

from cities.models import ActionContribution
from recommendations.models import (
    AffectedGroup,
    Recommendation,
    RecommendationText,
    RecommendationTheme,
    SdgGoal,
    SdgTarget,
    Theme,
)
from search.analysis.indexed_text import Field, IndexedText, analyse

Fields = list[Field]

READ_AT_ONCE = 1_000
"""Records read together. Well below the number of parameters that a query can have."""


def among(column: str, ids: list[int]) -> Q:
    """Return the condition that a column holds one of the ids.

    Ids without a gap, as an import gives them, are asked for by the first and the last: a quarter of the time is spent
    on lists of a thousand parameters otherwise.
    """
    if ids and ids[-1] - ids[0] + 1 == len(ids) == len(set(ids)) and min(ids) == ids[0]:
        return Q(**{f"{column}__gte": ids[0], f"{column}__lte": ids[-1]})
    return Q(**{f"{column}__in": ids})


class TextReader:
    """Reads texts; keeps the labels of the vocabularies while it lives, so make a new one for each piece of work."""

    def read(self, ids: Iterable[int]) -> Iterator[IndexedText]:
        """Yield the tokens of those of the recommendations that are public."""
        wanted = list(ids)
        for start in range(0, len(wanted), READ_AT_ONCE):
            yield from self._read(wanted[start : start + READ_AT_ONCE])

    def _read(self, ids: list[int]) -> Iterator[IndexedText]:
        columns = (
            "pk", "text", "text_language", "summary_en", "summary_es", "document__symbol", "paragraph", "part",
        )  # fmt: skip
        rows = Recommendation.objects.public().filter(among("pk", ids)).order_by("pk").values_list(*columns)
        more = self._linked(ids)
        for pk, text, language, summary_en, summary_es, symbol, paragraph, part in rows:
            own = [
                Field(text, language),
                Field(summary_en, "en"),
                Field(summary_es, "es"),
                Field(symbol or ""),
                Field(f"{paragraph} {part}"),
            ]
            yield analyse(pk, own + more.get(pk, []))

    def _linked(self, ids: list[int]) -> dict[int, Fields]:
        """Return what other tables say about each record."""
        fields: dict[int, Fields] = {}
        texts = RecommendationText.objects.filter(among("recommendation", ids)).order_by("language", "pk")
        for pk, language, text in texts.values_list("recommendation", "language", "text"):
            fields.setdefault(pk, []).append(Field(text, language))
        for labels, links in self._labels(ids):
            for pk, label in links:
                fields.setdefault(pk, []).extend(labels[label])
        actions = ActionContribution.objects.filter(
            among("recommendation", ids), action__live=True, action__redaction__isnull=True
        ).order_by("action")
        for pk, title_en, title_es in actions.values_list("recommendation", "action__title_en", "action__title_es"):
            fields.setdefault(pk, []).extend((Field(title_en, "en"), Field(title_es, "es")))
        return fields

    def _labels(self, ids: list[int]) -> Iterator[tuple[dict[int, Fields], Iterable[tuple[int, int]]]]:
        """Yield each vocabulary's labels, and which records have which of them."""
        themes = RecommendationTheme.objects.filter(among("content_object", ids)).order_by("tag")
        yield self.themes, themes.values_list("content_object", "tag")
        groups = Recommendation.groups.through.objects.filter(among("recommendation", ids)).order_by("affectedgroup")
        yield self.groups, groups.values_list("recommendation", "affectedgroup")
        goals = Recommendation.sdg_goals.through.objects.filter(among("recommendation", ids)).order_by("sdggoal")
        yield self.goals, goals.values_list("recommendation", "sdggoal")
        targets = Recommendation.sdg_targets.through.objects.filter(among("recommendation", ids)).order_by("sdgtarget")
        yield self.targets, targets.values_list("recommendation", "sdgtarget")

    @cached_property
    def themes(self) -> dict[int, Fields]:
        """The labels of every theme."""
        return _in_both_languages(Theme.objects.values_list("pk", "name", "label_es"))

    @cached_property
    def groups(self) -> dict[int, Fields]:
        """The labels of every affected group."""
        return _in_both_languages(AffectedGroup.objects.values_list("pk", "name_en", "name_es"))

    @cached_property
    def goals(self) -> dict[int, Fields]:
        """The labels of every goal."""
        return _in_both_languages(SdgGoal.objects.values_list("pk", "name_en", "name_es"))

    @cached_property
    def targets(self) -> dict[int, Fields]:
        """The labels of every target, and those of its goal."""
        own = _in_both_languages(SdgTarget.objects.values_list("pk", "name_en", "name_es"))
        return {pk: own[pk] + self.goals[goal] for pk, goal in SdgTarget.objects.values_list("pk", "goal")}


def _in_both_languages(rows: Iterable[tuple[int, str, str]]) -> dict[int, Fields]:
    return {pk: [Field(in_english, "en"), Field(in_spanish, "es")] for pk, in_english, in_spanish in rows}
