"""Write docs/configure.md from the settings' own descriptions, so that the table cannot lie. Run by `make gen`;
compared by tests/kernel/test_docs.py."""

import sys
from pathlib import Path

from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from atrium.kernel.settings import Settings

HEAD = """\
# Configuration

Atrium reads environment variables and nothing else. `atrium up` needs none of them: it fills in the databases, the \
mailbox and a secret key
that it keeps in its data folder. With your own PostgreSQL and Redis, set at least `ATRIUM_ENV=production`, \
`ATRIUM_BASE_URL`,
`ATRIUM_SECRET_KEY`, `ATRIUM_DATABASE_URL`, `ATRIUM_MIGRATION_DATABASE_URL`, `ATRIUM_REDIS_URL` and `ATRIUM_SMTP_URL`. \
A value that is missing,
malformed or unsafe stops the start and is named.

This table is made from the code by `make gen`.

| variable | default | meaning |
|---|---|---|
"""


def table() -> str:
    """The page as it should be."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, SecretStr):
            shown = "a public one, refused in production"
        elif default is PydanticUndefined:
            shown = "the user's data folder"
        else:
            shown = f"`{default}`" if default != "" else "empty"
        rows.append(f"| `ATRIUM_{name.upper()}` | {shown} | {field.description} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(table(), encoding="utf-8")
