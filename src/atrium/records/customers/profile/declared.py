"""What a capability adds to customers: how much it has about one, what one can do there, what forbids deleting one and
what would go with it. It declares this beside its own queries; the profile (``records/overview``) and the trash name
none of them.

    @counts("notes", "Notes.", needs=P.notes_read)
    def notes_of_customer(ctx: Ctx) -> Select[Any]: ...
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Unmet
from atrium.kernel.permissions import P
from atrium.records.customers.record.models import Customer


@dataclass(frozen=True, slots=True)
class Count:
    """A number of the profile. ``select`` counts for the ``Customer`` of the enclosing row; who lacks ``needs`` is
    shown 0."""

    name: str
    description: str
    select: Callable[[Ctx], Select[Any]]
    needs: P | None = None
    example: int = 3


@dataclass(frozen=True, slots=True)
class Action:
    """Something one can do with a customer. ``refuses`` says, for a lifecycle, why not: a code and a sentence."""

    key: str
    permission: P
    refuses: Callable[[str], tuple[str, str] | None] = lambda _lifecycle: None


Blocker = Callable[[Ctx, Sequence[UUID]], Awaitable[dict[UUID, list[Unmet]]]]
BLOCKERS: list[Blocker] = []
"""Each returns, for a set of customers, what has to be settled before they can be deleted (C10)."""
LOSSES: list[str] = ["custom_field_values"]
"""Tables whose rows, named by their ``customer_id``, vanish with a customer."""
COUNTED: dict[str, Count] = {}
ACTIONS: dict[str, Action] = {}


def counts(
    name: str, description: str, *, needs: P | None = None, example: int = 3
) -> Callable[[Callable[[Ctx], Select[Any]]], Callable[[Ctx], Select[Any]]]:
    """Register a number of the profile."""

    def register(query: Callable[[Ctx], Select[Any]]) -> Callable[[Ctx], Select[Any]]:
        if name in COUNTED:
            raise TypeError(f"the profile counts {name} already")
        COUNTED[name] = Count(name, description, query, needs, example)
        return query

    return register


def rows_of_customer(table: Any) -> Select[Any]:
    """How many rows of a table with ``customer_id`` belong to the ``Customer`` of the enclosing row."""
    mine = table.workspace_id == Customer.workspace_id, table.customer_id == Customer.id
    return select(func.count()).select_from(table).where(*mine)


def acts(key: str, permission: P, refuses: Callable[[str], tuple[str, str] | None] | None = None) -> None:
    """Register something that one can do with a customer."""
    if key in ACTIONS:
        raise TypeError(f"the profile has the action {key} already")
    ACTIONS[key] = Action(key, permission, refuses) if refuses else Action(key, permission)


def blocks_deletion(blocker: Blocker) -> Blocker:
    """Register what may forbid deleting customers."""
    BLOCKERS.append(blocker)
    return blocker


def goes_with_customer(table: str) -> None:
    """The rows of this table are named among the losses before a customer is deleted (X8)."""
    LOSSES.append(table)


def _only_prospects(lifecycle: str) -> tuple[str, str] | None:
    return ("already-customer", "This is a customer already.") if lifecycle == "customer" else None


acts("edit", P.customers_write)
acts("tag", P.tags_write)
acts("assign", P.customers_assign)
acts("convert", P.customers_write, _only_prospects)
acts("delete", P.customers_delete)
