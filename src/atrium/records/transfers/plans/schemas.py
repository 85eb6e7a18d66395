"""A batch: how its rows meet what is there, and what becomes of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row

from atrium.kernel.events import Change
from atrium.records.custom_fields.values.typed import Values
from atrium.records.transfers.rows.schemas import Draft, Plan

Mode = Literal["create", "update", "both"]
Outcome = Literal["created", "updated", "unchanged", "rejected"]


@dataclass(frozen=True, slots=True)
class How:
    """``match``: the scheme by which existing customers are found (``email``, ``ext:hubspot``, ``row``), or
    ``none``. The folder, status, lifecycle and source are for new customers whose row does not say; ``tag_ids`` are
    added to all."""

    plan: Plan
    match: str = "email"
    mode: Mode = "both"
    folder_id: UUID | None = None
    status_id: UUID | None = None
    lifecycle: str = "customer"
    source: str | None = "import"
    tag_ids: tuple[UUID, ...] = ()
    create_missing_tags: bool = False


@dataclass(slots=True)
class Planned:
    """What is to become of a row. ``values`` are the columns of ``customers`` after it; ``before`` is the customer as
    it is, locked."""

    draft: Draft
    outcome: Outcome = "created"
    customer_id: UUID | None = None
    before: Row[Any] | None = None
    values: dict[str, Any] = field(default_factory=dict)
    custom: Values = field(default_factory=Values)
    changes: dict[str, Change] = field(default_factory=dict)
    tag_ids: list[UUID] = field(default_factory=list)
    worker_ids: list[UUID] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    stale: list[tuple[str, str]] = field(default_factory=list)

    def reject(self, code: str, message: str, column: int | None = None) -> None:
        self.outcome = "rejected"
        self.draft.refuse(code, message, column)


@dataclass(frozen=True, slots=True)
class Found:
    """What is there already. ``holders`` maps an identifier to its customer; ``customers`` are those of them that the
    actor sees."""

    holders: Mapping[tuple[str, str], UUID]
    stale: frozenset[tuple[str, str]]
    customers: Mapping[UUID, Row[Any]]
    tags: Mapping[UUID, frozenset[UUID]]
    notes: Mapping[UUID, frozenset[str]]
    own_ids: frozenset[UUID]
    referred: frozenset[UUID]
