"""The container of an Excel workbook (ECMA-376): a ZIP of XML parts, opened with limits because anyone can send one."""

import array
import lzma
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath
from typing import IO
from xml.parsers import expat

from atrium.adapters.contact_files.types import UnreadableFile

MAX_PARTS = 5_000
MAX_UNPACKED = 8 * 1024**3
MAX_RATIO = 200
"""XML shrinks 10 to 50 times; beyond 200 for a part of more than 16 MiB it is made to exhaust the reader."""
MAX_STRINGS = 20_000_000
MAX_STRING_CHARS = 32_767
"""Excel's own limit for the text of one cell."""

_MAX_DEPTH = 64
_MAX_TOKEN = 8 * 1024**2
_DAMAGED = "The workbook is damaged and cannot be read. Open it in Excel and save it again."
_BOMB = "The workbook unpacks to far more than a table of contacts can need, so it was not opened."
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

StartHandler = Callable[[str, dict[str, str]], None]
EndHandler = Callable[[str], None]


def damaged() -> UnreadableFile:
    return UnreadableFile("damaged", _DAMAGED)


def open_package(path: Path) -> zipfile.ZipFile:
    """Raises ``UnreadableFile``: ``damaged``, ``too_large``, ``encrypted``, ``office_document`` (Word, Calc, .xlsb …)
    or ``zip``.

    The sizes checked are those the archive declares; ``zipfile`` never gives out more bytes than declared.
    """
    try:
        package = zipfile.ZipFile(path)
    except _ZIP_ERRORS:
        raise damaged() from None
    try:
        _check(package)
    except UnreadableFile:
        package.close()
        raise
    return package


def _check(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > 16 * 1024**2 and part.file_size > MAX_RATIO * max(1, part.compress_size) for part in parts
    )
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or swollen:
        raise UnreadableFile("too_large", _BOMB)
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableFile("encrypted", "This archive is protected with a password.")
    if "xl/workbook.bin" in names:
        raise UnreadableFile("office_document", "This is a binary workbook (.xlsb). Save it as .xlsx or CSV.")
    if "[Content_Types].xml" not in names and "mimetype" not in names:
        raise UnreadableFile("zip", "This is a ZIP archive. Unpack it and choose the file inside.")
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableFile(
            "office_document", "This office document is not an Excel workbook. Save the table as .xlsx or CSV."
        )


def parse_part(source: IO[bytes], start: StartHandler, end: EndHandler, text: Callable[[str], None]) -> Iterator[None]:
    """Feeds one XML part to the handlers, 64 KiB at a time, yielding after each piece. Element names come without their
    namespace.

    A document type is refused: no workbook has one, and entities are how small XML becomes large. So are elements
    nested deeper and single tags longer than any program writes, because the parser keeps them in memory.
    """

    depth = fed = 0

    def local_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise damaged()
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def local_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2] if ":" in name else name)

    def no_doctype(*_: object) -> None:
        raise damaged()

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = local_start
    parser.EndElementHandler = local_end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = no_doctype
    try:
        while piece := source.read(65_536):
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > _MAX_TOKEN:
                raise damaged()
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, *_ZIP_ERRORS):
        raise damaged() from None


def open_part(package: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Raises ``UnreadableFile("damaged")`` when the archive's own record of the part is wrong."""
    try:
        return package.open(name)
    except (KeyError, *_ZIP_ERRORS):
        raise damaged() from None


def read_small_part(package: zipfile.ZipFile, name: str, start: StartHandler) -> bool:
    """Runs ``start`` over all elements of a part that has only structure; false when the part is not there."""
    if name not in package.NameToInfo:
        return False
    with open_part(package, name) as source:
        if package.getinfo(name).file_size > 64 * 1024**2:
            raise UnreadableFile("too_large", _BOMB)
        for _ in parse_part(source, start, lambda _name: None, lambda _text: None):
            pass
    return True


@dataclass(slots=True)
class Workbook:
    """``sheets`` maps the visible sheets' names to part names; ``styles`` has the number format of each cell style."""

    sheets: dict[str, str] = field(default_factory=dict)
    date1904: bool = False
    styles: list[str] = field(default_factory=list)
    strings_part: str | None = None


def read_workbook(package: zipfile.ZipFile) -> Workbook:
    """Sheets in their order (hidden ones last), the date system and the cell styles' number formats."""
    workbook = Workbook()
    targets: dict[str, str] = {}
    main = "xl/workbook.xml"

    def relationship(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and len(targets) < MAX_PARTS:
            target = attributes.get("Target", "")
            part = target[1:] if target.startswith("/") else normpath(join("xl", target))
            targets[attributes.get("Id", "")] = part
            if attributes.get("Type", "").endswith("/sharedStrings"):
                workbook.strings_part = part

    read_small_part(package, "xl/_rels/workbook.xml.rels", relationship)
    hidden: dict[str, str] = {}

    def element(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            part = next(
                (
                    targets[value]
                    for key, value in attributes.items()
                    if key.rpartition(":")[2] == "id" and value in targets
                ),
                None,
            )
            if part is not None and part in package.NameToInfo and "/chartsheets/" not in part:
                (workbook.sheets if attributes.get("state", "visible") == "visible" else hidden)[
                    attributes.get("name", "Sheet")
                ] = part
        elif name == "workbookPr":
            workbook.date1904 = attributes.get("date1904", "0") in {"1", "true"}

    if not read_small_part(package, main, element) or not (workbook.sheets or hidden):
        raise damaged()
    workbook.sheets.update(hidden)
    workbook.styles = _read_styles(package)
    return workbook


def _read_styles(package: zipfile.ZipFile) -> list[str]:
    codes: dict[str, str] = {}
    styles: list[str] = []
    inside = False

    def element(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in {"cellXfs", "cellStyles", "dxfs"}:
            inside = name == "cellXfs"
        elif name == "xf" and inside and len(styles) < 100_000:
            number = attributes.get("numFmtId", "0")
            styles.append(codes.get(number) or BUILT_IN_FORMATS.get(number, "General"))

    read_small_part(package, "xl/styles.xml", element)
    return styles


BUILT_IN_FORMATS = {
    **{
        "9": "0%",
        "10": "0.00%",
        "14": "yyyy-mm-dd",
        "15": "d-mmm-yy",
        "16": "d-mmm",
        "17": "mmm-yy",
        "18": "h:mm",
        "19": "h:mm:ss",
    },
    **{"20": "h:mm", "21": "h:mm:ss", "22": "yyyy-mm-dd h:mm", "45": "mm:ss", "46": "[h]:mm:ss", "47": "mm:ss"},
    **{str(number): "yyyy-mm-dd" for number in (*range(27, 32), 36, *range(50, 59))},
}
"""The formats that ECMA-376 18.8.30 numbers without writing them out, as far as they change what a cell means."""


class SharedStrings:
    """The workbook's table of texts, on disk: a million names need eight megabytes of memory here, for their places."""

    def __init__(self, package: zipfile.ZipFile, part: str | None) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self._places = array.array("Q", [0])
        self._recent: dict[int, str] = {}
        if part is not None and part in package.NameToInfo:
            try:
                self._load(package, part)
            except BaseException:
                self._file.close()
                raise

    def _load(self, package: zipfile.ZipFile, part: str) -> None:
        buffer: list[str] = []
        size = 0
        keep = phonetic = False

        def start(name: str, _attributes: dict[str, str]) -> None:
            nonlocal keep, phonetic
            phonetic = phonetic or name == "rPh"
            keep = name == "t" and not phonetic

        def end(name: str) -> None:
            nonlocal keep, phonetic, size
            keep = False
            if name == "rPh":
                phonetic = False
            elif name == "si":
                text = "".join(buffer)[:MAX_STRING_CHARS].encode("utf-8", "replace")
                buffer.clear()
                size = 0
                self._file.write(text)
                self._places.append(self._places[-1] + len(text))

        def data(text: str) -> None:
            nonlocal size
            if keep and size < MAX_STRING_CHARS:
                buffer.append(text)
                size += len(text)

        with open_part(package, part) as source:
            for _ in parse_part(source, start, end, data):
                if len(self._places) > MAX_STRINGS:
                    raise UnreadableFile("too_large", _BOMB)

    def __getitem__(self, index: int) -> str:
        """The text at ``index``; ``""`` outside the table."""
        found = self._recent.get(index)
        if found is None:
            if not 0 <= index < len(self._places) - 1:
                return ""
            self._file.seek(self._places[index])
            found = unescape(self._file.read(self._places[index + 1] - self._places[index]).decode())
            if len(self._recent) >= 4_096:
                self._recent.clear()
            if len(found) <= 200:
                self._recent[index] = found
        return found

    def close(self) -> None:
        self._file.close()


def unescape(text: str) -> str:
    """``_x000D_`` stands for a carriage return (ECMA-376 22.9.2.19); the pair of line ends becomes one."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: _character(int(match[1], 16)), text).replace("\r\n", "\n")


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
