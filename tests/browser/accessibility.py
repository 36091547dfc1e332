"""axe-core: the rules of WCAG 2.2 A and AA and its best practices, as a list of what is wrong."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


def violations(page: Page, *, without: Sequence[str] = ()) -> list[str]:
    """Return a line for each element that breaks a rule: rule, element, what axe says. Empty: nothing found.

    ``without``: selectors of elements left out.
    """
    context = {"exclude": [[selector] for selector in without]} if without else None
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = AXE.run(page, context=context, options=options).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:160]}\n    {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
