"""Writes docs/roles.md: what each built-in role, a key for one customer and a widget may do, from the code.

The page is the snapshot of every grant: who adds or widens one sees it in the diff, and so does who reviews it."""

import sys
from collections.abc import Iterable
from pathlib import Path

from atrium.kernel.permissions import BUILT_IN, FOR_EMBEDS, FOR_ONE_CUSTOMER, P

HEAD = """\
# What the built-in roles may do

Written by `make gen` from the permissions in the code. A role has what is granted here and nothing else; owners and
admins have everything. A custom role has whatever it was given. The last two columns say what a key that is bound to
one customer, and a widget on another site, may be given at most.

"""


def table(
    roles: dict[str, frozenset[P]], one_customer: Iterable[P] = FOR_ONE_CUSTOMER, embeds: Iterable[P] = FOR_EMBEDS
) -> str:
    """The page. A row for each permission, a column for each set."""
    columns = {**{name: frozenset(held) for name, held in roles.items()}}
    columns |= {"key for one customer": frozenset(one_customer), "widget": frozenset(embeds)}
    lines = ["| permission | what it allows | " + " | ".join(columns) + " |", "|---|---|" + "---|" * len(columns)]
    for permission in P:
        marks = ["yes" if permission in held else "" for held in columns.values()]
        lines.append(f"| `{permission}` | {permission.description} | {' | '.join(marks)} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(table(BUILT_IN), encoding="utf-8")
