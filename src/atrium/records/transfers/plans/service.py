"""Deciding what each row comes to: found by address or id, then compared with the customer that is there. Nothing is
written here."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from atrium.kernel.context import Ctx
from atrium.kernel.errors import AtriumError
from atrium.kernel.ids import uuid7
from atrium.kernel.permissions import P
from atrium.records.custom_fields.fields.rules import ValueRefused
from atrium.records.custom_fields.values.reading import read_value
from atrium.records.custom_fields.values.service import required_fields_missing, validate_values
from atrium.records.customers.contact_points.service import MOST
from atrium.records.customers.record.sight import writable_level
from atrium.records.transfers.plans.queries import find
from atrium.records.transfers.plans.schemas import Found, How, Planned
from atrium.records.transfers.rows.schemas import OWN_SCHEME, ROW_SCHEME, Directory, Draft
from atrium.records.transfers.rows.service import row_key

PLAIN = ("name", "kind", "location", "time_zone", "language", "source")


async def plan_batch(
    ctx: Ctx, drafts: Sequence[Draft], how: How, names: Directory, *, lock: bool = False
) -> list[Planned]:
    """What the rows would come to, with nothing written."""
    planned = [Planned(draft, "rejected" if draft.problems else "created") for draft in drafts]
    live = [entry.draft for entry in planned if entry.outcome == "created"]
    references = [key for key, found in names.fields.by_key.items() if found.type == "customer"]
    found = await find(
        ctx,
        {identifier for draft in live for identifier in identifiers_of(draft, how)},
        {draft.own_id for draft in live if draft.own_id},
        tag_ids={tag_id for draft in live for tag_id in (*draft.tag_ids, *how.tag_ids)},
        notes={note for draft in live for note in draft.notes},
        referred={
            UUID(value) for draft in live for key in references if _is_uuid(value := draft.custom_fields.get(key))
        },
        lock=lock,
    )
    for entry in planned:
        if entry.outcome == "created":
            await _plan(ctx, entry, how, names, found)
    return planned


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False


def _match_keys(draft: Draft, how: How) -> list[tuple[str, str]]:
    """By what an existing customer is found: what was chosen, else another address or id of the row, else its name and
    number."""
    if how.match == "none":
        return []
    emails = [("email", email["address"]) for email in draft.emails]
    own = [(f"ext:{OWN_SCHEME}", str(draft.own_id))] if draft.own_id else []
    ids = own + [(f"ext:{scheme}", value) for scheme, value in draft.external_ids.items()]
    chosen = emails if how.match == "email" else [key for key in ids if key[0] == how.match]
    return chosen or emails or ids[:1] or [(ROW_SCHEME, row_key(draft))]


def identifiers_of(draft: Draft, how: How) -> tuple[tuple[str, str], ...]:
    """Everything of a row that only one customer can have."""
    if draft.identifiers is not None:
        return draft.identifiers
    own = [(f"ext:{OWN_SCHEME}", str(draft.own_id))] if draft.own_id else []
    others = [("email", email["address"]) for email in draft.emails] + [
        (f"ext:{scheme}", value) for scheme, value in draft.external_ids.items()
    ]
    draft.identifiers = tuple(dict.fromkeys([*_match_keys(draft, how), *own, *others]))
    return draft.identifiers


async def _plan(ctx: Ctx, entry: Planned, how: How, names: Directory, found: Found) -> None:
    draft, keys = entry.draft, _match_keys(entry.draft, how)
    if draft.own_id and draft.own_id not in found.own_ids:
        draft.external_ids.setdefault(OWN_SCHEME, str(draft.own_id))
    if draft.own_id in found.own_ids and keys[:1] == [(f"ext:{OWN_SCHEME}", str(draft.own_id))]:
        holders = {draft.own_id}
    else:
        holders = {found.holders[key] for key in keys if key in found.holders}
    if len(holders) > 1:
        entry.reject("ambiguous", "Its e-mail addresses belong to different customers.")
        return
    matched = next(iter(holders), None)
    taken = [key for key in identifiers_of(draft, how) if key in found.holders and found.holders[key] != matched]
    if matched is not None and matched not in found.customers:
        # The same words as for any address that is taken: they do not tell who has it, or that it lies in the trash.
        entry.reject(*_taken(keys[0]))
    elif taken and not (matched is not None and how.mode == "create"):
        entry.reject(*_taken(taken[0]))
    elif matched is None and how.mode == "update":
        entry.reject("not_found", "There is no such customer yet, and only existing ones were to be changed.")
    elif matched is not None and how.mode == "create":
        entry.outcome = "unchanged"
    elif draft.new_tags and not how.create_missing_tags:
        entry.reject("unknown_tag", f"There is no tag “{draft.new_tags[0][:60]}”.", next(iter(how.plan.tags), None))
    elif matched is None:
        await _plan_creation(ctx, entry, how, names, found)
    else:
        await _plan_change(ctx, entry, how, names, found, found.customers[matched])


def _taken(key: tuple[str, str]) -> tuple[str, str]:
    what = {"email": "e-mail address", ROW_SCHEME: "name and number"}.get(key[0], f"{key[0].removeprefix('ext:')} id")
    return "duplicate", f"Another customer has this {what} already."


async def _plan_creation(ctx: Ctx, entry: Planned, how: How, names: Directory, found: Found) -> None:
    draft = entry.draft
    folder_id = draft.folder_id or how.folder_id
    status_id = _status(entry, how, names, folder_id, default=how.status_id if folder_id == how.folder_id else None)
    _check_folder(entry, names, folder_id)
    _check_owner(ctx, entry)
    if entry.outcome != "rejected":
        await _check_fields(
            ctx, entry, how, names, found, folder_id=folder_id, creating=True, given=draft.custom_fields, present=None
        )
    name = draft.name or draft.fallback_name or next(iter(draft.external_ids.values()), "")[:200]
    if not name:
        entry.reject("no_name", "The row has no name, no address and no number.")
    if entry.outcome == "rejected":
        return
    entry.customer_id = uuid7()
    entry.values = {
        "id": entry.customer_id,
        "kind": draft.kind or "person",
        "name": name,
        "lifecycle": draft.lifecycle or how.lifecycle,
        "email": draft.emails[0]["address"] if draft.emails else None,
        "phone": draft.phones[0]["number"] if draft.phones else None,
        **{
            column: getattr(draft, column)
            for column in ("emails", "phones", "external_ids", "location", "time_zone", "language", "owner_id")
        },
        "source": draft.source or how.source,
        "folder_id": folder_id,
        "status_id": status_id,
        "custom_fields": {key: value for key, value in entry.custom.display.items() if value is not None},
    }
    entry.identifiers = [*identifiers_of(draft, how)] + [
        ("phone", number) for number in dict.fromkeys(phone["number"] for phone in draft.phones)
    ]
    entry.stale = [identifier for identifier in entry.identifiers if identifier in found.stale]
    entry.tag_ids = _wanted_tags(draft, how, names)
    entry.notes = draft.notes
    entry.worker_ids = [draft.owner_id] if draft.owner_id else []
    if ctx.visibility.mode in {"folders", "assigned"} and ctx.member_id is not None and ctx.member_id != draft.owner_id:
        entry.worker_ids.append(ctx.member_id)  # whoever makes a customer can see it


async def _plan_change(ctx: Ctx, entry: Planned, how: How, names: Directory, found: Found, before: Any) -> None:
    draft = entry.draft
    entry.before, entry.customer_id = before, before.id
    if writable_level(ctx, before.folder_id) in {"none", "read"}:
        entry.reject("read_only", "The customer lies in a folder where you may only read.")
        return
    values = {
        column: value
        for column in PLAIN
        if (value := getattr(draft, column)) is not None and not _same(getattr(before, column), value)
    }
    for column, short, part in (("emails", "email", "address"), ("phones", "phone", "number")):
        merged = _merged(getattr(before, column), getattr(draft, column), part)
        if merged != getattr(before, column):
            values |= {column: merged, short: merged[0][part]}
            if len(merged) > MOST:
                entry.reject("too_many", f"With this row the customer would have more than {MOST} {column}.")
    if any(before.external_ids.get(scheme) != value for scheme, value in draft.external_ids.items()):
        values["external_ids"] = {**before.external_ids, **draft.external_ids}
    if draft.lifecycle == "customer" and before.lifecycle == "prospect":
        values["lifecycle"] = "customer"
    if draft.owner_id and draft.owner_id != before.owner_id:
        values["owner_id"] = draft.owner_id
        entry.worker_ids = [draft.owner_id]
        _check_owner(ctx, entry)
    values |= _moved(entry, how, names, before)
    folder_id = values.get("folder_id", before.folder_id)
    given = _changed_fields(names, draft.custom_fields, before.custom_fields)
    if given and entry.outcome != "rejected":
        await _check_fields(
            ctx,
            entry,
            how,
            names,
            found,
            folder_id=folder_id,
            creating=False,
            given=given,
            present=before.custom_fields,
        )
    if folder_id != before.folder_id and (
        missing := await required_fields_missing(ctx, folder_id, {**before.custom_fields, **entry.custom.display})
    ):
        entry.reject("required_fields_missing", f"The folder requires {', '.join(missing)}.")
    if entry.outcome == "rejected":
        return
    entry.values = values
    entry.tag_ids = [
        tag_id for tag_id in _wanted_tags(draft, how, names) if tag_id not in found.tags.get(before.id, ())
    ]
    entry.notes = [note for note in draft.notes if note not in found.notes.get(before.id, ())]
    entry.identifiers = [
        identifier for identifier in _new_identifiers(values, before) if found.holders.get(identifier) != before.id
    ]
    changed = values or entry.custom.display or entry.tag_ids or entry.notes or draft.new_tags
    entry.outcome = "updated" if changed else "unchanged"


def _wanted_tags(draft: Draft, how: How, names: Directory) -> list[UUID]:
    """Without those that were deleted since the import was started."""
    return [tag_id for tag_id in dict.fromkeys([*draft.tag_ids, *how.tag_ids]) if tag_id in names.tag_names]


def _same(before: str | None, after: str) -> bool:
    """Files lose blanks at the ends and doubled ones; that is no change."""
    return before == after or (before is not None and " ".join(before.split()) == after)


def _merged(held: list[dict[str, Any]], given: list[dict[str, Any]], part: str) -> list[dict[str, Any]]:
    """Entries with those of the file added. The file's first one, when it is new, becomes the primary one; labels are
    only filled in."""
    known = {(entry[part], entry.get("extension")) for entry in held}
    labels = {entry[part]: entry["label"] for entry in given}
    fresh = [entry for entry in given if (entry[part], entry.get("extension")) not in known]
    kept = [
        entry if entry["label"] or not labels.get(entry[part]) else {**entry, "label": labels[entry[part]]}
        for entry in held
    ]
    if not fresh:
        return kept
    merged = [fresh[0], *kept, *fresh[1:]] if fresh[0] is given[0] else [*kept, *fresh]
    return [{**entry, "primary": number == 0} for number, entry in enumerate(merged)]


def _new_identifiers(values: Mapping[str, Any], before: Any) -> list[tuple[str, str]]:
    """What the changed customer will be known by in addition."""
    emails = [("email", entry["address"]) for entry in values.get("emails", ()) if entry not in before.emails]
    phones = [("phone", number) for number in dict.fromkeys(entry["number"] for entry in values.get("phones", ()))]
    ids = [
        (f"ext:{scheme}", value)
        for scheme, value in values.get("external_ids", {}).items()
        if before.external_ids.get(scheme) != value
    ]
    held = {("email", entry["address"]) for entry in before.emails} | {
        ("phone", entry["number"]) for entry in before.phones
    }
    return [identifier for identifier in (*emails, *phones, *ids) if identifier not in held]


def _status(entry: Planned, how: How, names: Directory, folder_id: UUID | None, default: UUID | None) -> UUID | None:
    """The status that the row names in this folder, else the given one, else the folder's own."""
    folder = names.folders.get(folder_id) if folder_id else None
    wanted, column = entry.draft.status, how.plan.plain.get("status")
    if wanted is None or folder is None:
        if wanted is not None:
            entry.reject("no_folder", "A status belongs to a folder, and the customer is in none.", column)
        return (default if default in folder.status_names else folder.default_status_id) if folder else None
    status_id = folder.statuses.get(wanted.casefold())
    if status_id is None:
        entry.reject("unknown_status", f"The folder {folder.path} has no status “{wanted[:60]}”.", column)
    return status_id


def _check_folder(entry: Planned, names: Directory, folder_id: UUID | None) -> None:
    if folder_id is not None and (folder_id not in names.folders or not names.folders[folder_id].writable):
        entry.reject("read_only", "In the row's folder you may not create or change customers.")


def _check_owner(ctx: Ctx, entry: Planned) -> None:
    if entry.draft.owner_id not in {None, ctx.member_id} and not ctx.may(P.customers_assign):
        entry.reject("may_not_assign", "You may not assign customers to other members.")


def _moved(entry: Planned, how: How, names: Directory, before: Any) -> dict[str, Any]:
    """The columns folder_id and status_id, as far as they change."""
    folder_id = entry.draft.folder_id or before.folder_id
    if folder_id == before.folder_id:
        status_id = (
            _status(entry, how, names, folder_id, default=before.status_id) if entry.draft.status else before.status_id
        )
        return {"status_id": status_id} if status_id != before.status_id else {}
    _check_folder(entry, names, folder_id)
    previous = (
        names.folders[before.folder_id].status_names.get(before.status_id, "")
        if before.folder_id in names.folders
        else ""
    )
    same = names.folders[folder_id].statuses.get(previous.casefold()) if folder_id in names.folders else None
    return {"folder_id": folder_id, "status_id": _status(entry, how, names, folder_id, default=same)}


def _changed_fields(names: Directory, given: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The fields whose value would be another one. What the actor may only view is let pass as long as it stays as it
    is."""
    changed = {}
    for key, value in given.items():
        try:
            if read_value(value, names.fields.by_key[key].rules) == before.get(key):
                continue
        except ValueRefused:
            pass  # said with its reason by validate_values
        changed[key] = value
    return changed


async def _check_fields(
    ctx: Ctx,
    entry: Planned,
    how: How,
    names: Directory,
    found: Found,
    *,
    folder_id: UUID | None,
    creating: bool,
    given: Mapping[str, Any],
    present: Any,
) -> None:
    async def referred(_ctx: Ctx, _ids: Any) -> frozenset[UUID]:
        return found.referred

    try:
        entry.custom = await validate_values(
            ctx,
            names.fields,
            given,
            creating=creating,
            folder_id=folder_id,
            present=present,
            visible_customers=referred,
        )
    except AtriumError as error:
        for problem in error.errors:
            key = problem.pointer.split("/")[2]
            label = names.fields.by_key[key].label if key in names.fields.by_key else key
            entry.reject(problem.code, f"{label} {problem.message}.", how.plan.column_of_field(key))
