"""Files that are no thematic list: each ends soon, in one sentence that names the file."""

import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.importers.parsed import ParsedRecommendation, UnreadableFile
from recommendations.importers.readers import thematic_list
from recommendations.importers.source_file import SourceFile
from tests.recommendations.importers.word_lists import (
    LAYOUT_A,
    SOURCE,
    fill,
    raw_word_file,
    read_all,
    read_rows,
    with_part,
    word_file,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ROW = ("1.1 Build (Chile)", "Supported", "Homes", "")


def document_xml(rows: str, before: str = "", attributes: str = "") -> bytes:
    """Return a main part whose table holds ``rows``; ``before`` stands in front of the root element."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document xmlns:w="{W}"{attributes}><w:body>'
        f"<w:tbl>{xml_row(LAYOUT_A)}{rows}</w:tbl></w:body></w:document>"
    ).encode()


def xml_row(cells: tuple[str, ...]) -> str:
    """Return a table row."""
    return "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in cells) + "</w:tr>"


LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12))
    + "]>"
)


def billion_laughs(path: Path) -> None:
    raw_word_file(path, document_xml(xml_row(("1.1 &m;", "Supported", "&m;", "")), LAUGHS))


def laughs_in_an_attribute(path: Path) -> None:
    raw_word_file(path, document_xml(xml_row(ROW), LAUGHS, ' a="&m;"'))


def laughs_in_a_page_header(path: Path) -> None:
    header = f'{LAUGHS}<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>&m;</w:t></w:r></w:p></w:hdr>'
    raw_word_file(path, document_xml(xml_row(ROW)), {"word/header1.xml": header.encode()})


def laughs_in_the_relations(path: Path) -> None:
    raw_word_file(path, document_xml(xml_row(ROW)), {"_rels/.rels": f"{LAUGHS}<R>&m;</R>".encode()})


def entity_of_a_file(path: Path) -> None:
    secret = path.with_name("secret.txt")
    secret.write_text("hidden words")
    raw_word_file(
        path, document_xml(xml_row(("1.1 &s;", "Noted", "", "")), f'<!DOCTYPE w [<!ENTITY s SYSTEM "{secret}">]>')
    )


def cut_off(path: Path) -> None:
    word_file(path, LAYOUT_A, [ROW])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damaged_inside(path: Path) -> None:
    word_file(path, LAYOUT_A, [ROW])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        begin = archive.getinfo("word/document.xml").header_offset + 60
    content[begin : begin + 200] = os.urandom(200)
    path.write_bytes(content)


def encrypted_member(path: Path) -> None:
    word_file(path, LAYOUT_A, [ROW])
    content = path.read_bytes()
    # Bit 0 of the flags, in every local header and every entry of the directory.
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        pieces = content.split(magic)
        content = magic.join([pieces[0], *(p[: offset - 4] + b"\x01" + p[offset - 3 :] for p in pieces[1:])])
    path.write_bytes(content)


def a_spreadsheet(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(LAYOUT_A)
    book.save(path)


def a_letter(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("1.1 Build homes (Chile)")
    document.save(str(path))


def bomb_of_elements(path: Path) -> None:
    raw_word_file(path, document_xml("<w:tr>" + "<w:p/>" * 4_000_000 + "</w:tr>"))


def bomb_of_text(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        part.write(f'<w:document xmlns:w="{W}"><w:body>'.encode())
        for _block in range(300):
            part.write(b"<w:p><w:r><w:t>" + b" " * 1024 * 1024 + b"</w:t></w:r></w:p>")


def with_macros(path: Path) -> None:
    word_file(path, LAYOUT_A, [ROW])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf")


BAD: list[tuple[Callable[[Path], object], str]] = [
    (lambda path: path.write_bytes(b""), "cannot be opened"),
    (lambda path: path.write_text("<html><body>404 Not Found</body></html>"), "cannot be opened"),
    (lambda path: path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4096), "cannot be opened"),
    (lambda path: path.write_bytes(b"PK\x03\x04" + b"\0" * 4096), "cannot be opened"),
    (cut_off, "cannot be opened"),
    (damaged_inside, ""),
    (encrypted_member, "cannot be opened"),
    (a_spreadsheet, "not a Word document"),
    (with_macros, "macros"),
    (a_letter, "no list"),
    (lambda path: word_file(path, LAYOUT_A, []), "no recommendation"),
    (lambda path: word_file(path, LAYOUT_A, ["Theme: Homes", ""]), "no recommendation"),
    (lambda path: word_file(path, ("Name", "Office"), [("Recommendation", "Ms X"), ("1.1 Build", "Mr Y")]), "no list"),
    (lambda path: raw_word_file(path, b""), "damaged"),
    (lambda path: raw_word_file(path, b"<w:document"), "damaged"),
    (lambda path: raw_word_file(path, document_xml(xml_row(ROW))[:-30]), "damaged"),
    (lambda path: raw_word_file(path, document_xml(xml_row(ROW)).replace(b"Build", b"\0")), "damaged"),
    (lambda path: raw_word_file(path, document_xml(xml_row(ROW)).replace(b"Build", b"\xed\xa0\x80")), "damaged"),
    (lambda path: raw_word_file(path, document_xml(xml_row(ROW)).replace(b"Build", b"&#xD800;")), "damaged"),
    (lambda path: raw_word_file(path, document_xml("<w:tr>" * 100_000)), "damaged"),
    (billion_laughs, "entities"),
    (laughs_in_an_attribute, "entities"),
    (laughs_in_a_page_header, "entities"),
    (laughs_in_the_relations, ""),
    (entity_of_a_file, "entities"),
]


@pytest.mark.parametrize(("make", "reason"), BAD, ids=[f"{number}-{bad[1]}" for number, bad in enumerate(BAD)])
def test_bad_files_end_in_one_sentence(tmp_path: Path, make: Callable[[Path], object], reason: str) -> None:
    path = tmp_path / "Bad file.docx"
    make(path)
    started = time.perf_counter()
    with pytest.raises(UnreadableFile) as refusal:
        read_all(path)
    assert time.perf_counter() - started < 20
    said = refusal.value.reason
    assert reason in said
    assert said.startswith("“Bad file.docx” ")
    assert said.endswith(".")
    assert "\n" not in said


IN_A_PROCESS_OF_ITS_OWN = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from recommendations.importers.parsed import ReadContext, UnreadableFile
from recommendations.importers.readers import thematic_list
from recommendations.importers.source_file import SourceFile
path = Path(sys.argv[1])
try:
    list(thematic_list.read(SourceFile(path, path.name), ReadContext(lambda name: False)))
except UnreadableFile as refusal:
    # Not ru_maxrss, which a process inherits from the one that started it.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(status["VmHWM"].split()[0], refusal.reason)
"""


@pytest.mark.parametrize(
    ("make", "reason"), [(billion_laughs, "entities"), (bomb_of_elements, "unpacks"), (bomb_of_text, "unpacks")]
)
def test_bombs_take_little_time_and_memory(tmp_path: Path, make: Callable[[Path], object], reason: str) -> None:
    path = tmp_path / "bomb.docx"
    make(path)
    root = Path(__file__).resolve().parents[3]
    started = time.perf_counter()
    ended = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN, str(path)], cwd=root, capture_output=True, text=True, timeout=60
    )
    assert time.perf_counter() - started < 20
    kilobytes, _space, said = ended.stdout.partition(" ")
    assert reason in said, ended.stderr
    assert int(kilobytes) < 400 * 1024


def test_only_word_files_match(tmp_path: Path) -> None:
    path = tmp_path / "file"
    a_spreadsheet(path)
    assert not thematic_list.matches(SourceFile(path, "list.docx"))
    path.write_text("Recommendation;Position")
    assert not thematic_list.matches(SourceFile(path, "list.docx"))
    a_letter(path)
    assert thematic_list.matches(SourceFile(path, "list.xlsx"))


def test_a_cell_of_brackets_alone_ends_soon(tmp_path: Path) -> None:
    path = tmp_path / "brackets.docx"
    nested = "(" * 100_000 + ")" * 100_000
    word_file(path, LAYOUT_A, [(f"1.1 Build {nested} (Chile)", "Supported", "- " * 50_000 + nested, "")])
    started = time.perf_counter()
    (row,) = read_rows(path)
    assert time.perf_counter() - started < 5
    assert row.recommending_states == ("Chile",)


def test_a_list_of_many_megabytes_is_read_within_seconds(tmp_path: Path) -> None:
    """Ten times as many rows as the largest review has, each with many runs: 40 MB of XML."""
    path = tmp_path / "large.docx"
    filler = "".join(f"<w:r><w:rPr><w:b/><w:lang w:val='en'/></w:rPr><w:t>build {i} </w:t></w:r>" for i in range(40))
    paragraphs = [f"1.{number}" for number in range(1, 4_000)]
    rows = [xml_row((f"{number} ", "Noted", "Homes", "")) for number in paragraphs]
    rows = [row.replace("</w:t></w:r>", f"</w:t></w:r>{filler}", 1) for row in rows]
    raw_word_file(path, document_xml("".join(rows)))
    started = time.perf_counter()
    found = read_rows(path)
    assert time.perf_counter() - started < 15
    assert [row.paragraph for row in found] == paragraphs


cell_text = st.text(st.sampled_from("().;,:-& \n1a*/Theme:SDGsChilé’\u00a0\u200b"), max_size=60)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
@given(st.lists(st.tuples(cell_text, cell_text, cell_text, cell_text), max_size=6))
def test_whatever_the_cells_hold_the_readable_rows_are_read(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    def add_last(document: docx.document.Document) -> None:
        for cell, text in zip(
            document.tables[0].add_row().cells, (f"9.9 Build (Chile)\n{SOURCE}", *ROW[1:]), strict=True
        ):
            fill(cell, text)

    path = tmp_path / "list.docx"
    word_file(path, LAYOUT_A, rows, change=add_last)
    outcomes = read_all(path)
    assert [outcome.row for outcome in outcomes] == list(range(1, len(outcomes) + 1))
    last = outcomes[-1]
    assert isinstance(last, ParsedRecommendation)
    assert (last.paragraph, last.text, last.recommending_states) == ("9.9", "Build", ("Chile",))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=100)
@given(st.data())
def test_a_damaged_main_part_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    whole = document_xml(xml_row(ROW) * 3)
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, min(len(whole), start + 40)))
    path = raw_word_file(tmp_path / "list.docx", whole[:start] + data.draw(st.binary(max_size=20)) + whole[stop:])
    try:
        outcomes = read_all(path)
    except UnreadableFile as refusal:
        assert refusal.reason.startswith("“list.docx” ")
    else:
        assert outcomes


def test_a_change_to_another_part_does_not_matter(tmp_path: Path) -> None:
    path = word_file(tmp_path / "list.docx", LAYOUT_A, [ROW])
    with_part(path, "word/styles.xml", lambda _content: LAUGHS.encode())
    assert len(read_rows(path)) == 1
