"""Events to come, or past ones, from the site's own pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

WHICH = [("upcoming", _("Upcoming")), ("past", _("Past"))]


class EventsBlock(blocks.StructBlock):
    """The next events, or the latest past ones."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    which = blocks.ChoiceBlock(label=_("Which"), choices=WHICH, default="upcoming")
    limit = blocks.IntegerBlock(label=_("How many at most"), default=3, min_value=1, max_value=20)

    class Meta:
        icon = "calendar-alt"
        label = _("Events")
        template = "home/blocks/events.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the events in the reader's language."""
        from home.models import EventPage

        context: dict[str, Any] = super().get_context(value, parent_context)
        events = EventPage.objects.in_active_language().live().public()
        chosen = events.past() if value["which"] == "past" else events.upcoming()
        context["events"] = list(chosen[: value["limit"] or 3])
        return context
