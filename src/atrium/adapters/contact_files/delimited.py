"""Rows of CSV and TSV files (RFC 4180 and what people really send), one bad row at a time."""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from atrium.adapters.contact_files.header import find_header
from atrium.adapters.contact_files.text import MAX_LINE_CHARS, TextEncoding, read_lines
from atrium.adapters.contact_files.types import FileInfo, Row, RowProblem

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_ROWS = 200
MAX_RECORD_LINES = 2_000
MAX_UNCLOSED = 20
"""After so many never-closed quotes a value may no longer span lines: a hostile file cannot make us read it again and
again."""

_SEP_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_GUARDED = re.compile(r"''*[=+\-@\t\r\n＝＋－＠]")

csv.field_size_limit(4 * MAX_LINE_CHARS)


class _Unclosed(Exception):
    """A quoted value has gone on for longer than any real one."""


def detect_delimited(
    path: Path, file_name: str, encoding: TextEncoding, *, delimiter: str | None = None, has_header: bool | None = None
) -> FileInfo:
    """Delimiter, quote and header from the first rows. Raises ``UnreadableFile`` (``empty``, ``too_many_columns``)."""
    lines = _first_lines(path, encoding.name)
    declared = _SEP_LINE.fullmatch(lines[0]) if lines else None
    if declared:
        delimiter = delimiter or declared[1]
    sample = lines[1:] if declared else lines
    quote = _quote(sample, delimiter)
    delimiter = delimiter or _delimiter(sample, quote)
    rows = [values for values, _ in islice(_records(iter(sample), delimiter, quote), SAMPLE_ROWS)]
    header = find_header(rows, has_header)
    warnings = []
    if encoding.damaged:
        warnings.append(
            f"Some bytes are not valid {encoding.label}; rows with unreadable characters are listed as problems."
        )
    elif not encoding.certain:
        warnings.append(
            f"The file does not say how its text is encoded. It is read as {encoding.label}: check names with accents."
        )
    return FileInfo(
        format="tsv" if delimiter == "\t" else "csv",
        file_name=file_name,
        size_bytes=path.stat().st_size,
        columns=header.columns,
        encoding=encoding.name,
        encoding_certain=encoding.certain,
        damaged_text=encoding.damaged,
        delimiter=delimiter,
        quote=quote,
        has_header=header.present,
        preamble_rows=header.preamble_rows + bool(declared),
        warnings=tuple(warnings),
    )


def delimited_rows(path: Path, info: FileInfo, skip: int = 0) -> Iterator[Row]:
    """Data rows after the first ``skip``; blank ones are passed over. Skipping costs reading, not building rows."""
    before = info.preamble_rows + info.has_header
    width = len(info.columns)
    lines = read_lines(path, info.encoding or "utf-8")
    seen = 0
    for number, (values, problem) in enumerate(_records(lines, info.delimiter or ",", info.quote, width), start=1):
        if number <= before or (problem is None and not any(values)) or not any(map(str.strip, values)):
            continue
        seen += 1
        if seen > skip:
            yield _finished(number, values, problem, info, width)


def _finished(number: int, values: list[str], problem: RowProblem | None, info: FileInfo, width: int) -> Row:
    if problem is not None:
        return Row(number, values, problem)
    if len(values) > width:
        if any(value.strip() for value in values[width:]):
            message = (
                f"The row has {len(values)} values, the table {width} columns. A value may hold a separator without"
                " quotes around it."
            )
            return Row(number, values, RowProblem("too_many_values", message))
        del values[width:]
    elif len(values) < width:
        values.extend([""] * (width - len(values)))
    for index, value in enumerate(values):
        if value.startswith("'") and _GUARDED.match(value):
            values[index] = value[1:]
        elif "\0" in value:
            return Row(
                number, values, RowProblem("nul_character", f"Column “{info.columns[index]}” holds a NUL character.")
            )
        elif info.damaged_text and "\ufffd" in value:
            message = f"Column “{info.columns[index]}” holds bytes that are not valid {info.encoding}."
            return Row(number, values, RowProblem("unreadable_characters", message))
    return Row(number, values)


class _Lines:
    """Lines with a memory of those that went into the record being read, so that they can be read again one by one."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.record: list[str] = []
        self._chars = 0
        self.max_lines = MAX_RECORD_LINES

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.record.append(line)
        self._chars += len(line)
        if len(self.record) > 1 and (len(self.record) > self.max_lines or self._chars > 2 * MAX_LINE_CHARS):
            raise _Unclosed
        return line

    def close_record(self) -> None:
        self.record.clear()
        self._chars = 0

    def only_first(self) -> str:
        """Puts all but the first line of the record back and returns that one."""
        first = self.record[0]
        self._again.extendleft(reversed(self.record[1:]))
        self.close_record()
        return first


def _records(
    source: Iterator[str], delimiter: str, quote: str, width: int | None = None
) -> Iterator[tuple[list[str], RowProblem | None]]:
    """Strict reading first. Where the quotes do not add up, the first line alone is read leniently and the rest again
    strictly.

    So a stray quote (``6" pipe``) is text, and a quote that is never closed spoils its own line and no other.
    """
    lines = _Lines(source)
    reader = csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=True)
    unclosed = 0
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except (csv.Error, _Unclosed) as error:
            unclosed += isinstance(error, _Unclosed) or len(lines.record) > 1
            lines.max_lines = 1 if unclosed > MAX_UNCLOSED else MAX_RECORD_LINES
            yield _lenient(lines.only_first(), delimiter, quote, width)
            reader = csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=True)
            continue
        if width is not None and len(lines.record) > 1 and len(values) > width:
            yield _lenient(lines.only_first(), delimiter, quote, width)
            continue
        if lines.record and len(lines.record[0]) >= MAX_LINE_CHARS:
            yield (
                [values[0][:200]],
                RowProblem("line_too_long", f"The line is longer than {MAX_LINE_CHARS:,} characters."),
            )
        else:
            yield values, None
        lines.close_record()


def _lenient(line: str, delimiter: str, quote: str, width: int | None) -> tuple[list[str], RowProblem | None]:
    text = line.rstrip("\r\n")
    try:
        values = next(csv.reader([text], delimiter=delimiter, quotechar=quote), [])
    except csv.Error:
        values = []
    if values and (width is None or len(values) == width) and len(text) < MAX_LINE_CHARS:
        return values, None
    return [text[:2_000]], RowProblem(
        "unbalanced_quotes", "The quotes in this row do not match, so its values cannot be told apart."
    )


def _first_lines(path: Path, encoding: str, limit: int = 256 * 1024) -> list[str]:
    lines: list[str] = []
    size = 0
    for line in read_lines(path, encoding):
        lines.append(line)
        size += len(line)
        if size > limit or len(lines) >= 5 * SAMPLE_ROWS:
            break
    return lines


def _quote(lines: Iterable[str], delimiter: str | None) -> str:
    """Double quotes, unless every heading (every value of the first row) is wrapped in single ones."""
    first = next((line for line in lines if line.strip()), "").strip()
    between = re.escape(delimiter) if delimiter else r"[,;\t|]"
    return "'" if re.fullmatch(rf"'[^']*'(?:{between}'[^']*')+", first) else '"'


def _delimiter(lines: list[str], quote: str) -> str:
    """The candidate that cuts the most rows into the same number of columns, more than one; a comma for a single
    column."""
    best, best_score = ",", 0.0
    for candidate in DELIMITERS:
        rows = [values for values, _ in islice(_records(iter(lines), candidate, quote), SAMPLE_ROWS)]
        counts = Counter(len(values) for values in rows if any(values))
        if not counts:
            continue
        width, times = max(counts.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        if width > 1:
            score = times / counts.total() + min(width, 50) / 100
            if score > best_score:
                best, best_score = candidate, score
    return best
