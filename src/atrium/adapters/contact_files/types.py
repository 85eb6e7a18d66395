"""The shapes that travel between this package and its callers."""

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

FileFormat = Literal["csv", "tsv", "xlsx", "vcard", "jsonl"]

VALUE_SEPARATOR = " ::: "
"""Between the values of a cell that holds several; Google Contacts uses it, and so do our readers and writers."""

MAX_COLUMNS = 1_000
"""A file with more columns is refused: nobody maps them, and wide rows would cost memory without bound."""


class UnreadableFile(Exception):
    """The file is refused as a whole. ``code`` is stable snake_case; ``message`` tells a person what it is and what to
    do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class FileInfo(BaseModel):
    """What ``detect`` found out. It is stored with a job (``model_dump_json``) so that a resumed run reads the file the
    same way.

    ``encoding`` and ``delimiter`` are ``None`` where the format has none. ``preamble_rows`` counts the rows before the
    header (blank lines, a title, Excel's ``sep=;``). ``columns`` are unique and never empty; a column without a heading
    is ``Column C``. ``damaged_text`` says that some bytes do not fit the encoding: rows that contain them come with a
    problem. ``warnings`` are sentences for the person who looks at the preview.
    """

    model_config = ConfigDict(frozen=True)

    format: FileFormat
    file_name: str
    size_bytes: int
    columns: tuple[str, ...]
    encoding: str | None = None
    encoding_certain: bool = True
    damaged_text: bool = False
    delimiter: str | None = None
    quote: str = '"'
    has_header: bool = True
    preamble_rows: int = 0
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row should not be imported. ``code`` is stable snake_case, ``message`` a sentence for a person."""

    code: str
    message: str


@dataclass(slots=True)
class Row:
    """One data row.

    ``number`` is what a person sees: the row of the spreadsheet (for CSV counted as a spreadsheet counts, the header
    being row 1 and a quoted value with line breaks being one row), the line of a JSON Lines file, the position of a
    card in a vCard file. ``values`` has one text per column of ``FileInfo.columns`` and ``""`` where there is nothing;
    only a row with a problem may be longer or hold the raw line.
    """

    number: int
    values: list[str]
    problem: RowProblem | None = None


class CustomFieldRef(BaseModel):
    """What ``suggest_mapping`` needs to know of an existing custom field."""

    model_config = ConfigDict(frozen=True)

    key: str
    label: str
    type: str = "text"


class ColumnSuggestion(BaseModel):
    """The meaning a column most likely has: ``target`` in the grammar of ``mapping``, ``confidence`` 0–1, ``reason``
    for a person."""

    model_config = ConfigDict(frozen=True)

    column: int
    header: str
    target: str
    confidence: float
    reason: str
