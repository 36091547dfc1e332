"""Finding in a resource library: a form of plain choices, each with the number it would find.

A library holds hundreds of resources, not hundreds of thousands: they are read once (three queries) and filtered
here, so that words are found whatever their case and accents.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from home.page_lists import Paged
from mechanisms.normalise import words_of

if TYPE_CHECKING:
    from home.models import ResourceLibraryPage, ResourcePage

LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter with the number of resources it would find beside the other filters."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice of the form."""

    name: str
    label: str
    options: list[Option]
    chosen: str


@dataclass(frozen=True, slots=True)
class ResourceSearch:
    """What the library shows: the filters, the resources found, and what is wrong with the address."""

    words: str
    filters: list[Filter]
    paged: Paged
    total: int
    problems: list[str]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.words or any(each.chosen for each in self.filters))

    @classmethod
    def of(cls, library: "ResourceLibraryPage", request: HttpRequest) -> "ResourceSearch":
        """Read the address and find. A value that does not exist is explained, and finds nothing."""
        resources = _resources_of(library)
        words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_WORDS]
        chosen = {name: request.GET.get(name, "").strip() for name in _FILTERS}
        known = {name: _values(name, resources) for name in _FILTERS}
        problems = [
            _("“%(value)s” is no choice under “%(filter)s”. Choose one from the list.")
            % {"value": value[:60], "filter": _filter_label(name)}
            for name, value in chosen.items()
            if value and value not in known[name]
        ]
        spoken = [each for each in resources if _says(each, words)]
        found = [] if problems else _narrowed(spoken, chosen)
        filters = [_filter(name, known[name], spoken, chosen) for name in _FILTERS]
        return cls(words, filters, Paged.of(found, request), len(resources), problems)


def _resources_of(library: "ResourceLibraryPage") -> list["ResourcePage"]:
    from home.models import PageTopic, ResourcePage

    topics = Prefetch("topics", PageTopic.objects.select_related("theme"))
    pages = ResourcePage.objects.child_of(library).for_list().select_related("document").prefetch_related(topics)
    return list(pages.order_by("-published_on", "title"))


_FILTERS = ("kind", "topic", "audience", "language")


def _has(name: str, resource: "ResourcePage") -> list[str]:
    """Return a resource's values of one filter; what is in two languages is found under both."""
    if name == "topic":
        return [topic.theme.slug for topic in resource.topics.all()]
    if name == "language":
        return str(resource.resource_language).split("-")
    return [str(getattr(resource, name))]


def _filter_label(name: str) -> str:
    labels = {"kind": _("Kind"), "topic": _("Topic"), "audience": _("For whom"), "language": _("Language")}
    return labels[name]


def _values(name: str, resources: list["ResourcePage"]) -> dict[str, str]:
    """Return the values that the library has, with their labels; topics by label, the others in their own order."""
    if name == "topic":
        themes = {topic.theme.slug: topic.theme.label for each in resources for topic in each.topics.all()}
        return dict(sorted(themes.items(), key=lambda item: item[1].casefold()))
    field = {"kind": "kind", "audience": "audience", "language": "resource_language"}[name]
    from home.models import ResourcePage

    used = {value for each in resources for value in _has(name, each)}
    return {value: str(label) for value, label in ResourcePage._meta.get_field(field).choices or [] if value in used}


def _says(resource: "ResourcePage", words: str) -> bool:
    """Whether every word begins a word of the resource's title, lead, publisher or topics."""
    wanted = words_of(words)
    topics = " ".join(topic.theme.label for topic in resource.topics.all())
    said = words_of(f"{resource.title} {strip_tags(resource.lead)} {resource.publisher} {topics}")
    return all(any(word.startswith(each) for word in said) for each in wanted)


def _narrowed(resources: list["ResourcePage"], chosen: dict[str, str], but: str = "") -> list["ResourcePage"]:
    wanted = [(name, value) for name, value in chosen.items() if value and name != but]
    return [each for each in resources if all(value in _has(name, each) for name, value in wanted)]


def _filter(name: str, known: dict[str, str], spoken: list["ResourcePage"], chosen: dict[str, str]) -> Filter:
    beside = _narrowed(spoken, chosen, but=name)
    counts = Counter(value for each in beside for value in _has(name, each))
    options = [Option(value, label, counts[value], value == chosen[name]) for value, label in known.items()]
    return Filter(name, _filter_label(name), options, chosen[name] if chosen[name] in known else "")
