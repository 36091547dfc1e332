"""From what a page's file says to what the page's fields hold."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import Document
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.models import Image
from wagtail.models import Locale, Page

from cities.models import City
from home.demo.page_files import PageFile, PageFileError, id_of
from home.forms.models import FormField
from mechanisms.models import Mechanism, Review
from recommendations.models import Theme

_LINK = re.compile(r'href="page:([a-z0-9-]+)"')
NATURAL_KEYS: dict[type[models.Model], str] = {City: "slug", Mechanism: "slug", Review: "key", Theme: "slug"}
"""What files call a record of the tracker by."""


@dataclass(slots=True)
class Writer:
    """Fills pages from their files. ``pages`` are the English ones by name; links lead to them in every language.

    ``stand_in`` is what links lead to while the page they mean is still to come.
    """

    pictures: dict[str, Image]
    documents: dict[str, Document]
    pages: dict[str, Page] = field(default_factory=dict)
    stand_in: Page | None = None

    def values(self, file: PageFile, language: str) -> dict[str, Any]:
        """Return the values of a page's fields; a field it does not have and a name nobody knows are errors."""
        told = _Told(self, file, file.file(language))
        return {name: told.field(name, said) for name, said in file.said(language).items() if name not in RELATED}

    def form_fields(self, file: PageFile, language: str, locale: Locale) -> list[FormField]:
        """Return the fields of a form page, each with an id of its own that its translations share."""
        return [
            FormField(translation_key=id_of(file.name, "field", number), locale=locale, sort_order=number, **said)
            for number, said in enumerate(file.words[language].get("form_fields", []))
        ]

    def add_related(self, page: Page, file: PageFile) -> None:
        """Add topics, which hang on a page."""
        if topics := file.facts.get("topics"):
            told = _Told(self, file, file.file("en"))
            page.topics = [page.topics.model(theme=told.record(Theme, slug)) for slug in topics]


RELATED = frozenset({"topics", "form_fields"})
"""What a file says that is no field, but rows which hang on the page."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One file being read: where mistakes are reported."""

    writer: Writer
    file: PageFile
    path: Path

    def field(self, name: str, said: Any) -> Any:
        column = {column.name: column for column in self.file.model._meta.get_fields()}.get(name)
        if isinstance(column, StreamField):
            return self._stream(column.stream_block, said, (name,))
        if isinstance(column, RichTextField):
            return self._html(said if said.startswith("<") else f"<p>{said}</p>")
        if isinstance(column, models.ForeignKey):
            return self.record(column.related_model, said)
        if isinstance(column, models.Field):
            return said.strip() if isinstance(said, str) else said
        raise self._error(f"a {self.file.model.__name__} has no field “{name}”")

    def record(self, model: Any, name: str) -> Any:
        """Return the record, file or page that a file calls ``name``."""
        if model is Page:
            return self._page(name)
        if model is Document:
            return self._known(self.writer.documents, name, "document")
        found = model.objects.filter(**{NATURAL_KEYS[model]: name}).first()
        if found is None:
            raise self._error(f"there is no {model._meta.verbose_name} “{name}”")
        return found

    def _raw(self, block: blocks.Block, said: Any, place: tuple[object, ...]) -> Any:
        """Return a block's value as Wagtail stores it."""
        if isinstance(block, ImageBlock):
            picture = self._known(self.writer.pictures, said["image"], "picture")
            return {"image": picture.pk, "alt_text": said["alt_text"], "decorative": False}
        if isinstance(block, ImageChooserBlock):
            return self._known(self.writer.pictures, said, "picture").pk
        if isinstance(block, DocumentChooserBlock):
            return self._known(self.writer.documents, said, "document").pk
        if isinstance(block, blocks.RichTextBlock):
            return self._html(said)
        if isinstance(block, blocks.StreamBlock):
            return self._stream(block, said, place)
        if isinstance(block, blocks.ListBlock):
            return [
                {
                    "type": "item",
                    "value": self._raw(block.child_block, one, (*place, number)),
                    "id": self._id(*place, number),
                }
                for number, one in enumerate(said)
            ]
        if isinstance(block, blocks.StructBlock):
            unknown = set(said) - set(block.child_blocks)
            if unknown:
                raise self._error(f"{'/'.join(map(str, place))} has no {', '.join(sorted(unknown))}")
            return {
                name: self._raw(child, said[name], (*place, name)) if name in said else _left_empty(child)
                for name, child in block.child_blocks.items()
            }
        return said.isoformat() if isinstance(said, date) else said

    def _stream(self, block: blocks.StreamBlock, said: list[Any], place: tuple[object, ...]) -> list[dict[str, Any]]:
        """Return the blocks of a stream. Where it knows one type only, the files leave the type out."""
        only = next(iter(block.child_blocks)) if len(block.child_blocks) == 1 else None
        stored = []
        for number, one in enumerate(said):
            kind, value = (only, one) if only else next(iter(one.items()))
            if kind not in block.child_blocks or (not only and len(one) > 1):
                raise self._error(f"{place[0]}, {number + 1}: “{kind}” is no block, or not the only one")
            raw = self._raw(block.child_blocks[kind], value, (*place, number))
            stored.append({"type": kind, "value": raw, "id": self._id(*place, number)})
        return stored

    def _html(self, said: str) -> str:
        def link(match: re.Match[str]) -> str:
            return f'linktype="page" id="{self._page(match[1]).pk}"'

        return _LINK.sub(link, said.replace("\n", ""))

    def _id(self, *place: object) -> str:
        """One id in both languages: a translation is put together from the English blocks by their ids."""
        return str(id_of(self.file.name, *place))

    def _page(self, name: str) -> Page:
        if name not in self.writer.pages and self.writer.stand_in:
            return self.writer.stand_in
        return self._known(self.writer.pages, name, "page")

    def _known(self, known: dict[str, Any], name: str, what: str) -> Any:
        if name not in known:
            raise self._error(f"there is no {what} “{name}”")
        return known[name]

    def _error(self, reason: str) -> PageFileError:
        return PageFileError(self.path, reason)


def _left_empty(block: blocks.Block) -> Any:
    """Return what an editor's form stores for a block that is left empty: no words are "", not nothing."""
    if isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.URLBlock):
        return block.get_prep_value(block.get_default()) or ""
    return block.get_prep_value(block.get_default())
