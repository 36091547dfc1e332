"""The demo's menus: what stands in header and footer. Menus that somebody arranged stay as they are."""

from wagtail.models import Page, Site

from home.demo.files import rows
from home.menus.models import MenuLink, SiteMenus

LINK = ("place", "page", "tracker_page", "name_en", "name_es")


def arrange_menus(pages: dict[str, Page]) -> int:
    """Fill the menus of the default site from ``demo/menus.csv`` if they hold nothing; return how many links."""
    menus = SiteMenus.for_site(Site.objects.get(is_default_site=True))
    if menus.links.exists():
        return 0
    links = []
    for number, row in enumerate(rows("menus", LINK)):
        link = MenuLink(
            place=row.needed("place"),
            page=row.found("page", pages) if row.text("page") else None,
            sort_order=number,
            **{column: row.text(column) for column in ("tracker_page", "name_en", "name_es")},
        )
        link.clean()
        links.append(link)
    menus.links = links
    menus.save()
    return len(links)
