"""Whatever goes wrong, the answer is a problem document, with the same headers as every other answer."""

from typing import Annotated, Any

import httpx
import pytest
from fastapi import Response
from pydantic import Field
from tests.homes import Home
from tests.kernel.conftest import MakeHome

from atrium.kernel.errors import Conflict, Fix, Invalid, Problem, Unmet
from atrium.kernel.middleware import CSP
from atrium.kernel.route import SignedIn, public, router
from atrium.kernel.schemas import Input, JsonObject, Name


class Body(Input):
    name: Name = Field(description="Anything.", examples=["a"])
    data: JsonObject = Field(default_factory=dict, description="Anything.", examples=[{}])


def failing() -> Any:
    routes = router("tags")

    @routes.get("/boom")
    async def boom(ctx: SignedIn) -> None:
        raise RuntimeError("secret of the inside")

    @routes.get("/unmet")
    async def unmet(ctx: SignedIn) -> None:
        raise Conflict("Not yet.", unmet=[Unmet(code="a", message="b", fix=Fix(label="c", href="/d"))], existing_id="e")

    @routes.get("/invalid")
    async def invalid(ctx: SignedIn) -> None:
        raise Invalid.at("/emails/0/address", "taken", "is taken")

    @routes.post("/things")
    async def things(ctx: SignedIn, data: Body) -> Body:
        return data

    @routes.get("/open")
    async def open_to_all(_: Annotated[None, public()], response: Response) -> dict[str, bool]:
        response.headers["Cache-Control"] = "max-age=60"
        return {"ok": True}

    return routes


def refused(answer: httpx.Response, status: int, code: str) -> Problem:
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    problem = Problem.model_validate_json(answer.content)
    assert (problem.status, problem.code, problem.request_id) == (status, code, answer.headers["x-request-id"])
    assert problem.title
    assert problem.detail
    return problem


@pytest.fixture
async def home(home_of: MakeHome) -> Home:
    made: Home = await home_of(failing())
    return made


async def test_what_the_router_refuses(home: Home) -> None:
    client = await home.as_owner()
    refused(await client.get("/no-such-thing"), 404, "not-found")
    wrong = await client.put("/things")
    refused(wrong, 405, "method-not-allowed")
    assert "POST" in wrong.headers["allow"]
    refused(await client.get("/openapi.yaml"), 404, "not-found")


@pytest.mark.parametrize("content", [b"{", b"", b"\xff", b'{"name": "a"', b"nul", b'{"name": \x00}'])
async def test_malformed_json(home: Home, content: bytes) -> None:
    answer = await (await home.as_owner()).post(
        "/things", content=content, headers={"Content-Type": "application/json"}
    )
    if content == b"":
        refused(answer, 422, "invalid")
    else:
        refused(answer, 400, "bad-request")


async def test_another_kind_of_content_is_not_taken_for_json(home: Home) -> None:
    answer = await (await home.as_owner()).post(
        "/things", content=b'{"name": "a"}', headers={"Content-Type": "text/plain"}
    )
    assert answer.status_code in {415, 422}
    assert answer.headers["content-type"] == "application/problem+json"


async def test_validation_points_at_each_place_and_repeats_no_input(home: Home) -> None:
    body = {"name": "secret\nvalue", "data": {"a": "\x00"}, "x/y~z": 1}
    problem = refused(await (await home.as_owner()).post("/things", json=body), 422, "invalid")
    assert {error.pointer for error in problem.errors} == {"/name", "/data", "/x~1y~0z"}
    assert "secret" not in problem.model_dump_json()


async def test_refusals_of_services(home: Home) -> None:
    client = await home.as_owner()
    problem = refused(await client.get("/unmet"), 409, "conflict")
    assert problem.existing_id == "e"
    assert problem.unmet == [Unmet(code="a", message="b", fix=Fix(label="c", href="/d"))]
    problem = refused(await client.get("/invalid"), 422, "invalid")
    assert [(error.pointer, error.code) for error in problem.errors] == [("/emails/0/address", "taken")]


async def test_a_mistake_of_ours_tells_nothing_but_its_request_id(home: Home) -> None:
    problem = refused(await (await home.as_owner()).get("/boom"), 500, "internal-error")
    assert "secret" not in problem.model_dump_json()


async def answers(home: Home) -> dict[str, httpx.Response]:
    """One of each kind."""
    client, nobody = await home.as_owner(), home.client()
    return {
        "200": await nobody.get("/open"),
        "401": await nobody.get("/boom"),
        "404": await client.get("/no-such-thing"),
        "405": await client.put("/things"),
        "413": await client.post("/things", content=b"x" * (2**21 + 1)),
        "422": await client.post("/things", json={}),
        "500": await client.get("/boom"),
        "contract": await nobody.get("/openapi.json"),
        "health": await nobody.get("http://localhost/health/live"),
        "page": await nobody.get("http://localhost/"),
        "asset": await nobody.get("http://localhost/assets/no-such.js"),
    }


async def test_every_kind_of_answer_is_defended(home: Home) -> None:
    for name, answer in (await answers(home)).items():
        headers = answer.headers
        assert headers.get("content-security-policy") == CSP, name
        assert headers.get("x-content-type-options") == "nosniff", name
        assert headers.get("referrer-policy") == "same-origin", name
        assert headers.get("cross-origin-opener-policy") == "same-origin", name
        assert headers.get("x-request-id"), name
        if answer.url.path.startswith("/api/") and name not in {"200", "contract"}:
            assert headers["cache-control"] == "no-store", name


def test_no_inline_script_is_allowed() -> None:
    directives = {name: set(values) for name, *values in (directive.split() for directive in CSP.split(";"))}
    assert directives["default-src"] == {"'none'"}
    assert directives["script-src"] == {"'self'"}
    assert directives["frame-ancestors"] == directives["base-uri"] == {"'none'"}


async def test_https_is_kept(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from atrium.kernel.settings import settings

    client = home.client()
    assert "strict-transport-security" not in (await client.get("/open")).headers
    monkeypatch.setenv("ATRIUM_BASE_URL", "https://crm.example.com")
    settings.cache_clear()
    assert "max-age=" in (await client.get("/open")).headers["strict-transport-security"]
    monkeypatch.undo()
    settings.cache_clear()
