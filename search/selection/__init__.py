"""The selection: one typed, canonical object behind page, JSON, CSV, feed and links of a search.

selection = Selection.parse(request.GET)
if selection.needs_redirect:
    return redirect(selection.url)
if selection.problems:
    ...                                      # each has .message; offer selection.without_problems().url
selection.with_(theme="housing").url         # adds a value, back to page 1
selection.only(theme="housing").url          # this value alone
selection.without("theme", "housing").url    # takes it away; without("theme") the whole facet
selection.page_url(3)
selection.sentence()                         # "Recommendations on housing from UPR cycle 3, supported"
selection.chips()                            # [Chip(parameter, facet, value, url), ...]
Selection(city=("eugene",), status=("implemented",)).url   # a link from records of ours, no query needed
"""

from search.selection.problems import Problem, ProblemKind
from search.selection.selection import Chip, Selection

__all__ = ["Chip", "Problem", "ProblemKind", "Selection"]
