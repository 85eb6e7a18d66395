"""From an event to an endpoint: recorded with the event's delivery, sent at least once under one ``webhook-id``, every
attempt kept."""

import base64
import hashlib
import hmac
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select

from atrium.access.members.models import Member
from atrium.access.workspaces.models import Workspace
from atrium.adapters.mail import Action, Brand, Email, system_mail
from atrium.billing.quotas.service import meter_event
from atrium.edge.events.queries import RETENTION
from atrium.edge.events.service import contract_types
from atrium.edge.webhooks.deliveries import queries
from atrium.edge.webhooks.deliveries.messages import WebhookPayload
from atrium.edge.webhooks.deliveries.models import WebhookAttempt, WebhookDelivery
from atrium.edge.webhooks.deliveries.payload import payload_of, sample_payload
from atrium.edge.webhooks.deliveries.schemas import WebhookReplayIn
from atrium.edge.webhooks.endpoints.events import WebhookEndpointTested
from atrium.edge.webhooks.endpoints.models import WebhookEndpoint
from atrium.edge.webhooks.endpoints.service import (
    check_may_direct,
    disable,
    headers_of,
    note_outcome,
    owner_context,
    plain,
    secrets_of,
)
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, Fix, Invalid, NotFound, Unmet
from atrium.kernel.events import EVENT_TYPES, EventRow
from atrium.kernel.ids import uuid7
from atrium.kernel.jobs import enqueue
from atrium.kernel.pages import page_url
from atrium.kernel.permissions import P
from atrium.kernel.schemas import ActorOut
from atrium.kernel.subscriptions import matches
from atrium.kernel.wake import wake
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.timeline.queries import sees_everyone

RETRY_SECONDS = (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""How long to wait before each attempt (``design/api.md``): after the last one a delivery has failed."""
JITTER = 0.1
LONGEST_RETRY_AFTER = 86_400
GIVE_UP_AFTER = timedelta(days=5)
"""An endpoint that took nothing for so long is disabled."""


class DeliveryNotFound(NotFound):
    title = "There is no such delivery"


class DeliveryInFlight(Conflict):
    code, title = "delivery-in-flight", "This is being sent just now"


class EndpointDisabled(Conflict):
    code, title = "webhook-endpoint-disabled", "This endpoint is disabled"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message ready to be sent."""

    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt. ``error`` is None when it was taken."""

    duration_ms: int
    status: int | None = None
    error: str | None = None
    body: str = ""
    truncated: bool = False
    retry_after_seconds: int = 0


async def record(ctx: Ctx, event: EventRow) -> None:
    """One delivery for each endpoint that wants this event, in the transaction of the event's own delivery."""
    enabled = (WebhookEndpoint.workspace_id == ctx.workspace_id, WebhookEndpoint.state == "enabled")
    wanted = False
    for endpoint in await ctx.session.execute(select(WebhookEndpoint.id, WebhookEndpoint.event_types).where(*enabled)):
        if any(matches(pattern, event.type) for pattern in endpoint.event_types):
            wanted = bool(await queries.queue(ctx, endpoint.id, [(event.id, event.type)])) or wanted
    if wanted:
        ctx.after_commit.append(wake)


# Sending ---------------------------------------------------------------------


def webhook_id(delivery_id: UUID) -> str:
    return f"msg_{delivery_id.hex}"


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """``v1,`` and the HMAC, as Standard Webhooks say."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return (
        "v1,"
        + base64.b64encode(
            hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
        ).decode()
    )


async def prepare(ctx: Ctx, row: WebhookDelivery) -> Prepared | None:
    """The message as the endpoint's owner may see it now. None when it is not to be sent: then the delivery has been
    settled."""
    own = (WebhookEndpoint.workspace_id == ctx.workspace_id, WebhookEndpoint.id == row.endpoint_id)
    endpoint = (
        await ctx.session.scalars(select(WebhookEndpoint).where(*own).with_for_update(key_share=True))
    ).one_or_none()
    if endpoint is None:
        return None
    owner = await owner_context(ctx, endpoint)
    if owner is None:
        await disable(ctx, endpoint, "owner_gone" if await _is_gone(ctx, endpoint.owner_id) else "owner_not_allowed")
    if owner is None and row.event_id is None:
        # Tests are sent by disabled endpoints too, so this one would come back at once, for ever.
        await queries.settle(ctx.session, row, state="failed", finished_at=datetime.now(UTC), last_error="not_allowed")
        return None
    if owner is None or (endpoint.state != "enabled" and row.event_id is not None):
        await queries.settle(ctx.session, row, state="queued", due_at=datetime.now(UTC))
        return None
    payload = await payload_of(owner, row.event_id) if row.event_id else _test_payload(endpoint, row)
    if payload is None:
        await queries.settle(ctx.session, row, state="withheld", finished_at=datetime.now(UTC), last_error=None)
        return None
    return _signed(endpoint, row, payload)


def _signed(endpoint: WebhookEndpoint, row: WebhookDelivery, payload: WebhookPayload) -> Prepared:
    now = datetime.now(UTC)
    body = orjson.dumps(payload.model_dump(mode="json", warnings=False))
    message_id, timestamp = webhook_id(row.id), int(now.timestamp())
    headers = {
        **headers_of(endpoint),
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(
            signature(secret, message_id, timestamp, body) for secret in secrets_of(endpoint, now)
        ),
    }
    return Prepared(endpoint.url, headers, body)


async def conclude(ctx: Ctx, row: WebhookDelivery, outcome: Outcome) -> None:
    """Keep what came of an attempt and what follows from it, all in this transaction. Nothing when the lease was lost
    or the endpoint is gone."""
    own = (WebhookEndpoint.workspace_id == ctx.workspace_id, WebhookEndpoint.id == row.endpoint_id)
    endpoint = (
        await ctx.session.scalars(select(WebhookEndpoint).where(*own).with_for_update(key_share=True))
    ).one_or_none()
    if endpoint is None or not await queries.settle(ctx.session, row, **_following(row, outcome)):
        return
    kept = {name: getattr(outcome, name) for name in ("duration_ms", "status", "error")}
    attempt_id = uuid7()
    answer = {"response_body": outcome.body, "response_truncated": outcome.truncated}
    ctx.session.add(WebhookAttempt(workspace_id=ctx.workspace_id, id=attempt_id, delivery_id=row.id, **kept, **answer))
    if row.event_id is None:
        return
    await meter_event(ctx, "webhooks", row.event_id, str(attempt_id))
    since = await note_outcome(ctx, endpoint, failed=outcome.error is not None)
    reason = (
        "gone"
        if outcome.error == "gone"
        else "failing"
        if since is not None and since <= datetime.now(UTC) - GIVE_UP_AFTER
        else None
    )
    if reason is not None and endpoint.state == "enabled":
        await disable(ctx, endpoint, reason)
        await enqueue(ctx, "mail_webhook_disabled", {"endpoint_id": str(endpoint.id)}, as_system=True)


def _following(row: WebhookDelivery, outcome: Outcome) -> dict[str, Any]:
    """What becomes of a delivery after an attempt: delivered, tried again later, or given up."""
    now, attempts = datetime.now(UTC), row.attempts + 1
    values: dict[str, Any] = {"attempts": attempts, "last_status": outcome.status, "last_error": outcome.error}
    if outcome.error is None:
        return {**values, "state": "delivered", "finished_at": now}
    if outcome.error == "gone" or row.event_id is None or attempts >= len(RETRY_SECONDS):
        return {**values, "state": "failed", "finished_at": now}
    return {
        **values,
        "state": "queued",
        "due_at": now + timedelta(seconds=retry_after(attempts, outcome.retry_after_seconds)),
    }


def retry_after(attempts: int, asked_seconds: int = 0) -> float:
    """Seconds until the next attempt after so many, with jitter; longer when the other side asked for that."""
    usual = RETRY_SECONDS[attempts] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - jitter
    return max(usual, min(asked_seconds, LONGEST_RETRY_AFTER))


async def _is_gone(ctx: Ctx, member_id: UUID | None) -> bool:
    state = await ctx.session.scalar(
        select(Member.state).where(Member.workspace_id == ctx.workspace_id, Member.id == member_id)
    )
    return state != "active"


async def disabled_mail(ctx: Ctx, endpoint_id: UUID, key: str) -> Email | None:
    """The mail to the owner of an endpoint that was disabled. None when it works again, or one of them is gone."""
    query = select(WebhookEndpoint, Member.email).join(
        Member,
        (Member.workspace_id == WebhookEndpoint.workspace_id)
        & (Member.id == WebhookEndpoint.owner_id)
        & (Member.state == "active"),
    )
    found = (
        await ctx.session.execute(
            query.where(WebhookEndpoint.workspace_id == ctx.workspace_id, WebhookEndpoint.id == endpoint_id)
        )
    ).one_or_none()
    if found is None or found.WebhookEndpoint.state == "enabled":
        return None
    endpoint: WebhookEndpoint = found.WebhookEndpoint
    workspace = await ctx.session.get_one(Workspace, ctx.workspace_id)
    brand = Brand(workspace.name, color=str(workspace.colours.get("accent", "")), language=workspace.locale)
    reason = "it answered 410 Gone" if endpoint.disabled_reason == "gone" else "it took nothing for five days"
    paragraphs = [
        f"The webhook endpoint {plain(endpoint.url)} was disabled, because {reason}.",
        "It is told nothing until you enable it. What happened meanwhile can be replayed for thirty days.",
    ]
    action = Action("Open the endpoint", page_url(f"/settings/webhooks/{endpoint.id}"))
    return system_mail(brand, found.email, "A webhook endpoint was disabled", paragraphs, action, key=key)


# The log ---------------------------------------------------------------------


async def get_delivery(ctx: Ctx, endpoint_id: UUID, delivery_id: UUID) -> WebhookDelivery:
    """Raises ``DeliveryNotFound`` (404)."""
    query = (
        queries.deliveries(ctx, endpoint_id)
        .where(WebhookDelivery.id == delivery_id)
        .execution_options(populate_existing=True)
    )
    row = (await ctx.session.scalars(query)).one_or_none()
    if row is None:
        raise DeliveryNotFound
    return row


async def shown_payload(ctx: Ctx, endpoint: WebhookEndpoint, row: WebhookDelivery) -> WebhookPayload | None:
    """What would be sent now, as far as the reader may see it."""
    return await payload_of(ctx, row.event_id) if row.event_id else _test_payload(endpoint, row)


async def may_read_answers(ctx: Ctx, endpoint: WebhookEndpoint) -> bool:
    """Whether an endpoint's answers can tell the actor nothing new, whatever of the payload they repeat."""
    if ctx.actor.type == "member" and ctx.member_id == endpoint.owner_id:
        return True
    fields = await load_fields(ctx)
    complete = {P.customers_read, P.notes_read, P.audit_read} <= ctx.permissions
    return complete and sees_everyone(ctx) and fields.viewable_keys >= set(fields.by_key)


async def test(ctx: Ctx, endpoint: WebhookEndpoint, event_type: str | None) -> WebhookDelivery:
    """Queue an example, tried once, also for a disabled endpoint. Raises ``Invalid`` (422) for an unknown type and
    ``BeyondOwnRights`` (403)."""
    if event_type is not None and event_type not in contract_types():
        raise Invalid.at("/event_type", "unknown", "is not an event type")
    await check_may_direct(ctx, endpoint)
    row = WebhookDelivery(
        workspace_id=ctx.workspace_id,
        id=uuid7(),
        endpoint_id=endpoint.id,
        event_type=event_type or WebhookEndpointTested.type,
        tester={"type": ctx.actor.type, "id": str(ctx.actor.id), "name": ctx.actor.name},
    )
    ctx.session.add(row)
    await ctx.session.flush()
    ctx.after_commit.append(wake)
    return await get_delivery(ctx, endpoint.id, row.id)


def _test_payload(endpoint: WebhookEndpoint, row: WebhookDelivery) -> WebhookPayload | None:
    if row.event_type not in EVENT_TYPES:
        return None
    facts = {"url": plain(endpoint.url)} if row.event_type == WebhookEndpointTested.type else {}
    return sample_payload(row.event_type, row.id, ActorOut.model_validate(row.tester), facts, row.created_at)


async def redeliver(ctx: Ctx, endpoint: WebhookEndpoint, delivery_id: UUID) -> WebhookDelivery:
    """Queue it again, from the first attempt on. Raises ``DeliveryInFlight``, ``EndpointDisabled`` (409) and
    ``BeyondOwnRights`` (403)."""
    row = await get_delivery(ctx, endpoint.id, delivery_id)
    await check_may_direct(ctx, endpoint)
    if row.event_id is not None:
        check_enabled(endpoint)
    if not await queries.requeue(
        ctx, endpoint.id, "queued", "delivered", "failed", "withheld", delivery_id=delivery_id
    ):
        raise DeliveryInFlight
    ctx.after_commit.append(wake)
    return await get_delivery(ctx, endpoint.id, delivery_id)


async def replay(ctx: Ctx, endpoint: WebhookEndpoint, data: WebhookReplayIn) -> UUID:
    """Start a job that queues what happened in a period again. Raises ``EndpointDisabled`` (409), ``Invalid`` (422),
    ``BeyondOwnRights`` (403)."""
    await check_may_direct(ctx, endpoint)
    check_enabled(endpoint)
    now = datetime.now(UTC)
    if data.since < now - RETENTION:
        raise Invalid.at("/since", "too_old", "must be at most thirty days ago")
    until = data.until or now
    if until <= data.since:
        raise Invalid.at("/until", "before_since", "must be after since")
    payload = {
        "endpoint_id": str(endpoint.id),
        "since": data.since.isoformat(),
        "until": until.isoformat(),
        "failed_only": data.failed_only,
    }
    return await enqueue(ctx, "replay_webhooks", payload, visible=True)


def check_enabled(endpoint: WebhookEndpoint) -> None:
    """Raises ``EndpointDisabled`` (409)."""
    if endpoint.state != "enabled":
        fix = Fix(label="Enable it", href=f"/settings/webhooks/{endpoint.id}")
        raise EndpointDisabled(
            "Enable it first.", unmet=[Unmet(code="endpoint_disabled", message="The endpoint is disabled.", fix=fix)]
        )


async def resume(ctx: Ctx, endpoint_id: UUID) -> None:
    """Send at once what waits for an endpoint that works again."""
    if await queries.requeue(ctx, endpoint_id, "queued"):
        ctx.after_commit.append(wake)


async def queue_again(ctx: Ctx, endpoint: WebhookEndpoint, events: Sequence[EventRow], *, failed_only: bool) -> int:
    """Queue events for an endpoint: what never got through, or everything."""
    wanted = [
        (event.id, event.type)
        for event in events
        if any(matches(pattern, event.type) for pattern in endpoint.event_types)
    ]
    count = await queries.queue(
        ctx, endpoint.id, wanted, again=("failed",) if failed_only else ("failed", "delivered", "withheld")
    )
    if count:
        ctx.after_commit.append(wake)
    return count
