"""What Wagtail and wagtail-localize say in English only: strings that their own catalogue of a language lacks."""

from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

PACKAGES = ("wagtail", "wagtail_localize")


def lacking(language: str) -> Catalog:
    """Return the strings of the installed packages that these do not tell in a language, each with its package.

    An upgrade brings new ones; then the check of translations names them.
    """
    lacks = Catalog(charset="utf-8")
    for package in PACKAGES:
        folder = _folder(package)
        for english in sorted(folder.rglob("locale/en/LC_MESSAGES/django.po")):
            theirs = _read(english.parents[2] / language / "LC_MESSAGES" / "django.po", language)
            for message in _read(english, "en"):
                told = theirs.get(_first(message), message.context)
                if message.id and not (told and not told.fuzzy and _is_told(told)):
                    lacks.add(message.id, locations=[(package, 0)], context=message.context, flags=message.flags)
    return lacks


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed.", name=package)
    return Path(spec.origin).parent


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_told(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, list | tuple) else bool(message.string)
