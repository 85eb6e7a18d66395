"""How values are compared."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any


def holds(op: str, actual: Any, expected: Any) -> bool:
    """Whether a comparison holds. What cannot be compared does not."""
    empty = actual is None or actual in ("", [], {})
    match op:
        case "exists":
            return not empty
        case "missing":
            return empty
        case "eq":
            return same(actual, expected)
        case "ne":
            return not same(actual, expected)
        case "in":
            return any(same(actual, value) for value in listed(expected))
        case "not_in":
            return not any(same(actual, value) for value in listed(expected))
        case "contains":
            return _contains(actual, expected)
        case "not_contains":
            return not _contains(actual, expected)
        case "older_than_days" | "within_next_days":
            return _near(op, actual, expected)
    return _ordered(op, actual, expected)


def listed(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def same(left: Any, right: Any) -> bool:
    """Equal, whatever the case of letters; money by its minor units."""
    if isinstance(left, Mapping) and "amount_minor" in left and not isinstance(right, Mapping):
        left = left["amount_minor"]
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)


def _contains(actual: Any, expected: Any) -> bool:
    if isinstance(actual, list):
        return any(same(item, value) for item in actual for value in listed(expected))
    return isinstance(actual, str) and isinstance(expected, str) and expected.casefold() in actual.casefold()


def _comparable(value: Any) -> float | datetime | None:
    if isinstance(value, Mapping):
        value = value.get("amount_minor")
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str):
        return None
    try:
        return float(value)
    except ValueError:
        return instant(value)


def instant(value: Any) -> datetime | None:
    """A day or moment as it is written (ISO 8601); None for anything else."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)


def _ordered(op: str, actual: Any, expected: Any) -> bool:
    left, right = _comparable(actual), _comparable(expected)
    if left is None or right is None or type(left) is not type(right):
        return False
    order = (left > right) - (left < right)  # type: ignore[operator]  # both are of one type
    return {"gt": order > 0, "gte": order >= 0, "lt": order < 0, "lte": order <= 0}[op]


def _near(op: str, actual: Any, days: Any) -> bool:
    moment = instant(actual)
    if moment is None or isinstance(days, bool) or not isinstance(days, int | float):
        return False
    now = datetime.now(UTC)
    return (
        moment < now - timedelta(days=days)
        if op == "older_than_days"
        else now - timedelta(days=1) <= moment <= now + timedelta(days=days)
    )
