"""From a trigger to runs: considered, started, or noted why not."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.edge.automations.conditions.service import RunFacts
from atrium.edge.automations.definitions.models import Automation
from atrium.edge.automations.definitions.service import get_automation
from atrium.edge.automations.flows.program import next_time
from atrium.edge.automations.flows.schemas import DateTrigger, HookMatch, ScheduleTrigger, WebhookTrigger
from atrium.edge.automations.runs.queries import load_program
from atrium.edge.automations.starts.decision import Answer, owner_of
from atrium.edge.automations.starts.schemas import REASONS
from atrium.edge.automations.starts.service import start_or_note, start_or_note_all
from atrium.edge.automations.starts.starting import Skipped, Start, note_skips
from atrium.edge.automations.triggers.models import HookCall
from atrium.edge.automations.triggers.schemas import Received, RunIn, RunsStarted, Started
from atrium.engage.placeholders.service import workspace_of
from atrium.kernel.authentication import hash_token
from atrium.kernel.commit import run_hooks
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.errors import BadRequest, Conflict, NotFound, TooLarge
from atrium.kernel.events import write_pending
from atrium.kernel.ids import uuid7
from atrium.kernel.jobs import enqueue
from atrium.records.customers.contact_points.service import EmailNotUnderstood, normalise_email
from atrium.records.customers.record.listing import listing_of
from atrium.records.customers.record.models import Customer, CustomerIdentifier
from atrium.records.customers.record.service import get_customers

AT_ONCE = 100
MOST_DAYS_MADE_UP = 31
MOST_BODY = 256 * 1024


class AutomationOff(Conflict):
    code, title = "automation-off", "This automation is switched off"


class HookNotFound(NotFound):
    title = "There is no such webhook"


async def _kept_id(ctx: Ctx, customer_id: UUID | None) -> UUID | None:
    """The customer, unless it was deleted for good meanwhile."""
    return (
        await ctx.session.scalar(
            select(Customer.id).where(Customer.workspace_id == ctx.workspace_id, Customer.id == customer_id)
        )
        if customer_id
        else None
    )


# ── by hand ─────────────────────────────────────────────────────────────────────


async def run_by_hand(ctx: Ctx, automation_id: UUID, data: RunIn) -> RunsStarted:
    """Start runs on behalf of the caller. Raises ``AutomationNotFound`` and ``CustomerNotFound`` (404),
    ``AutomationOff`` (409), ``Invalid`` (422)."""
    automation, _ = await get_automation(ctx, automation_id)
    if not automation.enabled:
        raise AutomationOff("Switch it on first, or try it with a dry run.")
    ids = list(dict.fromkeys(data.selection.customer_ids))
    if data.selection.filter is not None or len(ids) > AT_ONCE:
        if data.selection.filter is not None:
            await listing_of(ctx, data.selection.filter)
        payload = {
            "automation_id": str(automation_id),
            "kind": "manual",
            "selection": data.selection.model_dump(mode="json"),
            "data": data.data,
        }
        return RunsStarted(started=[], job_id=await enqueue(ctx, "start_automation_runs", payload, visible=True))
    if ids:
        await get_customers(ctx, ids)
    program = await load_program(ctx, automation.id, automation.flow_version)
    start = manual_start(ctx.actor, f"manual:{uuid7()}", data.data)
    runs = await start_or_note_all(ctx, automation, program, [(start, customer_id) for customer_id in ids])
    return RunsStarted(
        started=[_started(customer_id, *run) for customer_id, run in zip(ids, runs, strict=True)], job_id=None
    )


def manual_start(actor: Actor, key: str, data: Any) -> Start:
    trigger = {
        "kind": "manual",
        "type": None,
        "data": data,
        "changes": {},
        "actor": {"type": actor.type, "id": str(actor.id), "name": actor.name},
    }
    return Start("manual", key, {**trigger, "occurred_at": datetime.now(UTC).isoformat()}, actor)


def _started(customer_id: UUID, run_id: UUID | None, answer: Answer) -> Started:
    return Started(
        customer_id=customer_id,
        run_id=run_id,
        reason=answer.reason,
        message=answer.reason and REASONS[answer.reason],
        decisions=answer.decisions,
    )


# ── schedules ───────────────────────────────────────────────────────────────────


async def fire(session: AsyncSession, workspace_id: UUID, automation_id: UUID) -> None:
    """Start what a due schedule starts, and set when it is due next: both or neither."""
    ctx = Ctx(
        session=session, workspace_id=workspace_id, actor=Actor("system", None, "Atrium"), permissions=frozenset()
    )
    due = (
        Automation.workspace_id == workspace_id,
        Automation.id == automation_id,
        Automation.enabled,
        Automation.next_run_at <= func.statement_timestamp(),
    )
    automation = await session.scalar(select(Automation).where(*due).with_for_update(skip_locked=True))
    if automation is None or automation.next_run_at is None:
        return
    program = await load_program(ctx, automation.id, automation.flow_version)
    _, zone = await workspace_of(ctx)
    moment, now = automation.next_run_at, datetime.now(UTC)
    owner = owner_of(automation)
    match program.flow.trigger:
        case ScheduleTrigger(filter=None):
            await start_or_note(ctx, automation, program, scheduled_start(owner, moment), None)
        case ScheduleTrigger(filter=wanted) if wanted is not None:
            await _start_later(ctx, automation, owner, {"kind": "schedule", "moment": moment.isoformat()})
        case DateTrigger(offset_days=offset):
            first = max(moment.astimezone(zone).date(), now.astimezone(zone).date() - timedelta(days=MOST_DAYS_MADE_UP))
            missed = (now.astimezone(zone).date() - first).days
            days = [(first + timedelta(days=number - offset)).isoformat() for number in range(missed + 1)]
            await _start_later(ctx, automation, owner, {"kind": "date", "days": days})
    values = {"next_run_at": next_time(program.flow, zone, now)}
    await session.execute(
        update(Automation)
        .where(Automation.workspace_id == workspace_id, Automation.id == automation_id)
        .values(**values)
    )
    await write_pending(ctx)


async def _start_later(ctx: Ctx, automation: Automation, owner: Actor, payload: dict[str, Any]) -> None:
    """A job that finds the customers as whoever the automation acts for sees them."""
    as_owner = Ctx(session=ctx.session, workspace_id=ctx.workspace_id, actor=owner, permissions=frozenset())
    await enqueue(as_owner, "start_automation_runs", {"automation_id": str(automation.id), **payload})


def scheduled_start(owner: Actor, moment: datetime) -> Start:
    key = f"schedule:{moment.astimezone(UTC).isoformat()}"
    trigger = {
        "kind": "schedule",
        "type": None,
        "data": {},
        "changes": {},
        "actor": {"type": "system", "id": None, "name": "Schedule"},
    }
    return Start("schedule", key, {**trigger, "occurred_at": moment.isoformat()}, owner)


def dated_start(owner: Actor, field: str, day: str) -> Start:
    trigger = {
        "kind": "date",
        "type": None,
        "data": {"field": field, "date": day},
        "changes": {},
        "actor": {"type": "system", "id": None, "name": "Schedule"},
    }
    return Start("date", f"date:{field}:{day}", {**trigger, "occurred_at": datetime.now(UTC).isoformat()}, owner)


# ── webhooks ────────────────────────────────────────────────────────────────────


async def receive(token: str, body: dict[str, Any], given_id: str | None) -> Received:
    """Take a call in and start its run, in one transaction. Raises ``HookNotFound`` (404) for an unknown address,
    ``BadRequest`` (400), ``TooLarge`` (413)."""
    if len(orjson.dumps(body)) > MOST_BODY:
        raise TooLarge(f"A webhook's body must have at most {MOST_BODY} bytes.")
    if given_id is not None and not (1 <= len(given_id) <= 255 and given_id.isprintable()):
        raise BadRequest("The id of the message must be 1 to 255 printable characters.")
    async with transaction(database().authenticating_session()) as session:
        opened = await session.scalar(text("SELECT open_automation_hook(:hash)"), {"hash": hash_token(token)})
        if opened is None:
            raise HookNotFound
        workspace_id = UUID(opened["workspace_id"])
        session.info.update(workspace_id=workspace_id)
        ctx = Ctx(
            session=session, workspace_id=workspace_id, actor=Actor("system", None, "Webhook"), permissions=frozenset()
        )
        received = await _take_in(ctx, UUID(opened["automation_id"]), body, given_id)
        await write_pending(ctx)
    await run_hooks(ctx)
    return received


async def _take_in(ctx: Ctx, automation_id: UUID, body: dict[str, Any], given_id: str | None) -> Received:
    automation, flow = await get_automation(ctx, automation_id)
    if not isinstance(flow.trigger, WebhookTrigger):
        raise HookNotFound
    facts = RunFacts({"body": body})
    found = facts.look(f"body.{flow.trigger.id_path}") if flow.trigger.id_path else None
    external_id = (
        str(found)[:255] if isinstance(found, str | int) and not isinstance(found, bool) else given_id or str(uuid7())
    )
    values = {
        "workspace_id": ctx.workspace_id,
        "id": uuid7(),
        "automation_id": automation_id,
        "external_id": external_id,
        "body": body,
    }
    call_id = await ctx.session.scalar(insert(HookCall).values(values).on_conflict_do_nothing().returning(HookCall.id))
    if call_id is None:
        return Received(duplicate=True, run_id=None)
    trigger = {
        "kind": "webhook",
        "type": None,
        "data": body,
        "changes": {},
        "actor": {"type": "system", "id": None, "name": "Webhook"},
    }
    start = Start(
        "webhook", f"webhook:{call_id}", {**trigger, "occurred_at": datetime.now(UTC).isoformat()}, owner_of(automation)
    )
    if not automation.enabled:
        await note_skips(ctx, automation, [Skipped(start.key, None, "disabled")])
        return Received(duplicate=False, run_id=None)
    customer_id = await _matched(ctx, flow.trigger.match, facts) if flow.trigger.match else None
    program = await load_program(ctx, automation.id, automation.flow_version)
    run_id, _ = await start_or_note(ctx, automation, program, start, customer_id)
    return Received(duplicate=False, run_id=run_id)


async def _matched(ctx: Ctx, match: HookMatch, facts: RunFacts) -> UUID | None:
    """The customer that the body names. Whether it may be seen is asked later, as whoever the automation acts for."""
    value = facts.look(f"body.{match.path}")
    if not isinstance(value, str | int) or isinstance(value, bool):
        return None
    if match.by == "id":
        try:
            return await _kept_id(ctx, UUID(str(value)))
        except ValueError:
            return None
    scheme, wanted = f"ext:{match.scheme}", str(value)
    if match.by == "email":
        try:
            scheme, wanted = "email", normalise_email(wanted)
        except EmailNotUnderstood:
            return None
    own = (
        CustomerIdentifier.workspace_id == ctx.workspace_id,
        CustomerIdentifier.scheme == scheme,
        CustomerIdentifier.value == wanted,
    )
    return await ctx.session.scalar(select(CustomerIdentifier.customer_id).where(*own))


# ── by another automation ───────────────────────────────────────────────────────
