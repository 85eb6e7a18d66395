"""Automations: from an event to its first effect, runs a second beside bare transactions with the same writes, and what
waiting costs.

    python -m bench.automations [--runs 1000]

One durable embedded database and one real worker. A run does three steps: a tag, a note, a field. The bare side writes
the same rows through asyncpg on as many connections as six runs at a time need, in two transactions a run (the delivery
with the run, then the steps' effects with their completion), and reads nothing. The worker reads and checks what it
must, and lets runs of one flow share transactions (ADR 0010). Both sides alternate. Then 100,000 runs wait: how many
transactions an idle worker makes beside none, and what the search for due ones reads."""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy.engine import make_url

from atrium.embedded import EmbeddedCluster
from atrium.kernel.ids import uuid7

APP_PASSWORD = "bench-runtime-role"
ROUNDS, LATENCIES, WAITING, IDLE_SECONDS = 3, 40, 100_000, 10
CONNECTIONS = 6
STEP = """
INSERT INTO automation_run_steps (workspace_id, run_id, step_id, kind, customer_id, state, input, finished_at)
VALUES ($1, $2, $3, $4, $5, 'done', $6, now())
"""
EVENT = """
INSERT INTO events (workspace_id, id, type, customer_id, actor_type, actor_name, depth, data, changes, consumers,
  dispatched_at)
VALUES ($1, $2, $3, $4, 'system', 'Automation Bench', 1, '{"name": "Ana"}', $5, $6, now())
"""


class Bench:
    """One workspace with an automation."""

    def __init__(self, admin: asyncpg.Connection, workspace_id: UUID, member_id: UUID) -> None:
        self.admin, self.workspace_id, self.member_id = admin, workspace_id, member_id
        self.tag_id = self.automation_id = UUID(int=0)

    async def prepare(self) -> None:
        from atrium.edge.automations.definitions.schemas import AutomationIn
        from atrium.edge.automations.definitions.service import create_automation
        from atrium.records.tags.schemas import TagIn
        from atrium.records.tags.service import create_tag

        async with self.acting() as ctx:
            self.tag_id = (await create_tag(ctx, TagIn(name="Bench"))).Tag.id
            steps = [
                {"id": "tag", "kind": "add_tags", "config": {"tag_ids": [str(self.tag_id)]}},
                {"id": "note", "kind": "create_note", "config": {"body": "Hello {{customer.first_name}}"}},
                {"id": "field", "kind": "set_field", "config": {"field": "location", "value": "Madrid"}},
            ]
            trigger = {"kind": "event", "event_types": ["customer.created"]}
            data = AutomationIn.model_validate({"name": "Bench", "enabled": True, "trigger": trigger, "steps": steps})
            self.automation_id = (await create_automation(ctx, data))[0].id

    def acting(self) -> Any:
        from contextlib import asynccontextmanager

        from atrium.kernel.context import Actor, Ctx, Visibility
        from atrium.kernel.db import database, transaction
        from atrium.kernel.events import write_pending
        from atrium.kernel.permissions import ALL

        @asynccontextmanager
        async def opened() -> Any:
            async with transaction(database().session(self.workspace_id)) as session:
                ctx = Ctx(
                    session,
                    self.workspace_id,
                    Actor("member", self.member_id, "Bench"),
                    ALL,
                    Visibility(member_id=self.member_id),
                )
                yield ctx
                await write_pending(ctx)
            for hook in ctx.after_commit:
                await hook()

        return opened()

    async def customers(self, count: int) -> list[UUID]:
        ids = [uuid7() for _ in range(count)]
        await self.admin.execute(
            "INSERT INTO customers (workspace_id, id, name) SELECT $1, id, 'Ana Ruiz' FROM unnest($2::uuid[]) AS id",
            self.workspace_id,
            ids,
        )
        return ids

    async def latency(self) -> float:
        """Milliseconds from before the commit of the event to the moment when the first effect can be read."""
        from atrium.records.customers.record.events import CustomerCreated

        (customer_id,) = await self.customers(1)
        started = time.perf_counter()
        async with self.acting() as ctx:
            ctx.emit(CustomerCreated(customer_id=customer_id, name="Ana", lifecycle="customer"))
        effect = "SELECT 1 FROM customer_tags WHERE workspace_id = $1 AND customer_id = $2"
        while not await self.admin.fetchval(effect, self.workspace_id, customer_id):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.002)
        return (time.perf_counter() - started) * 1000

    async def ours(self, count: int) -> float:
        """Runs a second, from the moment the events are there to the last run's end."""
        ids = await self.customers(count)
        before = await self.finished()
        await self.admin.execute(
            "INSERT INTO events (workspace_id, id, type, customer_id, actor_type, actor_name, data, consumers) SELECT"
            " $1, gen_random_uuid(), 'customer.created', id, 'system', 'Bench', '{\"name\": \"Ana\", \"lifecycle\":"
            " \"customer\"}', '{automations}' FROM unnest($2::uuid[]) AS id",
            *(self.workspace_id, ids),
        )
        started = time.perf_counter()
        while await self.finished() < before + count:  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.05)
        return count / (time.perf_counter() - started)

    async def finished(self) -> int:
        return int(await self.admin.fetchval("SELECT count(*) FROM automation_runs WHERE state = 'succeeded'"))

    async def bare(self, count: int, url: str) -> float:
        """Transactions with the same writes a second, as pairs."""
        ids = iter(await self.customers(count))
        pool = await asyncpg.create_pool(url, min_size=CONNECTIONS, max_size=CONNECTIONS)
        started = time.perf_counter()

        async def worker() -> None:
            async with pool.acquire() as connection:
                for customer_id in ids:
                    await self.write(connection, customer_id)

        await asyncio.gather(*(worker() for _ in range(CONNECTIONS)))
        rate = count / (time.perf_counter() - started)
        await pool.close()
        return rate

    async def write(self, connection: Any, customer_id: UUID) -> None:
        ws, run_id, event_id, delivery_id = self.workspace_id, uuid7(), uuid7(), uuid7()
        scope = "SELECT set_config('atrium.workspace_id', $1, true)"
        async with connection.transaction():
            # Leased from the start, so that the worker leaves it alone.
            await connection.execute(scope, str(ws))
            await connection.execute(EVENT, ws, event_id, "customer.created", customer_id, "{}", ["automations"])
            await connection.execute(
                "INSERT INTO deliveries (workspace_id, id, event_id, consumer) VALUES ($1, $2, $3, 'automations')",
                ws,
                delivery_id,
                event_id,
            )
            await connection.execute(
                "UPDATE deliveries SET state = 'done', done_at = now(), attempts = 1 WHERE workspace_id = $1 AND id"
                " = $2",
                ws,
                delivery_id,
            )
            await connection.execute(
                "INSERT INTO automation_runs (workspace_id, id, automation_id, flow_version, customer_id, trigger_key,"
                " trigger_kind, trigger, step_id, depth, actor_type, actor_id, actor_name, state, due_at) VALUES ($1,"
                " $2, $3, 1, $4, $5, 'event', $6, 'tag', 1, 'member', $7, 'Bench', 'running', now() + interval '1"
                " hour')",
                *(
                    ws,
                    run_id,
                    self.automation_id,
                    customer_id,
                    f"event:{event_id}",
                    json.dumps({"kind": "event", "data": {"name": "Ana"}}),
                    self.member_id,
                ),
            )
        async with connection.transaction():
            await connection.execute(scope, str(ws))
            await connection.execute(
                "UPDATE automation_runs SET state = 'running', attempts = 1 WHERE workspace_id = $1 AND id = $2",
                ws,
                run_id,
            )
            await connection.execute(
                "INSERT INTO customer_tags (workspace_id, customer_id, tag_id) VALUES ($1, $2, $3)",
                ws,
                customer_id,
                self.tag_id,
            )
            await connection.execute(
                "INSERT INTO notes (workspace_id, id, customer_id, body, author_type, author_name) VALUES ($1, $2, $3,"
                " 'Hello Ana', 'system', 'Bench')",
                *(ws, uuid7(), customer_id),
            )
            for location in (None, None, "Madrid"):
                await connection.execute(
                    "UPDATE customers SET location = $3, version = version + 1, updated_at = now(), last_activity_at ="
                    " now() WHERE workspace_id = $1 AND id = $2",
                    *(ws, customer_id, location),
                )
            for name, kind in (("tag", "add_tags"), ("note", "create_note"), ("field", "set_field")):
                await connection.execute(STEP, ws, run_id, name, kind, customer_id, '{"body": "Hello Ana"}')
            for event in ("customer.tagged", "note.created", "customer.updated"):
                await connection.execute(
                    EVENT, ws, uuid7(), event, customer_id, '{"location": {"before": null, "after": "Madrid"}}', []
                )
            await connection.execute(
                "UPDATE automation_runs SET state = 'succeeded', step_id = NULL, finished_at = now(), memory = $3 WHERE"
                " workspace_id = $1 AND id = $2",
                *(ws, run_id, '{"outputs": {"note": {"note_id": "x"}}}'),
            )

    async def wait_many(self) -> None:
        (customer_id,) = await self.customers(1)
        await self.admin.execute(
            "INSERT INTO automation_runs (workspace_id, id, automation_id, flow_version, customer_id, trigger_key,"
            " trigger_kind, state, step_id, due_at, waiting, actor_type, actor_id, actor_name) SELECT $1,"
            " gen_random_uuid(), $2, 1, $3, 'bench:' || n, 'manual', 'queued', 'note', now() + interval '1 day' + n *"
            " interval '1 second', 'time', 'member', $4, 'Bench' FROM generate_series(1, $5) AS n",
            *(self.workspace_id, self.automation_id, customer_id, self.member_id, WAITING),
        )
        await self.admin.execute("VACUUM ANALYZE automation_runs")

    async def idle(self) -> float:
        """Transactions a second of a worker that has nothing to do."""
        query = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
        await asyncio.sleep(2)
        first = await self.admin.fetchval(query)
        await asyncio.sleep(IDLE_SECONDS)
        await self.admin.execute("SELECT pg_stat_clear_snapshot()")
        return float(await self.admin.fetchval(query) - first) / IDLE_SECONDS

    async def plan(self) -> tuple[str, int]:
        """The node that finds due runs, and how many blocks it touches."""
        query = (
            "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT workspace_id, id FROM automation_runs WHERE state IN"
            " ('queued', 'running') AND due_at <= statement_timestamp() ORDER BY due_at LIMIT 6 FOR UPDATE SKIP LOCKED"
        )
        plan = json.loads(await self.admin.fetchval(query))[0]["Plan"]
        leaf = plan
        while "Plans" in leaf:
            leaf = leaf["Plans"][0]
        return str(leaf.get("Index Name", leaf["Node Type"])), int(
            leaf["Shared Hit Blocks"] + leaf["Shared Read Blocks"]
        )


async def measure(admin_dsn: str, folder: Path, runs: int) -> None:
    from atrium.kernel.db import close_database
    from atrium.kernel.migrate import migrate
    from atrium.kernel.wake import close_wake
    from atrium.registry import load_handlers

    await migrate(admin_dsn, APP_PASSWORD)
    url = (
        make_url(admin_dsn)
        .set(username="atrium_app", password=APP_PASSWORD, drivername="postgresql")
        .render_as_string(hide_password=False)
    )
    os.environ |= {
        "ATRIUM_DATABASE_URL": url,
        "ATRIUM_DATA_DIR": str(folder),
        "ATRIUM_ENV": "test",
        "ATRIUM_LOG_LEVEL": "error",
    }
    load_handlers()
    workspace_id, member_id = await import_module("bench.import").make_workspace()
    admin = await asyncpg.connect(admin_dsn)
    bench = Bench(admin, workspace_id, member_id)
    await bench.prepare()
    worker = subprocess.Popen([sys.executable, "-m", "atrium.worker"])  # noqa: ASYNC220 - once, at the start
    try:
        await bench.latency()
        latencies = []
        for _ in range(LATENCIES):
            await asyncio.sleep(0.3)
            latencies.append(await bench.latency())
        rates = [(await bench.bare(runs, url), await bench.ours(runs)) for _ in range(ROUNDS)]
        ratio = median(ours / bare for bare, ours in rates)
        alone = await bench.idle()
        await bench.wait_many()
        waiting = await bench.idle()
        index, blocks = await bench.plan()
    finally:
        with suppress(ProcessLookupError):
            worker.terminate()
        worker.wait(20)
        await admin.close()
        await close_wake()
        await close_database()
    print(
        f"automations latency_p50={median(latencies):.0f}ms latency_max={max(latencies):.0f}ms"
        f" runs={median(ours for _, ours in rates):.0f}/s bare={median(bare for bare, _ in rates):.0f}/s"
        f" ratio={ratio:.2f} waiting={WAITING} idle_tx={alone:.1f}/s waiting_tx={waiting:.1f}/s due_index={index}"
        f" due_blocks={blocks}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=1000)
    runs = parser.parse_args().runs
    folder = Path(tempfile.mkdtemp(prefix="atrium-bench-"))
    cluster = EmbeddedCluster(folder, durable=True)
    try:
        cluster.start()
        os.environ["ATRIUM_REDIS_URL"] = cluster.redis_url
        asyncio.run(measure(cluster.admin_dsn, folder, runs))
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
