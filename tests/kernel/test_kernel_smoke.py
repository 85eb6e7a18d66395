"""The test bench itself stands: servers, migrations, clients."""

from typing import Any

from tests.conftest import drain
from tests.homes import Home


async def test_live_and_ready(home: Home) -> None:
    client = home.client()
    assert (await client.get("http://localhost/health/live")).json()["status"] == "ok"
    ready = await client.get("http://localhost/health/ready")
    assert ready.json() == {"status": "ok", "version": "0.1.0", "database": "ok", "redis": "ok"}


async def test_contract_is_served(home: Home) -> None:
    answer = await home.client().get("/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")


async def test_unknown_path_is_a_problem_document(client: Any) -> None:
    answer = await client.get("/no-such-thing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not-found"
    await drain()
