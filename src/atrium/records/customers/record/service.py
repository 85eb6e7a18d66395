"""Creating, changing and finding customers (A1, B3, B4, B9, C2, C3). Changing their tags and workers later:
``records/customers/assignments``."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast
from uuid import UUID
from zoneinfo import available_timezones

import orjson
from sqlalchemy import Executable, Row, Select, Update, Uuid, any_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, Insert

from atrium.access.members.service import check_members
from atrium.kernel.context import Ctx
from atrium.kernel.errors import AtriumError, FieldError, Forbidden, NotFound, refuse
from atrium.kernel.events import Change, diff
from atrium.kernel.ids import uuid7
from atrium.kernel.kept import Kept
from atrium.records.custom_fields.fields.access import FIELDS, fields_from, fields_json, load_fields
from atrium.records.custom_fields.values.service import (
    store_many,
    store_values,
    validate_values,
)
from atrium.records.custom_fields.values.typed import Values
from atrium.records.customers.contact_points.service import contact_columns, workspace_region
from atrium.records.customers.record.events import (
    CustomerAssigned,
    CustomerCreated,
    CustomerFolderChanged,
    CustomerStatusChanged,
    CustomerUpdated,
)
from atrium.records.customers.record.identifiers import (
    add_identifiers,
    identifiers_of,
    remove_identifiers,
)
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.placement import check_required, look_around, moved_to, placement_of
from atrium.records.customers.record.rendering import customer_out, customers_with_names
from atrium.records.customers.record.schemas import CustomerIn, CustomerOut, CustomerPatch
from atrium.records.customers.record.sight import in_sight, require_write, visible_customers
from atrium.records.customers.record.writes import insert_customer, link_tags, link_workers, seen, update_alike
from atrium.records.tags.service import check_tags

PLAIN = ("name", "kind", "location", "time_zone", "language", "availability", "source")


class CustomerNotFound(NotFound):
    title = "There is no such customer, or you may not see it"


Refusals = dict[UUID, AtriumError]
"""Why something was not done with some of several customers."""


async def get_customer_to_edit(ctx: Ctx, customer_id: UUID) -> Customer:
    """The locked row, and the fields that ``load_fields`` will be asked for, in one statement. Raises as
    ``get_customer`` does."""
    found = (await ctx.session.execute(*_TO_EDIT.of(ctx, customer_id=customer_id))).first()
    if found is None:
        raise CustomerNotFound
    row, fields = found
    FIELDS.put(ctx, fields_from(fields))
    require_write(ctx, row.folder_id)
    return cast("Customer", row)


async def get_customer(
    ctx: Ctx, customer_id: UUID, *, level: Literal["read", "write"] = "read", trashed: bool = False
) -> Customer:
    """The row, locked when ``level`` is write. Raises ``CustomerNotFound`` (404) when out of sight and ``Forbidden``
    (403) in a read-only folder."""
    return (await get_customers(ctx, [customer_id], level=level, trashed=trashed))[0]


async def get_customers(
    ctx: Ctx, customer_ids: Sequence[UUID], *, level: Literal["read", "write"] = "read", trashed: bool = False
) -> list[Customer]:
    """The rows of different customers, in the given order, in one statement. Raises as ``get_customer`` does for any of
    them."""
    found = await _found(ctx, customer_ids, level == "write", trashed)
    if len(found) < len(customer_ids):
        raise CustomerNotFound
    if level == "write":
        for row in found.values():
            require_write(ctx, row.folder_id)
    return [found[customer_id] for customer_id in customer_ids]


async def lock_customers(ctx: Ctx, customer_ids: Sequence[UUID], refused: Refusals) -> list[Customer]:
    """The locked rows of those that the actor may change; why not of the others is added to ``refused``."""
    found = await _found(ctx, customer_ids, True, False)
    for customer_id in customer_ids:
        try:
            if customer_id not in found:
                raise CustomerNotFound
            require_write(ctx, found[customer_id].folder_id)
        except AtriumError as error:
            refused[customer_id] = error
    return [found[customer_id] for customer_id in customer_ids if customer_id not in refused]


async def _found(ctx: Ctx, customer_ids: Sequence[UUID], locked: bool, trashed: bool) -> dict[UUID, Customer]:
    several = len(customer_ids) > 1
    chosen = {"customer_ids": list(customer_ids)} if several else {"customer_id": customer_ids[0]}
    query, values = _ROWS.of(ctx, several, locked, trashed, **chosen)
    return {row.id: row for row in await ctx.session.scalars(query, values)}


def _rows(ctx: Ctx, several: bool, locked: bool, trashed: bool) -> Select[Any]:
    sight = in_sight(ctx) if trashed else visible_customers(ctx)
    one, many = bindparam("customer_id", type_=Uuid), bindparam("customer_ids", type_=ARRAY(Uuid))
    query = select(Customer).where(sight, Customer.id == any_(many) if several else Customer.id == one)
    query = query.execution_options(populate_existing=True)
    if several:
        # Everybody locks in the same order, so that nobody waits in a circle.
        query = query.order_by(Customer.id)
    return query.with_for_update(key_share=True, of=Customer) if locked else query


_ROWS = Kept(_rows)
_TO_EDIT = Kept(lambda ctx: _rows(ctx, False, True, False).add_columns(fields_json(ctx)))


async def show_customer(ctx: Ctx, customer_id: UUID, *, trashed: bool = False) -> tuple[CustomerOut, int]:
    """The customer as the contract shows it, and its version. Raises ``CustomerNotFound`` (404)."""
    row = (await _SHOWN.run(ctx, trashed, customer_id=customer_id)).first()
    if row is None:
        raise CustomerNotFound
    return customer_out(row, await load_fields(ctx)), row.version


def _shown(ctx: Ctx, trashed: bool) -> Select[Any]:
    sight = in_sight(ctx) if trashed else visible_customers(ctx)
    return customers_with_names(ctx).where(sight, Customer.id == bindparam("customer_id", type_=Uuid))


_SHOWN = Kept(_shown)


async def create_customer(ctx: Ctx, data: CustomerIn) -> UUID:
    """Raises ``Invalid`` (422) naming every bad place, ``IdentifierTaken`` (409), and ``Forbidden`` (403) for a key of
    one customer."""
    return (await _create(ctx, data))[0]


async def show_new_customer(ctx: Ctx, data: CustomerIn) -> tuple[CustomerOut, int]:
    """The same, and the customer as ``show_customer`` shows it: what was written is not read again."""
    return await _told(ctx, *await _create(ctx, data))


async def _told(ctx: Ctx, customer_id: UUID, row: Row[Any] | None) -> tuple[CustomerOut, int]:
    if row is None:
        return await show_customer(ctx, customer_id)
    return customer_out(row, await load_fields(ctx)), row.version


async def _create(ctx: Ctx, data: CustomerIn) -> tuple[UUID, Row[Any] | None]:
    """Its id, and its row with names unless more than the row was written."""
    if ctx.visibility.mode == "customer":
        raise Forbidden("This key serves one customer and cannot make others.")
    errors: list[FieldError] = []
    contact = await _contact_points(ctx, data.provided(), errors)
    _check_details(data.provided(), errors)
    if data.folder_id is not None:
        await look_around(ctx, data.folder_id)
    folder_id, status_id = await placement_of(ctx, data.folder_id, data.status_id, errors)
    workers = list(dict.fromkeys([*data.worker_ids, *([data.owner_id] if data.owner_id else [])]))
    if ctx.visibility.mode in {"folders", "assigned"} and ctx.member_id is not None and ctx.member_id not in workers:
        workers.append(ctx.member_id)  # whoever makes a customer can see it
    await check_members(ctx, workers, "/worker_ids", errors)
    await check_tags(ctx, data.tag_ids, "/tag_ids", errors)
    refuse(errors)
    values = await validate_values(
        ctx,
        await load_fields(ctx),
        data.custom_fields,
        creating=True,
        folder_id=folder_id,
        visible_customers=visible_ids,
    )
    customer_id = uuid7()
    row = {
        "workspace_id": ctx.workspace_id,
        "id": customer_id,
        **{name: getattr(data, name) for name in PLAIN},
        "lifecycle": data.lifecycle,
        **contact,
        "external_ids": data.external_ids,
        "folder_id": folder_id,
        "status_id": status_id,
        "owner_id": data.owner_id,
        "custom_fields": {key: value for key, value in values.display.items() if value is not None},
    }
    shown = await insert_customer(ctx, row)
    await link_tags(ctx, [customer_id], data.tag_ids)
    await link_workers(ctx, [(customer_id, worker) for worker in workers])
    await store_values(ctx, customer_id, values)
    ctx.emit(CustomerCreated(customer_id=customer_id, name=data.name, lifecycle=data.lifecycle, source=data.source))
    if others := [worker for worker in workers if worker != ctx.member_id]:
        ctx.emit(CustomerAssigned(customer_id=customer_id, member_ids=others))
    return customer_id, None if data.tag_ids or workers else shown


async def update_customer(ctx: Ctx, row: Customer, data: CustomerPatch) -> None:
    """Change a locked row (``get_customer(level="write")``) by what was sent. Raises as ``create_customer`` does, and
    ``RequiredFieldsMissing`` (409)."""
    await update_customers(ctx, [(row, data)])


async def show_updated_customer(ctx: Ctx, row: Customer, data: CustomerPatch) -> tuple[CustomerOut, int]:
    """The same, and the customer as ``show_customer`` shows it now."""
    edit = await _edit(ctx, row, data, await _check(ctx, data.provided()))
    return await _told(ctx, row.id, await _store(ctx, [edit]) if edit.changes or edit.moved else None)


async def update_customers(
    ctx: Ctx, patches: Sequence[tuple[Customer, CustomerPatch]], refused: Refusals | None = None
) -> None:
    """The same for different customers; those that get the same values get them in one statement, and what is the same
    patch is checked once. Raises for any of them, and then none is changed; with ``refused`` why not is added there and
    the others are changed."""
    alike: dict[Hashable, list[_Edit]] = {}
    checked: dict[int, _Checked] = {}
    for row, data in patches:
        try:
            if id(data) not in checked:
                checked[id(data)] = await _check(ctx, data.provided())
            edit = await _edit(ctx, row, data, checked[id(data)])
        except AtriumError as error:
            if refused is None:
                raise
            refused[row.id] = error
            continue
        if edit.changes or edit.moved:
            alike.setdefault(edit.key, []).append(edit)
    for edits in alike.values():
        await _store(ctx, edits)


class _Checked(NamedTuple):
    """What a patch says by itself, whatever customer gets it."""

    values: dict[str, Any]
    errors: list[FieldError]


async def _check(ctx: Ctx, given: Mapping[str, Any]) -> _Checked:
    errors: list[FieldError] = []
    contact = await _contact_points(ctx, given, errors)
    _check_details(given, errors)
    values: dict[str, Any] = {name: given[name] for name in PLAIN if name in given} | contact
    if "owner_id" in given and given["owner_id"] is not None:
        await check_members(ctx, [given["owner_id"]], "/owner_id", errors)
    if "owner_id" in given:
        values["owner_id"] = given["owner_id"]
    return _Checked(values, errors)


@dataclass(frozen=True, slots=True)
class _Edit:
    """What a patch comes to for one customer."""

    row: Customer
    values: dict[str, Any]
    external_ids: Mapping[str, str | None]
    custom: Values
    changes: dict[str, Change]
    moved: dict[str, Change]

    @property
    def key(self) -> Hashable:
        """The same for edits that write the same."""
        return orjson.dumps(
            [self.values, self.external_ids, self.custom.display], default=str, option=orjson.OPT_SORT_KEYS
        )


async def _edit(ctx: Ctx, row: Customer, data: CustomerPatch, checked: _Checked) -> _Edit:
    given = data.provided()
    values, errors = checked.values, list(checked.errors)
    placed = await moved_to(ctx, row, given, errors)
    refuse(errors)
    fields, folder_id = await load_fields(ctx), placed.get("folder_id", row.folder_id)
    custom = await validate_values(
        ctx,
        fields,
        given.get("custom_fields", {}),
        creating=False,
        folder_id=folder_id,
        present=row.custom_fields,
        visible_customers=visible_ids,
    )
    if folder_id != row.folder_id:
        await check_required(ctx, folder_id, {**row.custom_fields, **custom.display})
    external_ids = given.get("external_ids", {})
    changes = diff({name: getattr(row, name) for name in values}, values)
    changes |= {f"external_ids.{key}": change for key, change in diff(row.external_ids, external_ids).items()}
    changes |= {f"custom_fields.{key}": change for key, change in diff(row.custom_fields, custom.display).items()}
    moved = diff({name: getattr(row, name) for name in placed}, placed)
    return _Edit(row, values | placed, external_ids, custom, changes, moved)


async def _store(ctx: Ctx, edits: Sequence[_Edit]) -> Row[Any] | None:
    """Write edits that write the same. The row with names, if there is one edit and it wrote no more than that."""
    one = edits[0]
    old = {edit.row.id: set(identifiers_of(edit.row)) for edit in edits}
    written = {"custom_fields": one.custom.display, "external_ids": one.external_ids}
    shown = await update_alike(ctx, [edit.row for edit in edits], one.values, written)
    new = {edit.row.id: set(identifiers_of(edit.row)) for edit in edits}
    await remove_identifiers(ctx, {customer_id: held - new[customer_id] for customer_id, held in old.items()})
    for customer_id, wanted in new.items():
        await add_identifiers(ctx, customer_id, wanted - old[customer_id])
    if one.values.get("owner_id") is not None:
        await link_workers(ctx, [(edit.row.id, one.values["owner_id"]) for edit in edits])
    await store_many(ctx, [(edit.row.id, edit.custom) for edit in edits])
    for edit in edits:
        _emit_changes(ctx, edit.row, edit.changes, edit.moved)
    return None if one.values.get("owner_id") is not None else shown


def _emit_changes(ctx: Ctx, row: Customer, changes: dict[str, Change], moved: dict[str, Change]) -> None:
    if changes:
        ctx.emit(CustomerUpdated(customer_id=row.id, name=row.name, changes=changes), settle=True)
    if "folder_id" in moved:
        ctx.emit(CustomerFolderChanged(customer_id=row.id, folder_id=row.folder_id, changes=moved))
    elif "status_id" in moved:
        ctx.emit(CustomerStatusChanged(customer_id=row.id, status_id=row.status_id, changes=moved))


async def touch(ctx: Ctx, *customer_ids: UUID, changed: bool = False) -> None:
    """Something happened with these customers: they rise in the lists. ``changed`` also makes older ETags stale."""
    await _TOUCHED.run(ctx, changed, customer_ids=list(customer_ids))


def touching(ctx: Ctx, changed: bool) -> Update | Insert:
    """What ``touch`` does to the customers ``:customer_ids``."""
    customers: Any = Customer.__table__
    now = func.statement_timestamp()
    more = {"version": customers.c.version + 1, "updated_at": now} if changed else {}
    those = customers.c.id == any_(bindparam("customer_ids", type_=ARRAY(Uuid)))
    statement = update(customers).where(customers.c.workspace_id == ctx.workspace_id, those)
    statement = statement.values(last_activity_at=now, **more)
    if ctx.actor.type != "member":
        return statement
    touched = statement.returning(customers.c.id).cte("touched")
    return seen(ctx, select(touched.c.id))


_TOUCHED = Kept(touching)


async def mark_seen(ctx: Ctx, *customer_ids: UUID) -> None:
    """Whatever happened so far is no news to the acting member."""
    if ctx.actor.type != "member":
        return
    await _SEEN.run(ctx, customer_ids=sorted(customer_ids))


def _seen(ctx: Ctx) -> Executable:
    ids = func.unnest(bindparam("customer_ids", type_=ARRAY(Uuid)), type_=Uuid).column_valued("customer_id")
    return seen(ctx, select(ids))


_SEEN = Kept(_seen)


async def _contact_points(ctx: Ctx, given: Mapping[str, Any], errors: list[FieldError]) -> dict[str, Any]:
    numbers = "phones" in given or "phone" in given
    return contact_columns(given, await workspace_region(ctx) if numbers else None, errors)


def _check_details(given: Mapping[str, Any], errors: list[FieldError]) -> None:
    if "email" in (given.get("external_ids") or {}):
        errors.append(
            FieldError(
                pointer="/external_ids/email",
                code="reserved",
                message="is no name of a system: customers are found by their addresses",
            )
        )
    if given.get("time_zone") and given["time_zone"] not in available_timezones():
        errors.append(
            FieldError(pointer="/time_zone", code="unknown", message="is not a time zone of the IANA database")
        )


async def visible_ids(ctx: Ctx, customer_ids: Collection[UUID]) -> Collection[UUID]:
    """Those of the customers that the actor may see."""
    return set(
        await ctx.session.scalars(select(Customer.id).where(visible_customers(ctx), Customer.id.in_(customer_ids)))
    )
