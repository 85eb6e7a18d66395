"""What a file is, is told by its content; what is no list of contacts is refused with a reason."""

import hashlib
import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from atrium.adapters.contact_files import UnreadableFile, detect, open_rows, xlsx_package

SAMPLES = Path(__file__).parent / "samples"


def saved(folder: Path, content: bytes, name: str = "contacts.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "form", "rows", "columns"),
    [
        ("google.csv", "csv", 3, 31),
        ("google_old.csv", "csv", 2, 22),
        ("outlook.csv", "csv", 2, 33),
        ("hubspot.csv", "csv", 2, 18),
        ("salesforce.csv", "csv", 2, 16),
        ("mailchimp.csv", "csv", 2, 18),
        ("excel_es.csv", "csv", 2, 5),
        ("hebrew.csv", "csv", 2, 6),
        ("apple.vcf", "vcard", 3, 31),
        ("outlook21.vcf", "vcard", 1, 31),
        ("v4.vcf", "vcard", 1, 31),
    ],
)
def test_the_exports_of_the_usual_programs(tmp_path: Path, name: str, form: str, rows: int, columns: int) -> None:
    disguised = saved(tmp_path, (SAMPLES / name).read_bytes(), "upload.bin")
    info = detect(disguised, name)
    assert (info.format, len(info.columns), len(list(open_rows(disguised, info)))) == (form, columns, rows)
    assert info.encoding == "utf-8"
    assert info.encoding_certain


@pytest.mark.parametrize(
    ("name", "encoding", "found"),
    [
        *(
            ("excel_es.csv", encoding, encoding)
            for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850")
        ),
        *(("outlook.csv", encoding, encoding) for encoding in ("utf-8", "cp1252", "mac_roman", "utf-16")),
        ("excel_es.csv", "latin-1", "cp1252"),
        ("excel_es.csv", "utf-32", "utf-32"),
        ("hebrew.csv", "cp1255", "cp1255"),
        ("hebrew.csv", "utf-16-le", "utf-16-le"),
    ],
)
def test_encodings(tmp_path: Path, name: str, encoding: str, found: str) -> None:
    text = (SAMPLES / name).read_text("utf-8")
    path = saved(tmp_path, text.encode(encoding))
    info = detect(path, name)
    assert info.encoding == found
    expected = [row.values for row in open_rows(SAMPLES / name, detect(SAMPLES / name, name))]
    assert [row.values for row in open_rows(path, info)] == expected
    assert info.encoding_certain or info.format == "vcard" or info.warnings


def test_accents_that_come_late_and_a_few_damaged_bytes(tmp_path: Path) -> None:
    plain = b"".join(b"Ana%d,ana%d@x.test\n" % (index, index) for index in range(40_000))
    late = saved(tmp_path, b"name,email\n" + plain + "José,jose@x.test\n".encode())
    assert detect(late, "late.csv").encoding == "utf-8"
    late.write_bytes(b"name,email\n" + plain + "José,jose@x.test\n".encode("cp1252"))
    assert detect(late, "late.csv").encoding == "cp1252"
    late.write_bytes(b"name,email\n" + "José,jose@x.test\n".encode() * 60 + b"Jos\xff,bad@x.test\nAna,ana@x.test\n")
    info = detect(late, "late.csv")
    assert (info.encoding, info.damaged_text) == ("utf-8", True)
    problems = [(row.number, row.problem.code) for row in open_rows(late, info) if row.problem]
    assert problems == [(62, "unreadable_characters")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    lines = [["Name", "Notes"], ["Ruiz, Ana", "a; b | c"], ["Bo Lee", "x"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    path = saved(tmp_path, text.encode())
    info = detect(path, "c.csv")
    assert (info.delimiter, info.format) == (delimiter, "tsv" if delimiter == "\t" else "csv")
    assert [row.values for row in open_rows(path, info)] == lines[1:]


def test_excel_sep_line_and_a_delimiter_chosen_by_a_person(tmp_path: Path) -> None:
    path = saved(tmp_path, b"sep=;\r\nName;Email\r\nAna, Eva;a@x.test\r\n")
    info = detect(path, "c.csv")
    assert (info.delimiter, info.columns, info.preamble_rows) == (";", ("Name", "Email"), 1)
    assert [(row.number, row.values) for row in open_rows(path, info)] == [(3, ["Ana, Eva", "a@x.test"])]
    path.write_bytes(b"a:b\n1:2\n")
    assert detect(path, "c.csv", delimiter=":").columns == ("a", "b")
    with pytest.raises(UnreadableFile) as caught:
        detect(path, "c.csv", delimiter="::")
    assert caught.value.code == "unknown_delimiter"


@pytest.mark.parametrize(
    ("text", "present", "columns"),
    [
        ("Ana Ruiz,ana@x.test\nBo Lee,bo@x.test\n", False, ("Column A", "Column B")),
        ("Nombre,Correo\nAna,ana@x.test\n", True, ("Nombre", "Correo")),
        ("foo,bar\nAna,ana@x.test\n", True, ("foo", "bar")),
        ("Email,Email,,email\na@x.test,b@x.test,c,d@x.test\n", True, ("Email", "Email (2)", "Column C", "email (3)")),
        ("ana@x.test\nbo@x.test\n", False, ("Column A",)),
        ("Email\nana@x.test\n", True, ("Email",)),
        ("Ana\nBo\nEva\n", False, ("Column A",)),
        ("\n\nContacts of March\n\nName,Email,Phone\nAna,ana@x.test,\n", True, ("Name", "Email", "Phone")),
        ("Name,Email,,\nAna,ana@x.test,,\n", True, ("Name", "Email")),
    ],
)
def test_headers(tmp_path: Path, text: str, present: bool, columns: tuple[str, ...]) -> None:
    info = detect(saved(tmp_path, text.encode()), "c.csv")
    assert (info.has_header, info.columns) == (present, columns)


def test_a_person_may_say_that_there_is_no_header(tmp_path: Path) -> None:
    path = saved(tmp_path, b"Name,Email\nAna,ana@x.test\n")
    info = detect(path, "c.csv", has_header=False)
    assert len(list(open_rows(path, info))) == 2


def noise(size: int) -> bytes:
    return b"".join(hashlib.sha256(str(index).encode()).digest() for index in range(size // 32 + 1))[:size]


def old_office(stream_name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1_048_570 + stream_name.encode("utf-16-le") + b"\0" * 500


def zipped(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("DOT", "."), content)
    return data.getvalue()


GOOD = workbook([["Name", "Email"], ["Ana", "ana@x.test"]])

REFUSED: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("empty", b" \n\r\n\t\n"),
    ("empty", b"\xef\xbb\xbf"),
    ("empty", b",,,\n,,,\n"),
    ("image", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 100),
    ("image", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 100),
    ("pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"),
    ("rtf", b"{\\rtf1\\ansi hello}"),
    ("html", b"<html><table><tr><td>Ana</td></tr></table></html>"),
    ("html", b"\r\n<!DOCTYPE HTML>\n<head></head>"),
    ("html", "<html>".encode("utf-16")),
    ("xml", b'<?xml version="1.0"?><contacts/>'),
    ("json", b'[{"name": "Ana"}]'),
    ("archive", b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + b"\x55" * 50),
    ("old_excel", old_office("Workbook")),
    ("encrypted", old_office("EncryptedPackage")),
    ("binary", b"Ana,ana@x.test\nBo,\0\0\0\0bo@x.test\n" * 20),
    ("binary", noise(5_000)),
    ("zip", zipped(contactsDOTcsv=b"a,b\n")),
    ("office_document", zipped(word__documentDOTxml=b"<w/>", **{"[Content_Types]DOTxml": b"<t/>"})),
    ("office_document", zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", contentDOTxml=b"<o/>")),
    ("office_document", zipped(xl__workbookDOTbin=b"\x83", **{"[Content_Types]DOTxml": b"<t/>"})),
    ("damaged", GOOD[: len(GOOD) // 2]),
    ("damaged", b"PK\x03\x04" + b"\0" * 200),
    ("damaged", zipped(xl__workbookDOTxml=b"<workbook", **{"[Content_Types]DOTxml": b"<t/>"})),
    ("empty", workbook([])),
    ("too_many_columns", (",".join(f"c{index}" for index in range(2_000)) + "\n").encode()),
]


@pytest.mark.parametrize(
    ("code", "content"), REFUSED, ids=[f"{index}-{code}" for index, (code, _) in enumerate(REFUSED)]
)
@pytest.mark.parametrize("name", ["contacts.csv", "contacts.xlsx", "contacts.vcf"])
def test_what_is_no_list_of_contacts_is_refused(tmp_path: Path, code: str, content: bytes, name: str) -> None:
    path = saved(tmp_path, content, name)
    with pytest.raises(UnreadableFile) as caught:
        detect(path, name)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")


def test_names_that_look_like_marks_of_other_files_are_read(tmp_path: Path) -> None:
    for first in ("BMW", "GIF89", "RIFF", "MM", "II*"):
        path = saved(tmp_path, f"{first};José\nname;x\n".encode("cp1252"))
        assert detect(path, "c.csv").format == "csv"


def sheet_bomb(size: int) -> bytes:
    rows = b"<row><c t='inlineStr'><is><t>" + b"A" * size + b"</t></is></c></row>"
    return rebuilt({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"})


def rebuilt(replace: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replace.get(name, old.read(name)))
    return data.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, sheet_bomb(40 * 1024**2), "bomb.xlsx")
    assert path.stat().st_size < 100_000
    with pytest.raises(UnreadableFile) as caught:
        detect(path, "bomb.xlsx")
    assert caught.value.code == "too_large"
    monkeypatch.setattr(xlsx_package, "MAX_RATIO", 10**9)
    assert detect(path, "bomb.xlsx").format == "xlsx", "control: without the limit all of it is unpacked"


def test_entities_and_huge_tags_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laughs = (
        b'<!DOCTYPE w [<!ENTITY a "Ana">]><worksheet><sheetData><row><c'
        b' t="str"><v>&a;</v></c></row></sheetData></worksheet>'
    )
    deep = b"<worksheet>" + b"<a>" * 500 + b"</a>" * 500 + b"</worksheet>"
    for part in (laughs, deep):
        with pytest.raises(UnreadableFile) as caught:
            detect(saved(tmp_path, rebuilt({"xl/worksheets/sheet1.xml": part}), "x.xlsx"), "x.xlsx")
        assert caught.value.code == "damaged"
    long_tag = (
        b'<worksheet a="'
        + noise(100_000).hex().encode()
        + b'"><sheetData><row><c t="str"><v>Ana</v></c></row></sheetData></worksheet>'
    )
    path = saved(tmp_path, rebuilt({"xl/worksheets/sheet1.xml": long_tag}), "x.xlsx")
    assert detect(path, "x.xlsx").format == "xlsx", "control: a tag within the limit is read"
    monkeypatch.setattr(xlsx_package, "_MAX_TOKEN", 50_000)
    with pytest.raises(UnreadableFile):
        detect(path, "x.xlsx")


def test_a_workbook_that_lies_about_its_sizes(tmp_path: Path) -> None:
    content = bytearray(sheet_bomb(20 * 1024**2))
    real = struct.pack(
        "<I",
        20 * 1024**2
        + len(b"<worksheet><sheetData><row><c t='inlineStr'><is><t></t></is></c></row></sheetData></worksheet>"),
    )
    assert content.count(real) == 2
    path = saved(tmp_path, bytes(content).replace(real, struct.pack("<I", 5_000)), "liar.xlsx")
    with pytest.raises(UnreadableFile) as caught:
        detect(path, "liar.xlsx")
    assert caught.value.code == "damaged"


def test_unknown_choices_are_named(tmp_path: Path) -> None:
    path = saved(tmp_path, GOOD, "c.xlsx")
    with pytest.raises(UnreadableFile, match="no sheet “Nope”"):
        detect(path, "c.xlsx", sheet="Nope")
    path = saved(tmp_path, b"a,b\n")
    for encoding in ("klingon", "punycode", "zip", "utf-8\0"):
        with pytest.raises(UnreadableFile) as caught:
            detect(path, "c.csv", encoding=encoding)
        assert caught.value.code == "unknown_encoding"
    assert detect(path, "c.csv", encoding="windows-1252").encoding == "cp1252"
