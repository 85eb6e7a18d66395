"""What makes deliveries and sends them: the consumer of events, the sender, replays, and the mail when an endpoint is
disabled."""

import asyncio
import time
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

import structlog

from atrium.adapters.mail import send
from atrium.adapters.web import Fetched, HttpClient, UrlNotAllowed, WebError, client, fetch
from atrium.edge.events.queries import following, settled, settled_until
from atrium.edge.events.service import chosen_types
from atrium.edge.webhooks.deliveries import queries, service
from atrium.edge.webhooks.deliveries.models import WebhookDelivery
from atrium.edge.webhooks.deliveries.service import Outcome, Prepared
from atrium.edge.webhooks.endpoints.service import CONSUMER, get_endpoint
from atrium.kernel.commit import run_hooks
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.dispatch import consumes
from atrium.kernel.events import EventRow, write_pending
from atrium.kernel.jobs import Run, job
from atrium.kernel.loops import loop
from atrium.kernel.permissions import ALL
from atrium.kernel.schedules import every
from atrium.kernel.system import system_transaction

log = structlog.get_logger("atrium.webhooks")
SLOTS = 50
"""Calls of one worker at a time."""
AT_ONCE = 4
"""Calls of one endpoint at a time, from all workers."""
TIMEOUT_SECONDS = 15.0
LEASE_SECONDS = 60.0
KEPT_BYTES = 4096
"""So much of an answer is kept."""
BATCH = 500
PURGED_AT_ONCE = 5000


@consumes(name=CONSUMER)
async def on_event(ctx: Ctx, event: EventRow) -> None:
    await service.record(ctx, event)


# The sender ------------------------------------------------------------------


class Sender:
    """The calls that this process has under way."""

    def __init__(self) -> None:
        self.calls: set[asyncio.Task[None]] = set()

    async def look(self) -> int:
        """Begin what is due, as far as there are slots. Returns how many calls began or ended, so that freed slots are
        used at once."""
        began = len(self.calls)
        if began < SLOTS:
            async with system_transaction() as session:
                rows = await queries.claim(session, SLOTS - began, AT_ONCE, LEASE_SECONDS)
            for row in rows:
                self.calls.add(asyncio.create_task(deliver(row)))
            if rows:
                return len(rows)
        if not self.calls:
            return 0
        done, self.calls = await asyncio.wait(self.calls, timeout=0.25, return_when=asyncio.FIRST_COMPLETED)
        return len(done)


_sender = Sender()


@loop("webhooks")
async def send_due() -> int:
    """Call the endpoints that something is due for, many side by side."""
    return await _sender.look()


async def deliver(row: WebhookDelivery) -> None:
    """One attempt: prepared in one transaction, sent outside of any, concluded in another. Never raises: whatever
    breaks here, the lease ends and the delivery is due again."""
    try:
        async with transaction(database().session(row.workspace_id)) as session:
            ctx = _system(session, row)
            prepared = await service.prepare(ctx, row)
            await write_pending(ctx)
        await run_hooks(ctx)
        if prepared is None:
            return
        outcome = await call(prepared)
        async with transaction(database().session(row.workspace_id)) as session:
            ctx = _system(session, row)
            await service.conclude(ctx, row, outcome)
            await write_pending(ctx)
        await run_hooks(ctx)
    except Exception as error:
        log.warning("webhook not sent", delivery=str(row.id), endpoint=str(row.endpoint_id), exc_info=error)


async def call(prepared: Prepared) -> Outcome:
    """POST a message and judge the answer: only 2xx is success, any redirect is a failure."""
    started = time.monotonic()
    status, error, body, truncated, asked = None, None, b"", False, 0
    try:
        answer = await fetch(
            _http(),
            "POST",
            prepared.url,
            headers=prepared.headers,
            content=prepared.body,
            max_bytes=KEPT_BYTES,
            truncate=True,
            timeout_seconds=TIMEOUT_SECONDS,
        )
        status, body, truncated, error = answer.status, answer.body, answer.truncated, _judged(answer)
        asked = _asked_to_wait(answer)
    except UrlNotAllowed:
        error = "not_allowed"
    except WebError as failure:
        error = failure.reason
    text = body.decode("utf-8", "replace").replace("\x00", "\ufffd")
    return Outcome(round((time.monotonic() - started) * 1000), status, error, text, truncated, asked)


def _judged(answer: Fetched) -> str | None:
    if 200 <= answer.status < 300:
        return None
    if 300 <= answer.status < 400:
        return "redirect"
    return "gone" if answer.status == 410 else "status"


def _asked_to_wait(answer: Fetched) -> int:
    value = answer.headers.get("retry-after", "") if answer.status in {429, 503} else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


@cache
def _http() -> HttpClient:
    """One client for this process, so that connections are used again."""
    return client(timeout_seconds=TIMEOUT_SECONDS)


def _system(session: object, row: WebhookDelivery) -> Ctx:
    return Ctx(session=session, workspace_id=row.workspace_id, actor=Actor("system", None, "Atrium"), permissions=ALL)  # type: ignore[arg-type]


# Jobs ------------------------------------------------------------------------


@job("replay_webhooks")
async def replay_webhooks(run: Run) -> None:
    """Queue a period's events for an endpoint, in the order in which they settled. Result: ``queued``."""
    wanted, endpoint_id = run.payload, UUID(run.payload["endpoint_id"])
    since, until = datetime.fromisoformat(wanted["since"]), datetime.fromisoformat(wanted["until"])
    more = True
    while more:
        async with run.step() as ctx:
            endpoint = (await get_endpoint(ctx, endpoint_id)).WebhookEndpoint
            service.check_enabled(endpoint)
            query = settled(ctx, since, min(until, await settled_until(ctx)), chosen_types(endpoint.event_types))
            if position := run.result.get("position"):
                query = query.where(following([datetime.fromisoformat(position[0]), UUID(position[1])]))
            events = (await ctx.session.scalars(query.limit(BATCH))).all()
            queued = run.result.get("queued", 0) + await service.queue_again(
                ctx, endpoint, events, failed_only=wanted["failed_only"]
            )
            run.done += len(events)
            run.result = {
                "queued": queued,
                "position": [events[-1].dispatch_after.isoformat(), str(events[-1].id)] if events else position,
            }
            more = len(events) == BATCH
    async with run.finish():
        run.result = {"queued": run.result["queued"]}


@job("mail_webhook_disabled")
async def mail_webhook_disabled(run: Run) -> None:
    """Tell the owner that an endpoint was disabled, once."""
    async with run.step() as ctx:
        mail = await service.disabled_mail(ctx, UUID(run.payload["endpoint_id"]), key=f"webhook-disabled:{run.job.id}")
    if mail is not None:
        await send(mail)


@every("purge webhook deliveries", timedelta(hours=6))
async def purge_deliveries() -> None:
    """Forget deliveries of which nothing can be replayed any more."""
    purged = PURGED_AT_ONCE
    while purged == PURGED_AT_ONCE:
        async with system_transaction() as session:
            purged = await queries.purge(session, PURGED_AT_ONCE)
