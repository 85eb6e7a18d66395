"""Around every request: an id, a limit on the body."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import Field
from tests.homes import Home
from tests.kernel.conftest import MakeHome

from atrium.kernel.route import SignedIn, router
from atrium.kernel.schemas import Input, Prose

LIMIT = 2 * 1024 * 1024


class Body(Input):
    text: Prose = Field(description="Anything.", examples=["a"])


@pytest.fixture
async def client(home_of: MakeHome) -> Any:
    routes = router("tags")

    @routes.post("/texts")
    async def texts(ctx: SignedIn, data: Body) -> dict[str, int]:
        return {"length": len(data.text)}

    home: Home = await home_of(routes)
    return await home.as_owner()


async def in_chunks(total: int, size: int = 65_536) -> AsyncIterator[bytes]:
    """A body without Content-Length: JSON, padded with blanks."""
    yield b'{"text": "a"}'
    for _ in range(0, total, size):
        yield b" " * size


@pytest.mark.parametrize(
    ("total", "status"), [(1000, 200), (LIMIT - 200_000, 200), (LIMIT + 1, 413), (20 * LIMIT, 413)]
)
async def test_chunks_are_counted_as_they_arrive(client: Any, total: int, status: int) -> None:
    answer = await client.post("/texts", content=in_chunks(total), headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    if status == 413:
        assert answer.json()["code"] == "too-large"


async def test_a_declared_length_is_believed_before_the_body_comes(client: Any) -> None:
    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    answer = await client.post(
        "/texts", content=never(), headers={"Content-Length": str(LIMIT + 1), "Content-Type": "application/json"}
    )
    assert answer.status_code == 413


async def test_the_callers_request_id_is_kept_when_it_is_one(client: Any) -> None:
    kept = await client.get("/nothing", headers={"X-Request-Id": "deploy-42.check_1"})
    assert kept.headers["x-request-id"] == kept.json()["request_id"] == "deploy-42.check_1"
    for bad in ("short", "x" * 65, "a b c d e f", "line\\nbreak12", "<script>12345"):
        answer = await client.get("/nothing", headers={"X-Request-Id": bad})
        assert answer.headers["x-request-id"] != bad
        assert len(answer.headers["x-request-id"]) == 32


async def test_request_ids_differ(client: Any) -> None:
    seen = {(await client.get("/nothing")).headers["x-request-id"] for _ in range(20)}
    assert len(seen) == 20
