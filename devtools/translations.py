"""The Spanish catalogues: extracted, merged, checked and compiled in Python, so that no gettext program is needed.

English is the source and needs no catalogue. A file names the source files of each string but no lines and no dates,
and is sorted, so that a change of one string is a change of a few lines. One catalogue tells our own strings, a second
one what the frameworks say in English only.
"""

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog, Message, TranslationError
from babel.messages.checkers import checkers
from babel.messages.extract import extract as extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from devtools import framework_words
from devtools.processes import ROOT

LANGUAGES = ("es",)
ROOMS = ("public_forms", "mechanisms", "recommendations", "cities", "search", "home", "site", "templates")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
DROPPED_HEADERS = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
    "Report-Msgid-Bugs-To",
)
BRITISH = re.compile(r"\b(?:organis|programme|colour|neighbour|behaviour|favour|recognis|summaris)\w*", re.IGNORECASE)
"""Spellings that our English, which is that of the United States, does not have. Names of the UN's are data."""
BRACES = re.compile(r"\{(\w*)\}")
SHOWN_PROBLEMS = 25


class Book(NamedTuple):
    """A catalogue for each language: in which folder, for which strings of that language."""

    folder: Path
    strings: Callable[[str], Catalog]

    def path(self, language: str) -> Path:
        """Return where a language's catalogue lies."""
        return self.folder / language / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[Path]:
    """Yield the Python files and templates whose strings people read, in a fixed order."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*")):
            if file.suffix in {".py", ".html", ".txt", ".xml"} and "migrations" not in file.parts:
                yield file


def as_python(file: Path) -> io.BytesIO:
    """Return a file's strings as Python source; a template's tags become calls, the rest of it is blanked out."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        return io.BytesIO(text.encode())
    from django.utils.translation.template import templatize

    # What is left of a template has no meaning as indentation.
    lines = templatize(text, origin=str(file)).splitlines()
    return io.BytesIO("\n".join(line.strip() for line in lines).encode())


def extract(files: Iterable[Path], root: Path = ROOT) -> Catalog:
    """Return every translatable string of the files, with the files (as seen from ``root``) it stands in."""
    catalogue = Catalog(charset="utf-8")
    for file in files:
        place = file.relative_to(root).as_posix()
        found = extract_from_file("python", as_python(file), KEYWORDS, ["Translators:"], strip_comment_tags=True)
        for _line, message, comments, context in found:
            catalogue.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalogue


OURS = Book(ROOT / "locale", lambda language: extract(sources()))
FRAMEWORKS = Book(ROOT / "locale" / "frameworks", framework_words.lacking)
BOOKS = (OURS, FRAMEWORKS)


def read(book: Book, language: str) -> Catalog:
    """Return a language's catalogue, empty where there is none yet."""
    path = book.path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as the text of its file, without what changes from day to day or from machine to machine."""
    buffer = io.BytesIO()
    catalogue.fuzzy = False
    catalogue.project, catalogue.version = "Human Rights Cities", "1"
    catalogue.header_comment = "# Human Rights Cities in another language; written by ./dev translations update."
    write_po(buffer, catalogue, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    return "".join(
        line for line in lines if not line.startswith(tuple(f'"{name}' for name in DROPPED_HEADERS))
    ).encode()


def merged(book: Book, language: str) -> Catalog:
    """Return a language's catalogue brought up to the sources: new strings empty, kept translations, no lost ones."""
    catalogue = read(book, language)
    catalogue.update(book.strings(language), no_fuzzy_matching=True)
    return catalogue


def update() -> None:
    """Bring every catalogue up to the sources."""
    for book, language in product(BOOKS, LANGUAGES):
        path = book.path(language)
        catalogue = merged(book, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalogue))
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} strings, {len(untranslated(catalogue))} to translate")


def compile_catalogues() -> None:
    """Write each .mo beside its .po where it is missing or older."""
    for book, language in product(BOOKS, LANGUAGES):
        path = book.path(language)
        compiled = path.with_suffix(".mo")
        if not path.exists() or (compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime):
            continue
        part = compiled.with_suffix(".part")
        with part.open("wb") as file:
            write_mo(file, translated(read(book, language)), use_fuzzy=False)
        part.replace(compiled)


def translated(catalogue: Catalog) -> Catalog:
    """Return a catalogue without the messages that are not fully translated: readers get English instead of nothing."""
    for message in untranslated(catalogue):
        catalogue.delete(message.id, message.context)
    return catalogue


def untranslated(catalogue: Catalog) -> list[Message]:
    """Return the messages of a catalogue that have no translation, lack a plural form or are marked fuzzy."""
    return [message for message in catalogue if message.id and (message.fuzzy or not is_complete(message))]


def is_complete(message: Message) -> bool:
    """Whether each form of a message is translated."""
    return all(forms(message.string))


def forms(text: str | Sequence[str] | None) -> list[str]:
    """Return the forms of a message or translation: one, or with plurals several."""
    return [text or ""] if isinstance(text, str) or text is None else list(text)


def broken_placeholders(catalogue: Catalog) -> list[Message]:
    """Return the translated messages whose placeholders differ from those of their source."""
    return [message for message in catalogue if message.id and is_complete(message) and not fits(catalogue, message)]


def fits(catalogue: Catalog, message: Message) -> bool:
    """Whether a translation has the placeholders of its source: %(name)s by Babel's checks, {name} by ours.

    The forms for one may leave a number out ("one city"), the last form may not.
    """
    if set(BRACES.findall(forms(message.id)[-1])) != set(BRACES.findall(forms(message.string)[-1])):
        return False
    try:
        for checker in checkers:
            checker(catalogue, message)
    except TranslationError:
        return False
    return True


def british(catalogue: Catalog) -> list[Message]:
    """Return the strings of the sources that are not spelled as in the United States."""
    return [message for message in catalogue if message.id and any(map(BRITISH.search, forms(message.id)))]


def problems(book: Book, language: str) -> list[str]:
    """Return one line for each string of the sources that a language's catalogue does not tell well."""
    catalogue = merged(book, language)
    file = book.path(language)
    path = file.relative_to(ROOT)
    found = [f"{path}: not translated: {shown(message)}" for message in untranslated(catalogue)]
    found += [
        f"{path}: other placeholders than its source: {shown(message)}" for message in broken_placeholders(catalogue)
    ]
    if book is OURS:
        found += [f"{path}: not spelled as in the United States: {shown(message)}" for message in british(catalogue)]
    held = file.read_bytes() if file.exists() else b""
    if held != written(catalogue):
        found.append(f"{path}: not in step with the sources; run ./dev translations update")
    return found


def shown(message: Message) -> str:
    """Return a message as one line of a list of problems."""
    text = " ".join(forms(message.id)[0].split())
    return f"“{text[:80]}” ({', '.join(place for place, _line in message.locations)})"


def check() -> int:
    """Print what is wrong in any catalogue and return 1, or 0 where nothing is."""
    found = [line for book, language in product(BOOKS, LANGUAGES) for line in problems(book, language)]
    for line in found[:SHOWN_PROBLEMS]:
        print(line)
    if len(found) > SHOWN_PROBLEMS:
        print(f"… and {len(found) - SHOWN_PROBLEMS} more.")
    return 1 if found else 0


def main(action: str) -> int:
    """Run one action of `./dev translations` and return its exit code."""
    if action == "check":
        return check()
    update() if action == "update" else compile_catalogues()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
