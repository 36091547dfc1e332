"""Broken and foreign files: each ends soon, with one sentence that names the file, and the row where there is one.

Each maker writes a file that claims to be something it is not, or is damaged in one way. The Word formats have a table
of their own (``test_thematic_list_bad_files``).
"""

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from recommendations.importers.detect import READERS, detect
from recommendations.importers.parsed import RowError, UnreadableFile
from recommendations.importers.source_file import SourceFile
from tests.recommendations.importers.reading import read_any
from tests.recommendations.importers.uhri_files import COLUMNS, as_json, change_part, xlsx
from tests.recommendations.importers.word_lists import CONTEXT

SECONDS = 20
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"
HTML = b"<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body>Sorry, try later</body></html>"
UPR_HEADER = "To,Text,From,Response,Issue,Session\r"


def some(path: Path, content: bytes | str) -> None:
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def archive(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)


def workbook_with_sheet(path: Path, change: Callable[[bytes], bytes]) -> None:
    change_part(xlsx(path, [{}, {}]), SHEET, change)


def bomb(path: Path) -> None:
    workbook_with_sheet(path, lambda sheet: sheet.replace(b"<sheetData>", b" " * 30_000_000 + b"<sheetData>"))


def bomb_that_claims_to_be_small(path: Path) -> None:
    """Let the directory and the member's own header say 5,000 bytes, with the checksum of the first 5,000."""
    bomb(path)
    with zipfile.ZipFile(path) as made:
        member = made.getinfo(SHEET)
        with made.open(SHEET) as stream:
            start = stream.read(5_000)
        true_size = member.file_size
    content = path.read_bytes()
    true = struct.pack("<LLL", member.CRC, member.compress_size, true_size)
    assert content.count(true) == 2
    path.write_bytes(content.replace(true, struct.pack("<LLL", zlib.crc32(start), member.compress_size, 5_000)))


def many_members(path: Path) -> None:
    archive(path, {f"xl/{number}.xml": b"" for number in range(10_001)} | {"xl/workbook.xml": b""})


def entities_in_shared_strings(path: Path) -> None:
    xlsx(path)
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("xl/more.xml", LAUGHS + b"<sst>&b;</sst>")


def member_locked_with_a_password(path: Path) -> None:
    xlsx(path)
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    path.write_bytes(bytes(content))


def far_cell(reference: str) -> Callable[[Path], None]:
    return lambda path: workbook_with_sheet(path, lambda sheet: sheet.replace(b'r="A3"', f'r="{reference}"'.encode()))


def far_cell_written_in_another_way(path: Path) -> None:
    workbook_with_sheet(path, lambda sheet: sheet.replace(b'<c r="A3"', b"<c  t='n'  r = 'XFD1048576'"))


def far_row(path: Path) -> None:
    workbook_with_sheet(path, lambda sheet: sheet.replace(b'<row r="3"', b'<row r="900000"'))


def xlsx_start_only(path: Path) -> None:
    content = xlsx(path).read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])


def json_of(change: Callable[[str], str]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        as_json(path, [{}, {}])
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    return make


def json_bytes(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda path: some(path, change(as_json(path, [{}, {}]).read_bytes()))


def just(content: bytes | str) -> Callable[[Path], None]:
    return lambda path: some(path, content)


def upr_info(rows: str) -> Callable[[Path], None]:
    return just(UPR_HEADER + rows)


def no_member_at_its_place(path: Path) -> None:
    content = xlsx(path).read_bytes()
    path.write_bytes(content.replace(b"PK\x03\x04", b"PK\x03\x05").replace(b"PK\x03\x05", b"PK\x03\x04", 1))


REFUSED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    # what: (name of the file, how it is made, a word of the sentence)
    "zero bytes": ("x.csv", just(b""), "empty"),
    "zero bytes, xlsx": ("x.xlsx", just(b""), "empty"),
    "blank lines": ("x.csv", just(b"\r\n \r\n"), "header"),
    "picture as xlsx": ("x.xlsx", just(PNG), "png"),
    "pdf as csv": ("x.csv", just(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), "pdf"),
    "old Excel": ("x.xlsx", just(OLE + "Workbook".encode("utf-16-le") + bytes(4096)), "2007"),
    "password": ("x.xlsx", just(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(4096)), "password"),
    "password on a member": ("x.xlsx", member_locked_with_a_password, "password"),
    "rtf": ("x.docx", just(rb"{\rtf1\ansi Plant trees}"), "RTF"),
    "zip of something else": ("x.xlsx", lambda path: archive(path, {"photo.txt": b"hello"}), "zip"),
    "empty zip": ("x.xlsx", lambda path: archive(path, {}), "zip"),
    "gzip": ("x.json", just(b"\x1f\x8b\x08\0\0\0\0\0\0\3abc"), "gz"),
    "web page as csv": ("x.csv", just(HTML), "web page"),
    "part of a web page as csv": ("x.csv", just('<div class="error">Access denied</div>\n'), "web page"),
    "web page as xlsx": ("x.xlsx", just(b"\n\n  " + HTML.lower()), "web page"),
    "xml": ("x.json", just(b'<?xml version="1.0"?>' + LAUGHS + b"<x>&b;</x>"), "XML"),
    "cut off xlsx": ("x.xlsx", xlsx_start_only, "cut off"),
    "damaged zip": ("x.xlsx", no_member_at_its_place, "damaged"),
    "damaged sheet": ("x.xlsx", lambda path: workbook_with_sheet(path, lambda sheet: sheet[:1000]), "damaged"),
    "sheet without text": ("x.xlsx", lambda path: workbook_with_sheet(path, lambda sheet: b"\xff\xfe"), "XML"),
    "bomb": ("x.xlsx", bomb, "unpacks"),
    "bomb that lies": ("x.xlsx", bomb_that_claims_to_be_small, "unpacks"),
    "many members": ("x.xlsx", many_members, "unpacks"),
    "entities in the sheet": ("x.xlsx", lambda path: workbook_with_sheet(path, lambda sheet: LAUGHS + sheet), "XML"),
    "entities in shared strings": ("x.xlsx", entities_in_shared_strings, "XML"),
    "cell far below": ("x.xlsx", far_cell("A1048576"), "far outside"),
    "cell far right": ("x.xlsx", far_cell("XFD3"), "far outside"),
    "cell beyond all": ("x.xlsx", far_cell("ZZZZZZZ99999999999999999"), "far outside"),
    "cell far, other spelling": ("x.xlsx", far_cell_written_in_another_way, "far outside"),
    "row far below": ("x.xlsx", far_row, "far outside"),
    "wrong headers, xlsx": ("x.xlsx", lambda path: xlsx(path, columns=["Name", "Age"]), "columns"),
    "wrong headers, csv": ("x.csv", just("name,age\nAnn,7\n"), "text, paragraph"),
    "no words, csv": ("x.csv", just("country,themes\nPeru,Labour\n"), "paragraph"),
    "wrong keys, json": ("x.json", just('[{"name": "Ann"}]'), "keys"),
    "header only, xlsx": ("x.xlsx", lambda path: xlsx(path, []), "no rows"),
    "header only, csv": ("x.csv", just("text,paragraph\n\n,\n"), "no rows"),
    "header only, UPR Info": ("x.csv", upr_info(""), "no rows"),
    "empty list": ("x.json", just("[ ]"), "empty list"),
    "NUL in csv": ("x.csv", just(b"text\nPlant\0trees\n"), "NUL"),
    "NUL far into csv": ("x.csv", just(b"text\n" + b"Plant trees\n" * 9_000 + b"a\0b\n"), "NUL"),
    "NUL in json": ("x.json", json_bytes(lambda content: content.replace(b"trees", b"tr\0es", 1)), "valid JSON"),
    "quotation mark never closed": ("x.csv", just('text,kind\na,b\n"c,d\n' + "e,f\n" * 50), "Row 3"),
    "quotation mark never closed, long": ("x.csv", just('text,kind\n"c,d\n' + "e,f\n" * 90_000), "Row 2"),
    "quotation mark in a cell": ("x.csv", just('text,kind\na,b\n"c"x,d\n'), "Row 3"),
    "quotation mark, UPR Info": ("x.csv", upr_info('Peru,"Plant,Chile,Noted,Labour,1\r' * 3), "Row 2"),
    "long line": ("x.csv", just("text,kind\na,b\n" + "x" * 10_000_000 + "\n"), "Row 3"),
    "long line in quotes": ("x.csv", just('text,kind\na,b\n"' + "x" * 10_000_000 + '",c\n'), "Row 3"),
    "long line only": ("x.csv", just("x" * 10_000_000), "header"),
    "object instead of a list": ("x.json", json_of(lambda text: text[1:].split("}, {")[0] + "}"), "one JSON object"),
    "cut off json": ("x.json", json_of(lambda text: text[:-40]), "ends in the middle of record 2"),
    "list not closed": ("x.json", json_of(lambda text: text[:-1]), "ends in the middle"),
    "no JSON behind the list": ("x.json", json_of(lambda text: text + " and more"), "valid JSON"),
    "100,000 nested brackets": ("x.json", just("[" * 100_000), "nested"),
    "100,000 nested brackets, closed": ("x.json", just("[" * 100_000 + "]" * 100_000), "nested"),
    "nested in a value": (
        "x.json",
        json_of(lambda text: text.replace('"Peru"', "[" * 99_999 + "]" * 99_999)),
        "nested",
    ),
    "nested objects": ("x.json", just('[{"a":' * 100_000), "nested"),
    "nested slowly": ("x.json", just(("[" * 50 + " " * 8_000) * 2_000), "nested"),
    "value without end": ("x.json", just('[{"Text":"' + "x" * 5_000_000), "run on"),
    "10 MB text": ("x.json", json_of(lambda text: text.replace("trees", "x" * 10_000_000, 1)), "run on"),
    "long run of escaped quotes": ("x.json", just('[{"Text":"' + '\\"' * 700_000 + '"}]'), "run on"),
    "long run of escaped quotes, shifted": ("x.json", just('[{"Text": "' + '\\"' * 700_000 + '"}]'), "run on"),
    "long run of backslashes": ("x.json", just('[{"Text":"' + "\\" * 1_200_000 + '"}]'), "run on"),
    "half of a pair, raw": ("x.json", json_bytes(lambda c: c.replace(b"trees", b"tr\xed\xa0\x80es")), "UTF-8"),
    "other encoding": ("x.json", json_bytes(lambda c: c.replace(b"trees", b"caf\xe9")), "UTF-8"),
    "UTF-16 json": ("x.json", just('[{"Text": "a"}]'.encode("utf-16")), "NUL"),
}

ROW_ERRORS: dict[str, tuple[str, Callable[[Path], object], int, str]] = {
    # what: (name of the file, how it is made, the row, a word of the reason)
    "half of a pair": ("x.json", json_of(lambda t: t.replace("trees", r"tr\ud800es", 1)), 1, "characters"),
    "NUL escaped": ("x.json", json_of(lambda t: t.replace("trees", r"tr\u0000es", 1)), 1, "characters"),
    "impossible date": ("x.json", json_of(lambda t: t.replace("2020-12-15", "2020-99-99", 1)), 1, "2020-99-99"),
    "list in a list": ("x.json", json_of(lambda t: t.replace('"Peru"', '["Peru"]', 1)), 1, "neither text"),
    "number as record": ("x.json", json_of(lambda t: t.replace("[", "[7, ", 1)), 1, "object"),
    "long text": ("x.json", json_of(lambda t: t.replace("trees", "x" * 1_000_000, 1)), 1, "1000038"),
    "impossible serial date": (
        "x.xlsx",
        lambda path: xlsx(path, [{}, {"Document Publication Date": 9e15}]),
        3,
        "date",
    ),
    "NUL in a cell": (
        "x.xlsx",
        lambda path: change_part(xlsx(path), SHEET, lambda part: part.replace(b"more trees", b"a\0b")),
        2,
        "characters",
    ),
    "half of a pair, csv": ("x.csv", just("text\nCafé\n".encode() + b"a \xed\xa0\x80 b\n"), 3, "characters"),
    "half of a pair and nothing else, csv": ("x.csv", just(b"text\na \xed\xb0\x80 b\n"), 2, "characters"),
    "cut off csv": ("x.csv", upr_info("Peru,Plant,Chile,Noted,Labour,1\rPeru,Plant,Ch"), 3, "cut off"),
    "no session": ("x.csv", upr_info("Peru,Plant,Chile,Noted,Labour,soon\r"), 2, "session"),
    "impossible date, csv": ("x.csv", just("text,date\na,2020-02-31\n"), 2, "2020-02-31"),
    "impossible calendar, csv": ("x.csv", just("text,date\na,1999999-01-01\n"), 2, "1999999"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_file_is_refused_in_one_sentence(what, tmp_path):
    name, make, word = REFUSED[what]
    path = tmp_path / name
    make(path)
    started = time.monotonic()
    with pytest.raises(UnreadableFile) as refusal:
        read_any(path)
    assert time.monotonic() - started < SECONDS
    assert f"“{name}”" in refusal.value.reason
    assert word in refusal.value.reason
    assert "\n" not in refusal.value.reason


@pytest.mark.parametrize("what", ROW_ERRORS)
def test_row_is_an_error_with_its_number(what, tmp_path):
    name, make, number, word = ROW_ERRORS[what]
    path = tmp_path / name
    make(path)
    started = time.monotonic()
    errors = [row for row in read_any(path)[1] if isinstance(row, RowError)]
    assert time.monotonic() - started < SECONDS
    assert [error.row for error in errors] == [number]
    assert word in errors[0].reason


@pytest.mark.parametrize("format_name", READERS)
@pytest.mark.parametrize("what", ["picture as xlsx", "wrong headers, csv", "empty list", "zip of something else"])
def test_format_that_a_person_insists_on(what, format_name, tmp_path):
    name, make, _word = REFUSED[what]
    path = tmp_path / name
    make(path)
    with pytest.raises(UnreadableFile, match=name):
        read_any(path, format_name)


def test_reader_checks_for_itself_when_a_file_of_another_format_is_forced_on_it(tmp_path):
    path = xlsx(tmp_path / "x.xlsx")
    with pytest.raises(UnreadableFile, match="uhri-json"):
        detect(SourceFile(path, path.name), "uhri-json")


def test_file_that_cannot_be_opened(tmp_path):
    with pytest.raises(UnreadableFile, match=r"gone\.csv"):
        detect(SourceFile(tmp_path / "gone.csv", "gone.csv"))


def test_nothing_is_kept_open(tmp_path):
    # A file that stays open cannot be deleted on some systems, and unclosed files warn here.
    for what in ("long line", "cut off json", "NUL in csv", "damaged sheet"):
        name, make, _word = REFUSED[what]
        path = tmp_path / f"{what} {name}"
        make(path)
        with pytest.raises(UnreadableFile):
            read_any(path)


def test_sheet_with_rows_far_apart_is_no_attack(tmp_path):
    blank = dict.fromkeys(COLUMNS, None)
    rows = read_any(xlsx(tmp_path / "x.xlsx", [{}, *[blank] * 900, {}]))[1]
    assert [row.row for row in rows] == [2, 903]


def test_prefixed_sheet_is_read(tmp_path):
    def prefixed(sheet: bytes) -> bytes:
        for name in (b"worksheet", b"sheetData", b"row", b"c", b"v", b"is", b"t", b"dimension"):
            for before, after in ((b" ", b" "), (b">", b">")):
                sheet = sheet.replace(b"<" + name + before, b"<x:" + name + after)
            sheet = sheet.replace(b"</" + name + b">", b"</x:" + name + b">")
        return sheet.replace(b"xmlns=", b"xmlns:x=", 1)

    path = change_part(xlsx(tmp_path / "x.xlsx"), SHEET, prefixed)
    buffer = io.BytesIO(path.read_bytes())
    assert b"<x:row" in zipfile.ZipFile(buffer).read(SHEET)
    source = SourceFile(path, path.name)
    assert len(list(detect(source).read(source, CONTEXT))) == 1
