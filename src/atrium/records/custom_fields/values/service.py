"""Values that customers hold in custom fields (C5).

The customers keep the values for display (``customers.custom_fields``, merged key by key); here they are checked, and
the typed copy is kept by which customers are filtered and sorted (``design/search.md``)."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from atrium.access.members.models import Member
from atrium.kernel.context import Ctx, Remembered
from atrium.kernel.errors import FieldError, Forbidden, Invalid, Unavailable
from atrium.kernel.schemas import Json
from atrium.records.custom_fields.fields.access import FIELDS, FieldSet, FieldView, load_fields
from atrium.records.custom_fields.fields.rules import ValueRefused
from atrium.records.custom_fields.values.queries import STORE
from atrium.records.custom_fields.values.reading import read_value
from atrium.records.custom_fields.values.typed import Values

_ACTIVE = Remembered[frozenset[UUID]]("active_members")
VisibleCustomers = Callable[[Ctx, Collection[UUID]], Awaitable[Collection[UUID]]]
"""Given ids, those of customers that the actor may see. The customers slice supplies it, since it comes after this
one."""


class FieldNotEditable(Forbidden):
    code, title = "field-not-editable", "You may not change these fields"


class ValuesRefused(Invalid):
    title = "The custom fields are not acceptable"


class FieldChanged(Unavailable):
    code, title = "field-changed", "A custom field was changed at this very moment"


async def validate_values(
    ctx: Ctx,
    fields: FieldSet,
    given: Mapping[str, Json],
    *,
    creating: bool,
    folder_id: UUID | None,
    present: Mapping[str, Any] | None = None,
    visible_customers: VisibleCustomers | None = None,
) -> Values:
    """Check ``given`` (key → JSON value, null to clear) for a customer in ``folder_id``; ``present`` are its values so
    far, hidden ones included.

    When creating, fields that the folder shows get their default, and those required must end up with a value, unless
    the actor may not edit them. Later a required field may not be cleared. Raises ``ValuesRefused`` (422) with every
    problem at ``/custom_fields/<key>``; ``FieldNotEditable`` (403) when the only problem is that the actor may view but
    not edit. A field that the actor may not view is as unknown as one that does not exist."""
    values, errors = Values(), list[FieldError]()
    for key, value in given.items():
        found = fields.by_key.get(key)
        try:
            values.put(*_checked(found, value))
        except ValueRefused as error:
            errors.append(_at(key, error))
    errors += await _dangling(ctx, fields, values, present or {}, visible_customers)
    if creating:
        await _apply_defaults(ctx, fields, values, given, folder_id)
    held, refused = present or {}, {error.pointer for error in errors}
    for found in fields.by_key.values():
        cleared = found.key in values.display and held.get(found.key) is not None
        if (
            found.required
            and found.editable
            and found.shown(folder_id)
            and (creating or cleared)
            and values.display.get(found.key) is None
        ):
            missing = _at(found.key, ValueRefused("required", "must have a value"))
            errors += [missing] if missing.pointer not in refused else []
    if errors:
        kind = FieldNotEditable if all(error.code == "not_editable" for error in errors) else ValuesRefused
        raise kind(
            "; ".join(f"{error.pointer.removeprefix('/custom_fields/')} {error.message}" for error in errors[:3]) + ".",
            errors=errors[:100],
        )
    return values


def _checked(found: FieldView | None, value: Json) -> tuple[FieldView, Json]:
    if found is None or not found.viewable:
        raise ValueRefused("unknown_field", "is not a custom field of this workspace")
    if not found.editable:
        raise ValueRefused("not_editable", "may not be changed with your role")
    return found, read_value(value, found.rules)


def _at(key: str, error: ValueRefused) -> FieldError:
    safe = key[:100].encode("utf-8", "replace").decode().replace("\x00", "").replace("~", "~0").replace("/", "~1")
    return FieldError(pointer=f"/custom_fields/{safe}{error.at}", code=error.code, message=error.message)


async def _apply_defaults(
    ctx: Ctx, fields: FieldSet, values: Values, given: Mapping[str, Json], folder_id: UUID | None
) -> None:
    for found in fields.by_key.values():
        if found.default is None or found.key in given or not found.shown(folder_id):
            continue
        # A default may name a member who has left since: then the field starts empty.
        if found.type == "member" and UUID(str(found.default)) not in await active_members(ctx):
            continue
        values.put(found, found.default)


async def _dangling(
    ctx: Ctx, fields: FieldSet, values: Values, present: Mapping[str, Any], visible_customers: VisibleCustomers | None
) -> list[FieldError]:
    """References to members and customers that are not there. A reference that stays as it was is not looked at: people
    leave."""
    wanted: dict[str, dict[str, UUID]] = {"member": {}, "customer": {}}
    for key, value in values.display.items():
        kind = fields.by_key[key].type
        if kind in wanted and value is not None and value != present.get(key):
            wanted[kind][key] = UUID(str(value))
    errors: list[FieldError] = []
    if wanted["member"]:
        active = await active_members(ctx)
        missing = ValueRefused("unknown_member", "is not an active member of this workspace")
        errors += [_at(key, missing) for key, found in wanted["member"].items() if found not in active]
    if wanted["customer"]:
        visible = set(await visible_customers(ctx, set(wanted["customer"].values()))) if visible_customers else set()
        missing = ValueRefused("unknown_customer", "is not a customer that you may see")
        errors += [_at(key, missing) for key, found in wanted["customer"].items() if found not in visible]
    return errors


async def active_members(ctx: Ctx) -> frozenset[UUID]:
    known = _ACTIVE.of(ctx)
    if known is None:
        rows = await ctx.session.scalars(
            select(Member.id).where(Member.workspace_id == ctx.workspace_id, Member.state == "active")
        )
        known = _ACTIVE.put(ctx, frozenset(rows))
    return known


async def required_fields_missing(ctx: Ctx, folder_id: UUID | None, custom_fields: Mapping[str, Any]) -> list[str]:
    """Keys of the required fields of a folder that these values leave empty, without those that the actor may not edit:
    who moves a customer is not asked for what they cannot give."""
    fields = await load_fields(ctx)
    return [
        found.key
        for found in fields.by_key.values()
        if found.required and found.editable and found.shown(folder_id) and custom_fields.get(found.key) is None
    ]


async def store_values(ctx: Ctx, customer_id: UUID, values: Values) -> None:
    """Write the filterable copy of one customer's values, in one statement, after the customer itself. Raises
    ``FieldChanged`` (503)."""
    await store_many(ctx, [(customer_id, values)])


async def store_many(ctx: Ctx, changes: Sequence[tuple[UUID, Values]]) -> None:
    """The same for many customers, each named once, still in one statement.

    Raises ``FieldChanged`` (503, the caller tries again) when a field was deleted or redefined after the values were
    checked: its row is locked against that from here to the commit."""
    versions = {field_id: version for _, values in changes for field_id, version in values.versions.items()}
    if not versions:
        return
    touched = [(customer_id, field_id) for customer_id, values in changes for field_id in values.versions]
    rows = [(customer_id, value) for customer_id, values in changes for value in values.typed]
    parameters = {
        "workspace_id": ctx.workspace_id,
        "field_ids": list(versions),
        "versions": list(versions.values()),
        "customers": [customer_id for customer_id, _ in rows],
        "fields": [value.field_id for _, value in rows],
        "positions": [value.position for _, value in rows],
        "texts": [value.text_value for _, value in rows],
        "numbers": [value.number_value for _, value in rows],
        "times": [value.time_value for _, value in rows],
        "touched_customers": [customer_id for customer_id, _ in touched],
        "touched_fields": [field_id for _, field_id in touched],
    }
    if (await ctx.session.execute(STORE, parameters)).scalar_one() != len(versions):
        FIELDS.forget(ctx)
        raise FieldChanged("Someone changed one of these custom fields just now. Try again.")
