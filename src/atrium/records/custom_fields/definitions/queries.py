"""The workspace's custom fields as the actor sees them, and filters and sorts by their values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, column, exists, func, or_, select, table, text, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import Uuid

from atrium.access.roles.models import Role
from atrium.access.workspaces.models import Workspace
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Invalid, Unmet
from atrium.kernel.permissions import P
from atrium.kernel.schemas import Json
from atrium.records.custom_fields.definitions.models import (
    INDEXED_CHARACTERS,
    KINDS,
    LINKS,
    CustomField,
    CustomFieldFolder,
    CustomFieldRole,
    CustomFieldValue,
    FieldFilter,
    FieldSet,
    FieldSort,
    FieldView,
    Rules,
    TypedValue,
    ValueRefused,
)
from atrium.records.custom_fields.definitions.schemas import day_of, instant_of, read_value
from atrium.records.folders.models import Folder

MAX_FILTERS = 20
MAX_FILTER_VALUES = 200
_PARAMETER = re.compile(r"field\[([a-z][a-z0-9_]{0,59})\](?:\[([a-z_]{1,20})\])?")
_SAME = ("eq", "ne", "in", "not_in", "exists")
_ORDERED = (*_SAME, "gt", "gte", "lt", "lte")
OPERATORS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("text", "email", "phone", "url"), (*_SAME, "contains")),
    **dict.fromkeys(("select", "multi_select", "member", "customer"), _SAME),
    **dict.fromkeys(("number", "percent", "currency", "date", "date_time", "follow_up"), _ORDERED),
    "checkbox": ("eq", "ne", "exists"),
}
"""What each type can be asked in ``field[key][operator]=value``."""


class FieldNotReady(Conflict):
    code, title = "field-not-ready", "This field cannot be filtered by yet"


STORE = text("""
WITH alive AS MATERIALIZED (
  SELECT f.id FROM custom_fields f JOIN unnest(CAST(:field_ids AS uuid[]), CAST(:versions AS bigint[])) AS seen (id,
    version)
    ON seen.id = f.id AND seen.version = f.version
  WHERE f.workspace_id = :workspace_id ORDER BY f.id FOR KEY SHARE OF f
), given AS (
  SELECT * FROM unnest(CAST(:customers AS uuid[]), CAST(:fields AS uuid[]), CAST(:positions AS int2[]), CAST(:texts AS
    text[]), CAST(:numbers AS float8[]),
    CAST(:times AS timestamptz[])) AS g (customer_id, field_id, position, text_value, number_value, time_value)
), gone AS (
  DELETE FROM custom_field_values v USING unnest(CAST(:touched_customers AS uuid[]), CAST(:touched_fields AS uuid[])) AS
    t (customer_id, field_id)
  WHERE v.workspace_id = :workspace_id AND v.customer_id = t.customer_id AND v.field_id = t.field_id
    AND NOT EXISTS (SELECT FROM given g WHERE g.customer_id = v.customer_id AND g.field_id = v.field_id
      AND g.position = v.position)
), put AS (
  INSERT INTO custom_field_values AS held (workspace_id, customer_id, field_id, position, text_value, number_value,
    time_value)
  SELECT :workspace_id, g.customer_id, g.field_id, g.position, g.text_value, g.number_value, g.time_value FROM given g
    JOIN alive ON alive.id = g.field_id
  ON CONFLICT (workspace_id, customer_id, field_id, position) DO UPDATE
    SET text_value = excluded.text_value, number_value = excluded.number_value, time_value = excluded.time_value
    WHERE (held.text_value, held.number_value, held.time_value) IS DISTINCT
      FROM (excluded.text_value, excluded.number_value, excluded.time_value)
)
SELECT count(*) FROM alive
""")


def owns(ctx: Ctx) -> ColumnElement[bool]:
    """Whether the actor is the system, or holds the owner's role, which nothing restricts."""
    if ctx.actor.type == "system":
        return true()
    return exists().where(Role.workspace_id == ctx.workspace_id, Role.id == ctx.role_id, Role.system_key == "owner")


def granted(ctx: Ctx, access: Literal["view", "edit"]) -> ColumnElement[bool]:
    """Whether the actor's role may view or edit the values of the ``CustomField`` of this row."""
    unrestricted = CustomField.every_viewer if access == "view" else CustomField.every_editor
    named = exists().where(
        CustomFieldRole.workspace_id == CustomField.workspace_id,
        CustomFieldRole.field_id == CustomField.id,
        CustomFieldRole.access == access,
        CustomFieldRole.role_id == ctx.role_id,
    )
    return or_(unrestricted, named, owns(ctx))


def folders_of_field() -> Any:
    """The ids of the folders that show the ``CustomField`` of this row."""
    mine = and_(
        CustomFieldFolder.workspace_id == CustomField.workspace_id, CustomFieldFolder.field_id == CustomField.id
    )
    return func.array(
        select(CustomFieldFolder.folder_id).where(mine).order_by(CustomFieldFolder.folder_id).scalar_subquery(),
        type_=ARRAY(Uuid),
    )


async def load_fields(ctx: Ctx) -> FieldSet:
    """Every unarchived field with its folders and the actor's access to it, in one statement, once per context."""
    known = ctx.cache.get("custom_fields")
    if isinstance(known, FieldSet):
        return known
    country = select(Workspace.country).where(Workspace.id == ctx.workspace_id).scalar_subquery()
    query = (
        select(
            CustomField.__table__,
            folders_of_field().label("folder_ids"),
            granted(ctx, "view").label("viewable"),
            granted(ctx, "edit").label("editable"),
            country.label("country"),
        )
        .where(CustomField.workspace_id == ctx.workspace_id, CustomField.archived_at.is_(None))
        .order_by(CustomField.position, CustomField.id)
    )
    rows = (await ctx.session.execute(query)).all()
    found = FieldSet({row.key: _view(row) for row in rows})
    ctx.cache["custom_fields"] = found
    return found


def definitions(ctx: Ctx) -> Select[Any]:
    """Fields, archived ones too, with their folders, roles and the actor's access: those whose values the actor may
    view, or all for who manages them."""
    roles = {
        access: func.array(
            select(CustomFieldRole.role_id)
            .where(
                CustomFieldRole.workspace_id == CustomField.workspace_id,
                CustomFieldRole.field_id == CustomField.id,
                CustomFieldRole.access == access,
            )
            .order_by(CustomFieldRole.role_id)
            .scalar_subquery(),
            type_=ARRAY(Uuid),
        ).label(f"{access}_role_ids")
        for access in ("view", "edit")
    }
    viewable = granted(ctx, "view")
    query = select(
        CustomField,
        folders_of_field().label("folder_ids"),
        *roles.values(),
        viewable.label("viewable"),
        and_(viewable, granted(ctx, "edit")).label("editable"),
    ).where(CustomField.workspace_id == ctx.workspace_id)
    return query if ctx.may(P.custom_fields_manage) else query.where(viewable)


CUSTOMERS = table("customers", column("workspace_id", Uuid()), column("id", Uuid()), column("custom_fields", JSONB()))
"""Only for looking whether a field is in use: the customers slice comes after this one."""


async def count_values(ctx: Ctx, row: CustomField, option: str | None = None) -> int:
    """How many customers, those in the trash included, have a value (or this option) in a field, counted up to
    10,000."""
    if row.filterable and row.filter_ready:
        held = CustomFieldValue
        query = (
            select(held.customer_id).distinct().where(held.workspace_id == ctx.workspace_id, held.field_id == row.id)
        )
        kind = getattr(held, f"{KINDS[row.type]}_value")
        query = query.where(kind.is_not(None) if option is None else kind == option)
    else:
        # Nothing indexes these values: the whole table may have to be read.
        await ctx.session.execute(text("SELECT set_config('statement_timeout', '30000', true)"))
        value = CUSTOMERS.c.custom_fields[row.key]
        query = select(CUSTOMERS.c.id).where(CUSTOMERS.c.workspace_id == ctx.workspace_id, value.astext.is_not(None))
        query = (
            query
            if option is None
            else query.where(value.contains([option]) if row.type == "multi_select" else value.astext == option)
        )
    return (await ctx.session.execute(select(func.count()).select_from(query.limit(10_000).subquery()))).scalar_one()


def _view(row: Any) -> FieldView:
    return FieldView(
        id=row.id,
        key=row.key,
        label=row.label,
        type=row.type,
        section=row.section,
        position=row.position,
        required=row.required,
        filterable=row.filterable and row.type in KINDS,
        filter_ready=row.filter_ready,
        default=row.default_value,
        rules=Rules(row.type, row.validation, tuple(option["key"] for option in row.options), row.country),
        folder_ids=None if row.every_folder else frozenset(row.folder_ids),
        viewable=row.viewable,
        editable=row.viewable and row.editable,
        version=row.version,
    )


def typed_values(field_id: UUID, type_: str, value: Any) -> list[TypedValue]:
    """A kept value as filters compare it; none for types without filters. Case is ignored, and so is what follows 500
    characters."""
    if value is None or type_ not in KINDS:
        return []
    match KINDS[type_]:
        case "number":
            return [
                TypedValue(field_id, 0, number_value=float(value["amount_minor"] if type_ == "currency" else value))
            ]
        case "time":
            return [TypedValue(field_id, 0, time_value=_midnight(value) if type_ == "date" else instant_of(value))]
        case "text":
            items = value if isinstance(value, list) else [value]
            return [
                TypedValue(field_id, position, text_value=item.lower()[:INDEXED_CHARACTERS])
                for position, item in enumerate(items)
            ]


@dataclass(slots=True)
class Values:
    """Values that passed. ``display`` is merged into ``customers.custom_fields`` (None clears the key); ``typed`` is
    the copy for filters; ``versions`` holds the version of each field, by id, that they were checked against."""

    display: dict[str, Json] = field(default_factory=dict)
    typed: list[TypedValue] = field(default_factory=list)
    versions: dict[UUID, int] = field(default_factory=dict)

    def put(self, found: FieldView, value: Json) -> None:
        self.display[found.key] = value
        self.versions[found.id] = found.version
        if found.filterable:
            self.typed += typed_values(found.id, found.type, value)


def _midnight(day: str) -> datetime:
    return datetime.combine(day_of(day), datetime.min.time(), UTC)


async def parse_filters(ctx: Ctx, params: list[tuple[str, str]]) -> list[FieldFilter]:
    """The query parameters ``field[key][operator]=value``; ``field[key]=value`` means ``eq``. A repeated ``eq`` or
    ``in`` means any of them.

    Money is compared in minor units, days as ISO 8601, moments as RFC 3339; ``exists`` takes true or false. Texts are
    compared without regard to case. Raises ``Invalid`` (422) naming every parameter that is not understood, and
    ``FieldNotReady`` (409) while a field's values are still being copied."""
    given: dict[tuple[str, str], list[str]] = {}
    errors: list[FieldError] = []
    for name, value in params:
        match = _PARAMETER.fullmatch(name)
        if match is None:
            errors.append(_refused(name, "unknown_parameter", "must be written field[key][operator]"))
        else:
            given.setdefault((match[1], match[2] or "eq"), []).append(value)
    if len(given) > MAX_FILTERS:
        raise Invalid.at("query/field", "too_many", f"must have at most {MAX_FILTERS} conditions")
    fields = await load_fields(ctx) if given else FieldSet({})
    found: list[FieldFilter] = []
    for (key, op), values in given.items():
        name = f"field[{key}][{op}]"
        try:
            found.append(_filter(_filterable(fields, key), op, values))
        except ValueRefused as error:
            errors.append(_refused(name, error.code, error.message))
    if errors:
        raise Invalid(
            "; ".join(f"{error.pointer.removeprefix('query/')} {error.message}" for error in errors[:3]) + ".",
            errors=errors[:50],
        )
    return _ranges(found)


async def parse_sort(ctx: Ctx, sort: str) -> FieldSort:
    """``field.<key>`` or ``-field.<key>``. Raises ``Invalid`` (422) at ``query/sort``, and ``FieldNotReady`` (409)."""
    descending, name = sort.startswith("-"), sort.removeprefix("-")
    try:
        found = _filterable(await load_fields(ctx), name.removeprefix("field.")) if name.startswith("field.") else None
    except ValueRefused as error:
        raise Invalid.at("query/sort", error.code, error.message) from None
    if found is None or found.type == "multi_select":
        raise Invalid.at("query/sort", "unknown_sort", "is not an order of this list")
    return FieldSort(found.id, KINDS[found.type], descending)


def _refused(name: str, code: str, message: str) -> FieldError:
    return FieldError(pointer=f"query/{name[:100].encode('utf-8', 'replace').decode()}", code=code, message=message)


def _filterable(fields: FieldSet, key: str) -> FieldView:
    found = fields.by_key.get(key)
    if found is None or not found.viewable:
        raise ValueRefused("unknown_field", "names no custom field")
    if not found.filterable:
        raise ValueRefused("not_filterable", "names a field that is not filterable")
    if not found.filter_ready:
        unmet = Unmet(
            code="field_being_copied",
            message=f"The values of {found.label} are being made ready for filters. Try again in a while.",
            fix=None,
        )
        raise FieldNotReady(unmet.message, unmet=[unmet])
    return found


def _filter(found: FieldView, op: str, values: list[str]) -> FieldFilter:
    allowed = OPERATORS[found.type]
    kind = KINDS[found.type]
    if op not in allowed:
        raise ValueRefused("unknown_operator", f"can be asked for {', '.join(allowed)}")
    if len(values) > MAX_FILTER_VALUES:
        raise ValueRefused("too_many", f"must have at most {MAX_FILTER_VALUES} values")
    if op == "exists":
        if values not in (["true"], ["false"]):
            raise ValueRefused("not_a_boolean", "must be true or false")
        return FieldFilter(found.id, kind, "exists" if values == ["true"] else "missing")
    if op == "contains":
        return FieldFilter(found.id, kind, "contains", tuple(_part(found, value) for value in values))
    if op in {"gt", "gte", "lt", "lte"} and len(values) > 1:
        raise ValueRefused("repeated", "must be given once")
    known = {"eq": "eq" if len(values) == 1 else "in", "ne": "not_in"}.get(op, op)
    return FieldFilter(found.id, kind, known, tuple(_compared(found, value) for value in values))


def _part(found: FieldView, value: str) -> str:
    part = read_value(value, Rules("text"))
    if part is None:
        raise ValueRefused("blank", "must not be blank")
    digits = re.sub(r"\D", "", str(part))
    return digits if found.type == "phone" and digits else str(part)


def _compared(found: FieldView, text: str) -> str | float:
    """What a value in the address means for this field, in the form in which the filterable copy holds it."""
    value: Any = text
    match found.type:
        case "number" | "percent":
            value = _number(text)
        case "currency":
            return float(_number(text))
        case "checkbox":
            if text not in {"true", "false"}:
                raise ValueRefused("not_a_boolean", "must be true or false")
            value = text == "true"
        case "multi_select":
            value = [text]
    unbounded = Rules(found.type, {}, found.rules.options, found.rules.country)
    typed = typed_values(found.id, found.type, read_value(value, unbounded))
    if not typed:
        raise ValueRefused("blank", "must not be blank")
    held = typed[0]
    if held.time_value is not None:
        return held.time_value.isoformat()
    return held.number_value if held.number_value is not None else cast("str", held.text_value)


def _number(text: str) -> int | float:
    if not re.fullmatch(r"[+-]?\d{1,16}(\.\d{1,20})?", text, re.ASCII):
        raise ValueRefused("not_a_number", "must be a number")
    return float(text) if "." in text else int(text)


def _ranges(filters: list[FieldFilter]) -> list[FieldFilter]:
    """``gte`` and ``lte`` of one field as one ``between``, which the index answers with one narrow scan."""
    lower = {found.field_id: found for found in filters if found.op == "gte"}
    upper = {found.field_id: found for found in filters if found.op == "lte"}
    both = lower.keys() & upper.keys()
    rest = [found for found in filters if found.field_id not in both or found.op not in {"gte", "lte"}]
    return rest + [
        FieldFilter(field_id, lower[field_id].kind, "between", lower[field_id].values + upper[field_id].values)
        for field_id in both
    ]


def shown_in_folder(folder_id: UUID) -> ColumnElement[bool]:
    """Whether customers of a folder show the ``CustomField`` of this row."""
    mine = and_(
        CustomFieldFolder.workspace_id == CustomField.workspace_id, CustomFieldFolder.field_id == CustomField.id
    )
    return or_(CustomField.every_folder, exists().where(mine, CustomFieldFolder.folder_id == folder_id))


async def unknown_links(ctx: Ctx, given: Mapping[str, Any]) -> list[FieldError]:
    """Folders and roles among ``folder_ids``, ``view_role_ids`` and ``edit_role_ids`` that are not of this workspace,
    or hidden."""
    errors: list[FieldError] = []
    for name, model, what in (
        ("folder_ids", Folder, "folder"),
        ("view_role_ids", Role, "role"),
        ("edit_role_ids", Role, "role"),
    ):
        wanted: list[UUID] = given.get(name) or []
        if wanted:
            found = set(
                await ctx.session.scalars(
                    select(model.id).where(model.workspace_id == ctx.workspace_id, model.id.in_(wanted))
                )
            )
            hidden = set(ctx.visibility.hidden_folder_ids)
            unknown = [index for index, link in enumerate(wanted) if link not in found or link in hidden]
            errors += [
                FieldError(pointer=f"/{name}/{index}", code="unknown", message=f"is not a {what} of this workspace")
                for index in unknown
            ]
    return errors


def links_of(found: Row[Any]) -> dict[str, list[UUID] | None]:
    """``folder_ids``, ``view_role_ids`` and ``edit_role_ids`` of a row of ``definitions``: None where nothing restricts
    the field."""
    return {
        name: None if getattr(found.CustomField, column) else list(getattr(found, name))
        for name, column in LINKS.items()
    }


def sorted_links(given: Mapping[str, Any]) -> dict[str, list[UUID] | None]:
    """The same from a request."""
    return {name: given[name] if given[name] is None else sorted(set(given[name])) for name in LINKS if name in given}
