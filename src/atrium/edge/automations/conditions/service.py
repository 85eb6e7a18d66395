"""Conditions decided and placeholders filled, from what a run knows. No expression is ever evaluated: a path is looked
up or it is nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from atrium.edge.automations.conditions.comparison import holds, instant, listed, same
from atrium.edge.automations.conditions.schemas import OPERATORS, AnyOf, Condition, Decision
from atrium.engage.placeholders.paths import (
    Known,
    PathKind,
    as_is,
    check_template,
    found_at,
    placeholders,
    rendered,
)
from atrium.engage.placeholders.service import common_values, customer_values, first_name, plain_value
from atrium.kernel.context import Ctx
from atrium.kernel.errors import FieldError
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.rendering import customer_out, customers_with_names
from atrium.records.customers.record.service import CustomerNotFound
from atrium.records.customers.record.sight import visible_customers


@dataclass(slots=True)
class RunFacts:
    """What a run knows now. ``fields_read`` collects the keys of the custom fields that were looked at: the trace hides
    them from who may not see them."""

    values: dict[str, Any]
    fields_read: set[str] = field(default_factory=set)

    def look(self, path: str) -> Any:
        if path.startswith("trigger.changes."):
            change = (self.values["trigger"].get("changes") or {}).get(path.removeprefix("trigger.changes."))
            self._note(path.removeprefix("trigger.changes."))
            return change.get("after") if change else None
        if path.startswith("customer."):
            self._note(path.removeprefix("customer."))
        return found_at(self.values, path)

    def _note(self, path: str) -> None:
        if path.startswith("custom_fields."):
            self.fields_read.add(path.split(".")[1])

    def render(self, text: str, escape: Callable[[str], str] = as_is) -> str:
        return rendered(text, self.look, escape)

    def filled(self, value: Any) -> Any:
        if isinstance(value, str):
            alone = placeholders(value)
            if (
                len(alone) == 1
                and value.strip().startswith("{{")
                and value.strip().endswith("}}")
                and value.count("{{") == 1
            ):
                return self.look(alone[0])
            return self.render(value)
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        if isinstance(value, Mapping):
            return {key: self.filled(item) for key, item in value.items()}
        return value


async def facts_of(
    ctx: Ctx,
    customer_id: UUID | None,
    trigger: Mapping[str, Any],
    steps: Mapping[str, Any] | None = None,
    *,
    automation_name: str = "",
    plain: bool = False,
) -> RunFacts:
    """What is known now, as the actor sees it; ``plain``: of the customer only ``PLAIN``. Raises ``CustomerNotFound``
    (404) when it is out of sight."""
    customers = await seen_values(ctx, [customer_id] if customer_id else [], plain=plain)
    if customer_id is not None and customer_id not in customers:
        raise CustomerNotFound
    return await facts_with(
        ctx, customers.get(customer_id) if customer_id else None, trigger, steps, automation_name=automation_name
    )


async def facts_with(
    ctx: Ctx,
    customer: Mapping[str, Any] | None,
    trigger: Mapping[str, Any],
    steps: Mapping[str, Any] | None = None,
    *,
    automation_name: str = "",
) -> RunFacts:
    """The same with the values of a customer that was looked at before."""
    of_run = {"trigger": await _seen(ctx, trigger), "steps": steps or {}, "automation": {"name": automation_name}}
    return RunFacts(of_run | await common_values(ctx, customer))


async def seen_values(ctx: Ctx, customer_ids: Sequence[UUID], *, plain: bool = False) -> dict[UUID, dict[str, Any]]:
    """The values of those of the customers that are in sight, in one statement; ``plain``: only ``PLAIN``."""
    if not customer_ids:
        return {}
    chosen = Customer.id == any_(literal(list(customer_ids), ARRAY(Uuid)))
    if plain:
        columns = [Customer.__table__.c[name] for name in PLAIN]
        rows = await ctx.session.execute(select(*columns).where(visible_customers(ctx), chosen))
        return {
            row.id: {name: plain_value(value) for name, value in zip(PLAIN, row, strict=True)}
            | {"first_name": first_name(row.kind, row.name)}
            for row in rows
        }
    fields = await load_fields(ctx)
    shown = await ctx.session.execute(customers_with_names(ctx).where(visible_customers(ctx), chosen))
    return {row.id: customer_values(customer_out(row, fields)) for row in shown}


async def _seen(ctx: Ctx, trigger: Mapping[str, Any]) -> Mapping[str, Any]:
    """The trigger without changes of custom fields that the actor may not view."""
    changes: Mapping[str, Any] = trigger.get("changes") or {}
    if not any(name.startswith("custom_fields.") for name in changes):
        return trigger
    viewable = (await load_fields(ctx)).viewable_keys
    kept = {
        name: change
        for name, change in changes.items()
        if not name.startswith("custom_fields.") or name.removeprefix("custom_fields.") in viewable
    }
    return {**trigger, "changes": kept}


PLAIN = (
    "id",
    "name",
    "kind",
    "lifecycle",
    "email",
    "phone",
    "location",
    "language",
    "time_zone",
    "availability",
    "source",
    "folder_id",
    "status_id",
    "owner_id",
    "created_at",
    "updated_at",
    "last_activity_at",
    "converted_at",
)
"""What needs no look at anything but the customer's own row."""


def plain_enough(paths: Iterable[str]) -> bool:
    """Whether these paths look at nothing of the customer but ``PLAIN``."""
    return all(
        path.removeprefix("customer.") in {*PLAIN, "first_name"} for path in paths if path.startswith("customer.")
    )


# ── deciding ────────────────────────────────────────────────────────────────────


def decide(facts: RunFacts, groups: Sequence[AnyOf]) -> tuple[bool, list[Decision]]:
    """Whether all groups hold, and how each condition that was looked at was decided. Stops at the first group that
    does not hold."""
    decisions: list[Decision] = []
    for group in groups:
        held = False
        for condition in group.any_of:
            decisions.append(_decided(facts, condition))
            if decisions[-1].held:
                held = True
                break
        if not held:
            return False, decisions
    return True, decisions


def _decided(facts: RunFacts, condition: Condition) -> Decision:
    if condition.op == "changed":
        return _changed(facts, condition)
    actual, expected = facts.look(condition.path), facts.filled(condition.value)
    return Decision(
        path=condition.path,
        op=condition.op,
        expected=expected,
        actual=actual,
        held=holds(condition.op, actual, expected),
    )


def _changed(facts: RunFacts, condition: Condition) -> Decision:
    name = condition.path.removeprefix("trigger.changes.")
    facts.look(condition.path)
    change = (facts.values["trigger"].get("changes") or {}).get(name)
    wanted = {
        side: facts.filled(getattr(condition, side))
        for side in ("before", "after")
        if getattr(condition, side) is not None
    }
    held = change is not None and all(same(change.get(side), value) for side, value in wanted.items())
    return Decision(path=condition.path, op="changed", expected=wanted or None, actual=change, held=held)


# ── checking ────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class References:
    """Ids that a flow refers to, with the place of each: looked up together at the end."""

    found: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, thing: str, value: Any, pointer: str) -> None:
        self.found.append((thing, str(value), pointer))


def check_conditions(
    known: Known, groups: Sequence[AnyOf], at: str, errors: list[FieldError], references: References
) -> None:
    """Note what cannot be decided: unknown paths, comparisons that the kind of value does not have, values of another
    type."""
    for number, group in enumerate(groups):
        for index, condition in enumerate(group.any_of):
            _check_condition(known, condition, f"{at}/{number}/any_of/{index}", errors, references)


def _check_condition(
    known: Known, condition: Condition, at: str, errors: list[FieldError], references: References
) -> None:
    kind = known.kind_of(condition.path)
    if kind is None:
        errors.append(
            FieldError(pointer=f"{at}/path", code="unknown_path", message=f"{condition.path} leads nowhere here")
        )
        return
    changes = condition.path.startswith("trigger.changes.")
    allowed = (*OPERATORS[kind.kind], "changed") if changes else OPERATORS[kind.kind]
    if condition.op not in allowed:
        errors.append(
            FieldError(
                pointer=f"{at}/op",
                code="not_for_kind",
                message=f"{condition.op} cannot compare values of the kind {kind.kind}",
            )
        )
        return
    for name in ("value", "before", "after"):
        check_template(known, f"{at}/{name}", getattr(condition, name), errors)
    if condition.op == "changed":
        for name in ("before", "after"):
            _check_value(kind, getattr(condition, name), f"{at}/{name}", errors, references)
        return
    if condition.op in {"exists", "missing"}:
        return
    if condition.value is None:
        errors.append(FieldError(pointer=f"{at}/value", code="missing", message="needs a value to compare with"))
        return
    if condition.op in {"in", "not_in"} and not (isinstance(condition.value, list) and condition.value):
        errors.append(
            FieldError(pointer=f"{at}/value", code="not_a_list", message="must be a list with at least one value")
        )
        return
    if condition.op in {"older_than_days", "within_next_days"}:
        if (
            isinstance(condition.value, bool)
            or not isinstance(condition.value, int | float)
            or not 0 <= condition.value <= 36_500
        ):
            errors.append(
                FieldError(pointer=f"{at}/value", code="not_days", message="must be a number of days from 0 to 36500")
            )
        return
    several = isinstance(condition.value, list)
    for index, value in enumerate(listed(condition.value)):
        _check_value(kind, value, f"{at}/value/{index}" if several else f"{at}/value", errors, references)


def _check_value(kind: PathKind, value: Any, at: str, errors: list[FieldError], references: References) -> None:
    if value is None or (isinstance(value, str) and "{{" in value):
        return
    problem = _type_problem(kind, value)
    if problem:
        errors.append(FieldError(pointer=at, code="wrong_type", message=problem))
    elif kind.refers_to:
        try:
            references.note(kind.refers_to, UUID(value), at)
        except ValueError:
            errors.append(FieldError(pointer=at, code="wrong_type", message="must be an identifier"))
    elif kind.options and value not in kind.options:
        errors.append(
            FieldError(pointer=at, code="unknown_option", message=f"must be one of {', '.join(kind.options[:20])}")
        )


def _type_problem(kind: PathKind, value: Any) -> str | None:
    match kind.kind:
        case "number" if isinstance(value, bool) or not isinstance(value, int | float):
            return "must be a number"
        case "boolean" if not isinstance(value, bool):
            return "must be true or false"
        case "text" | "id" | "list" if not isinstance(value, str):
            return "must be a text"
        case "date" | "time" if instant(value) is None:
            return "must be a date or a moment (ISO 8601)"
    return None
