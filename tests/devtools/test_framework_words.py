"""What Wagtail says in English only is told in Spanish by us; what it tells itself stays its own."""

from django.utils.translation import gettext, ngettext, override

from devtools.framework_words import lacking

PAGES = '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>'


def test_only_what_the_packages_lack_is_asked_for() -> None:
    asked = lacking("es")
    assert "Search all pages…" in asked
    assert "Delete" not in asked


def test_the_admin_speaks_spanish_where_wagtail_does_not() -> None:
    with override("es"):
        assert gettext("Search all pages…") != "Search all pages…"
        assert "página" in ngettext(PAGES, PAGES.replace("Page", "Pages"), 2).lower()
