"""One error tree and one handler: everything that goes wrong answers ``application/problem+json`` (RFC 9457)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

log = structlog.get_logger("atrium.errors")


class FieldError(BaseModel):
    """One thing wrong with the request."""

    pointer: str = Field(
        description="JSON Pointer (RFC 6901) into the body, or `query/name`, `path/name`, `header/name`.",
        examples=["/emails/0/address"],
    )
    code: str = Field(description="Stable machine name of what is wrong.", examples=["too_long"])
    message: str = Field(description="What is wrong, for people.", examples=["must have at most 200 characters"])


class Fix(BaseModel):
    """Where a missing prerequisite can be met."""

    label: str = Field(description="Text of the link.", examples=["Connect Stripe"])
    href: str = Field(description="Address inside Atrium.", examples=["/settings/billing"])


class Unmet(BaseModel):
    """A prerequisite that is missing, and how to meet it."""

    code: str = Field(description="Stable machine name.", examples=["has_open_tickets"])
    message: str = Field(description="The reason, for people.", examples=["2 tickets are still open."])
    fix: Fix | None = Field(None, description="Where to mend it, if anywhere.")


class Problem(BaseModel):
    """The body of every error answer (RFC 9457)."""

    type: str = Field(
        description="Address of this kind of problem's documentation.", examples=["/docs#problem-not-found"]
    )
    title: str = Field(description="Short summary of the kind of problem.", examples=["Not found"])
    status: int = Field(description="The HTTP status again.", examples=[404])
    detail: str = Field(
        description="What happened this time, for people.",
        examples=["There is no such customer, or you may not see it."],
    )
    instance: str = Field(
        description="The path that was called.", examples=["/api/v1/customers/0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]
    )
    code: str = Field(description="Stable machine name of the kind of problem.", examples=["not-found"])
    request_id: str = Field(
        description="Quote this when you ask for help.", examples=["0197a3f27d1c7cc09a531d0f6f3f9b10"]
    )
    errors: list[FieldError] = Field(default_factory=list, description="What is wrong with which part of the request.")
    unmet: list[Unmet] = Field(default_factory=list, description="Missing prerequisites, for status 409.")
    existing_id: str | None = Field(
        None, description="The record that is in the way, if the caller may see it.", examples=[None]
    )


class AtriumError(Exception):
    """Base of every refusal. Subclasses are declared beside the function that raises them and set the class
    attributes."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(
        self,
        detail: str = "",
        *,
        errors: Sequence[FieldError] = (),
        unmet: Sequence[Unmet] = (),
        existing_id: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = list(errors)
        self.unmet = list(unmet)
        self.existing_id = existing_id
        self.headers = dict(headers or {})


class BadRequest(AtriumError):
    status, code, title = 400, "bad-request", "The request is malformed"


class Unauthenticated(AtriumError):
    status, code, title = 401, "unauthenticated", "Sign in or send a valid API key"

    def __init__(self, detail: str = "", **extra: Any) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": 'Bearer realm="atrium"'}, **extra)


class Forbidden(AtriumError):
    status, code, title = 403, "forbidden", "You may not do this"


class ScopeMissing(Forbidden):
    code, title = "scope-missing", "A permission is missing"


class NotFound(AtriumError):
    """Also what someone gets who may not see the thing, so that its existence stays unknown."""

    status, code, title = 404, "not-found", "Not found"


class Conflict(AtriumError):
    status, code, title = 409, "conflict", "This conflicts with the present state"


class Gone(AtriumError):
    status, code, title = 410, "gone", "This can no longer be used"


class PreconditionFailed(AtriumError):
    status, code, title = 412, "stale", "Someone else changed this meanwhile"


class TooLarge(AtriumError):
    status, code, title = 413, "too-large", "The request is too large"


class UnsupportedMedia(AtriumError):
    status, code, title = 415, "unsupported-media-type", "This kind of content is not accepted here"


class Invalid(AtriumError):
    """Well-formed but not acceptable. ``Invalid.at("/name", "taken", "is taken")`` names the place."""

    status, code, title = 422, "invalid", "The request is not acceptable"

    @classmethod
    def at(cls, pointer: str, code: str, message: str) -> "Invalid":
        return cls(
            f"{pointer.rsplit('/', 1)[-1] or 'The request'} {message}.",
            errors=[FieldError(pointer=pointer, code=code, message=message)],
        )


def refuse(errors: Sequence[FieldError]) -> None:
    """Raises ``Invalid`` (422) naming every place, when there are any."""
    if errors:
        raise Invalid(
            "; ".join(f"{error.pointer.strip('/')}: {error.message}" for error in list(errors)[:3]), errors=errors
        )


def note_unknown(
    given: Sequence[UUID], known: Collection[UUID], pointer: str, message: str, errors: list[FieldError]
) -> None:
    """Note every one of the ids that is not known; ``/owner_id`` is no list."""
    for number, identifier in enumerate(given):
        if identifier not in known:
            errors.append(
                FieldError(
                    pointer=pointer if pointer == "/owner_id" else f"{pointer}/{number}",
                    code="unknown",
                    message=message,
                )
            )


class TooManyRequests(AtriumError):
    status, code, title = 429, "rate-limited", "Too many requests"


class Unavailable(AtriumError):
    status, code, title = 503, "unavailable", "Try again in a moment"

    def __init__(self, detail: str = "", **extra: Any) -> None:
        super().__init__(detail, headers={"Retry-After": "2"}, **extra)


TITLES = {
    400: "bad-request",
    401: "unauthenticated",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid",
}


def sqlstate_of(error: BaseException) -> str | None:
    """The SQLSTATE behind a driver error, if there is one."""
    original = getattr(error, "orig", error)
    state = getattr(original, "sqlstate", None)
    return state if isinstance(state, str) else None


def from_database(error: DBAPIError) -> AtriumError:
    """The one table from SQLSTATE to answer (``architecture.md`` rule 6). Texts never carry SQL or stored values."""
    state = sqlstate_of(error) or ""
    if state.startswith("22"):
        return Invalid("A value cannot be stored.")
    if state == "23505":
        return Conflict("Something with the same unique value exists already.")
    if state == "23503":
        return Conflict("Something else still refers to this, or what this refers to is gone.")
    if state.startswith("23"):
        return Invalid("A value breaks a rule of the data.")
    if state in {"40001", "40P01", "55P03"}:
        return Unavailable("Others are changing the same data just now.")
    if state == "57014":
        return Unavailable("This took too long and was stopped.")
    if state.startswith(("53300", "57P0", "08")) or error.connection_invalidated:
        return Unavailable("The database cannot be reached just now.")
    return AtriumError()


def problem(error: AtriumError, *, instance: str = "", request_id: str = "") -> Problem:
    """The refusal as the contract shows it."""
    return Problem(
        type=f"/docs#problem-{error.code}",
        title=error.title,
        status=error.status,
        detail=error.detail,
        instance=instance[:500],
        code=error.code,
        request_id=request_id,
        errors=error.errors,
        unmet=error.unmet,
        existing_id=error.existing_id,
    )


def render(request: Request, error: AtriumError) -> Response:
    body = problem(error, instance=request.url.path, request_id=request.scope.get("atrium.request_id", ""))
    return Response(
        body.model_dump_json().encode(), error.status, headers=error.headers, media_type="application/problem+json"
    )


def _pointer(location: Sequence[str | int]) -> str:
    where, *rest = location or ("body",)
    escaped = [str(part).replace("~", "~0").replace("/", "~1") for part in rest]
    if where == "body":
        return "".join(f"/{part}" for part in escaped)
    return "/".join([str(where), *escaped])


def from_validation(error: RequestValidationError) -> AtriumError:
    """FastAPI's findings as pointers; the offending input itself is not repeated."""
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return BadRequest("The body is not valid JSON.")
    errors = [
        FieldError(
            pointer=_pointer(item["loc"]),
            code=item["type"],
            message=_printable(str(item["msg"]).removeprefix("Value error, ")),
        )
        for item in found[:50]
    ]
    return Invalid(
        "; ".join(f"{item.pointer.removeprefix('/') or 'body'}: {item.message}" for item in errors[:3]), errors=errors
    )


def _printable(message: str) -> str:
    return message.encode("utf-8", "replace").decode().replace("\x00", "")[:300]


def as_atrium_error(error: Exception) -> AtriumError:
    """Any exception as the refusal that the caller gets to see."""
    match error:
        case AtriumError():
            return error
        case RequestValidationError():
            return from_validation(error)
        case HTTPException():
            refusal = AtriumError(str(error.detail), headers=error.headers)
            refusal.__dict__.update(
                status=error.status_code, code=TITLES.get(error.status_code, "error"), title=str(error.detail)
            )
            return refusal
        case IntegrityError() | DBAPIError():
            return from_database(error)
        case PoolTimeoutError():
            return Unavailable("All database connections are busy.")
        # A database that restarts has no socket for a moment; TimeoutError and ConnectionError are OSErrors too.
        case OSError():
            return Unavailable("A service this needs cannot be reached just now.")
        case _:
            return AtriumError("Something went wrong on our side. It was logged under this request id.")


async def handle(request: Request, error: Exception) -> Response:
    refusal = as_atrium_error(error)
    if refusal.status >= 500:
        log.error(
            "request failed",
            status=refusal.status,
            path=request.url.path,
            exc_info=error if refusal.status == 500 else None,
            reason=type(error).__name__,
        )
    return render(request, refusal)


def install(app: FastAPI) -> None:
    """Make this the only way errors leave the application."""
    for kind in (AtriumError, RequestValidationError, HTTPException, DBAPIError, PoolTimeoutError, OSError, Exception):
        app.add_exception_handler(kind, handle)


RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "A refusal, see `code` and `errors`.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}
"""Documented on every operation."""
