"""What is written can be read back, and a spreadsheet finds nothing in it to run."""

import csv
import datetime as dt
import io
import tempfile
import uuid
from pathlib import Path

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from atrium.adapters.contact_files import (
    BOM,
    CSV_COLUMNS,
    CustomFieldRef,
    csv_header,
    csv_line,
    csv_record,
    detect,
    guard_formula,
    jsonl_line,
    open_rows,
    split_values,
    suggest_mapping,
    vcard,
)
from atrium.adapters.contact_files.vcard import COLUMNS

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n"), max_size=40)
ANY_CELL = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\r\n"), max_size=30),
    st.from_regex(r"'{0,2}[=+\-@\t\r][^\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]{0,9}", fullmatch=True),
)

ANA = {
    "id": "0190a1b2-0000-7000-8000-000000000001",
    "name": "Ana Ruiz",
    "kind": "person",
    "lifecycle": "customer",
    "emails": [
        {"address": "home@x.test", "label": "", "primary": False},
        {"address": "ana@x.test", "label": "work", "primary": True},
    ],
    "phones": [
        {"number": "+34600112233", "label": "mobile", "primary": True},
        {"number": "+34915556677", "label": "La finca", "primary": False},
    ],
    "location": "C/ Mayor 1, Madrid",
    "folder": {"id": "x", "name": "Clients"},
    "status": "Open",
    "owner": {"name": "Eva"},
    "tags": [{"name": "VIP"}, "North, East"],
    "external_ids": {"hubspot": "991"},
    "custom_fields": {"renewal_on": dt.date(2027, 1, 31), "vip": True, "sizes": ["S", "M"], "nothing": None},
    "created_at": dt.datetime(2024, 3, 1, 10, 30, tzinfo=dt.UTC),
}
FIELDS = [
    CustomFieldRef(key="renewal_on", label="Renewal"),
    CustomFieldRef(key="vip", label="VIP"),
    CustomFieldRef(key="sizes", label="Sizes"),
]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "=cmd|' /C calc'!A0",
        "＝1+1",
        "+34-600",
        "-2+3+cmd|' /C calc'!A0",
        "'=1",
        "+",
        "-",
        "+1e5",
        "--1",
        "+34;x",
    ],
)
def test_formulas_are_guarded(text: str) -> None:
    assert guard_formula(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ana",
        "+34600112233",
        "+34 600 11 22 33",
        "-12.5",
        "-1",
        "a=b",
        "'quoted'",
        "5-3",
        "ana@x.test",
        "2024-01-02",
        "(415) 555",
    ],
)
def test_harmless_texts_stay_readable(text: str) -> None:
    assert guard_formula(text) == text


@given(ANY_CELL)
def test_a_guarded_cell_never_begins_a_formula(text: str) -> None:
    guarded = guard_formula(text)
    if guarded[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"}:
        assert guarded[0] in "+-"
        assert guarded[1:].replace(" ", "").replace(".", "", 1).isdigit()


def test_numbers_of_ours_are_not_texts() -> None:
    assert csv_line([-5, None, True, dt.date(2024, 1, 2), "a,b"]) == b'-5,,true,2024-01-02,"a,b"\r\n'


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(ANY_CELL, min_size=3, max_size=3), min_size=1, max_size=6), st.booleans())
def test_csv_comes_back_as_it_was(rows: list[list[str]], bom: bool) -> None:
    full = [["x" + str(index), *row] for index, row in enumerate(rows)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "c.csv"
        path.write_bytes((BOM if bom else b"") + b"".join(csv_line(row) for row in [["a", "b", "c", "d"], *full]))
        info = detect(path, "c.csv", delimiter=",", has_header=True, encoding=None if bom else "utf-8")
        found = list(open_rows(path, info))
    assert [row.problem for row in found] == [None] * len(full)
    assert [row.values for row in found] == full


def test_a_customer_as_csv_maps_itself_when_read_again(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(
        BOM
        + csv_header(FIELDS, ["hubspot"])
        + csv_record(ANA, FIELDS, ["hubspot"])
        + csv_record({"name": "=Bo"}, FIELDS, ["hubspot"])
    )
    by_python = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    assert by_python[0][: len(CSV_COLUMNS)] == list(CSV_COLUMNS)
    assert {len(row) for row in by_python} == {len(CSV_COLUMNS) + 4}
    assert by_python[2][1] == "'=Bo"
    info = detect(path, "export.csv")
    ana, bo = open_rows(path, info)
    found = dict(zip(info.columns, ana.values, strict=True))
    assert bo.values[1] == "=Bo"
    assert (found["Email"], found["Email label"], found["More emails"]) == ("ana@x.test", "work", "home@x.test")
    assert (found["Phone"], found["More phones"], found["More phones label"]) == (
        "+34600112233",
        "+34915556677",
        "La finca",
    )
    assert (found["Folder"], found["Owner"], found["Renewal"], found["VIP"], found["Sizes"]) == (
        "Clients",
        "Eva",
        "2027-01-31",
        "true",
        "S ::: M",
    )
    targets = {suggestion.header: suggestion.target for suggestion in suggest_mapping(info.columns, [ana, bo], FIELDS)}
    assert (targets["More emails"], targets["More phones label"]) == (
        "email:other",
        f"phone_label:{info.columns.index('More phones')}",
    )
    assert (targets["External ID hubspot"], targets["Renewal"], targets["Tags"], targets["Status"]) == (
        "external_id:hubspot",
        "field:renewal_on",
        "tags",
        "status",
    )


def test_a_customer_as_json_lines_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    path.write_bytes(jsonl_line({**ANA, "uuid": uuid.UUID(int=5)}) + jsonl_line({"name": "Bo"}))
    info = detect(path, "export.jsonl")
    ana, bo = open_rows(path, info)
    found = dict(zip(info.columns, ana.values, strict=True))
    assert (found["emails"], found["emails label"]) == ("ana@x.test ::: home@x.test", "work ::: ")
    assert (found["tags"], found["custom_fields.renewal_on"], found["external_ids.hubspot"]) == (
        "VIP ::: North, East",
        "2027-01-31",
        "991",
    )
    assert bo.values.count("") == len(info.columns) - 1
    targets = {suggestion.header: suggestion.target for suggestion in suggest_mapping(info.columns, [ana, bo], FIELDS)}
    assert (targets["custom_fields.renewal_on"], targets["external_ids.hubspot"], targets["emails"]) == (
        "field:renewal_on",
        "external_id:hubspot",
        "email",
    )


def test_a_card_is_what_the_standard_says() -> None:
    data = vcard({**ANA, "note": "línea, con; \\todo\ny más " * 8})
    assert data.endswith(b"END:VCARD\r\n")
    assert max(len(line) for line in data.split(b"\r\n")) == 75
    assert all(line.decode().isprintable() for line in data.split(b"\r\n"))
    text = data.decode().replace("\r\n ", "")
    for line in (
        "VERSION:4.0",
        "EMAIL;TYPE=work;PREF=1:ana@x.test",
        "TEL;TYPE=cell;PREF=1:+34600112233",
        "item4.X-ABLabel:La finca",
        'ADR;LABEL="C/ Mayor 1, Madrid":;;C/ Mayor 1\\, Madrid;;;;',
        "CATEGORIES:VIP,North\\, East",
        "UID:urn:uuid:0190a1b2-0000-7000-8000-000000000001",
        'X-ATRIUM-FIELD;KEY="renewal_on":2027-01-31',
        'X-ATRIUM-ID;KEY="hubspot":991',
    ):
        assert f"\r\n{line}\r\n" in text


def test_another_library_reads_our_cards() -> None:
    first, second = vobject.readComponents(
        vcard(ANA).decode() + vcard({"name": "Sol; S.L.", "kind": "company"}).decode()
    )
    assert first.fn.value == "Ana Ruiz"
    assert [email.value for email in first.email_list] == ["ana@x.test", "home@x.test"]
    assert (second.fn.value, second.kind.value) == ("Sol; S.L.", "org")


@settings(max_examples=150, deadline=None)
@given(TEXT, st.lists(st.tuples(TEXT, TEXT), max_size=3), st.lists(TEXT, max_size=3), TEXT)
def test_cards_come_back_as_they_were(name: str, entries: list[tuple[str, str]], tags: list[str], note: str) -> None:
    record = {
        "name": name,
        "emails": [{"address": f"x{text}", "label": f"l{label}"} for text, label in entries],
        "tags": [f"t{tag}" for tag in tags],
        "note": note,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "c.vcf"
        path.write_bytes(vcard(record) + vcard({"name": "After"}))
        row, after = open_rows(path, detect(path, "c.vcf"))
    found = dict(zip(COLUMNS, row.values, strict=True))
    assert row.problem is None
    assert after.values[0] == "After"
    assert found["Name"] == (name.strip() or next((f"x{text}".strip() for text, _ in entries), "") or "Unnamed")
    assert found["Note"] == note.strip()
    if ":::" not in str(record):
        assert split_values(found["Email"]) == [f"x{text}".strip() for text, _ in entries]
        assert split_values(found["Categories"]) == [f"t{tag}".strip() for tag in tags]
