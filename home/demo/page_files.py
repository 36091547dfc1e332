"""The files of the demo's pages: ``demo/pages/tree.csv``, and a folder a page.

``tree.csv`` says which pages there are, of which type and below which other page, parents first. The folder of a page
holds ``en.toml`` and ``es.toml``, its words by the names of its fields, and ``facts.toml`` where it has fields that are
no words (dates, links, records of the tracker). A page's content is a list of tables with one key each, the type of the
block; both languages have the same blocks in the same order.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.apps import apps
from wagtail.models import Page

from home.demo.files import FOLDER, rows

PAGES = FOLDER / "pages"
TREE = ("page", "type", "parent", "in_menu")
LANGUAGES = ("en", "es")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_NAMESPACE = UUID("6f1d4c9e-5a53-4b0e-9d3c-2f1f3f9f0a11")
"""Of the ids the demo gives to its pages and blocks, so that a second run knows them again."""


class PageFileError(ValueError):
    """A file of a page is wrong; the message names it and says why."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file.parent.name}/{file.name}: {reason}")


@dataclass(frozen=True, slots=True)
class PageFile:
    """One page as the demo's files tell it."""

    name: str
    model: type[Page]
    parent: str
    in_menu: bool
    facts: dict[str, Any]
    words: dict[str, dict[str, Any]]
    """By language, then by field."""

    @property
    def translation_key(self) -> UUID:
        """What the page and its translations are known by, even when an editor renames or moves them."""
        return id_of(self.name)

    def file(self, language: str) -> Path:
        """Return where the words in a language lie."""
        return PAGES / self.name / f"{language}.toml"

    def said(self, language: str) -> dict[str, Any]:
        """Return facts and words by field; a day that is told from today on has become a date."""
        facts = dict(self.facts)
        upcoming = facts.pop("upcoming", None)
        return {**facts, **(_days(upcoming) if upcoming else {}), **self.words[language]}


def page_files() -> Iterator[PageFile]:
    """Yield every page of the demo, parents first."""
    for row in rows("pages/tree", TREE):
        name = row.needed("page")
        folder = PAGES / name
        yield PageFile(
            name=name,
            model=apps.get_model("home", row.needed("type")),
            parent=row.text("parent"),
            in_menu=row.yes("in_menu"),
            facts=_read(folder / "facts.toml") if (folder / "facts.toml").exists() else {},
            words={language: _read(folder / f"{language}.toml") for language in LANGUAGES},
        )


def id_of(*place: object) -> UUID:
    """Return the lasting id of a page, or of a block by its place in a page."""
    return uuid5(_NAMESPACE, "/".join(map(str, place)))


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, tomllib.TOMLDecodeError) as error:
        raise PageFileError(file, str(error)) from error


def _days(upcoming: dict[str, Any]) -> dict[str, date]:
    """Return the days of an event to come: so many weeks from now, on that weekday, for so many days."""
    start = date.today() + timedelta(weeks=upcoming["weeks"])
    start += timedelta(days=(WEEKDAYS.index(upcoming["weekday"]) - start.weekday()) % 7)
    days = {"date": start}
    if upcoming.get("days", 1) > 1:
        days["end_date"] = start + timedelta(days=upcoming["days"] - 1)
    return days
