"""Two recommendations became one: what cities recorded on the one that is gone moves to the one that stays.

Runs inside the transaction that joins them. Entries keep their words, dates and order; the current words are derived
anew from both histories together.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Revision

from cities.models import ActionContribution, Assessor, CityAction, Implementation, ProgressDraft, ProgressUpdate
from cities.progress.current_word import derive
from recommendations.models import Recommendation

_LINES = ("contribution_en", "contribution_es")
_LONGEST = 300
"""Characters of such a line."""


def move(kept: Recommendation, gone: Recommendation, **kwargs: object) -> None:
    """Move links of actions, entries, unsent answers and current words (receiver of ``recommendations_merged``)."""
    entries = ProgressUpdate.objects.filter(recommendation=gone)
    assessors = list(Assessor.objects.filter(pk__in=entries.values("assessor")).order_by("pk"))
    Implementation.objects.filter(recommendation=gone).delete()
    entries.update(recommendation=kept)
    ProgressDraft.objects.filter(recommendation=gone).update(recommendation=kept)
    for assessor in assessors:
        derive(assessor, kept)
    _move_contributions(kept, gone)
    _move_in_revisions(kept, gone)


def _move_contributions(kept: Recommendation, gone: Recommendation) -> None:
    """Link each action to ``kept``. One that was linked to both keeps both lines of what it contributes.

    Where the two do not fit into one, the other stays as it is, with the record that is gone.
    """
    held = {each.action_id: each for each in ActionContribution.objects.filter(recommendation=kept)}
    for link in ActionContribution.objects.filter(recommendation=gone):
        there = held.get(link.action_id)
        if there is None:
            link.recommendation = kept
            link.save(update_fields=["recommendation"])
            continue
        lines = {name: _both(getattr(there, name), getattr(link, name)) for name in _LINES}
        if all(len(line) <= _LONGEST for line in lines.values()):
            for name, line in lines.items():
                setattr(there, name, line)
            there.save(update_fields=list(lines))
            link.delete()


def _both(kept: str, gone: str) -> str:
    return kept if gone in kept else f"{kept} {gone}".strip()


def _move_in_revisions(kept: Recommendation, gone: Recommendation) -> None:
    """Drafts and earlier versions of actions name recommendations by id: published, they would link to ``gone``."""
    kind = ContentType.objects.get_for_model(CityAction)
    changed: dict[int, Any] = {}
    for pk, content in Revision.objects.filter(content_type=kind).values_list("pk", "content").iterator():
        links = content.get("contributions", [])
        named = {link["recommendation"] for link in links}
        if gone.pk not in named:
            continue
        content["contributions"] = [
            {**link, "recommendation": kept.pk} if link["recommendation"] == gone.pk else link
            for link in links
            if link["recommendation"] != gone.pk or kept.pk not in named
        ]
        changed[pk] = content
    for pk, content in changed.items():
        Revision.objects.filter(pk=pk).update(content=content)
