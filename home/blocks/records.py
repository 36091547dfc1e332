"""Recommendations that belong to a page: single ones and whole searches."""

from wagtail import blocks

from home.blocks.recommendation_card import RecommendationCardBlock
from home.blocks.recommendation_list import RecommendationListBlock


class RecordsBlock(blocks.StreamBlock):
    """Cards and lists in any order."""

    recommendation_card = RecommendationCardBlock()
    recommendation_list = RecommendationListBlock()

    class Meta:
        template = "home/blocks/body.html"
