"""Contact files: what they are, their rows, what their columns mean, and how they are written. No database, no domain.

Reading::

    info = detect(path, "contacts.csv")            # FileInfo, or UnreadableFile(code, message)
    for row in open_rows(path, info, skip=0):      # Row(number, values, problem); CSV, TSV, XLSX, vCard 2.1–4.0, JSON
    Lines
        ...
    suggestions = suggest_mapping(info.columns, list(islice(open_rows(path, info), 200)), custom_fields)
    targets = check_mapping({s.column: s.target for s in suggestions}, len(info.columns))   # {column: Target} or
    ValueError

Cells with several values: ``split_values`` (labels in step), ``split_contacts`` (addresses, numbers), ``split_tags``;
``clean_label`` for Google's ``* Work``; ``guess_date_order`` and ``parse_date`` for dates. The grammar of targets is in
``targets``, the shape of records that can be written in ``writers``.

Writing, a piece at a time: ``BOM``, ``csv_header``, ``csv_record``, ``csv_line``; ``jsonl_line``; ``vcard``. The CSV
and JSON Lines that are written can be read back without loss; formulas in a CSV are guarded (``guard_formula``) and the
guard is taken off again.

All functions are synchronous and may take long on large files: call them in a thread or a job, never on the event loop.
"""

from atrium.adapters.contact_files.dates import DateOrder, guess_date_order, parse_date
from atrium.adapters.contact_files.detect import detect
from atrium.adapters.contact_files.mapping import suggest_mapping
from atrium.adapters.contact_files.rows import open_rows
from atrium.adapters.contact_files.targets import (
    FIELD_TYPES,
    LOCATION_PARTS,
    Target,
    check_mapping,
    clean_label,
    parse_target,
    split_contacts,
    split_tags,
    split_values,
)
from atrium.adapters.contact_files.types import (
    MAX_COLUMNS,
    VALUE_SEPARATOR,
    ColumnSuggestion,
    CustomFieldRef,
    FileFormat,
    FileInfo,
    Row,
    RowProblem,
    UnreadableFile,
)
from atrium.adapters.contact_files.writers import (
    BOM,
    CSV_COLUMNS,
    csv_header,
    csv_line,
    csv_record,
    guard_formula,
    jsonl_line,
    vcard,
)

__all__ = [
    "BOM",
    "CSV_COLUMNS",
    "FIELD_TYPES",
    "LOCATION_PARTS",
    "MAX_COLUMNS",
    "VALUE_SEPARATOR",
    "ColumnSuggestion",
    "CustomFieldRef",
    "DateOrder",
    "FileFormat",
    "FileInfo",
    "Row",
    "RowProblem",
    "Target",
    "UnreadableFile",
    "check_mapping",
    "clean_label",
    "csv_header",
    "csv_line",
    "csv_record",
    "detect",
    "guard_formula",
    "guess_date_order",
    "jsonl_line",
    "open_rows",
    "parse_date",
    "parse_target",
    "split_contacts",
    "split_tags",
    "split_values",
    "suggest_mapping",
    "vcard",
]
