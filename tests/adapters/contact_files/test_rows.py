"""Rows: number, values, and a problem where one belongs; a bad row never ends the file."""

import datetime as dt
import io
import itertools
from pathlib import Path

import openpyxl
import pytest

from atrium.adapters.contact_files import FileInfo, Row, UnreadableFile, detect, open_rows
from atrium.adapters.contact_files.delimited import MAX_UNCLOSED
from atrium.adapters.contact_files.vcard import COLUMNS
from atrium.adapters.contact_files.xlsx import number_text
from atrium.adapters.contact_files.xlsx_package import unescape

SAMPLES = Path(__file__).parent / "samples"


def read(folder: Path, content: bytes | str, name: str = "c.csv") -> tuple[FileInfo, list[Row]]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    info = detect(path, name)
    return info, list(open_rows(path, info))


def short(rows: list[Row]) -> list[tuple[int, list[str], str | None]]:
    return [(row.number, row.values, row.problem.code if row.problem else None) for row in rows]


def test_ragged_rows_quoted_line_breaks_and_blank_lines(tmp_path: Path) -> None:
    text = (
        'Name,Email,Note\r\nAna,a@x.test\r\n\r\nBo,b@x.test,"one\r\ntwo, ""three"""\r\n ,'
        " ,\r\nEva,e@x.test,n,,\r\nIda,i@x.test,a,b\r\nUli,u@x.test,z"
    )
    _, rows = read(tmp_path, text)
    assert short(rows) == [
        (2, ["Ana", "a@x.test", ""], None),
        (4, ["Bo", "b@x.test", 'one\r\ntwo, "three"'], None),
        (6, ["Eva", "e@x.test", "n"], None),
        (7, ["Ida", "i@x.test", "a", "b"], "too_many_values"),
        (8, ["Uli", "u@x.test", "z"], None),
    ]


def test_stray_and_unclosed_quotes_spoil_one_row_only(tmp_path: Path) -> None:
    text = (
        "Name,Email,Note\n"
        'Ana,a@x.test,6" pipe\n'
        'Bo "the boss" Lee,b@x.test,x\n'
        '"Eva" Sanz,e@x.test,x\n'
        '"Ida,i@x.test,never closed\n'
        '"Uli","u@x.test","fine"\n'
        'Jo,j@x.test,"open at the end\n' + "".join(f"P{index},p{index}@x.test,\n" for index in range(5_000))
    )
    info, rows = read(tmp_path, text)
    assert info.columns == ("Name", "Email", "Note")
    assert short(rows)[:6] == [
        (2, ["Ana", "a@x.test", '6" pipe'], None),
        (3, ['Bo "the boss" Lee', "b@x.test", "x"], None),
        (4, ["Eva Sanz", "e@x.test", "x"], None),
        (5, ['"Ida,i@x.test,never closed'], "unbalanced_quotes"),
        (6, ["Uli", "u@x.test", "fine"], None),
        (7, ["Jo", "j@x.test", "open at the end"], None),
    ]
    assert len(rows) == 5_006
    assert not any(row.problem for row in rows[5:])


def test_quotes_that_are_never_closed_cannot_make_reading_slow(tmp_path: Path) -> None:
    _, rows = read(tmp_path, "Name,Email\n" + 'x" ,"\n' * 20_000)
    assert len(rows) == 20_000
    assert MAX_UNCLOSED < 100


def test_endless_lines_nul_and_old_line_ends(tmp_path: Path) -> None:
    _, rows = read(tmp_path, "Name\rAna\rBo\r")
    assert short(rows) == [(2, ["Ana"], None), (3, ["Bo"], None)]
    filler = "Eva,e@x.test\n" * 30_000
    info, rows = read(tmp_path, f"Name,Email\n{filler}A\0na,a@x.test\n{'y' * 3_000_000}\nBo,b@x.test\n")
    assert info.columns == ("Name", "Email")
    codes = [row.problem.code for row in rows if row.problem]
    assert codes[0] == "nul_character"
    assert set(codes[1:]) == {"line_too_long"}
    assert rows[-1].values == ["Bo", "b@x.test"]


def test_single_quotes_only_when_the_header_has_them(tmp_path: Path) -> None:
    _, rows = read(tmp_path, "'Name','Note'\n'Ana','a, b'\n'O''Neil','c'\n")
    assert [row.values for row in rows] == [["Ana", "a, b"], ["O'Neil", "c"]]
    _, rows = read(tmp_path, "Name,Note\n'Ana,'b\n")
    assert [row.values for row in rows] == [["'Ana", "'b"]]


@pytest.mark.parametrize("name", ["google.csv", "apple.vcf", "outlook.csv"])
def test_skip_goes_on_where_it_stopped(name: str) -> None:
    path = SAMPLES / name
    info = detect(path, name)
    everything = list(open_rows(path, info))
    again = FileInfo.model_validate_json(info.model_dump_json())
    for count in range(len(everything) + 2):
        assert list(open_rows(path, again, skip=count)) == everything[count:]


def make_workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "People"
    sheet.append(["My contacts"])
    sheet.append([])
    sheet.append(["Name", "Phone", "Born", "Seen", "Zip", "Score", "Active", "Share", "Clock"])
    born, seen = dt.date(1985, 4, 12), dt.datetime(2024, 3, 1, 10, 30)  # noqa: DTZ001 - Excel has no zones
    sheet.append(["Ana", 34600112233, born, seen, 1234, 0.1 + 0.2, True, 0.125, dt.time(9, 5)])
    sheet["E4"].number_format = "00000"
    sheet["H4"].number_format = "0.0%"
    sheet.append([None, None, None])
    sheet.append(["Bo  Lee ", "+1 415 555 2671", "soon", None, "08001", 1e15, False, -3, None])
    sheet["K6"] = "beyond"
    book.create_sheet("Other").append(["x"])
    return book


def test_a_workbook_shows_what_a_person_saw(tmp_path: Path) -> None:
    data = io.BytesIO()
    make_workbook().save(data)
    info, rows = read(tmp_path, data.getvalue(), "c.xlsx")
    assert (info.sheet, info.sheets, info.preamble_rows) == ("People", ("People", "Other"), 2)
    assert info.columns == ("Name", "Phone", "Born", "Seen", "Zip", "Score", "Active", "Share", "Clock")
    assert short(rows) == [
        (
            4,
            ["Ana", "34600112233", "1985-04-12", "2024-03-01 10:30:00", "01234", "0.3", "TRUE", "12.5%", "09:05:00"],
            None,
        ),
        (
            6,
            ["Bo  Lee ", "+1 415 555 2671", "soon", "", "08001", "1000000000000000", "FALSE", "-3", "", "beyond"],
            "too_many_values",
        ),
    ]
    path = tmp_path / "c.xlsx"
    assert [row.number for row in open_rows(path, info, skip=1)] == [6]
    assert detect(path, "c.xlsx", sheet="Other", has_header=False).columns == ("Column A",)


def shown(value: object) -> str:
    if value is None or value is True:
        return "TRUE" if value else ""
    return value.date().isoformat() if isinstance(value, dt.datetime) else str(value)


def test_our_workbook_reader_agrees_with_openpyxl(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("S")
    pool = [
        "Ana",
        "x & <y>",
        "línea\nuno",
        "שלום",
        " spaced ",
        "1",
        7,
        7.25,
        -1,
        10**14,
        None,
        True,
        dt.date(2024, 2, 29),
        dt.date(1900, 1, 1),
    ]
    sheet.append([f"c{index}" for index in range(4)])
    for start in range(len(pool)):
        sheet.append(list(itertools.islice(itertools.cycle(pool), start, start + 4)))
    book.save(tmp_path / "c.xlsx")
    _, rows = read(tmp_path, (tmp_path / "c.xlsx").read_bytes(), "c.xlsx")
    theirs = openpyxl.load_workbook(tmp_path / "c.xlsx", read_only=True)["S"].iter_rows(
        min_row=2, max_col=4, values_only=True
    )
    assert [row.values for row in rows] == [[shown(value) for value in row] for row in theirs]


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("3.4600112233E10", "General", "34600112233"),
        ("1", "0.00", "1"),
        ("1234.5", '#,##0.00\\ "€"', "1234.5"),
        ("60", "dd/mm/yyyy", "1900-02-28"),
        ("59", "dd/mm/yyyy", "1900-02-28"),
        ("61", "dd/mm/yyyy", "1900-03-01"),
        ("45352.999999", "yyyy-mm-dd hh:mm", "2024-03-02 00:00:00"),
        ("-5", "dd/mm/yyyy", "-5"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("45352", "[$-409]d-mmm-yy;@", "2024-03-01"),
        ("5", '0" days"', "5"),
        ("1E999999", "General", "1E999999"),
        ("NaN", "General", "NaN"),
        ("what", "General", "what"),
        ("2958465", "yyyy", "9999-12-31"),
    ],
)
def test_number_formats(raw: str, code: str, text: str) -> None:
    assert number_text(raw, code) == text


def test_escapes_of_the_format_itself() -> None:
    assert unescape("a_x000D_\nb_x0041_ _xD800_ _x1_") == "a\nbA \ufffd _x1_"


def test_dates_of_the_mac_epoch() -> None:
    assert number_text("43890", "yyyy-mm-dd", date1904=True) == "2024-03-01"
    assert number_text("2958465", "yyyy-mm-dd", date1904=True) == "9999-12-31"


def test_a_workbook_cut_off_in_the_middle_says_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for index in range(3_000):
        sheet.append([f"Name {index}", f"u{index}@x.test"])
    book.save(tmp_path / "c.xlsx")
    data = bytearray((tmp_path / "c.xlsx").read_bytes())
    place = data.index(b"xl/worksheets/sheet1.xml") + 15_000
    data[place : place + 50] = b"\xff" * 50
    (tmp_path / "c.xlsx").write_bytes(data)
    with pytest.raises(UnreadableFile) as caught:
        list(open_rows(tmp_path / "c.xlsx", detect(tmp_path / "c.xlsx", "c.xlsx")))
    assert caught.value.code == "damaged"


def card(row: Row) -> dict[str, str]:
    return {column: value for column, value in zip(COLUMNS, row.values, strict=True) if value}


def test_cards_of_apple() -> None:
    ana, shop, group = open_rows(SAMPLES / "apple.vcf", detect(SAMPLES / "apple.vcf", "apple.vcf"))
    found = card(ana)
    assert (found["Name"], found["Company"], found["Birthday"]) == (
        "Dra. Ana María Ruiz",
        "Talleres Ruiz, S.L.",
        "--03-02",
    )
    assert (found["Email"], found["Email label"]) == ("ana@ruiz.test ::: ana@casa.test", "work ::: La finca")
    assert (found["Phone"], found["Phone label"]) == ("+34 600 11 22 33 ::: 915 55 66 77", "mobile ::: home")
    assert found["Note"].endswith("\nSegunda línea que es bastante larga y sigue aquí")
    assert found["Categories"] == "Clientes ::: VIP, Norte"
    assert "JFIF" not in str(ana.values)
    assert (card(shop)["Kind"], card(shop)["Name"]) == ("company", "Ferretería Sol")
    assert group.problem is not None
    assert group.problem.code == "group_card"


def test_cards_of_outlook_21() -> None:
    (row,) = open_rows(SAMPLES / "outlook21.vcf", detect(SAMPLES / "outlook21.vcf", "o.vcf"))
    found = card(row)
    assert (found["Name"], found["Company"], found["Department"]) == ("Jürgen Weiß", "Weiß & Söhne", "Einkauf")
    assert (found["City"], found["Birthday"]) == ("München", "1970-03-04")
    assert found["Note"] == "Erste Zeile\nZweite Zeile geht weiter"
    assert found["Email"] == "juergen@weiss.test", "the secretary's card belongs to another"


def test_odd_cards(tmp_path: Path) -> None:
    text = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cut\r\n"
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lee;Bo\r\nno property here\r\nEMAIL:bo@lee.test\r\nEND:VCARD\r\njunk\r\n"
        "begin:vcard\r\nversion:3.0\r\nend:vcard\r\n"
        "BEGIN:VCARD\r\nFN:"
        + "x" * 400_000
        + "\r\nTEL;VALUE=uri:tel:+34600112233\r\nEND:VCARD\r\nBEGIN:VCARD\r\n"
        + "TEL:1234567\r\n" * 3_000
        + "END:VCARD\r\nBEGIN:VCARD\r\nFN:Last"
    )
    _, rows = read(tmp_path, text, "odd.vcf")
    assert [(row.number, row.problem.code if row.problem else None) for row in rows] == [
        (1, "card_not_closed"),
        (2, None),
        (3, "empty_card"),
        (4, None),
        (5, "card_too_large"),
        (6, "card_not_closed"),
    ]
    assert card(rows[1])["Name"] == "Bo Lee"
    assert card(rows[3])["Phone"] == "+34600112233"


def test_a_fold_may_cut_a_character_and_a_property_may_name_its_charset(tmp_path: Path) -> None:
    cut = "FN:José Núñez".encode()
    place = cut.index("é".encode()) + 1
    _, rows = read(tmp_path, b"BEGIN:VCARD\r\n" + cut[:place] + b"\r\n " + cut[place:] + b"\r\nEND:VCARD\r\n", "c.vcf")
    assert card(rows[0])["Name"] == "José Núñez"
    mixed = "FN:Zoë Ænni\r\n".encode() * 60 + "NOTE;CHARSET=ISO-8859-1:Größe\r\n".encode("latin-1")
    _, rows = read(tmp_path, b"BEGIN:VCARD\r\n" + mixed + b"END:VCARD\r\n", "c.vcf")
    assert (card(rows[0])["Name"], card(rows[0])["Note"]) == ("Zoë Ænni", "Größe")
    _, rows = read(tmp_path, "BEGIN:VCARD\r\nFN:Zoë\r\nEND:VCARD\r\n".encode("utf-16"), "c.vcf")
    assert card(rows[0])["Name"] == "Zoë"


def test_json_lines(tmp_path: Path) -> None:
    text = (
        '{"name": "Ana", "emails": [{"address": "b@x.test"}, {"address": "a@x.test", "label": "work", "primary":'
        ' true}], "custom_fields": {"size": 4}}\n\nnot json\n{"name": "Bo", "tags": ["a", "b"], "vip": true, "none":'
        ' null}\n{"name": ' + "[" * 2_000 + "]" * 2_000 + "}\n"
    )
    info, rows = read(tmp_path, text, "c.jsonl")
    assert info.columns == ("name", "emails", "emails label", "custom_fields.size", "tags", "vip")
    assert short(rows)[0] == (1, ["Ana", "a@x.test ::: b@x.test", "work ::: ", "4", "", ""], None)
    assert [(row.number, row.problem.code if row.problem else None) for row in rows] == [
        (1, None),
        (3, "not_json"),
        (4, None),
        (5, "not_json"),
    ]
