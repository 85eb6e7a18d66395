"""One page type and one cursor for every list (``architecture.md`` rule 9): keyset, signed, never an offset."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar, cast
from uuid import UUID

import orjson
from fastapi import Query
from pydantic import Field
from sqlalchemy import ColumnElement, and_, literal, or_, tuple_
from sqlalchemy.sql.elements import SQLCoreOperations

from atrium.kernel.errors import FieldError, Invalid
from atrium.kernel.schemas import Output
from atrium.kernel.settings import settings

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=200, description="Most items of one page.", examples=[50])]
Cursor = Annotated[str | None, Query(max_length=2000, description="`next_cursor` of the page before.", examples=[None])]


class Page(Output, Generic[T]):
    """One page of a list."""

    items: list[T] = Field(description="The items of this page.")
    next_cursor: str | None = Field(
        None,
        description="Send it as `cursor` to get the next page; null on the last one.",
        examples=["eyJrIjpbXX0.c2ln"],
    )


class BadCursor(Invalid):
    code, title = "bad-cursor", "This cursor cannot be used"

    def __init__(self) -> None:
        pointer = FieldError(
            pointer="query/cursor", code="bad_cursor", message="does not belong to this list, filter or sort order"
        )
        super().__init__(
            "The cursor does not belong to this list, filter or sort order. Start again without it.", errors=[pointer]
        )


def _sign(payload: bytes) -> bytes:
    return hmac.new(settings().secret_key.get_secret_value().encode(), b"cursor:" + payload, hashlib.sha256).digest()[
        :12
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, UUID):
        return {"u": str(value)}
    return value


def _typed(value: Any) -> Any:
    match value:
        case {"t": moment}:
            return datetime.fromisoformat(moment)
        case {"u": identifier}:
            return UUID(identifier)
        case _:
            return value


def encode_cursor(scope: str, values: Sequence[Any]) -> str:
    """A cursor after the row with these key values. ``scope`` names list, filter and sort, so that it fits nowhere
    else."""
    payload = orjson.dumps(
        [hashlib.sha256(scope.encode("utf-8", "replace")).hexdigest()[:16], [_plain(value) for value in values]]
    )
    return base64.urlsafe_b64encode(_sign(payload) + payload).rstrip(b"=").decode()


def decode_cursor(scope: str, cursor: str) -> list[Any]:
    """The key values of the row after which to go on. Raises ``BadCursor`` (422)."""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        signature, payload = raw[:12], raw[12:]
        if not hmac.compare_digest(signature, _sign(payload)):
            raise BadCursor
        fingerprint, values = orjson.loads(payload)
    except ValueError as error:
        raise BadCursor from error
    if fingerprint != hashlib.sha256(scope.encode("utf-8", "replace")).hexdigest()[:16]:
        raise BadCursor
    return [_typed(value) for value in values]


def after(
    columns: Sequence[SQLCoreOperations[Any]],
    values: Sequence[Any],
    *,
    descending: Sequence[bool],
    nulls_last: Sequence[bool] | None = None,
) -> ColumnElement[bool]:
    """The rows that follow ``values`` in the order of ``columns``.

    A column marked in ``nulls_last`` may hold NULL, sorted after every value in either direction."""
    nullable = nulls_last or [False] * len(columns)
    if len(set(descending)) == 1 and not any(nullable):
        # A row comparison starts the index scan at the cursor; the same written with OR reads every row before it.
        row, bound = (
            tuple_(*columns),
            tuple_(
                *(
                    literal(value, cast("ColumnElement[Any]", column).type)
                    for column, value in zip(columns, values, strict=True)
                )
            ),
        )
        return row < bound if descending[0] else row > bound
    alternatives: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for column, value, down, can_be_null in zip(columns, values, descending, nullable, strict=True):
        if value is None:
            equal.append(column.is_(None))
            continue
        beyond: ColumnElement[bool] = column < value if down else column > value
        alternatives.append(and_(*equal, or_(beyond, column.is_(None)) if can_be_null else beyond))
        equal.append(column == value)
    return or_(*alternatives)


def page_of(rows: Sequence[Any], limit: int, scope: str, key: Any) -> tuple[Sequence[Any], str | None]:
    """Cut ``limit + 1`` fetched rows to a page. ``key(row)`` gives the row's cursor values."""
    if len(rows) <= limit:
        return rows, None
    rows = rows[:limit]
    return rows, encode_cursor(scope, key(rows[-1]))
