"""What a memo says, in the active language."""

from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cities.models import Assessor, City, Implementation
from mechanisms.models import Document, Mechanism
from recommendations.models import Recommendation
from search.exports.memo.choice import Told
from search.facets import FacetValue, facet
from search.finding import finder
from search.results import Place, Row
from search.selection import Selection
from search.selection.parameters import NONE
from search.selection.sentence import listed

WORDS_SHOWN = 260
"""Characters of a recommendation that are printed; the rest is behind its link."""
CITIES_SHOWN = 3
STATES_SHOWN = 4
SOURCES_SHOWN = 6
REVIEWS_SHOWN = 5
WORDS_OF_A_CITY = 3
ACTIONS_OF_A_CITY = 2
ACTION_CHARACTERS = 60


def in_short(selection: Selection, total: int, cities: Sequence[City]) -> list[str]:
    """Return the figures of the whole search: how much, since when, who asked, with what answer, who has spoken."""
    said = [_since(selection, total), _who_asked(selection), _answers(selection)]
    return [*filter(None, said), *(_spoken(selection, city, total) for city in cities[:CITIES_SHOWN])]


def words(record: Recommendation) -> tuple[str, str]:
    """Return what was asked and whose words these are: ours where we have them, else the UN's."""
    if record.summary:
        return record.summary, _("our summary")
    return Truncator(record.text).chars(WORDS_SHOWN), _("words of the UN")


def facts(told: Told) -> list[str]:
    """Return one line on since when, with what answer and by whom."""
    record = told.row.recommendation
    lines = []
    if told.years:
        lines.append(_("Said in %(years)s.") % {"years": listed(map(str, told.years), "and")})
    if record.position:
        # "The State" would be one of the fifty to a council of the United States.
        country = record.review.country.in_sentence
        lines.append(_("Answer of %(country)s: %(answer)s.") % {"country": country, "answer": _answer(record)})
    states = [state.name for state in told.row.states]
    if states:
        lines.append(_("Recommended by %(states)s.") % {"states": _some(states, STATES_SHOWN)})
    lines.append(f"{record.get_reach_display()}.")
    return lines


def can_do(record: Recommendation) -> str:
    """Return what a city can do, "" where nothing is recorded."""
    return _("What a city can do: %(line)s") % {"line": record.can_do} if record.can_do else ""


def in_cities(row: Row, asked: Sequence[City]) -> list[str]:
    """Return a line a city: those of the search first, silent or not, then others."""
    wanted = {city.pk for city in asked}
    places = {place.city.pk: place for place in row.places}
    if not row.recommendation.takes_status:
        return []
    own = [_place(places.get(city.pk, Place(city))) for city in asked[:CITIES_SHOWN]]
    others = [place for place in row.places if place.city.pk not in wanted]
    shown = others[: CITIES_SHOWN - len(own)]
    lines = own + [_place(place) for place in shown]
    rest = len(others) - len(shown)
    if rest:
        more = ngettext("%(count)s more city has spoken or acted.", "%(count)s more cities have spoken or acted.", rest)
        lines.append(more % {"count": rest})
    return lines or [_("No city has reported on this yet.")]


def sources(rows: Sequence[Row]) -> list[Document]:
    """Return the UN documents of what is told, each once."""
    documents = [row.recommendation.document for row in rows if row.recommendation.document]
    return list({document.symbol: document for document in documents}.values())[:SOURCES_SHOWN]


def fine_print(has_example: bool) -> Iterator[str]:
    """Yield what a reader must know to take it for no more than it is."""
    if has_example:
        yield _("What is marked as an example is made up. It shows how this site works and is true of no real city.")
    yield _("Summaries in plain words are ours, not the UN’s. The documents named above are what counts.")
    yield _("How far a city has come is the word of the one named with it. Words are not merged, averaged or ranked.")
    yield _("In the Universal Periodic Review countries review one another.")
    yield _("A committee of experts checks how a country keeps the treaty it ratified.")
    yield _("“Noted” means that the country did not support it. What a treaty it ratified requires is still owed.")
    yield _("This is not legal advice. What a city may do differs from state to state.")


def _since(selection: Selection, total: int) -> str:
    found = ngettext("This search finds %(count)s record", "This search finds %(count)s records", total)
    named = [f"{review.label}: {review.count}" for review in _found(selection, "review")]
    line = found % {"count": total}
    return f"{line}. {_some(named, REVIEWS_SHOWN)}." if named else f"{line}."


def _who_asked(selection: Selection) -> str:
    """Spell out the abbreviations that labels and citations begin with (one query)."""
    slugs = [value.value for value in _found(selection, "mechanism")][:REVIEWS_SHOWN]
    named = {mechanism.slug: str(mechanism) for mechanism in Mechanism.objects.filter(slug__in=slugs)}
    return _("Who asked: %(names)s.") % {"names": listed([named[slug] for slug in slugs], "and")} if slugs else ""


def _answers(selection: Selection) -> str:
    values = [value for value in _found(selection, "position") if value.value != NONE]
    if not values:
        return ""
    counted = [f"{value.label.lower()} {value.count}" for value in values]
    return _("What the country answered, where an answer was due: %(answers)s.") % {"answers": ", ".join(counted)}


def _found(selection: Selection, name: str) -> list[FacetValue]:
    """Return what the search finds by the values of a facet; the facet itself counts beyond its own filter."""
    values = [value for value in facet(selection, name).values if value.count]
    return [value for value in values if value.selected] if getattr(selection, name) else values


def _spoken(selection: Selection, city: City, total: int) -> str:
    sides = []
    for kind in (Assessor.Kind.LOCAL_GOVERNMENT, Assessor.Kind.COMMUNITY):
        count = finder().total(selection.only(city=city.slug, by=str(kind), status=[], differs=False, action=[]))
        sides.append(
            _("%(side)s has spoken on %(count)s of %(total)s")
            % {"side": _SIDES[kind](), "count": count, "total": total}
        )
    return f"{_named(city)}: {'; '.join(sides)}."


_SIDES = {
    Assessor.Kind.LOCAL_GOVERNMENT: lambda: _("the local government"),
    Assessor.Kind.COMMUNITY: lambda: _("the community"),
}


def _place(place: Place) -> str:
    said = [_word(word) for word in place.words[:WORDS_OF_A_CITY]]
    said += [
        pgettext("memo", "action: %(title)s (%(status)s)")
        % {"title": Truncator(action.title).chars(ACTION_CHARACTERS), "status": action.get_status_display().lower()}
        for action in place.actions[:ACTIONS_OF_A_CITY]
    ]
    rest = len(place.words) + len(place.actions) - len(said)
    if rest:
        said.append(ngettext("%(count)s more", "%(count)s more", rest) % {"count": rest})
    # Not inside the f-string, where the tool that gathers texts to translate does not look.
    nobody = _("nobody has reported on this yet")
    return f"{_named(place.city)}: {'; '.join(said) or nobody}."


def _word(word: Implementation) -> str:
    return _("%(assessor)s (%(side)s) says “%(status)s” as of %(day)s") % {
        "assessor": word.assessor.name,
        "side": word.assessor.get_kind_display().lower(),
        "status": word.get_status_display().lower(),
        "day": date_format(word.as_of),
    }


def _named(city: City) -> str:
    return f"{city} ({_('example')})" if city.is_example else str(city)


def _answer(record: Recommendation) -> str:
    answer = record.get_position_display().lower()
    return f"{answer} ({record.position_source})" if record.position_source else answer


def _some(names: Sequence[str], most: int) -> str:
    if len(names) <= most:
        return listed(names, "and")
    rest = len(names) - most
    more = ngettext("%(count)s more", "%(count)s more", rest) % {"count": rest}
    return listed([*names[:most], more], "and")
