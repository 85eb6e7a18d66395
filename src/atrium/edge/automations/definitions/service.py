"""Automations kept: every change of the flow is a new version, acts for whoever saved it, and leaves the runs under way
alone."""

import secrets
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select, update

from atrium.edge.automations.definitions.calls import check_calls
from atrium.edge.automations.definitions.events import (
    AutomationCreated,
    AutomationDeleted,
    AutomationDisabled,
    AutomationEnabled,
    AutomationHookMade,
    AutomationUpdated,
)
from atrium.edge.automations.definitions.models import Automation, AutomationVersion
from atrium.edge.automations.definitions.queries import (
    automations_using,
    calls_between,
    current_flows,
    live_flows,
    summaries,
)
from atrium.edge.automations.definitions.rendering import FLOW, problems_of, shown
from atrium.edge.automations.definitions.schemas import AutomationIn, AutomationPatch
from atrium.edge.automations.flows.program import all_steps, awaited_events, next_time, trigger_events
from atrium.edge.automations.flows.schemas import Flow
from atrium.edge.automations.flows.sealing import sealed, server_of
from atrium.edge.automations.flows.service import check_flow, refuse_flow, uses_of_flow
from atrium.engage.placeholders.service import workspace_of
from atrium.kernel.authentication import hash_token
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Forbidden, NotFound
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.kernel.settings import settings
from atrium.kernel.steps import STEP_KINDS
from atrium.kernel.subscriptions import subscribe, unsubscribe
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.usages.service import Thing, Use, finds_uses, follows_merges

CONSUMER = "automations"
LONGEST_SECRET = 300


class AutomationNotFound(NotFound):
    title = "There is no such automation"


class NobodyToActFor(Forbidden):
    code, title = "nobody-to-act-for", "An automation acts for a member or a key"


class NoHook(Conflict):
    code, title = "no-hook", "This automation is not started by a webhook"


async def list_automations(
    ctx: Ctx, *, q: str | None, enabled: bool | None, trigger_kind: str | None, limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """Rows of ``summaries``, A to Z."""
    query, order = summaries(ctx), (func.lower(Automation.name), Automation.id)
    if q:
        query = query.where(func.lower(Automation.name).contains(q.lower(), autoescape=True))
    if enabled is not None:
        query = query.where(Automation.enabled.is_(enabled))
    if trigger_kind is not None:
        query = query.where(Automation.trigger_kind == trigger_kind)
    scope = f"automations:{q}:{enabled}:{trigger_kind}"
    if cursor:
        query = query.where(after(order, decode_cursor(scope, cursor), descending=[False, False]))
    rows = (
        await ctx.session.execute(query.add_columns(order[0].label("lowered")).order_by(*order).limit(limit + 1))
    ).all()
    return page_of(rows, limit, scope, lambda row: [row.lowered, row.Automation.id])


async def get_automation(ctx: Ctx, automation_id: UUID, *, lock: bool = False) -> tuple[Automation, Flow]:
    """The automation and the flow that new runs follow. Raises ``AutomationNotFound`` (404)."""
    query = current_flows(ctx).where(Automation.id == automation_id)
    row = (await ctx.session.execute(query.with_for_update(of=Automation) if lock else query)).first()
    if row is None:
        raise AutomationNotFound
    return row.Automation, Flow.model_validate(row.flow)


async def list_versions(
    ctx: Ctx, automation_id: UUID, limit: int, cursor: str | None
) -> tuple[Sequence[AutomationVersion], str | None]:
    """The newest first. Raises ``AutomationNotFound`` (404)."""
    await get_automation(ctx, automation_id)
    query = select(AutomationVersion).where(
        AutomationVersion.workspace_id == ctx.workspace_id, AutomationVersion.automation_id == automation_id
    )
    scope = f"automation_versions:{automation_id}"
    if cursor:
        query = query.where(AutomationVersion.number < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.scalars(query.order_by(AutomationVersion.number.desc()).limit(limit + 1))).all()
    return page_of(rows, limit, scope, lambda row: [row.number])


async def check_draft(ctx: Ctx, flow: Flow, automation_id: UUID | None) -> list[FieldError]:
    """What saving this flow would refuse. Raises ``AutomationNotFound`` (404)."""
    present = (await get_automation(ctx, automation_id))[1] if automation_id else None
    errors = await problems_of(ctx, flow, automation_id)
    if not errors:
        _seal(flow, present, automation_id or uuid7(), errors)
    return errors


async def create_automation(
    ctx: Ctx, data: AutomationIn, *, automation_id: UUID | None = None, present: Flow | None = None
) -> tuple[Automation, Flow]:
    """Raises ``FlowCannotWork`` (422) naming every place. ``present`` is a flow whose secrets may be kept."""
    flow = Flow.model_validate(data.model_dump(include=set(FLOW)))
    automation = Automation(
        workspace_id=ctx.workspace_id,
        id=automation_id or uuid7(),
        name=data.name,
        description=data.description,
        enabled=data.enabled,
    )
    automation.flow_version, automation.version = 0, 1
    flow = await _set_flow(ctx, automation, flow, present)
    ctx.session.add(automation)
    await ctx.session.flush()
    await _keep_version(ctx, automation, flow)
    await _listen(ctx, automation, flow)
    ctx.emit(AutomationCreated(subject_id=automation.id, name=automation.name))
    if automation.enabled:
        ctx.emit(AutomationEnabled(subject_id=automation.id, name=automation.name))
    await ctx.session.refresh(automation)
    return automation, flow


async def update_automation(
    ctx: Ctx, automation: Automation, present: Flow, data: AutomationPatch
) -> tuple[Automation, Flow]:
    """Change a locked automation. Raises ``FlowCannotWork`` (422) naming every place, also when it is switched on and
    cannot work any more."""
    given = data.provided()
    wanted = Flow.model_validate({**present.model_dump(), **data.model_dump(include=set(FLOW) & given.keys())})
    changed = wanted != present
    before = {name: getattr(automation, name) for name in ("name", "description", "enabled")}
    for name in before:
        if name in given:
            setattr(automation, name, given[name])
    switched = automation.enabled != before["enabled"]
    flow = present
    if changed:
        flow = await _set_flow(ctx, automation, wanted, present)
        await _keep_version(ctx, automation, flow)
    elif switched and automation.enabled:
        refuse_flow(await problems_of(ctx, present, automation.id))
    changes = diff(before, {name: getattr(automation, name) for name in before})
    if not changed and not changes:
        return automation, flow
    if switched or changed:
        automation.next_run_at = await _next_run(ctx, automation, flow)
    automation.version += 1
    automation.updated_at = datetime.now(UTC)
    await ctx.session.flush()
    await _listen(ctx, automation, flow)
    if changed or changes.keys() - {"enabled"}:
        ctx.emit(
            AutomationUpdated(
                subject_id=automation.id, name=automation.name, flow_version=automation.flow_version, changes=changes
            )
        )
    if switched:
        ctx.emit(
            (AutomationEnabled if automation.enabled else AutomationDisabled)(
                subject_id=automation.id, name=automation.name
            )
        )
    return automation, flow


async def delete_automation(ctx: Ctx, automation: Automation) -> None:
    """With its runs, those under way included. Raises ``Conflict`` (409) while others run it."""
    callers = [
        caller
        for caller, called in (await calls_between(ctx)).items()
        if automation.id in called and caller != automation.id
    ]
    if callers:
        names = await ctx.session.scalars(
            select(Automation.name).where(Automation.workspace_id == ctx.workspace_id, Automation.id.in_(callers))
        )
        raise Conflict(f"Other automations run it: {', '.join(sorted(names))}. Change them first.")
    await unsubscribe(ctx, CONSUMER, automation.id)
    await ctx.session.execute(
        delete(Automation).where(Automation.workspace_id == ctx.workspace_id, Automation.id == automation.id)
    )
    ctx.emit(AutomationDeleted(subject_id=automation.id, name=automation.name))


async def duplicate_automation(
    ctx: Ctx, automation: Automation, flow: Flow, name: str | None
) -> tuple[Automation, Flow]:
    """A copy, switched off. Secrets are not copied: raises ``FlowCannotWork`` (422) naming each that the copy would
    need."""
    if name is None:
        taken = set(
            await ctx.session.scalars(select(Automation.name).where(Automation.workspace_id == ctx.workspace_id))
        )
        name = next(made for number in range(2, 10_000) if (made := f"{automation.name[:190]} {number}") not in taken)
    data = AutomationIn.model_validate(
        {**shown(flow).model_dump(), "name": name, "description": automation.description, "enabled": False}
    )
    return await create_automation(ctx, data)


async def make_hook(ctx: Ctx, automation: Automation) -> str:
    """A new secret address for the automation's webhook; the former one is dead. Raises ``NoHook`` (409)."""
    if automation.trigger_kind != "webhook":
        raise NoHook("Give it a webhook trigger first.")
    token = f"atr_hook_{secrets.token_urlsafe(32)}"
    automation.hook_hash, automation.hook_made_at = hash_token(token), datetime.now(UTC)
    automation.version += 1
    await ctx.session.flush()
    ctx.emit(AutomationHookMade(subject_id=automation.id, name=automation.name))
    return f"{settings().base_url.rstrip('/')}/api/v1/hooks/{token}"


async def _set_flow(ctx: Ctx, automation: Automation, flow: Flow, present: Flow | None) -> Flow:
    """Check a flow and give it to the automation. Returns it with sealed secrets."""
    if ctx.actor.type not in {"member", "api_key"} or ctx.actor.id is None:
        raise NobodyToActFor
    errors, references = await check_flow(ctx, flow, hold=True)
    errors += await check_calls(ctx, flow, automation.id)
    if not errors:
        flow = _seal(flow, present, automation.id, errors)
    refuse_flow(errors)
    automation.flow_version += 1
    automation.trigger_kind, automation.event_types = flow.trigger.kind, trigger_events(flow)
    automation.uses = uses_of_flow(flow, await load_fields(ctx), references)
    automation.owner_type, automation.owner_id, automation.owner_name = ctx.actor.type, ctx.actor.id, ctx.actor.name
    automation.next_run_at = await _next_run(ctx, automation, flow)
    if flow.trigger.kind != "webhook":
        automation.hook_hash = automation.hook_made_at = None
    return flow


async def _next_run(ctx: Ctx, automation: Automation, flow: Flow) -> datetime | None:
    if not automation.enabled:
        return None
    _, zone = await workspace_of(ctx)
    return next_time(flow, zone, datetime.now(UTC))


async def _keep_version(ctx: Ctx, automation: Automation, flow: Flow) -> None:
    version = AutomationVersion(
        workspace_id=ctx.workspace_id,
        automation_id=automation.id,
        number=automation.flow_version,
        flow=flow.model_dump(mode="json"),
        author_type=ctx.actor.type,
        author_id=ctx.actor.id,
        author_name=ctx.actor.name,
    )
    ctx.session.add(version)
    await ctx.session.flush()


async def _listen(ctx: Ctx, automation: Automation, flow: Flow) -> None:
    """Subscribe to what starts it, while it is on, and to what its runs wait for, as long as they do."""
    flows = [flow, *(Flow.model_validate(live) for live in await live_flows(ctx, automation.id))]
    patterns = {event_type for one in flows for event_type in awaited_events(one.steps)}
    if automation.enabled:
        patterns.update(automation.event_types)
    if patterns:
        await subscribe(ctx, CONSUMER, automation.id, patterns)
    else:
        await unsubscribe(ctx, CONSUMER, automation.id)


def _seal(flow: Flow, present: Flow | None, automation_id: UUID, errors: list[FieldError]) -> Flow:
    """The flow with its secrets sealed. Null keeps the present one of the step with the same id, as long as it goes to
    the same server."""
    flow = flow.model_copy(deep=True)
    former = {step.id: step.config for step, _, _ in all_steps(present.steps)} if present else {}
    for step, at, _ in all_steps(flow.steps):
        kind = STEP_KINDS[step.kind]
        if kind.secret is None or not step.config.get(kind.secret):
            continue
        given: Any = step.config[kind.secret]
        before: Any = former.get(step.id, {})
        same_server = bool(before) and server_of(str(before.get("url"))) == server_of(str(step.config.get("url")))
        kept, result = (before.get(kind.secret) or {}) if same_server else {}, {}
        for name, value in given.items():
            pointer = f"{at}/config/{kind.secret}/{name}"
            if value is not None and len(value) > LONGEST_SECRET:
                errors.append(
                    FieldError(
                        pointer=pointer, code="too_long", message=f"must have at most {LONGEST_SECRET} characters"
                    )
                )
            elif value is not None:
                result[name] = value if kept.get(name) == value else sealed(automation_id, value)
            elif kept.get(name):
                result[name] = kept[name]
            else:
                errors.append(
                    FieldError(
                        pointer=pointer,
                        code="secret_missing",
                        message="needs its value: secrets are not copied and stay with their server",
                    )
                )
        step.config = {**step.config, kind.secret: result}
    return flow


@finds_uses("automations")
async def uses(ctx: Ctx, thing: Thing, ids: Collection[UUID]) -> Sequence[Use]:  # noqa: ARG001 - an id is of one thing only
    """The automations by name, or only how many to who may not read them."""
    rows = await automations_using(ctx, ids)
    if rows and not ctx.may(P.automations_read):
        return [Use("used_by_automation", f"{len(rows)} automations use it.")]
    return [
        Use("used_by_automation", f"The automation “{row.name}” uses it.", f"/automations/{row.id}") for row in rows
    ]


@follows_merges("automations")
async def follow_merge(ctx: Ctx, thing: Thing, ids: Collection[UUID], into: UUID) -> None:  # noqa: ARG001 - an id is of one thing only
    """Flows that refer to one of these refer to ``into`` from now on: a new version, for the same owner."""
    rows = (
        await ctx.session.execute(
            current_flows(ctx).where(Automation.uses.overlap(list(ids))).with_for_update(of=Automation)
        )
    ).all()
    for automation, flow in rows:
        text = Flow.model_validate(flow).model_dump_json()
        for identifier in ids:
            text = text.replace(str(identifier), str(into))
        uses = sorted({*(set(automation.uses) - set(ids)), into})
        own = (Automation.workspace_id == ctx.workspace_id, Automation.id == automation.id)
        await ctx.session.execute(
            update(Automation)
            .where(*own)
            .values(uses=uses, flow_version=automation.flow_version + 1, version=automation.version + 1)
        )
        await ctx.session.refresh(automation)
        await _keep_version(ctx, automation, Flow.model_validate_json(text))
