"""Whatever the bytes, a file is read or refused; nothing else is ever raised, and rows are as wide as the table."""

import io
import tempfile
from itertools import islice
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from atrium.adapters.contact_files import UnreadableFile, check_mapping, detect, open_rows, suggest_mapping

STARTS = [
    b"",
    b"Name,Email\r\n",
    b"\xff\xfeN\0a\0,\0b\0\n\0",
    b"\xef\xbb\xbfName;Email\n",
    b"sep=|\n",
    b'{"name": "Ana"}\n',
    b"BEGIN:VCARD\r\nVERSION:2.1\r\n",
    b"BEGIN:VCARD\r\nFN;CHARSET=x;ENCODING=QUOTED-PRINTABLE:",
    b"BEGIN:VCARD\nitem1.TEL;TYPE=",
    b"PK\x03\x04",
]
PIECES = st.lists(
    st.one_of(
        st.binary(max_size=12),
        st.sampled_from(
            [
                b'"',
                b"'",
                b",",
                b";",
                b"\n",
                b"\r\n",
                b"=\r\n",
                b"=C3",
                b"\\n",
                b":",
                b"END:VCARD\r\n",
                b"BEGIN:VCARD\r\n",
                b"ADR:;;a;b",
                b"{",
                b"}\n",
                b"\0",
                b"[" * 1_200,
            ]
        ),
    ),
    max_size=25,
)


def read_or_refused(content: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_bytes(content)
        try:
            info = detect(path, "contacts.csv")
            rows = list(open_rows(path, info))
        except UnreadableFile as refusal:
            return refusal.code
        assert all(len(row.values) == len(info.columns) for row in rows if row.problem is None)
        assert [row.number for row in rows] == sorted({row.number for row in rows}) or info.format == "xlsx"
        assert list(open_rows(path, info, skip=1)) == rows[1:]
        suggestions = suggest_mapping(info.columns, list(islice(rows, 200)))
        if any(suggestion.target != "skip" for suggestion in suggestions):
            check_mapping({suggestion.column: suggestion.target for suggestion in suggestions}, len(info.columns))
        return "read"


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(STARTS), PIECES)
@example(b"Name,Email\r\n", [b'"' * 5_001])
@example(b"BEGIN:VCARD\r\nN:", [b"\\" * 5_001, b";" * 5_000])
@example(b"BEGIN:VCARD\r\nTEL;", [b'X="' * 3_000])
@example(b"", [b"1 - " * 5_000])
def test_any_bytes(start: bytes, pieces: list[bytes]) -> None:
    read_or_refused(start + b"".join(pieces))


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for index in range(30):
        book.active.append([f"Name {index}", f"u{index}@x.test", index, None])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


WORKBOOK = workbook()


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=8))
def test_a_workbook_with_changed_bytes(place: int, patch: bytes) -> None:
    read_or_refused(WORKBOOK[:place] + patch + WORKBOOK[place + len(patch) :])


@pytest.mark.parametrize("size", range(0, len(WORKBOOK), 211))
def test_a_workbook_that_was_cut(size: int) -> None:
    assert read_or_refused(WORKBOOK[:size]) != "read"


def test_control_the_whole_workbook_is_read() -> None:
    assert read_or_refused(WORKBOOK) == "read"
