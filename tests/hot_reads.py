"""Every hot read in the tests is answered twice, by its one statement and the ordinary way, and the answers compared.

So whatever suite asks for lists, profiles, timelines and counts – visibility, isolation, hidden fields, the contract –
holds for both ways, and for their being the same."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import orjson
import pytest
from starlette.requests import Request
from starlette.responses import Response

from atrium.kernel import authentication, hot_reads
from atrium.kernel.authentication import Credential
from atrium.kernel.db import database
from atrium.kernel.hot_reads import HotRoute, Sessionless, Shape, shape_of

HEADERS = ("etag", "content-type")


class Different(BaseException):
    """The two ways answered differently: no handler of the application may make a 500 of that, and go on."""


class Compared:
    """``asked`` requests to hot routes, ``hot`` of them answered by one statement; ``refused`` the ordinary way."""

    def __init__(self) -> None:
        self.asked = self.hot = self.refused = 0


async def guess_well(request: Request, credential: Credential) -> Shape | None:
    """What the last request with this credential would have told, so that its first is hot too."""
    if credential.kind not in authentication.USERS:
        return None
    call, more = (
        ("authenticate_session($1)", ())
        if credential.kind == "session"
        else ("authenticate_key($1, $2)", (authentication.client_address(request),))
    )
    row = await database().hot.fetchrow(f"SELECT {call}::text", credential.hash, *more)
    if row[0] is None:
        return None
    ctx = authentication.context_from(orjson.loads(row[0]), cast("Any", Sessionless()))
    return None if ctx.visibility.mode == "customer" else shape_of(credential.kind, ctx)


@contextmanager
def compared() -> Iterator[Compared]:
    seen = Compared()

    async def both(
        hot: HotRoute, request: Request, limit: Any, ordinary: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        seen.asked += 1
        first = await hot.answer(request, _uncounted)
        try:
            second = await ordinary(request)
        except Exception:
            seen.refused += 1
            if first is not None:
                raise Different(f"{request.url}: answered what is refused: {bytes(first.body)[:500]!r}") from None
            raise
        if first is None:
            return second
        seen.hot += 1
        _same(request, first, second)
        return first

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hot_reads, "guess", guess_well)
        patch.setattr(HotRoute, "serve", both)
        yield seen


async def _uncounted(_request: Request, _credential: Credential) -> None: ...


def _same(request: Request, first: Response, second: Response) -> None:
    ours, theirs = (_plain(bytes(answer.body), str(request.url)) for answer in (first, second))
    for mine, other in ((ours, theirs), *((first.headers.get(name), second.headers.get(name)) for name in HEADERS)):
        if mine != other:
            raise Different(f"{request.url}: " + "; ".join(_differences(mine, other)))


def _differences(mine: Any, other: Any, place: str = "") -> Iterator[str]:
    if isinstance(mine, dict) and isinstance(other, dict):
        for key in sorted({*mine, *other}):
            yield from _differences(mine.get(key, "absent"), other.get(key, "absent"), f"{place}/{key}")
    elif isinstance(mine, list) and isinstance(other, list) and len(mine) == len(other):
        for number, pair in enumerate(zip(mine, other, strict=True)):
            yield from _differences(*pair, f"{place}/{number}")
    elif mine != other:
        yield f"{place}: {mine!r} is not {other!r}"


def _plain(body: bytes, url: str) -> Any:
    found = orjson.loads(body)
    if "/customer-counts" in url:
        found["items"].sort(key=lambda item: item["key"] or "")
    return found
