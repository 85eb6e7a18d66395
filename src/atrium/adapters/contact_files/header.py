"""Where the header of a table is, whether there is one, and what its columns are called."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from atrium.adapters.contact_files.content import classify
from atrium.adapters.contact_files.synonyms import is_known_header
from atrium.adapters.contact_files.types import MAX_COLUMNS, UnreadableFile


@dataclass(frozen=True, slots=True)
class Header:
    """``preamble_rows`` rows come before the header, or before the data when ``present`` is false."""

    preamble_rows: int
    present: bool
    columns: tuple[str, ...]


def find_header(rows: Sequence[Sequence[str]], forced: bool | None = None) -> Header:
    """Looks at the first rows of a table (blank ones included). ``forced`` is a person's answer to "is there a
    header?".

    A title ("Contacts of March") is a row with fewer than half the cells of the usual row. Raises ``UnreadableFile``
    with ``empty`` or ``too_many_columns``.
    """
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    if not any(filled):
        raise UnreadableFile("empty", "The file has no rows.")
    widths = Counter(len(row) for row, count in zip(rows, filled, strict=True) if count)
    usual = max(widths, key=lambda width: (widths[width], width))
    start = _first_table_row(rows, filled, usual)
    present = (
        forced
        if forced is not None
        else _looks_like_header(rows[start], [row for row in rows[start + 1 :] if any(row)])
    )
    width = max(usual, len(_trimmed(rows[start])))
    if width > MAX_COLUMNS:
        raise UnreadableFile(
            "too_many_columns", f"The table has {width:,} columns; at most {MAX_COLUMNS:,} can be read."
        )
    names = list(_trimmed(rows[start])) if present else []
    if present and not any(
        len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]) for row in rows[start + 1 :]
    ):
        width = len(names)
    return Header(start, present, unique_names(names, width))


def unique_names(names: Sequence[str], width: int) -> tuple[str, ...]:
    """Headings made unique, never empty, at most 200 characters: ``Email``, ``Email (2)``, ``Column C``."""
    taken: set[str] = set()
    result = []
    for index in range(width):
        base = " ".join(names[index][:200].split()) if index < len(names) else ""
        base = base or f"Column {column_letters(index)}"
        name, count = base, 1
        while name.casefold() in taken:
            count += 1
            name = f"{base} ({count})"
        taken.add(name.casefold())
        result.append(name)
    return tuple(result)


def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA, as spreadsheets name columns."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _first_table_row(rows: Sequence[Sequence[str]], filled: Sequence[int], usual: int) -> int:
    most = max(count for row, count in zip(rows, filled, strict=True) if len(row) == usual)
    for index, count in enumerate(filled):
        known = sum(is_known_header(cell) for cell in rows[index])
        if count and (count * 2 >= min(usual, most) or known >= 2):
            return index
    return next(index for index, count in enumerate(filled) if count)


def _looks_like_header(first: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    cells = [cell.strip() for cell in first if cell.strip()]
    if any(classify(cell) in {"email", "phone", "url", "date", "number"} for cell in cells):
        return False
    if any(is_known_header(cell) for cell in cells):
        return True
    if len({cell.casefold() for cell in cells}) < len(cells):
        return False
    # A single column of short words is a list; with more columns a first row of words is most often the header.
    return len(first) > 1 or any(classify(row[0]) is not None for row in others[:20] if row)
