"""What a person feels in the browser: the weight of the first page, and a workspace of 100,000 customers scrolled,
opened and searched in Chromium.

    python -m bench.browser [--rows 100000]

The pages as they are built (``make run`` builds them), one ``atrium serve`` process, and ``frontend/bench/feel.ts``."""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import asyncpg
from bench.http import Row, served
from bench.seed import Seeded, seeded

from atrium.adapters.passwords import hash_password

FRONTEND = Path(__file__).parents[1] / "frontend"
COMMAND = "python -m bench.browser"
EMAIL, PASSWORD = "member0@bench.test", "only for figures"


def weight() -> list[Row]:
    said = subprocess.run(
        ["node", "scripts/initial.mjs"], cwd=FRONTEND, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    found = dict(re.findall(r"initial (\S+): ([\d.]+) KiB", said))
    sizes = {page: float(size) for page, size in found.items() if page != "/docs"}
    return [
        Row(f"First visit of {page}: script, gzipped", f"{size} KiB", "≤ 200 KiB", size <= 200, COMMAND)
        for page, size in sizes.items()
    ]


async def open_to(made: Seeded) -> None:
    """The owner of the bench workspace may sign in."""
    connection = await asyncpg.connect(made.admin_dsn)
    await connection.execute(
        "UPDATE users SET password_hash = $2 WHERE email = $1", EMAIL, await hash_password(PASSWORD)
    )
    await connection.close()


def measure(origin: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        told = {
            "ATRIUM_BENCH_URL": origin,
            "ATRIUM_BENCH_EMAIL": EMAIL,
            "ATRIUM_BENCH_PASSWORD": PASSWORD,
            "ATRIUM_BENCH_OUT": str(out),
        }
        command = ["npx", "--no-install", "playwright", "test", "--config", "playwright.bench.config.ts"]
        subprocess.run(command, cwd=FRONTEND, env=os.environ | told, check=True, stdout=sys.stderr)
        return dict(json.loads(out.read_text()))


def rows_of(found: dict[str, float], rows: int) -> list[Row]:
    scrolled = (
        f"{found['scroll_blank_longest']:.0f} ms ({found['scroll_rows']:,.0f} rows passed, frame p95"
        f" {found['scroll_frame_p95']:.0f} ms)"
    )
    opened = f"{found['open_longest']:.0f} ms (median {found['open_median']:.0f} ms of {found['open_clicks']:.0f})"
    typed = (
        f"{found['type_event_longest']:.0f} ms (longest task {found['type_task_longest']:.0f} ms,"
        f" {found['type_keys']:.0f} keys)"
    )
    return [
        Row(
            f"Scrolling {rows:,} customers, 300 px a frame: longest blank or halt",
            scrolled,
            "≤ 50 ms",
            found["scroll_blank_longest"] <= 50,
            COMMAND,
        ),
        Row("Click on a customer to its header: slowest", opened, "≤ 100 ms", found["open_longest"] <= 100, COMMAND),
        Row(
            "Key in the search to the next paint: slowest",
            typed,
            "≤ 100 ms",
            found["type_event_longest"] <= 100,
            COMMAND,
        ),
    ]


async def run(rows: int) -> list[Row]:
    async with seeded(rows) as made, served(made) as api:
        await open_to(made)
        found = await asyncio.to_thread(measure, api.removesuffix("/api/v1"))
    return weight() + rows_of(found, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures of the pages in Chromium.")
    parser.add_argument("--rows", type=int, default=100_000)
    for row in asyncio.run(run(parser.parse_args().rows)):
        print(row)


if __name__ == "__main__":
    main()
