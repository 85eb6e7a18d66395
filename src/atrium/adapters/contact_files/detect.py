"""What kind of file this is, from its content. The name is shown to people and never believed."""

import re
from pathlib import Path

from atrium.adapters.contact_files.delimited import detect_delimited
from atrium.adapters.contact_files.jsonl import detect_jsonl, looks_like_jsonl
from atrium.adapters.contact_files.text import TextEncoding, checked_encoding, detect_encoding
from atrium.adapters.contact_files.types import FileInfo, UnreadableFile
from atrium.adapters.contact_files.vcard import detect_vcard
from atrium.adapters.contact_files.xlsx import detect_xlsx

_HEAD = 64 * 1024
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_OTHER_FILES = (
    ((b"%PDF",), "pdf", "This is a PDF document. Ask for the contacts as CSV, Excel (.xlsx) or vCard."),
    (
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF"),
        "image",
        "This is a picture or a media file, not a list of contacts.",
    ),
    (
        (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"),
        "archive",
        "This is a compressed archive. Unpack it and choose the file inside.",
    ),
    ((b"{\\rtf",), "rtf", "This is a rich-text document. Save the contacts as CSV, Excel (.xlsx) or vCard."),
    (
        (b"SQLite format 3", b"PAR1", b"\x7fELF", b"MZ\x90"),
        "binary",
        "This is not a list of contacts. Choose a CSV, Excel (.xlsx) or vCard file.",
    ),
    (
        (b"bplist00",),
        "archive",
        "This is an Apple address book archive. In Contacts choose File › Export › Export vCard.",
    ),
)


def detect(
    path: Path,
    file_name: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    has_header: bool | None = None,
    sheet: str | None = None,
) -> FileInfo:
    """Format, encoding, delimiter, header and columns of a contact file; a keyword overrules what would be found.

    Memory is bounded whatever the file; text files are read through once (is it really UTF-8?), workbooks are not.
    Raises ``UnreadableFile`` with one of: ``empty``, ``pdf``, ``image``, ``archive``, ``rtf``, ``html``, ``xml``,
    ``json``, ``binary``, ``old_excel``, ``encrypted``, ``office_document``, ``zip``, ``damaged``, ``too_large``,
    ``too_many_columns``, ``unknown_sheet``, ``unknown_encoding``, ``unknown_delimiter``.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise UnreadableFile("empty", "The file is empty.")
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return detect_xlsx(path, file_name, sheet=sheet, has_header=has_header)
    _refuse_other_files(path, head)
    if delimiter is not None and (len(delimiter) != 1 or delimiter in "\r\n\"'" or delimiter.isalnum()):
        raise UnreadableFile(
            "unknown_delimiter", "The delimiter must be one character such as a comma, a semicolon or a tab."
        )
    text = checked_encoding(path, encoding) if encoding else detect_encoding(path)
    beginning = _beginning(head, text)
    if not beginning:
        raise UnreadableFile("empty", "The file holds nothing but blank space.")
    if sum(char < " " and char not in "\t\r\n\x0b\x0c\x1b" for char in beginning) > len(beginning) / 100:
        raise UnreadableFile("binary", "This is not a text file. Choose a CSV, Excel (.xlsx) or vCard file.")
    if beginning[:11].upper() == "BEGIN:VCARD":
        return detect_vcard(path, file_name, text)
    _refuse_markup(beginning)
    if delimiter is None and looks_like_jsonl(beginning):
        return detect_jsonl(path, file_name, text)
    return detect_delimited(path, file_name, text, delimiter=delimiter, has_header=has_header)


def _beginning(head: bytes, encoding: TextEncoding) -> str:
    return head.decode(encoding.name, "replace").lstrip("\ufeff \t\r\n")


def _refuse_other_files(path: Path, head: bytes) -> None:
    for starts, code, message in _OTHER_FILES:
        # Some marks are also how a text may begin ("BMW,…"), so they need control characters, which text has not.
        if head.startswith(starts) and (code in {"pdf", "rtf"} or _CONTROL.search(head[:4096])):
            raise UnreadableFile(code, message)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if _holds(path, "EncryptedPackage".encode("utf-16-le")):
            raise UnreadableFile(
                "encrypted",
                "This workbook is protected with a password. Remove the password in Excel and save it again.",
            )
        raise UnreadableFile(
            "old_excel",
            "This is an old Office file (.xls, .doc or .msg). Open it and save the contacts as .xlsx or CSV.",
        )


def _holds(path: Path, needle: bytes) -> bool:
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(1024 * 1024):
            if needle in tail + chunk:
                return True
            tail = chunk[-len(needle) :]
    return False


def _refuse_markup(beginning: str) -> None:
    start = beginning[:2_000].casefold()
    if start.startswith(("<!doctype html", "<html", "<table", "<head", "<body", "<meta")) or (
        start.startswith("<") and "<html" in start
    ):
        raise UnreadableFile(
            "html", "This is a web page, even if its name says otherwise. Open it in Excel and save it as .xlsx or CSV."
        )
    if start.startswith(("<?xml", "<!doctype")):
        raise UnreadableFile("xml", "This is an XML document. Export the contacts as CSV, Excel (.xlsx) or vCard.")
    if start.startswith(("[{", "[\n", "[\r\n")) or (
        start.startswith("[") and start[1:].lstrip().startswith(("{", "]"))
    ):
        raise UnreadableFile(
            "json", "This is one JSON document. JSON Lines (one object on each line), CSV, Excel and vCard can be read."
        )
