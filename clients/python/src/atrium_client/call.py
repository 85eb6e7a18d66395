"""One call: the request it makes, and whether it may be made again."""

import datetime
import json
import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, TypeAlias

import httpx
from pydantic import BaseModel

from atrium_client.errors import problem
from atrium_client.model import Model

Upload: TypeAlias = bytes | IO[bytes] | tuple[str, bytes | IO[bytes]]
"""Bytes or an open file, alone or as ``(name, content)``."""

LONGEST_WAIT_SECONDS = 60.0
# The server did not do it: another attempt cannot do it twice.
NOT_DONE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass
class Call:
    """``query`` leaves out None and repeats lists; ``filters`` are parameters whose names the caller makes, such as
    ``field[renewal_on][gte]``."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    filters: Mapping[str, Any] | None = None
    body: BaseModel | Mapping[str, Any] | None = None
    form: Mapping[str, Any] | None = None
    accepts_key: bool = False
    idempotency_key: str | None = None
    if_match: str | Model | None = None

    def __post_init__(self) -> None:
        """One key for all attempts; files are read once, since an open one cannot be sent twice."""
        if self.accepts_key and self.idempotency_key is None:
            self.idempotency_key = str(uuid.uuid4())
        if isinstance(self.if_match, Model):
            if self.if_match._etag is None:
                raise ValueError(
                    "This record did not come with an ETag: read it by its own address, or send the ETag as text."
                )
            self.if_match = self.if_match._etag
        if self.form is not None:
            self.form = {name: _part(name, value) for name, value in self.form.items() if value is not None}

    @property
    def repeatable(self) -> bool:
        """Sent twice it has the effect of once, even when the first answer was lost."""
        return (
            self.method == "GET"
            or self.idempotency_key is not None
            or (self.method in {"PUT", "PATCH"} and self.if_match is None)
        )

    def headers(self) -> dict[str, str]:
        headers = {"Accept": "application/json, application/problem+json, */*"}
        if self.idempotency_key is not None:
            headers["Idempotency-Key"] = self.idempotency_key
        if isinstance(self.if_match, str):
            headers["If-Match"] = self.if_match
        if self.body is not None:
            headers["Content-Type"] = "application/json"
        return headers

    def content(self) -> bytes | None:
        """Of a model only what was set: in a merge patch absent means unchanged, and null means cleared."""
        if self.body is None:
            return None
        return json.dumps(self.body, default=_plain, ensure_ascii=False, allow_nan=False).encode()

    def parameters(self) -> httpx.QueryParams:
        found: list[tuple[str, str | int | float | bool | None]] = []
        for name, value in {**self.query, **(self.filters or {})}.items():
            values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
            found += [(name, _text(each)) for each in values if each is not None]
        return httpx.QueryParams(found)

    def wait(self, attempt: int, outcome: httpx.Response | httpx.TransportError) -> float | None:
        """Seconds until the next attempt; None when there is to be none. ``Retry-After`` is obeyed, else the wait
        doubles, with chance in it."""
        pause = float(random.uniform(0.5, 1.0) * min(2**attempt, 20) / 2)  # noqa: S311 - spreads clients, guards nothing
        if isinstance(outcome, httpx.TransportError):
            return pause if self.repeatable or isinstance(outcome, NOT_DONE) else None
        status = outcome.status_code
        asked = problem(outcome).retry_after if status in {409, 429, 503} else None
        if (
            status in {429, 503}
            or (status in {500, 502, 504} and self.repeatable)
            or (status == 409 and _in_flight(outcome))
        ):
            return None if asked is not None and asked > LONGEST_WAIT_SECONDS else max(pause, asked or 0.0)
        return None


def _in_flight(response: httpx.Response) -> bool:
    """The first attempt of this key is still at work."""
    return problem(response).code == "idempotency-key-in-flight"


def _part(name: str, value: Any) -> tuple[str | None, bytes]:
    if isinstance(value, Mapping | BaseModel):
        return None, json.dumps(value, default=_plain).encode()
    if isinstance(value, str):
        return None, value.encode()
    label, content = (
        value if isinstance(value, tuple) else (str(getattr(value, "name", name)).rsplit("/", 1)[-1], value)
    )
    return label, content if isinstance(content, bytes) else content.read()


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(_plain(value)) if isinstance(value, datetime.date) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_unset=True)
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone: Atrium's times are moments.")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be sent as JSON.")
