"""From suggestions and a person's wishes to a mapping that can be imported here, by this actor."""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

from atrium.adapters.contact_files import (
    ColumnSuggestion,
    CustomFieldRef,
    FileInfo,
    Row,
    Target,
    check_mapping,
    guess_date_order,
    parse_target,
    suggest_mapping,
)
from atrium.adapters.contact_files.dates import DateOrder
from atrium.kernel.context import Ctx
from atrium.kernel.errors import FieldError, Invalid
from atrium.kernel.permissions import P
from atrium.records.custom_fields.definitions.schemas import CustomFieldIn
from atrium.records.custom_fields.definitions.service import create_field
from atrium.records.custom_fields.fields.access import FIELDS
from atrium.records.transfers.rows.schemas import OWN_SCHEME, Directory, plan_of
from atrium.records.transfers.rows.service import read_row

MOST_SAMPLES = 200
DEMOTED = frozenset({"kind", "lifecycle", "time_zone", "language", "folder", "status", "owner", "field"})
"""Columns whose values mean nothing here are better left out than let every row be rejected. Addresses and numbers are
not among them."""
FIELD_TYPES = {"datetime": "date_time"}
_DATES = frozenset({"date", "date_time", "follow_up"})


def suggest(
    ctx: Ctx, info: FileInfo, rows: Sequence[Row], names: Directory, folder_id: UUID | None
) -> list[ColumnSuggestion]:
    """One suggestion for each column, of which none needs a right that the actor lacks or would let most rows fail."""
    fields = [
        CustomFieldRef(key=found.key, label=found.label, type=found.type)
        for found in names.fields.by_key.values()
        if found.editable
    ]
    found = suggest_mapping(info.columns, rows, fields)
    found = _own_files(info, rows, found)
    if not ctx.may(P.custom_fields_manage):
        found = [
            _without(item, "You may not make custom fields.") if item.target.startswith("new_field:") else item
            for item in found
        ]
    for target, permission in (("note", P.notes_write), ("tags", P.tags_write)):
        if not ctx.may(permission):
            found = [
                _without(item, f"This needs the permission {permission.value}.") if item.target == target else item
                for item in found
            ]
    return _understood(found, info, rows, names, folder_id)


def _without(item: ColumnSuggestion, reason: str) -> ColumnSuggestion:
    return item.model_copy(update={"target": "skip", "reason": reason, "confidence": 0.7})


def _own_files(info: FileInfo, rows: Sequence[Row], found: list[ColumnSuggestion]) -> list[ColumnSuggestion]:
    """Files that Atrium wrote itself: an export with its ids, and a file of rejected rows."""
    own = False
    for index, item in enumerate(found):
        values = [
            value.removeprefix("urn:uuid:")
            for row in rows
            if row.problem is None and (value := row.values[index].strip())
        ]
        if item.target in {"external_id:import", "external_id:uid"} and values and all(map(_is_own_id, values)):
            found[index] = item.model_copy(
                update={"target": f"external_id:{OWN_SCHEME}", "reason": "These are ids of Atrium."}
            )
            own = True
    if own:
        found = [
            _without(item, "Atrium keeps this itself.")
            if item.header.casefold() in {"created at", "created_at"}
            else item
            for item in found
        ]
    if tuple(info.columns[-2:]) == ("Row", "Reason"):
        found[-2:] = [_without(item, "Written by the import that rejected these rows.") for item in found[-2:]]
    return found


def _is_own_id(value: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", value) is not None


def _understood(
    found: list[ColumnSuggestion], info: FileInfo, rows: Sequence[Row], names: Directory, folder_id: UUID | None
) -> list[ColumnSuggestion]:
    """Without the columns most of whose first values cannot be understood."""
    targets = {item.column: parse_target(item.target) for item in found}
    plan = plan_of({column: target for column, target in targets.items() if target.kind in DEMOTED}, info.format)
    failed: dict[int, str] = {}
    counts: dict[int, list[int]] = {column: [0, 0] for column, target in targets.items() if target.kind in DEMOTED}
    statuses = names.folders[folder_id].statuses if folder_id else {}
    for row in rows:
        if row.problem is not None:
            continue
        draft = read_row(row, plan, names)
        problems = {problem.column: problem.message for problem in draft.problems}
        for column, count in counts.items():
            value = row.values[column].strip()
            if (
                targets[column].kind == "status"
                and value
                and value.casefold() not in statuses
                and "folder" not in plan.plain
            ):
                problems[column] = (
                    f"The folder has no status “{value[:60]}”."
                    if statuses
                    else "A status belongs to a folder, and none is chosen."
                )
            count[0] += bool(value)
            if value and column in problems:
                count[1] += 1
                failed.setdefault(column, problems[column])
    return [
        _without(item, f"Left out: {failed[item.column]}")
        if item.column in failed and 2 * counts[item.column][1] >= counts[item.column][0]
        else item
        for item in found
    ]


def resolve(
    given: Mapping[str, str] | None, suggestions: Sequence[ColumnSuggestion], info: FileInfo, *, create_fields: bool
) -> dict[int, str]:
    """Targets by column index. Raises ``Invalid`` (422) at ``/mapping`` for a given mapping that cannot be."""
    if given is None:
        return {
            item.column: item.target
            for item in suggestions
            if create_fields or not item.target.startswith("new_field:")
        }
    places = {heading: index for index, heading in enumerate(info.columns)}
    chosen, errors = dict[int, str](), list[FieldError]()
    for name, target in given.items():
        column = places.get(name, int(name) if name.isascii() and name.isdecimal() and len(name) < 5 else -1)
        if not 0 <= column < len(info.columns):
            safe = name[:100].replace("~", "~0").replace("/", "~1")
            errors.append(
                FieldError(pointer=f"/mapping/{safe}", code="unknown_column", message="is not a column of the file")
            )
        chosen[column] = target
    if errors:
        raise Invalid("The mapping names columns that the file has not.", errors=errors[:50])
    check(chosen, info)
    return chosen


def check(mapping: Mapping[int, str], info: FileInfo) -> None:
    """Raises ``Invalid`` (422) at ``/mapping`` when the targets do not fit together, or import nothing."""
    try:
        check_mapping(mapping, len(info.columns))
    except ValueError as error:
        raise Invalid(
            str(error), errors=[FieldError(pointer="/mapping", code="bad_mapping", message=str(error))]
        ) from error


def check_rights(ctx: Ctx, mapping: Mapping[int, str], info: FileInfo, names: Directory) -> None:
    """Raises ``Invalid`` (422) for fields that are not there or not the actor's to change, and ``ScopeMissing``
    (403)."""
    targets = {column: parse_target(target) for column, target in mapping.items()}
    kinds = {target.kind for target in targets.values()}
    needed = {"note": P.notes_write, "tags": P.tags_write, "new_field": P.custom_fields_manage}
    for kind, permission in needed.items():
        if kind in kinds:
            ctx.require(permission)
    errors = []
    for column, target in targets.items():
        if target.kind == "field":
            found = names.fields.by_key.get(target.argument)
            if found is None or not found.viewable or not found.editable:
                message = "is not a custom field that you may change"
                errors.append(
                    FieldError(pointer=f"/mapping/{info.columns[column][:100]}", code="unknown_field", message=message)
                )
    if errors:
        raise Invalid("The mapping names custom fields that you may not change.", errors=errors)


def match_of(match_by: str | None, mapping: Mapping[int, str]) -> str:
    """The scheme by which customers are found (``How.match``). Raises ``Invalid`` (422) when no column holds it."""
    targets = [parse_target(target) for target in mapping.values()]
    schemes = [target.argument for target in targets if target.kind == "external_id"]
    has_email = any(target.kind == "email" for target in targets)
    if match_by is None:
        if OWN_SCHEME in schemes:
            return f"ext:{OWN_SCHEME}"
        return "email" if has_email else f"ext:{schemes[0]}" if schemes else "row"
    if match_by == "none":
        return "none"
    if match_by == "email":
        if not has_email:
            raise Invalid.at("/match_by", "not_mapped", "is email, and no column holds e-mail addresses")
        return "email"
    if not match_by.startswith("external_id:"):
        raise Invalid.at("/match_by", "unknown", "must be email, external_id:<scheme> or none")
    scheme = match_by.removeprefix("external_id:")
    if scheme not in schemes:
        raise Invalid.at("/match_by", "not_mapped", "names an id that no column holds")
    return f"ext:{scheme}"


def date_order_of(mapping: Mapping[int, str], rows: Sequence[Row], names: Directory) -> DateOrder:
    """What the values of the date columns prove, else day before month."""
    columns = []
    for column, text in mapping.items():
        target = parse_target(text)
        known = names.fields.by_key.get(target.argument) if target.kind == "field" else None
        if (known and known.type in _DATES) or target.field_type in {"date", "datetime"}:
            columns.append(column)
    return guess_date_order(
        value for row in rows if row.problem is None for column in columns if (value := row.values[column])
    )[0]


def existing_only(mapping: Mapping[int, str]) -> dict[int, Target]:
    """The targets that need nothing made first."""
    return {
        column: target
        for column, text in mapping.items()
        if (target := parse_target(text)).kind not in {"new_field", "skip"}
    }


async def make_fields(ctx: Ctx, mapping: Mapping[int, str], names: Directory) -> dict[int, str]:
    """The mapping with its ``new_field`` targets made, or turned to the field that has that label already."""
    by_label = {found.label.casefold(): found for found in names.fields.by_key.values() if found.editable}
    taken = {target for target in mapping.values() if target.startswith("field:")}
    made: dict[int, str] = {}
    for column, text in mapping.items():
        target = parse_target(text)
        if target.kind != "new_field":
            made[column] = text
            continue
        kind = FIELD_TYPES.get(target.field_type, target.field_type)
        known = by_label.get(target.argument.casefold())
        if known is None or known.type != kind or f"field:{known.key}" in taken:
            row = await create_field(ctx, CustomFieldIn.model_validate({"label": target.argument, "type": kind}))
            key = row.CustomField.key if hasattr(row, "CustomField") else row.key
        else:
            key = known.key
        made[column] = f"field:{key}"
        taken.add(made[column])
    FIELDS.forget(ctx)
    return made
