"""Sends calls and reads answers."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from atrium_client.call import Call
from atrium_client.errors import Unreachable, problem
from atrium_client.model import Model

R = TypeVar("R", bound=Model)
USER_AGENT = "atrium-client-python/0.1.0"


def address(base_url: str) -> str:
    """The address of the installation, with or without ``/api/v1`` behind it."""
    return base_url.rstrip("/").removesuffix("/api/v1")


def headers(api_key: str) -> dict[str, str]:
    if not api_key:
        raise ValueError("An API key is needed: make one in Settings → API keys.")
    return {"Authorization": f"Bearer {api_key}", "User-Agent": USER_AGENT}


def segment(value: object) -> str:
    """A value as one segment of a path. Empty ones, and dots alone, would name another path."""
    text = str(value)
    if text in {"", ".", ".."}:
        raise ValueError(f"{text!r} cannot stand in a path.")
    return quote(text, safe="")


def read(response: httpx.Response, kind: type[R]) -> R:
    """The answer as a record, with its ETag."""
    record = kind.model_validate_json(response.content)
    record._etag = response.headers.get("etag")
    return record


def next_page(call: Call, page: Any) -> bool:
    """Turn the call into the one for the next page. False on the last one."""
    call.query = {**call.query, "cursor": page.next_cursor}
    return page.next_cursor is not None


class Core:
    """What the operations are built on; `Client` is the class to use."""

    segment = staticmethod(segment)

    def __init__(self, http: httpx.Client, attempts: int, sleep: Callable[[float], None] = time.sleep) -> None:
        self.http, self.attempts, self.sleep = http, max(attempts, 1), sleep

    def send(self, call: Call) -> httpx.Response:
        """The successful answer. Raises `Problem` for a refusal, `Unreachable` when none came."""
        for attempt in range(1, self.attempts + 1):
            outcome: httpx.Response | httpx.TransportError
            try:
                outcome = self.http.request(
                    call.method,
                    call.path,
                    params=call.parameters(),
                    content=call.content(),
                    files=files(call),
                    headers=call.headers(),
                )
            except httpx.TransportError as error:
                outcome = error
            if isinstance(outcome, httpx.Response) and outcome.is_success:
                return outcome
            pause = call.wait(attempt, outcome) if attempt < self.attempts else None
            if pause is None:
                raise refusal(call, outcome)
            self.sleep(pause)
        raise AssertionError("unreachable")

    def receive(self, call: Call, kind: type[R]) -> R:
        return read(self.send(call), kind)

    def download(self, call: Call) -> bytes:
        return self.send(call).content

    def perform(self, call: Call) -> None:
        self.send(call)

    def walk(self, call: Call, kind: type[Any]) -> Iterator[Any]:
        """Every item of every page."""
        while True:
            page = self.receive(call, kind)
            yield from page.items
            if not next_page(call, page):
                return


def files(call: Call) -> list[tuple[str, Any]] | None:
    form: Mapping[str, Any] | None = call.form
    return None if form is None else list(form.items())


def refusal(call: Call, outcome: httpx.Response | httpx.TransportError) -> Exception:
    if isinstance(outcome, httpx.Response):
        return problem(outcome)
    error = Unreachable(f"{call.method} {call.path}: {outcome or type(outcome).__name__}", call.idempotency_key)
    error.__cause__ = outcome
    return error
