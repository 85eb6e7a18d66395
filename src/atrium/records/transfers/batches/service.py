"""Applying the rows of a file: what each comes to was decided beside what is there, and is written with one statement a
table.

Everything of a batch happens in the caller's transaction. A row that cannot be done is rejected by itself and leaves no
trace."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Unavailable
from atrium.kernel.events import Change
from atrium.records.custom_fields.values.service import store_many
from atrium.records.customers.assignments.events import CustomerOwnerChanged, CustomerTagged
from atrium.records.customers.record.events import (
    CustomerAssigned,
    CustomerConverted,
    CustomerCreated,
    CustomerFolderChanged,
    CustomerStatusChanged,
    CustomerUpdated,
)
from atrium.records.notes.events import NoteCreated
from atrium.records.notes.service import excerpt
from atrium.records.tags.schemas import TagIn
from atrium.records.tags.service import TagNameTaken, create_tag
from atrium.records.transfers.batches import queries
from atrium.records.transfers.plans.schemas import How, Planned
from atrium.records.transfers.plans.service import PLAIN, identifiers_of, plan_batch
from atrium.records.transfers.rows.schemas import Directory, Draft

MOST_ROUNDS = 4
"""Rows of a batch that share an address or id, or mean the same customer, come one after the other, up to so many."""


class TagMadeMeanwhile(Unavailable):
    """Someone made a tag of this name at this very moment: the batch is done again."""


async def apply_batch(ctx: Ctx, drafts: Sequence[Draft], how: How, names: Directory) -> list[Planned]:
    """Create and change customers. Returns what became of each row, in order."""
    done: dict[int, Planned] = {}
    pending = list(enumerate(drafts))
    for _ in range(MOST_ROUNDS):
        now, later = _first_of_each(pending, how)
        planned = await plan_batch(ctx, [draft for _, draft in now], how, names, lock=True)
        met: set[UUID] = set()
        for entry, result in zip(now, planned, strict=True):
            if result.before is not None and result.before.id in met:
                entry[1].problems.clear()
                later.append(entry)
                continue
            if result.before is not None:
                met.add(result.before.id)
            done[entry[0]] = result
        lost = await _write(ctx, [done[index] for index, _ in now if index in done], names)
        later += [(index, draft) for index, draft in now if index in done and done[index].customer_id in lost]
        if not later:
            break
        pending = sorted(later, key=lambda entry: entry[0])
    else:
        for index, draft in pending:
            done[index] = Planned(draft)
            done[index].reject("duplicate", "Several others have the same addresses or ids.")
    return [done[index] for index in range(len(drafts))]


def _first_of_each(
    pending: Sequence[tuple[int, Draft]], how: How
) -> tuple[list[tuple[int, Draft]], list[tuple[int, Draft]]]:
    """The rows that share no identifier with an earlier one, and the others."""
    now, later = list[tuple[int, Draft]](), list[tuple[int, Draft]]()
    taken = set[tuple[str, str]]()
    for entry in pending:
        own = set(identifiers_of(entry[1], how))
        (later if own & taken else now).append(entry)
        taken |= own
    return now, later


async def _write(ctx: Ctx, planned: Sequence[Planned], names: Directory) -> set[UUID]:
    """Carry out the plan. Returns the customers of rows that lost a race for an address or id: nothing of them is left,
    and they are planned anew."""
    created = [entry for entry in planned if entry.outcome == "created"]
    updated = [entry for entry in planned if entry.outcome == "updated"]
    if not created and not updated:
        return set()
    await queries.insert_customers(ctx, [entry.values for entry in created])
    lost = await _write_identifiers(ctx, created, updated)
    written = [entry for entry in (*created, *updated) if entry.customer_id not in lost]
    await queries.update_customers(ctx, [_row_after(entry) for entry in updated if entry.customer_id not in lost])
    await _make_tags(ctx, written, names)
    await queries.link(ctx, "customer_tags", [(_id(entry), tag_id) for entry in written for tag_id in entry.tag_ids])
    await queries.link(
        ctx, "customer_workers", [(_id(entry), member_id) for entry in written for member_id in entry.worker_ids]
    )
    await store_many(ctx, [(_id(entry), entry.custom) for entry in written if entry.custom.versions])
    notes = [(_id(entry), note) for entry in written for note in entry.notes]
    note_ids = await queries.insert_notes(ctx, notes)
    await queries.mark_seen(ctx, [_id(entry) for entry in written])
    for entry in written:
        _emit(ctx, entry)
    for (customer_id, body), note_id in zip(notes, note_ids, strict=True):
        ctx.emit(NoteCreated(customer_id=customer_id, subject_id=note_id, excerpt=excerpt(body)))
    return lost


def _id(entry: Planned) -> UUID:
    assert entry.customer_id is not None
    return entry.customer_id


async def _write_identifiers(ctx: Ctx, created: Sequence[Planned], updated: Sequence[Planned]) -> set[UUID]:
    replaced = [
        (f"ext:{scheme}", value)
        for entry in updated
        if entry.before is not None
        for scheme, value in entry.before.external_ids.items()
        if entry.values.get("external_ids", entry.before.external_ids)[scheme] != value
    ]
    await queries.remove_identifiers(ctx, replaced, [_id(entry) for entry in updated])
    await queries.remove_identifiers(ctx, [identifier for entry in created for identifier in entry.stale], None)
    lost = await queries.insert_identifiers(
        ctx, [(scheme, value, _id(entry)) for entry in (*created, *updated) for scheme, value in entry.identifiers]
    )
    if lost:
        gone = [entry for entry in updated if entry.customer_id in lost]
        await queries.remove_identifiers(
            ctx, [identifier for entry in gone for identifier in entry.identifiers], [_id(entry) for entry in gone]
        )
        await queries.undo_customers(ctx, [_id(entry) for entry in created if entry.customer_id in lost])
    return lost


def _row_after(entry: Planned) -> dict[str, Any]:
    before: dict[str, Any] = dict(entry.before._mapping) if entry.before is not None else {}
    return {
        **before,
        **entry.values,
        "custom_fields": {key: value for key, value in entry.custom.display.items() if value is not None},
    }


async def _make_tags(ctx: Ctx, written: Sequence[Planned], names: Directory) -> None:
    for entry in written:
        for name in entry.draft.new_tags:
            if name.casefold() not in names.tags:
                try:
                    tag = (await create_tag(ctx, TagIn(name=name))).Tag
                except TagNameTaken as error:
                    raise TagMadeMeanwhile from error
                names.tags[name.casefold()] = tag.id
                names.tag_names[tag.id] = tag.name
            if names.tags[name.casefold()] not in entry.tag_ids:
                entry.tag_ids.append(names.tags[name.casefold()])


def _emit(ctx: Ctx, entry: Planned) -> None:
    customer_id, before, after = _id(entry), entry.before, entry.values
    if before is None:
        ctx.emit(
            CustomerCreated(customer_id=customer_id, name=after["name"], lifecycle=after["lifecycle"], source="import")
        )
        return
    name = after.get("name", before.name)
    changes = {
        column: Change(before=getattr(before, column), after=after[column])
        for column in (*PLAIN, "email", "phone", "emails", "phones")
        if column in after
    }
    ids = after.get("external_ids", {})
    changes |= {
        f"external_ids.{key}": Change(before=before.external_ids.get(key), after=ids[key])
        for key in ids
        if before.external_ids.get(key) != ids[key]
    }
    changes |= {
        f"custom_fields.{key}": Change(before=before.custom_fields.get(key), after=value)
        for key, value in entry.custom.display.items()
    }
    if changes:
        ctx.emit(CustomerUpdated(customer_id=customer_id, name=name, changes=changes))
    moved = {
        column: Change(before=_text(getattr(before, column)), after=_text(after[column]))
        for column in ("folder_id", "status_id")
        if column in after
    }
    if "folder_id" in moved:
        ctx.emit(CustomerFolderChanged(customer_id=customer_id, folder_id=after["folder_id"], changes=moved))
    elif moved:
        ctx.emit(CustomerStatusChanged(customer_id=customer_id, status_id=after["status_id"], changes=moved))
    if "owner_id" in after:
        change = Change(before=_text(before.owner_id), after=_text(after["owner_id"]))
        ctx.emit(CustomerAssigned(customer_id=customer_id, member_ids=entry.worker_ids))
        ctx.emit(
            CustomerOwnerChanged(customer_id=customer_id, owner_id=after["owner_id"], changes={"owner_id": change})
        )
    if "lifecycle" in after:
        ctx.emit(
            CustomerConverted(
                customer_id=customer_id, name=name, changes={"lifecycle": Change(before="prospect", after="customer")}
            )
        )
    if entry.tag_ids:
        ctx.emit(CustomerTagged(customer_id=customer_id, tag_ids=entry.tag_ids))


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
