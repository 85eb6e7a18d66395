"""``ATRIUM_TEST_OPERATIONS_OF=atrium.records.tags,…`` leaves of the contract tests those of these capabilities'
operations, and of others everything (``make check``)."""

import os
from typing import Any

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    asked = tuple(f"{name}." for name in os.environ.get("ATRIUM_TEST_OPERATIONS_OF", "").split(",") if name)
    if not asked:
        return
    homes = _homes()
    chosen = [
        item
        for item in items
        if not item.nodeid.startswith("tests/contract/")
        or item.nodeid.partition("::")[0] in config.args
        or any(home.startswith(asked) for home in _homes_of(item, homes))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


def _homes_of(item: pytest.Item, homes: dict[str, str]) -> list[str]:
    """The modules whose operations this test is about."""
    from tests.contract.document import Operation

    parameters: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    return [homes.get(value.id, "") for value in parameters.values() if isinstance(value, Operation)]


def _homes() -> dict[str, str]:
    """By operation: the module of its router."""
    from fastapi.routing import APIRoute

    from atrium.registry import routers

    routes = [route for router in routers() for route in router.routes if isinstance(route, APIRoute)]
    return {route.name: route.endpoint.__module__ for route in routes}
