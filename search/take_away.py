"""The ways to take a search away, for the search page: what each file is good for, and which it is too long for."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from search.exports.thematic_list.answer import MOST_ROWS as MOST_IN_LIST
from search.exports.xlsx_file import MOST_ROWS as MOST_IN_SHEET
from search.selection import Selection


class Way(NamedTuple):
    """One file: its name, its address ("" where the search finds more than it holds) and how much it holds."""

    name: str
    url: str
    most: int = 0


class Ways(NamedTuple):
    """Files of one purpose."""

    purpose: str
    ways: Sequence[Way]


def ways_of(selection: Selection, total: int) -> list[Ways]:
    """Return the files a search of ``total`` records can be taken away as."""

    def way(name: str, ending: str, most: int = 0) -> Way:
        return Way(name, "" if most and total > most else selection.export_url(ending), most)

    return [
        Ways(_("As a table"), [way(_("Excel"), "xlsx", MOST_IN_SHEET), way("CSV", "csv")]),
        Ways(
            _("As a document"),
            [way(_("Council memo (Word)"), "memo.docx"), way(_("OHCHR’s list form (Word)"), "docx", MOST_IN_LIST)],
        ),
        Ways(_("To cite"), [way(_("Text"), "txt"), way("BibTeX", "bib"), way("RIS", "ris")]),
        Ways(_("For programs"), [way("JSON", "json")]),
        Ways(_("Alerts"), [way(_("Feed of what is new or changed"), "atom")]),
    ]
