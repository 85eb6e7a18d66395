"""The export itself: page after page into one file, which appears when it is complete."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from atrium.adapters import storage
from atrium.kernel.db import database, transaction
from atrium.kernel.ids import uuid7
from atrium.kernel.jobs import Run, context_of_actor, job
from atrium.kernel.permissions import P
from atrium.records.customers.record.listing import listing_of
from atrium.records.transfers.exports.events import CustomersExported
from atrium.records.transfers.exports.queries import ID_BYTES, PAGE, chosen_ids, count_visible, page_after, page_of_ids
from atrium.records.transfers.exports.schemas import SUFFIXES, ExportIn
from atrium.records.transfers.exports.service import Form, load_form

MOST_BYTES = 2**40


@job("export_customers")
async def export_customers(run: Run) -> None:
    """Payload: ``ExportIn``. Result: ``exported`` and the file. A run that was interrupted begins anew: nothing but the
    file comes of it."""
    wanted = ExportIn.model_validate(run.payload)
    ids = await _chosen(run, wanted)
    run.done = 0
    async with run.step() as ctx:
        ctx.require(P.customers_export)
        run.total = len(ids) // ID_BYTES if ids is not None else await count_visible(ctx)
    suffix = SUFFIXES[wanted.format]
    run.result_key = None
    key = f"{run.job.workspace_id}/exports/{uuid7()}.{suffix}"
    await storage.put_stream(key, _content(run, wanted, ids), MOST_BYTES)
    run.result_key, run.result_name = key, f"customers-{datetime.now(UTC):%Y-%m-%d}.{suffix}"
    run.result = {"exported": run.done}
    async with run.finish() as ctx:
        ctx.emit(CustomersExported(format=wanted.format, count=run.done))


async def _chosen(run: Run, wanted: ExportIn) -> bytes | None:
    """The ids that were named, or that the filter finds at one moment: the order they are found in changes while people
    work. None for everybody."""
    if wanted.customer_ids:
        return b"".join(customer_id.bytes for customer_id in dict.fromkeys(wanted.customer_ids))
    async with transaction(database().session(run.job.workspace_id)) as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        ctx = await context_of_actor(session, run.job)
        listing = await listing_of(ctx, wanted.filter)
        return await chosen_ids(ctx, listing) if listing.q or listing.filter else None


async def _content(run: Run, wanted: ExportIn, ids: bytes | None) -> AsyncIterator[bytes]:
    first: Form | None = None
    last: UUID | None = None
    place = 0
    more = True
    while more:
        async with run.step() as ctx:
            ctx.require(P.customers_export)
            form = await load_form(ctx, wanted.format)
            if first is not None:
                form = replace(form, fields=first.fields, schemes=first.schemes)  # the columns are those of the head
            if ids is None:
                rows = await page_after(ctx, last)
                last = rows[-1].id if rows else last
                more = len(rows) == PAGE
            else:
                page = [
                    UUID(bytes=ids[start : start + ID_BYTES])
                    for start in range(place, min(place + PAGE * ID_BYTES, len(ids)), ID_BYTES)
                ]
                place += len(page) * ID_BYTES
                rows = await page_of_ids(ctx, page)
                more = place < len(ids)
            content = b"".join(form.piece(row) for row in rows)
            run.done += len(rows)
        yield content if first is not None else form.head() + content
        first = first or form
