"""Conditions. All groups must hold; of a group one condition is enough.

For the builder: a row per group, "or" inside a group, "and" between them. Paths and the operators of each type are in
``GET /automation-catalogue``."""

from typing import Annotated, Any, Literal

from pydantic import Field

from atrium.engage.placeholders.schemas import Kind
from atrium.kernel.schemas import Input, Json, Output

Path = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[a-z][a-z0-9_]*(\.[A-Za-z0-9_-]+)*$")]
"""Where a value is found: ``customer.custom_fields.renewal_on``, ``trigger.data.status_id``,
``steps.call_1.body.ok``."""
Operator = Literal[
    "eq",
    "ne",
    "in",
    "not_in",
    "gt",
    "gte",
    "lt",
    "lte",
    "contains",
    "not_contains",
    "exists",
    "missing",
    "older_than_days",
    "within_next_days",
    "changed",
]
OPERATORS: dict[Kind, tuple[Operator, ...]] = {
    "text": ("eq", "ne", "in", "not_in", "contains", "not_contains", "exists", "missing"),
    "number": ("eq", "ne", "in", "not_in", "gt", "gte", "lt", "lte", "exists", "missing"),
    "date": ("eq", "ne", "gt", "gte", "lt", "lte", "older_than_days", "within_next_days", "exists", "missing"),
    "time": ("gt", "gte", "lt", "lte", "older_than_days", "within_next_days", "exists", "missing"),
    "id": ("eq", "ne", "in", "not_in", "exists", "missing"),
    "list": ("contains", "not_contains", "exists", "missing"),
    "boolean": ("eq", "ne", "exists", "missing"),
    "any": (
        "eq",
        "ne",
        "in",
        "not_in",
        "gt",
        "gte",
        "lt",
        "lte",
        "contains",
        "not_contains",
        "exists",
        "missing",
        "older_than_days",
        "within_next_days",
    ),
}
"""Which comparisons make sense for values of a kind. ``changed`` belongs to ``trigger.changes`` alone."""


class Condition(Input):
    """One comparison. `changed` looks at `trigger.changes.<field>`: with `before` and `after` it means "changed from …
    to …", with `after` alone "is now …"."""

    path: Path = Field(description="What to look at.", examples=["customer.lifecycle"])
    op: Operator = Field(description="How to compare.", examples=["eq"])
    value: Json = Field(
        None,
        description=(
            "What to compare with: a list for `in` and `not_in`, days for `older_than_days`; a text may hold"
            " placeholders."
        ),
        examples=["prospect"],
    )
    before: Json = Field(None, description="For `changed`: the value it had; null: any.", examples=["new"])
    after: Json = Field(None, description="For `changed`: the value it has now; null: any.", examples=["won"])


class AnyOf(Input):
    """Conditions of which one must hold."""

    any_of: list[Condition] = Field(min_length=1, max_length=20, description="Alternatives.")


Conditions = Annotated[list[AnyOf], Field(max_length=20)]


class Decision(Output):
    """How one condition was decided."""

    path: str = Field(description="What was looked at.", examples=["customer.lifecycle"])
    op: str = Field(description="How it was compared.", examples=["eq"])
    expected: Any = Field(None, description="What it was compared with.", examples=["prospect"])
    actual: Any = Field(
        None, description="The value that was found; null also when the reader may not see it.", examples=["customer"]
    )
    held: bool = Field(description="Whether it held.", examples=[False])
