"""What stands in a row of the list, worded so that the importer's reader of thematic lists takes it back."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cities.models import City, Evidence, Implementation
from recommendations.importers.readers.thematic_list.brackets import LIST_MARKS
from recommendations.importers.readers.thematic_list.sections import (
    FINGERPRINT,
    NOT_OFFICIAL,
    PARAGRAPH,
    RECOMMENDED_BY,
)
from recommendations.models import Recommendation, SdgGoal, SdgTarget
from search.document import Absolute
from search.exports.word import Cell, Line, Run, line
from search.results import Place, Row

OFFICIAL_LANGUAGE = "en"
"""The language of OHCHR's lists, and so of the official words in ours."""

_USUAL_NUMBER = re.compile(r"\d{1,3}|\d{1,4}(?:\.\d{1,4})+")
_USUAL_PART = re.compile(r"(?:(?:[a-z]|[ivx]{1,4})(?:-(?:[a-z]|[ivx]{1,4}))*)?")
_POSITIONS = {"supported": "Supported", "noted": "Noted", "supported_in_part": "Supported/Noted"}
# Letters in brackets, digits and dashes that open a text would be read as part of the number before it.
_LOOKS_LIKE_NUMBER = re.compile(r"[\d(.:–—-]")

EvidenceOf = Mapping[int, list[Evidence]]
"""Key of an entry → its evidence."""


def recommendation_cell(row: Row) -> Cell:
    """Number, official words, the States in brackets; below, where the State's answer stands.

    Words of ours must never come back as the UN's: they stand in a line of their own.
    """
    record = row.recommendation
    names = [state.name_en for state in row.states]
    states = "".join(f" ({name})" for name in names)
    words = official_words(record)
    if words and _ends_like_states(words):
        said = [f"{_number(record, words)}{words}", f"{RECOMMENDED_BY} {'; '.join(names)}"]
    elif words:
        said = [f"{_number(record, words)}{words}{states};"]
    else:
        said = [f"{_number(record, '')}{states.strip()}".strip(), f"{NOT_OFFICIAL} {record.summary_en}"]
        if record.fingerprint and not record.paragraph:
            said.append(f"{FINGERPRINT} {record.fingerprint}")
    if record.paragraph and not _fits_the_form(record):
        said.insert(1, f"{PARAGRAPH} {record.paragraph_label}")
    lines = [line(each) for each in said if each]
    if record.position_source:
        lines.append(line(f"Source of Position: {record.position_source}", italic=True))
    return Cell(lines)


def position_cell(record: Recommendation) -> Cell:
    """The State's answer in OHCHR's words; empty where none is recorded."""
    return Cell([line(_POSITIONS.get(record.position, ""))])


def labels_cell(row: Row) -> Cell:
    """Themes, then groups of persons, in UHRI's own English labels."""
    groups = list(row.recommendation.groups.all())
    lines = [line(f"- {theme.name}") for theme in row.themes]
    if groups:
        lines += [line("Groups of Persons:"), *(line(f"- {group.name_en}") for group in groups)]
    return Cell(lines)


def sdgs_cell(record: Recommendation) -> Cell:
    """Goals and targets as UHRI prints them: "- 11 - SUSTAINABLE CITIES AND COMMUNITIES"."""
    goals = [_goal(goal) for goal in record.sdg_goals.all()]
    return Cell([line(f"- {each}") for each in [*goals, *(_target(target) for target in record.sdg_targets.all())]])


def assessment_cell(row: Row, city: City, evidence: EvidenceOf, absolute: Absolute) -> Cell:
    """Whose word on how far the city is, of when, on what evidence, what the city does; in the reader's language."""
    place = next((place for place in row.places if place.city.pk == city.pk), Place(city))
    if not row.recommendation.takes_status:
        lines = [line(_("Asks for nothing, so nobody is assessed on it."))]
    elif not place.words:
        lines = [line(_("Not assessed"))]
    else:
        lines = [each for word in place.words for each in _said(word, evidence.get(word.current_id, []), absolute)]
    lines += [
        line(_("Action: %(title)s (%(status)s)") % {"title": action.title, "status": action.get_status_display()})
        for action in place.actions
    ]
    return Cell(lines)


def official_words(record: Recommendation) -> str:
    """Return the official words in the language of these lists, "" where they are not held."""
    if record.text and record.text_language == OFFICIAL_LANGUAGE:
        return record.text
    return next((each.text for each in record.texts.all() if each.language == OFFICIAL_LANGUAGE), "")


def _said(word: Implementation, evidence: Sequence[Evidence], absolute: Absolute) -> Iterable[Line]:
    yield Line(
        (
            Run(f"{word.get_status_display()}", bold=True),
            Run(
                _(", as of %(day)s. %(assessor)s (%(side)s).")
                % {
                    "day": date_format(word.as_of),
                    "assessor": word.assessor.name,
                    "side": word.assessor.get_kind_display(),
                }
            ),
        )
    )
    for each in evidence:
        yield line(
            _("Evidence (%(bearing)s): %(title)s, %(address)s")
            % {"bearing": each.get_bearing_display().lower(), "title": each.title, "address": absolute(each.address)}
        )


def _ends_like_states(words: str) -> bool:
    """Whether brackets of the words, or what closes them, could be taken for the list's own."""
    ending = words.rstrip(LIST_MARKS)
    return ending != words or ending.endswith(")") or ");" in words or words.count("(") != words.count(")")


def _number(record: Recommendation, words: str) -> str:
    """Return the paragraph as a list prints it: "26.101 ", "49. (a)(ii) "."""
    if not _fits_the_form(record):
        return ""
    number = record.paragraph if "." in record.paragraph else f"{record.paragraph}."
    part = "".join(f"({each})" for each in record.part.split("-")) if record.part else ""
    ending = " – " if _LOOKS_LIKE_NUMBER.match(words) else " "
    return f"{number} {part}{ending}" if part else f"{number}{ending}"


def _fits_the_form(record: Recommendation) -> bool:
    """Whether the number stands before the words as in OHCHR's lists: 26.101, 49. (a)(ii)."""
    return bool(_USUAL_NUMBER.fullmatch(record.paragraph) and _USUAL_PART.fullmatch(record.part))


def _goal(goal: SdgGoal) -> str:
    return f"{goal.number} - {goal.name_en.upper()}"


def _target(target: SdgTarget) -> str:
    return f"{target.code} - {target.name_en}" if target.name_en else target.code
