"""Creating, changing and finding customers (A1, B3, B4, B9, C2, C3). Changing their tags and workers later:
``records/customers/assignments``."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID
from zoneinfo import available_timezones

import orjson
from sqlalchemy import Uuid, any_, cast, delete, func, literal, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert

from atrium.access.members.service import check_members
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, refuse
from atrium.kernel.events import Change, diff
from atrium.kernel.ids import uuid7
from atrium.records.custom_fields.definitions.service import (
    Values,
    load_fields,
    required_fields_missing,
    store_many,
    store_values,
    validate_values,
)
from atrium.records.customers.contact_points.service import contact_columns, workspace_region
from atrium.records.customers.record.events import (
    CustomerAssigned,
    CustomerConverted,
    CustomerCreated,
    CustomerFolderChanged,
    CustomerStatusChanged,
    CustomerUpdated,
)
from atrium.records.customers.record.models import Customer, CustomerIdentifier, CustomerVisit, CustomerWorker
from atrium.records.customers.record.queries import (
    customer_out,
    customers_with_names,
    in_sight,
    visible_customers,
    writable_level,
)
from atrium.records.customers.record.schemas import CustomerIn, CustomerOut, CustomerPatch
from atrium.records.folders.service import map_status
from atrium.records.tags.service import check_tags

PLAIN = ("name", "kind", "location", "time_zone", "language", "availability", "source")


class CustomerNotFound(NotFound):
    title = "There is no such customer, or you may not see it"


class IdentifierTaken(Conflict):
    """``existing_id`` names the other customer if the caller may see it."""

    code, title = "duplicate-customer", "Another customer has this already"


class RequiredFieldsMissing(Conflict):
    """The folder shows required fields that the customer has no value for."""

    code, title = "required-fields-missing", "This folder requires fields that are empty"


class AlreadyCustomer(Conflict):
    code, title = "already-customer", "This is a customer already"


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
    sight = in_sight(ctx) if trashed else visible_customers(ctx)
    chosen = (
        Customer.id == customer_ids[0]
        if len(customer_ids) == 1
        else Customer.id == any_(literal(list(customer_ids), ARRAY(Uuid)))
    )
    query = select(Customer).where(sight, chosen).execution_options(populate_existing=True)
    if len(customer_ids) > 1:
        # Everybody locks in the same order, so that nobody waits in a circle.
        query = query.order_by(Customer.id)
    found = {
        row.id: row
        for row in await ctx.session.scalars(query.with_for_update(key_share=True) if level == "write" else query)
    }
    if len(found) < len(customer_ids):
        raise CustomerNotFound
    if level == "write":
        for row in found.values():
            require_write(ctx, row.folder_id)
    return [found[customer_id] for customer_id in customer_ids]


def require_write(ctx: Ctx, folder_id: UUID | None) -> None:
    """Raises ``Forbidden`` (403) when the actor may only read in this folder."""
    if writable_level(ctx, folder_id) in {"none", "read"}:
        raise Forbidden("In this folder you may only read.")


async def show_customer(ctx: Ctx, customer_id: UUID, *, trashed: bool = False) -> tuple[CustomerOut, int]:
    """The customer as the contract shows it, and its version. Raises ``CustomerNotFound`` (404)."""
    sight = in_sight(ctx) if trashed else visible_customers(ctx)
    row = (await ctx.session.execute(customers_with_names(ctx).where(sight, Customer.id == customer_id))).first()
    if row is None:
        raise CustomerNotFound
    return customer_out(row, await load_fields(ctx)), row.version


async def create_customer(ctx: Ctx, data: CustomerIn) -> UUID:
    """Raises ``Invalid`` (422) naming every bad place, ``IdentifierTaken`` (409), and ``Forbidden`` (403) for a key of
    one customer."""
    if ctx.visibility.mode == "customer":
        raise Forbidden("This key serves one customer and cannot make others.")
    errors: list[FieldError] = []
    contact = await _contact_points(ctx, data.provided(), errors)
    _check_details(data.provided(), errors)
    folder_id, status_id = await _placement(ctx, data.folder_id, data.status_id, errors)
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
    await ctx.session.execute(insert(Customer).values(row))
    await add_identifiers(ctx, customer_id, _identifiers(row))
    await link_tags(ctx, [customer_id], data.tag_ids)
    await link_workers(ctx, customer_id, workers)
    await store_values(ctx, customer_id, values)
    ctx.emit(CustomerCreated(customer_id=customer_id, name=data.name, lifecycle=data.lifecycle, source=data.source))
    if others := [worker for worker in workers if worker != ctx.member_id]:
        ctx.emit(CustomerAssigned(customer_id=customer_id, member_ids=others))
    await mark_seen(ctx, customer_id)
    return customer_id


async def update_customer(ctx: Ctx, row: Customer, data: CustomerPatch) -> None:
    """Change a locked row (``get_customer(level="write")``) by what was sent. Raises as ``create_customer`` does, and
    ``RequiredFieldsMissing`` (409)."""
    await update_customers(ctx, [(row, data)])


async def update_customers(ctx: Ctx, patches: Sequence[tuple[Customer, CustomerPatch]]) -> None:
    """The same for different customers; those that get the same values get them in one statement. Raises for any of
    them, and then none is changed."""
    alike: dict[Hashable, list[_Edit]] = {}
    for row, data in patches:
        edit = await _edit(ctx, row, data)
        if edit.changes or edit.moved:
            alike.setdefault(edit.key, []).append(edit)
    for edits in alike.values():
        await _store(ctx, edits)


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


async def _edit(ctx: Ctx, row: Customer, data: CustomerPatch) -> _Edit:
    given = data.provided()
    errors: list[FieldError] = []
    contact = await _contact_points(ctx, given, errors)
    _check_details(given, errors)
    values: dict[str, Any] = {name: given[name] for name in PLAIN if name in given} | contact
    if "owner_id" in given and given["owner_id"] is not None:
        await check_members(ctx, [given["owner_id"]], "/owner_id", errors)
    if "owner_id" in given:
        values["owner_id"] = given["owner_id"]
    placed = await _moved(ctx, row, given, errors)
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
        await _check_required(ctx, folder_id, {**row.custom_fields, **custom.display})
    external_ids = given.get("external_ids", {})
    changes = diff({name: getattr(row, name) for name in values}, values)
    changes |= {f"external_ids.{key}": change for key, change in diff(row.external_ids, external_ids).items()}
    changes |= {f"custom_fields.{key}": change for key, change in diff(row.custom_fields, custom.display).items()}
    moved = diff({name: getattr(row, name) for name in placed}, placed)
    return _Edit(row, values | placed, external_ids, custom, changes, moved)


async def _store(ctx: Ctx, edits: Sequence[_Edit]) -> None:
    """Write edits that write the same."""
    ids, one = [edit.row.id for edit in edits], edits[0]
    old = {edit.row.id: set(identifiers_of(edit.row)) for edit in edits}
    statement = (
        update(Customer)
        .where(
            Customer.workspace_id == ctx.workspace_id,
            Customer.id == ids[0] if len(ids) == 1 else Customer.id == any_(literal(ids, ARRAY(Uuid))),
        )
        .values(
            **one.values,
            custom_fields=_merged(Customer.custom_fields, one.custom.display),
            external_ids=_merged(Customer.external_ids, one.external_ids),
            version=Customer.version + 1,
            updated_at=func.clock_timestamp(),
            last_activity_at=func.clock_timestamp(),
        )
        .returning(Customer)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    (await ctx.session.scalars(statement)).all()
    for edit in edits:
        row, new = edit.row, set(identifiers_of(edit.row))
        await remove_identifiers(ctx, row.id, old[row.id] - new)
        await add_identifiers(ctx, row.id, new - old[row.id])
        if edit.values.get("owner_id") is not None:
            await link_workers(ctx, row.id, [edit.values["owner_id"]])
    await store_many(ctx, [(edit.row.id, edit.custom) for edit in edits])
    for edit in edits:
        _emit_changes(ctx, edit.row, edit.changes, edit.moved)
        await mark_seen(ctx, edit.row.id)


def _emit_changes(ctx: Ctx, row: Customer, changes: dict[str, Change], moved: dict[str, Change]) -> None:
    if changes:
        ctx.emit(CustomerUpdated(customer_id=row.id, name=row.name, changes=changes), settle=True)
    if "folder_id" in moved:
        ctx.emit(CustomerFolderChanged(customer_id=row.id, folder_id=row.folder_id, changes=moved))
    elif "status_id" in moved:
        ctx.emit(CustomerStatusChanged(customer_id=row.id, status_id=row.status_id, changes=moved))


async def convert_customer(ctx: Ctx, row: Customer) -> None:
    """Make a prospect a customer: once, with the same id (A4). Raises ``AlreadyCustomer`` (409)."""
    if row.lifecycle == "customer":
        raise AlreadyCustomer
    statement = update(Customer).where(Customer.workspace_id == ctx.workspace_id, Customer.id == row.id)
    now = func.clock_timestamp()
    await ctx.session.execute(
        statement.values(
            lifecycle="customer", converted_at=now, updated_at=now, last_activity_at=now, version=Customer.version + 1
        ).execution_options(synchronize_session=False)
    )
    ctx.emit(
        CustomerConverted(
            customer_id=row.id, name=row.name, changes={"lifecycle": Change(before="prospect", after="customer")}
        )
    )
    await mark_seen(ctx, row.id)


async def touch(ctx: Ctx, *customer_ids: UUID, changed: bool = False) -> None:
    """Something happened with these customers: they rise in the lists. ``changed`` also makes older ETags stale."""
    values: dict[str, Any] = {"last_activity_at": func.clock_timestamp()}
    if changed:
        values |= {"version": Customer.version + 1, "updated_at": func.clock_timestamp()}
    statement = update(Customer).where(
        Customer.workspace_id == ctx.workspace_id, Customer.id == any_(literal(list(customer_ids), ARRAY(Uuid)))
    )
    await ctx.session.execute(statement.values(**values).execution_options(synchronize_session=False))
    await mark_seen(ctx, *customer_ids)


async def mark_seen(ctx: Ctx, *customer_ids: UUID) -> None:
    """Whatever happened so far is no news to the acting member."""
    if ctx.actor.type != "member":
        return
    rows = [
        {"workspace_id": ctx.workspace_id, "member_id": ctx.member_id, "customer_id": customer_id}
        for customer_id in sorted(customer_ids)
    ]
    statement = insert(CustomerVisit).values(rows)
    keys = [CustomerVisit.workspace_id, CustomerVisit.member_id, CustomerVisit.customer_id]
    await ctx.session.execute(
        statement.on_conflict_do_update(index_elements=keys, set_={"seen_at": func.clock_timestamp()})
    )


async def link_tags(ctx: Ctx, customer_ids: Iterable[UUID], tag_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Add tags. Returns the ones that each customer did not have yet."""
    wanted = {"customers": list(customer_ids), "tags": list(tag_ids)}
    added: dict[UUID, list[UUID]] = {}
    if all(wanted.values()):
        for row in await ctx.session.execute(_LINK_TAGS, {"workspace_id": ctx.workspace_id, **wanted}):
            added.setdefault(row.customer_id, []).append(row.tag_id)
    return added


_LINK_TAGS = text("""
INSERT INTO customer_tags (workspace_id, customer_id, tag_id)
SELECT DISTINCT CAST(:workspace_id AS uuid), customer_id, tag_id
FROM unnest(CAST(:customers AS uuid[])) AS customer_id CROSS JOIN unnest(CAST(:tags AS uuid[])) AS tag_id ORDER BY 2, 3
ON CONFLICT DO NOTHING RETURNING customer_id, tag_id
""")


async def link_workers(ctx: Ctx, customer_id: UUID, member_ids: Iterable[UUID]) -> list[UUID]:
    """Assign members. Returns the ones who were not assigned yet."""
    rows = [
        {"workspace_id": ctx.workspace_id, "customer_id": customer_id, "member_id": member_id}
        for member_id in dict.fromkeys(member_ids)
    ]
    if not rows:
        return []
    return list(
        await ctx.session.scalars(
            insert(CustomerWorker).values(rows).on_conflict_do_nothing().returning(CustomerWorker.member_id)
        )
    )


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


async def _placement(
    ctx: Ctx, folder_id: UUID | None, status_id: UUID | None, errors: list[FieldError]
) -> tuple[UUID | None, UUID | None]:
    if folder_id is None:
        if status_id is not None:
            errors.append(
                FieldError(
                    pointer="/status_id", code="no_folder", message="needs a folder, because statuses belong to folders"
                )
            )
        return None, None
    if ctx.visibility.folder_levels.get(folder_id) == "none":
        errors.append(FieldError(pointer="/folder_id", code="unknown", message="is not a folder of this workspace"))
        return None, None
    require_write(ctx, folder_id)
    try:
        found, _ = await map_status(
            ctx, folder_id, wanted_status_id=status_id, wanted_name=None, previous_status_id=None
        )
    except Invalid as error:
        errors.extend(error.errors)
        return None, None
    return folder_id, found


async def _moved(ctx: Ctx, row: Customer, given: Mapping[str, Any], errors: list[FieldError]) -> dict[str, Any]:
    """The columns folder_id and status_id, as far as they change."""
    folder_id = given.get("folder_id", row.folder_id)
    if "folder_id" not in given and "status_id" not in given:
        return {}
    if folder_id == row.folder_id:
        if "status_id" not in given or given["status_id"] == row.status_id:
            return {}
        _, status_id = await _placement(ctx, folder_id, given["status_id"], errors)
        return {"status_id": status_id}
    if folder_id is None:
        return {"folder_id": None, "status_id": None}
    if ctx.visibility.folder_levels.get(folder_id) != "none":
        require_write(ctx, folder_id)
        try:
            status_id, _ = await map_status(
                ctx,
                folder_id,
                wanted_status_id=given.get("status_id"),
                wanted_name=None,
                previous_status_id=row.status_id,
            )
        except Invalid as error:
            errors.extend(error.errors)
            return {}
        return {"folder_id": folder_id, "status_id": status_id}
    errors.append(FieldError(pointer="/folder_id", code="unknown", message="is not a folder of this workspace"))
    return {}


async def visible_ids(ctx: Ctx, customer_ids: Collection[UUID]) -> Collection[UUID]:
    """Those of the customers that the actor may see."""
    return set(
        await ctx.session.scalars(select(Customer.id).where(visible_customers(ctx), Customer.id.in_(customer_ids)))
    )


async def _check_required(ctx: Ctx, folder_id: UUID | None, values: Mapping[str, Any]) -> None:
    missing = await required_fields_missing(ctx, folder_id, values)
    if missing:
        errors = [
            FieldError(pointer=f"/custom_fields/{key}", code="required", message="is required in this folder")
            for key in missing
        ]
        raise RequiredFieldsMissing(f"Fill these first: {', '.join(missing)}.", errors=errors)


def _merged(column: Any, given: Mapping[str, Any]) -> Any:
    """A JSONB column with some keys set and others, given as None, removed: key by key in SQL, so parallel edits of
    other keys survive."""
    kept = {key: value for key, value in given.items() if value is not None}
    merged = column.op("||")(cast(kept, JSONB)) if kept else column
    for key in (key for key, value in given.items() if value is None):
        merged = merged.op("-")(key)
    return merged


def identifiers_of(row: Customer) -> list[tuple[str, str]]:
    """Everything a customer is known by: ``(scheme, value)`` of its addresses, numbers and ids elsewhere."""
    return _identifiers({"emails": row.emails, "phones": row.phones, "external_ids": row.external_ids})


def _identifiers(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    emails = [("email", email["address"]) for email in row.get("emails") or ()]
    phones = [("phone", number) for number in dict.fromkeys(phone["number"] for phone in row.get("phones") or ())]
    return [*emails, *phones, *((f"ext:{scheme}", value) for scheme, value in (row.get("external_ids") or {}).items())]


async def add_identifiers(ctx: Ctx, customer_id: UUID, identifiers: Iterable[tuple[str, str]]) -> None:
    """Raises ``IdentifierTaken`` (409), naming the holder if the caller may see it."""
    wanted = sorted(set(identifiers))
    if not wanted:
        return
    rows = [
        {"workspace_id": ctx.workspace_id, "scheme": scheme, "value": value, "customer_id": customer_id}
        for scheme, value in wanted
    ]
    added = await ctx.session.execute(
        insert(CustomerIdentifier)
        .values(rows)
        .on_conflict_do_nothing()
        .returning(CustomerIdentifier.scheme, CustomerIdentifier.value)
    )
    missing = set(wanted) - {(row.scheme, row.value) for row in added}
    if missing:
        raise await _taken(ctx, *min(missing))


async def _taken(ctx: Ctx, scheme: str, value: str) -> IdentifierTaken:
    holder = select(CustomerIdentifier.customer_id).where(
        CustomerIdentifier.workspace_id == ctx.workspace_id,
        CustomerIdentifier.scheme == scheme,
        CustomerIdentifier.value == value,
    )
    seen = await ctx.session.scalar(select(Customer.id).where(visible_customers(ctx), Customer.id.in_(holder)))
    what, pointer = (
        ("e-mail address", "/emails") if scheme == "email" else (f"{scheme.removeprefix('ext:')} id", "/external_ids")
    )
    error = FieldError(pointer=pointer, code="taken", message=f"another customer has this {what}")
    return IdentifierTaken(
        f"Another customer has this {what} already.", errors=[error], existing_id=str(seen) if seen else None
    )


async def remove_identifiers(ctx: Ctx, customer_id: UUID, identifiers: Iterable[tuple[str, str]]) -> None:
    wanted = list(identifiers)
    if wanted:
        held = (CustomerIdentifier.workspace_id == ctx.workspace_id, CustomerIdentifier.customer_id == customer_id)
        await ctx.session.execute(
            delete(CustomerIdentifier).where(
                *held, tuple_(CustomerIdentifier.scheme, CustomerIdentifier.value).in_(wanted)
            )
        )
