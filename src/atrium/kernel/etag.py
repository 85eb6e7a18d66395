"""Conditional requests (RFC 9110 §13): every single resource has an ETag made from its version."""

from starlette.requests import Request
from starlette.responses import Response

from atrium.kernel.errors import PreconditionFailed


def etag(version: int | str) -> str:
    return f'"{version}"'


def set_etag(response: Response, version: int | str) -> None:
    response.headers["ETag"] = etag(version)


def check_if_match(request: Request, version: int | str) -> None:
    """Raises ``PreconditionFailed`` (412) when the caller's copy is older than ``version``. Without ``If-Match``
    nothing is checked."""
    wanted = request.headers.get("if-match")
    if wanted is None or wanted.strip() == "*":
        return
    if etag(version) not in [part.strip().removeprefix("W/") for part in wanted.split(",")]:
        raise PreconditionFailed("Someone else changed this since you read it. Read it again and decide.")
