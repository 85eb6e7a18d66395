"""The small grammar of mapping targets: what a column of a contact file becomes.

====================================
========================================================================================== target
meaning (M: several columns may have it) ====================================
========================================================================================== ``name``
the whole name; when empty it is built from the parts ``name_prefix``, ``given_name``,      parts of the name, joined in
this order ``middle_name``, ``family_name``, ``name_suffix`` ``company``                           the organisation; it
is the customer's name (kind company) when the row names no person ``kind``                              person or
company ``lifecycle``                         prospect or customer, in whatever words the file has ``email``,
``email:<label>``          M  one or several addresses (``split_values``), with a fixed label ``email_label:<column>``
M  labels of the addresses in the column with that index, in step with them ``phone``, ``phone:<label>``          M  as
for e-mail ``phone_label:<column>``              M  as for e-mail ``location``                          the address or
place as one text ``location_part:<part>``              street, city, region, postal_code or country; several streets
are joined ``time_zone``, ``language``           IANA name, BCP 47 tag, or words to be understood ``source``
where the contact came from ``external_id:<scheme>``              M  the id in another system (``hubspot``); scheme:
``[a-z][a-z0-9_]{0,39}`` ``tags``                              M  tag names (``split_tags``) ``folder``, ``status``,
``owner``     by name (owner also by e-mail address) ``note``                              M  a note; several are joined
by a blank line ``field:<key>``                       an existing custom field ``new_field:<type>:<label>``          a
custom field to be made; type: ``FIELD_TYPES`` ``skip``                              M  not imported
====================================
==========================================================================================
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

FIELD_TYPES = ("text", "long_text", "number", "percent", "date", "datetime", "checkbox", "email", "phone", "url")
LOCATION_PARTS = ("street", "city", "region", "postal_code", "country")

_NAME_PARTS = ("name_prefix", "given_name", "middle_name", "family_name", "name_suffix")
_PLAIN = frozenset(
    (
        *(
            "name",
            *_NAME_PARTS,
            "company",
            "kind",
            "lifecycle",
            "email",
            "phone",
            "location",
            "time_zone",
            "language",
            "source",
        ),
        *("tags", "folder", "status", "owner", "note", "skip"),
    )
)
_REPEATABLE = frozenset({"email", "phone", "email_label", "phone_label", "external_id", "tags", "note", "skip"})
_SCHEME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KEY = re.compile(r"[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True, slots=True)
class Target:
    """``kind`` is the word before the first colon; ``argument`` the label, column, part, scheme or key; of a new field
    its ``field_type``, the argument being the label."""

    kind: str
    argument: str = ""
    field_type: str = ""


def parse_target(text: str) -> Target:
    """Reads a target of the grammar above. Raises ``ValueError`` with a sentence for a person."""
    kind, _, argument = text.partition(":")
    field_type = ""
    if kind == "new_field":
        field_type, _, argument = argument.partition(":")
    valid = {
        "email": len(argument) <= 40,
        "phone": len(argument) <= 40,
        "email_label": argument.isdecimal() and len(argument) <= 4,
        "phone_label": argument.isdecimal() and len(argument) <= 4,
        "location_part": argument in LOCATION_PARTS,
        "external_id": _SCHEME.fullmatch(argument) is not None,
        "field": _KEY.fullmatch(argument) is not None,
        "new_field": field_type in FIELD_TYPES and bool(argument.strip()) and len(argument) <= 100,
    }.get(kind, kind in _PLAIN and ":" not in text)
    if not valid:
        raise ValueError(f"“{text[:80]}” is not something a column can be mapped to.")
    return Target(kind, argument.strip(), field_type)


def check_mapping(mapping: Mapping[int, str], columns: int) -> dict[int, Target]:
    """Targets by column index, for a mapping that a person made. Raises ``ValueError`` naming the first column that is
    wrong.

    Wrong is a column that the file has not, an unknown target, two columns for a target that takes one
    (``location_part:street`` takes several), a label column that points at no address column, and a mapping that
    imports nothing.
    """
    parsed: dict[int, Target] = {}
    taken: dict[str, int] = {}
    for column, text in mapping.items():
        if not 0 <= column < columns:
            raise ValueError(f"There is no column {column + 1}; the file has {columns}.")
        target = parse_target(text)
        if not repeatable(target) and taken.setdefault(text, column) != column:
            raise ValueError(
                f"Columns {taken[text] + 1} and {column + 1} are both mapped to “{text}”; only one can be."
            )
        parsed[column] = target
    for column, target in parsed.items():
        if target.kind in {"email_label", "phone_label"}:
            pointed = parsed.get(int(target.argument))
            if pointed is None or f"{pointed.kind}_label" != target.kind:
                raise ValueError(
                    f"Column {column + 1} has labels for column {int(target.argument) + 1}, which holds none."
                )
    if all(target.kind == "skip" for target in parsed.values()):
        raise ValueError("No column is mapped to anything, so there is nothing to import.")
    return parsed


def repeatable(target: Target) -> bool:
    """Whether several columns may have this target."""
    return target.kind in _REPEATABLE or (target.kind == "location_part" and target.argument == "street")


def split_values(cell: str) -> list[str]:
    """The values of a cell that may hold several, in order and with the empty ones, so that labels stay in step.

    >>> split_values("ana@x.test ::: ana@home.test"), split_values(""), split_values("work ::: ")
    (['ana@x.test', 'ana@home.test'], [], ['work', ''])
    """
    return [part.strip() for part in re.split(r"(?:^|\s):::(?=\s|$)", cell)] if cell.strip() else []


def split_contacts(cell: str) -> list[str]:
    """E-mail addresses or phone numbers of a cell, also those that people separate by semicolons, commas, slashes or
    lines.

    >>> split_contacts("ana@x.test; ana@home.test"), split_contacts("+34 600 11 22 33 / 915 55 66 77")
    (['ana@x.test', 'ana@home.test'], ['+34 600 11 22 33', '915 55 66 77'])
    """
    if ":::" in cell:
        return split_values(cell)
    return [part.strip() for part in re.split(r"[;,\n]|\s/\s|\s\|\s", cell) if part.strip()]


def split_tags(cell: str) -> list[str]:
    """Tag names of a cell: Google's `` ::: `` lists without its system groups, else lists with semicolons, commas or
    bars.

    >>> split_tags("Friends ::: * myContacts"), split_tags("vip; wholesale"), split_tags('"VIP","North, East"')
    (['Friends'], ['vip', 'wholesale'], ['VIP', 'North, East'])
    """
    if ":::" in cell:
        parts = split_values(cell)
    elif re.fullmatch(r'\s*"[^"]*"(?:\s*,\s*"[^"]*")*\s*', cell):
        parts = re.findall(r'"([^"]*)"', cell)
    else:
        parts = re.split(
            next((separator for separator in (";", "\n", "|", ",") if separator in cell), "\0").replace("|", r"\|"),
            cell,
        )
    names: dict[str, str] = {}
    for part in parts:
        system, name = part.strip().startswith("* "), part.strip().removeprefix("* ").strip()
        if name and not (system and name.casefold().replace(" ", "") in {"mycontacts", "contacts"}):
            names.setdefault(name.casefold(), name)
    return list(names.values())


def clean_label(label: str) -> tuple[str, bool]:
    """A label without Google's mark for the preferred one, and whether it had it.

    >>> clean_label("* Work"), clean_label("Mobile")
    (('work', True), ('mobile', False))
    """
    preferred = label.strip().startswith("*")
    text = " ".join(label.strip().lstrip("* ").split())
    return (text.casefold() if text.isascii() else text), preferred
