"""Editing many customers: the selection is fixed once, then worked through in small transactions, so a crash doubles
nothing."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from pydantic import TypeAdapter

from atrium.adapters import storage
from atrium.kernel.context import Ctx
from atrium.kernel.errors import AtriumError
from atrium.kernel.ids import uuid7
from atrium.kernel.jobs import Run, job
from atrium.records.customers.bulk.schemas import Action, Selection
from atrium.records.customers.bulk.service import edit
from atrium.records.customers.record.listing import found_ids, listing_of

BATCH = 1000
ID_BYTES = 16
MOST_REASONS = 5_000
"""Reasons kept; beyond that failures are only counted."""
MOST_BYTES = 10_000_000 * ID_BYTES
ACTION: TypeAdapter[Action] = TypeAdapter(Action)


@job("edit_customers")
async def edit_customers(run: Run) -> None:
    """Payload: ``BulkIn``. Result: ``changed`` and ``failed``; the failures are in the job's error file."""
    action = ACTION.validate_python(run.payload["action"])
    ids = await _selection(run)
    run.total = len(ids)
    while run.done < len(ids):
        async with run.step() as ctx:
            await _edit(run, ctx, ids[run.done : run.done + BATCH], action)
    async with run.finish():
        failures = run.result.pop("failures", [])
        run.result = {"changed": run.result.get("changed", 0), "failed": run.result.get("failed", 0)}
        if failures:
            run.errors_key = await _store_failures(run.job.workspace_id, failures)


async def _edit(run: Run, ctx: Ctx, ids: Sequence[UUID], action: Action) -> None:
    changed, failed, failures = (
        run.result.get("changed", 0),
        run.result.get("failed", 0),
        list(run.result.get("failures", [])),
    )
    refused = await edit(ctx, ids, action)
    changed += len(ids) - len(refused)
    failed += len(refused)
    for customer_id in ids:
        if customer_id in refused and len(failures) < MOST_REASONS:
            failures.append([str(customer_id), refused[customer_id].code, _reason(refused[customer_id])])
    run.done += len(ids)
    run.result = {**run.result, "changed": changed, "failed": failed, "failures": failures}


def _reason(refusal: AtriumError) -> str:
    return "; ".join([refusal.detail, *(unmet.message for unmet in refusal.unmet)])


async def _selection(run: Run) -> list[UUID]:
    """The customers to edit: named in the payload, or found once and kept in a file beside the job."""
    selection = Selection.model_validate(run.payload["selection"])
    if selection.filter is None:
        return list(dict.fromkeys(selection.customer_ids))
    if "selection_key" not in run.result:
        async with run.step() as ctx:
            key = f"{run.job.workspace_id}/selections/{uuid7()}"
            listing = await listing_of(ctx, selection.filter)

            async def chunks() -> AsyncIterator[bytes]:
                async for page in found_ids(ctx, listing):
                    yield b"".join(customer_id.bytes for customer_id in page)

            await storage.put_stream(key, chunks(), MOST_BYTES)
            run.result = {**run.result, "selection_key": key}
    content = await storage.get_bytes(run.result["selection_key"], MOST_BYTES)
    return [UUID(bytes=content[start : start + ID_BYTES]) for start in range(0, len(content), ID_BYTES)]


async def _store_failures(workspace_id: UUID, failures: Sequence[Sequence[str]]) -> str:
    key = f"{workspace_id}/job_errors/{uuid7()}.csv"
    lines = io.StringIO()
    csv.writer(lines).writerows([["customer_id", "code", "reason"], *failures])

    async def chunks() -> AsyncIterator[bytes]:
        yield lines.getvalue().encode()

    await storage.put_stream(key, chunks(), MOST_BYTES)
    return key
