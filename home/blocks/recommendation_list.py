"""A live list of recommendations: an editor pastes the address of a search."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail_localize.segments import OverridableSegmentValue

from search.results import Results
from search.selection import Selection

PAGES_OF_SEARCHES = ("recommendations", "recommendations.csv", "recommendations.xlsx", "recommendations.json")
_NO_SEARCH = _(
    "This is not the address of a search. Search for recommendations on this site, set the filters, and copy the "
    "address from the top of your browser. It holds “/recommendations/”."
)


class SearchAddressBlock(blocks.FieldBlock):
    """The address of a search. It is no text, so translations share it, unless it holds words to search for."""

    def __init__(self, required: bool = True, help_text: Any = "", **kwargs: object) -> None:
        self.field = forms.CharField(required=required, help_text=help_text, max_length=2000)
        super().__init__(**kwargs)

    def get_translatable_segments(self, value: str) -> list[OverridableSegmentValue]:
        """Let translators put a search of their own where this one has words: "water" finds little in Spanish."""
        selection = selection_at(value)
        return [OverridableSegmentValue("", value)] if selection is not None and selection.q else []

    def restore_translated_segments(self, value: str, segments: list[OverridableSegmentValue]) -> str:
        """Return the translators' search; one that is none, or is mistaken, does not replace ours."""
        theirs = [segment.data for segment in segments if not address_problems(segment.data)]
        return theirs[0] if theirs else value


class SearchBlock(blocks.StructBlock):
    """What holds the address of a search: checked when it is saved, read again when it is shown."""

    title = blocks.CharBlock(
        label=_("Title"),
        required=False,
        max_length=150,
        help_text=_("Leave it empty to have the search say itself in a sentence."),
    )
    address = SearchAddressBlock(
        label=_("Address of a search"),
        help_text=_("Search for recommendations, set the filters, then copy the address from your browser to here."),
    )

    def clean(self, value: Any) -> Any:
        """Refuse what is no search, and explain a mistake in one."""
        cleaned = super().clean(value)
        problems = address_problems(cleaned["address"])
        if problems:
            raise StructBlockValidationError(block_errors={"address": ValidationError(problems)})
        return cleaned


class RecommendationListBlock(SearchBlock):
    """The first records a search finds today, their number, and the way to all of them."""

    shown = blocks.IntegerBlock(label=_("How many to show"), default=5, min_value=1, max_value=25)

    class Meta:
        icon = "list-ul"
        label = _("List of recommendations")
        template = "home/blocks/recommendation_list.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the search and its first rows (6 queries; 3 more with words)."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        selection = selection_at(value["address"])
        context["selection"] = selection
        if selection is not None and not selection.problems:
            results = Results(selection, facets=())
            context["results"] = results
            context["rows"] = results.rows[: value["shown"] or 5]
            context["has_example"] = any(row.has_example for row in context["rows"])
        return context


def selection_at(address: str) -> Selection | None:
    """Return the search that an address asks for, from its first page on; None where it is no address of a search.

    Site and language do not count: the list speaks the language of the page it stands on.
    """
    parts = urlsplit(address.strip())
    path = unquote(parts.path).strip("/")
    language, _slash, rest = path.partition("/")
    only_what_is_asked = address.strip().startswith("?")  # "?theme=housing"; the front page's address is no search
    if not only_what_is_asked and (rest if len(language) == 2 else path) not in PAGES_OF_SEARCHES:
        return None
    query = QueryDict(parts.query, mutable=True)
    for of_the_page in ("page", "per_page", "view", "group_by", "header"):
        query.pop(of_the_page, None)
    return Selection.parse(query)


def address_problems(address: str) -> list[str]:
    """Return what is wrong with the address of a search, in sentences; empty where it can be searched."""
    selection = selection_at(address)
    if selection is None:
        return [str(_NO_SEARCH)]
    return [problem.message for problem in selection.problems]
