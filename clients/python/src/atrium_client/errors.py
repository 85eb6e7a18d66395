"""What can go wrong. A refusal of the server is a `Problem`, one class for each kind; no answer at all is
`Unreachable`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx


class AtriumError(Exception):
    """Anything that this package raises about a call."""


class Unreachable(AtriumError):
    """No answer came, after every attempt. A call with an idempotency key may be repeated with the same
    ``idempotency_key``."""

    def __init__(self, detail: str, idempotency_key: str | None) -> None:
        super().__init__(detail)
        self.idempotency_key = idempotency_key


class JobUnfinished(AtriumError):
    """The job goes on; the patience of the caller has ended."""


@dataclass(frozen=True)
class FieldError:
    """One offending value: a JSON pointer into the body, or ``query/name``."""

    pointer: str
    code: str
    message: str


class Problem(AtriumError):
    """A problem document (RFC 9457). ``code`` is stable: compare it, and never the texts."""

    def __init__(self, status: int, document: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        self.status = status
        self.document = dict(document)
        self.code = str(document.get("code", "error"))
        self.title = str(document.get("title", ""))
        self.detail = str(document.get("detail", ""))
        self.request_id = str(document.get("request_id", headers.get("x-request-id", "")))
        self.errors = [
            FieldError(str(item.get("pointer", "")), str(item.get("code", "")), str(item.get("message", "")))
            for item in document.get("errors", ())
        ]
        self.unmet: list[dict[str, Any]] = list(document.get("unmet", ()))
        self.retry_after = _seconds(headers.get("retry-after"))
        places = "".join(f"\n  {item.pointer}: {item.message}" for item in self.errors)
        super().__init__(f"{status} {self.code}: {self.detail or self.title}{places}")


class Unauthenticated(Problem):
    """401: the key is missing, wrong, revoked or expired."""


class InsufficientCredits(Problem):
    """402: nothing was stored; the same idempotency key may be sent again once there is more."""


class Forbidden(Problem):
    """403: a scope is missing."""


class NotFound(Problem):
    """404: also what the key may not see."""


class Conflict(Problem):
    """409: see ``unmet`` for what has to come first."""


class Gone(Problem):
    """410: used up."""


class Stale(Problem):
    """412: someone else changed it since it was read. Read it again."""


class Invalid(Problem):
    """422: see ``errors`` for the places."""


class RateLimited(Problem):
    """429, after every attempt: wait ``retry_after`` seconds."""


class Unavailable(Problem):
    """5xx, after every attempt."""


KINDS: dict[int, type[Problem]] = {
    401: Unauthenticated,
    402: InsufficientCredits,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: Gone,
    412: Stale,
    422: Invalid,
    429: RateLimited,
}


def problem(response: httpx.Response) -> Problem:
    """The error that an answer stands for. Something in between that answers no problem document gets the code
    ``error``."""
    try:
        document = response.json()
    except ValueError:
        document = {}
    if not isinstance(document, dict):
        document = {}
    kind = Unavailable if response.status_code >= 500 else KINDS.get(response.status_code, Problem)
    return kind(response.status_code, document or {"title": response.reason_phrase}, response.headers)


def _seconds(value: str | None) -> float | None:
    try:
        return float(value) if value else None
    except ValueError:
        return None
