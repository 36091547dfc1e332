"""Keeping the page tree whole where wagtail-localize does not."""

from wagtail.models import Page


def repair_child_counts() -> int:
    """Count every page's children by path, and set ``numchild`` where it differs; return how many pages were wrong.

    Several translations saved in one transaction leave a translated parent with ``numchild`` 0 (localize #773), and
    every page below it answers 404.
    """
    step = Page.steplen
    counted: dict[str, int] = {}
    stored: dict[str, tuple[int, int]] = {}
    for primary_key, path, children in Page.objects.values_list("pk", "path", "numchild"):
        stored[path] = (primary_key, children)
        counted[path[:-step]] = counted.get(path[:-step], 0) + 1
    wrong = [(pk, counted.get(path, 0)) for path, (pk, children) in stored.items() if counted.get(path, 0) != children]
    for primary_key, children in wrong:
        Page.objects.filter(pk=primary_key).update(numchild=children)
    return len(wrong)
