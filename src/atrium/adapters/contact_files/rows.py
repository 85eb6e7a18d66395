"""The one way to read the rows of any contact file."""

from collections.abc import Callable, Iterator
from pathlib import Path

from atrium.adapters.contact_files.delimited import delimited_rows
from atrium.adapters.contact_files.jsonl import jsonl_rows
from atrium.adapters.contact_files.types import FileFormat, FileInfo, Row
from atrium.adapters.contact_files.vcard import vcard_rows
from atrium.adapters.contact_files.xlsx import xlsx_rows

_READERS: dict[FileFormat, Callable[[Path, FileInfo, int], Iterator[Row]]] = {
    "csv": delimited_rows,
    "tsv": delimited_rows,
    "xlsx": xlsx_rows,
    "vcard": vcard_rows,
    "jsonl": jsonl_rows,
}


def open_rows(path: Path, info: FileInfo, *, skip: int = 0) -> Iterator[Row]:
    """Data rows in file order, in bounded memory. ``skip=n`` leaves out the first n, problem rows counted, for a run
    that goes on.

    ``info`` comes from ``detect`` on the same file. A bad row has a ``problem`` and the next one follows. Raises
    ``UnreadableFile("damaged")`` only when the container breaks off in the middle (a truncated workbook). Close the
    iterator (or exhaust it) to close the file.
    """
    return _READERS[info.format](path, info, skip)
