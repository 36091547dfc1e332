"""Broken files through the command: one sentence, exit status 1, and not a row in any table.

What each reader says of its own broken files stands in the tables of the readers' tests.
"""

import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.recommendations.importers.importing import table_sizes

pytestmark = pytest.mark.django_db

HEADER = "paragraph,text,review\n"
BROKEN: dict[str, tuple[str, bytes]] = {
    "zero bytes": ("a.csv", b""),
    "header only": ("a.csv", HEADER.encode()),
    "wrong headers": ("a.csv", b"colour,size\nred,3\n"),
    "a web page": ("a.csv", b"<!DOCTYPE html><html><body>Error 500</body></html>"),
    "NUL bytes": ("a.csv", HEADER.encode() + b"26.1,Build\0homes,upr-3-usa\n"),
    "unbalanced quotes": ("a.csv", (HEADER + '26.1,"Build homes,upr-3-usa\n' * 3).encode()),
    "one object instead of a list": ("a.json", b'{"Text": "26.1 Build homes"}'),
    "a list cut off": ("a.json", b'[{"Text": "26.1 Build homes", "Countries": ["Chile"], "Body": "UPR"'),
    "nested brackets": ("a.json", b"[" * 100_000),
    "a lone surrogate": (
        "a.json",
        b'[{"Text": "1.1 Build \\ud800 homes", "Countries": ["Chile"], "Body": "UPR", "Symbol": "A/1", '
        b'"AnnotationId": "8d1fe1da-ff66-4589-a822-a6b24735af1c", "UprSession": "36"}]',
    ),
    "an impossible date": ("a.csv", b"paragraph,text,review,date\n26.1,Build homes,upr-3-usa,2020-02-31\n"),
    "an image under another name": ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
}


def refused(path: Path) -> str:
    """Import the file, which must be refused; return the sentence."""
    before = table_sizes()
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_recommendations", str(path), "--json", stdout=out)
    assert caught.value.returncode == 1
    assert table_sizes() == before
    printed = json.loads(out.getvalue())
    assert printed["batch"] is None
    assert printed["created"] == printed["updated"] == printed["merged"] == 0
    assert [message["level"] for message in printed["messages"]].count("error") >= 1
    sentence: str = printed["messages"][0]["text"]
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    return sentence


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_refused(tmp_path: Path, kind: str) -> None:
    name, content = BROKEN[kind]
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path)


def test_a_zip_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("readme.txt", "not a document")
    assert "a.docx" in refused(tmp_path / "a.docx")


def test_a_good_row_before_the_break_is_not_kept(tmp_path: Path) -> None:
    row = (
        '{"Text": "1.1 Build homes", "Countries": ["Chile"], "Body": "UPR", "Symbol": "A/1", '
        '"AnnotationId": "8d1fe1da-ff66-4589-a822-a6b24735af1c", "UprSession": "36"}'
    )
    path = tmp_path / "cut.json"
    path.write_text(f"[{row}, {row[:40]}")
    assert "cut.json" in refused(path)
