"""A small site for tests of the editors' pages: the front page as the site's root, and pages made below it."""

from typing import Any, TypeVar
from uuid import uuid4

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page, Site

from home.models import HomePage

AnyPage = TypeVar("AnyPage", bound=Page)


def front(language: str = "en") -> HomePage:
    """Make the front page and let the site begin there."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    home: HomePage = Page.get_first_root_node().add_child(instance=HomePage(title="Front", slug="front", locale=locale))
    Site.objects.update(root_page=home)
    Site.clear_site_root_paths_cache()
    return home


def add(parent: Page, model: type[AnyPage], title: str = "Made for the test", **fields: Any) -> AnyPage:
    """Add a published page; ``fields`` as the model takes them."""
    fields.setdefault("slug", f"page-{uuid4().hex[:8]}")
    parent.refresh_from_db()
    page: AnyPage = parent.add_child(instance=model(title=title, locale=parent.locale, **fields))
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def block(kind: str, value: object) -> dict[str, object]:
    """Return a block as a stream stores it."""
    return {"type": kind, "value": value, "id": str(uuid4())}


def items(*values: object) -> list[dict[str, object]]:
    """Return the entries of a list block as a stream stores them."""
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def picture(title: str = "A bridge") -> Image:
    """Store a picture of one colour."""
    made: Image = Image.objects.create(title=title, file=get_test_image_file(filename="bridge.png", size=(1600, 900)))
    return made


def drawing(width: float | str = 800, height: float | str = 450) -> Image:
    """Store a drawing of our own: hills under a sun."""
    shapes = '<path fill="#123d35" d="M0 300h800v150H0z"/><circle cx="620" cy="130" r="70" fill="#f2c14e"/>'
    sides = f'viewBox="0 0 800 450" width="{width}" height="{height}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {sides}>{shapes}</svg>'
    made: Image = Image.objects.create(title="Hills under a sun", file=ContentFile(svg.encode(), name="hills.svg"))
    return made


def document(
    title: str = "Our report", name: str = "report.pdf", content: bytes = b"%PDF-1.4 " + b"x" * 2039
) -> Document:
    """Store a file."""
    made: Document = Document.objects.create(title=title, file=ContentFile(content, name=name))
    return made
