"""What a page is built from."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from home.blocks.accordion import AccordionBlock
from home.blocks.callout import CalloutBlock
from home.blocks.city_progress import CityProgressBlock
from home.blocks.documents import DocumentsBlock
from home.blocks.events import EventsBlock
from home.blocks.heading import HeadingBlock
from home.blocks.image import PictureBlock
from home.blocks.people import PeopleBlock
from home.blocks.quote import QuoteBlock
from home.blocks.recommendation_card import RecommendationCardBlock
from home.blocks.recommendation_list import RecommendationListBlock
from home.blocks.rich_text import TextBlock
from home.blocks.share import ShareBlock
from home.blocks.steps import StepsBlock
from home.blocks.table import TableBlock
from home.blocks.timeline import TimelineBlock
from home.blocks.transcript import TranscriptBlock
from home.blocks.video import VideoBlock

WORDS, MEDIA, TRACKER, SITE = _("Words"), _("Pictures and files"), _("From the tracker"), _("From this site")
TAKEN_ANCHORS = frozenset({"main"})


class BodyBlock(blocks.StreamBlock):
    """Every block of the site, in groups as the editor's menu shows them. Anchors of a page are unique."""

    text = TextBlock(group=WORDS)
    heading = HeadingBlock(group=WORDS)
    quote = QuoteBlock(group=WORDS)
    callout = CalloutBlock(group=WORDS)
    steps = StepsBlock(group=WORDS)
    accordion = AccordionBlock(group=WORDS)
    table = TableBlock(group=WORDS)
    image = PictureBlock(group=MEDIA)
    video = VideoBlock(group=MEDIA)
    transcript = TranscriptBlock(group=MEDIA)
    documents = DocumentsBlock(group=MEDIA)
    recommendation_list = RecommendationListBlock(group=TRACKER)
    recommendation_card = RecommendationCardBlock(group=TRACKER)
    city_progress = CityProgressBlock(group=TRACKER)
    timeline = TimelineBlock(group=TRACKER)
    people = PeopleBlock(group=SITE)
    events = EventsBlock(group=SITE)
    share = ShareBlock(group=SITE)

    class Meta:
        template = "home/blocks/body.html"

    def clean(self, value: Any) -> Any:
        """Refuse two headings with one anchor: a link could lead to either."""
        cleaned = super().clean(value)
        used: dict[str, list[int]] = defaultdict(list)
        for place, child in enumerate(cleaned):
            if child.block_type == "heading":
                used[child.value["anchor"]].append(place)
        errors = {}
        for anchor, places in used.items():
            for place in places if anchor in TAKEN_ANCHORS else places[1:]:
                said = _("The anchor “%(anchor)s” is used already. Give this heading another one.")
                problem = ValidationError(said, params={"anchor": anchor})
                errors[place] = StructBlockValidationError(block_errors={"anchor": problem})
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned
