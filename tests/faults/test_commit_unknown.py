"""The connection to PostgreSQL breaks at the COMMIT: nobody knows whether it happened. No answer may claim what is not
so, and a repetition with the same key makes exactly one customer."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Annotated

import asyncpg
import httpx
import pytest
from fastapi import Depends, FastAPI
from sqlalchemy.engine import make_url
from tests.faults.cutter import Cut, Cutter
from tests.faults.installation import Api, Installation, Record

CUTS: list[Cut] = ["before", "at once", "after"]


def through(home: Installation, cutter: Cutter) -> str:
    url = make_url(home.environment["ATRIUM_DATABASE_URL"]).set(host="127.0.0.1", port=cutter.port, query={})
    return url.render_as_string(hide_password=False)


async def create_with_cuts(
    home: Installation, requests: int, *, keyed: bool
) -> tuple[Cutter, list[str], set[str], set[str]]:
    """Create customers while every second COMMIT breaks. Returns the names sent, the identifiers of 2xx answers, and
    the codes of the others."""
    rng = random.Random(3)
    armed = False
    cutter = Cutter(home.admin_dsn, lambda: rng.choice(CUTS) if armed and rng.random() < 0.5 else None)
    names: list[str] = []
    told: set[str] = set()
    others: set[str] = set()
    async with cutter.listening(), httpx.AsyncClient(headers=home.headers, timeout=60) as client:
        api = await asyncio.to_thread(Api, home, ATRIUM_DATABASE_URL=through(home, cutter))
        await asyncio.to_thread(api.wait)
        armed = True
        for number in range(requests):
            names.append(f"Cut {number}")
            headers = {"Idempotency-Key": f"cut-{number}"} if keyed else {}
            for _ in range(30):
                answer = await client.post(f"{api.url}/customers", json={"name": names[-1]}, headers=headers)
                if answer.is_success:
                    told.add(answer.json()["id"])
                    break
                others.add(f"{answer.status_code} {answer.json()['code']}")
        api.close()
    return cutter, names, told, others


def figures(home: Installation, names: list[str], told: set[str]) -> tuple[int, int, int]:
    """Customers missing, customers too many, and answers that named one which is not there."""
    rows = home.ask("SELECT id, name FROM customers WHERE name LIKE 'Cut %'")
    there = [row["name"] for row in rows]
    lies = len(told - {str(row["id"]) for row in rows})
    return len(set(names) - set(there)), len(there) - len(set(there)), lies


@pytest.mark.parametrize(
    "requests", [pytest.param(40, id="small"), pytest.param(2000, id="large", marks=pytest.mark.soak)]
)
def test_a_broken_commit_is_repeated_safely(installation: Installation, requests: int, record_property: Record) -> None:
    cutter, names, told, others = asyncio.run(create_with_cuts(installation, requests, keyed=True))
    missing, doubled, lies = figures(installation, names, told)
    record_property(
        "figures commit unknown",
        {"requests": requests, "cuts": len(cutter.cuts), "missing": missing, "doubled": doubled, "lies": lies},
    )
    assert (missing, doubled, lies) == (0, 0, 0)
    # A repetition may come while the server still works on the commit whose connection broke: then it is told to wait.
    assert "503 unavailable" in others
    assert others <= {"503 unavailable", "409 idempotency-key-in-flight"}
    assert set(cutter.cuts) == set(CUTS)


def test_control_without_keys_doubles(installation: Installation, record_property: Record) -> None:
    cutter, names, told, _ = asyncio.run(create_with_cuts(installation, 15, keyed=False))
    _, doubled, _ = figures(installation, names, told)
    record_property(
        "figures commit unknown, control: without keys", {"requests": 15, "cuts": len(cutter.cuts), "doubled": doubled}
    )
    assert doubled > 0


def test_control_a_commit_behind_yield_lies(installation: Installation, record_property: Record) -> None:
    """The usual way to write it, in which FastAPI commits after the answer has left."""
    lies = asyncio.run(count_lies_of_a_usual_application(installation))
    record_property("figures commit unknown, control: commit behind yield", {"requests": 10, "lies": lies})
    assert lies > 0


async def count_lies_of_a_usual_application(home: Installation) -> int:
    cutter = Cutter(home.admin_dsn, lambda: "before")
    app = FastAPI()

    async def connection() -> AsyncIterator[asyncpg.Connection]:
        opened = await asyncpg.connect(
            make_url(home.admin_dsn)
            .set(host="127.0.0.1", port=cutter.port, query={})
            .render_as_string(hide_password=False)
        )
        try:
            async with opened.transaction():
                yield opened
        finally:
            opened.terminate()

    @app.post("/effects", status_code=201)
    async def create(opened: Annotated[asyncpg.Connection, Depends(connection)]) -> None:
        await opened.execute("INSERT INTO effects VALUES ('usual', gen_random_uuid(), 0, 0)")

    told = 0
    async with cutter.listening():
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            for _ in range(10):
                told += (await client.post("/effects")).is_success
    opened = await asyncpg.connect(home.admin_dsn)
    there = await opened.fetchval("SELECT count(*) FROM effects")
    await opened.close()
    return told - int(there)
