"""Contract tests take ``operation`` and run once for each operation of ``openapi.json``."""

from collections.abc import AsyncIterator, Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tests.conftest import sweep
from tests.contract.document import Operation, operations
from tests.contract.population import Population
from tests.homes import Home, make_home

for _found in sorted(Path(__file__).parents[1].glob("*/*/contract.py")):
    import_module(".".join(("tests", *_found.relative_to(Path(__file__).parents[1]).with_suffix("").parts)))

SELECTIONS: dict[str, Callable[[Operation], bool]] = {
    "operation": lambda _: True,
    "guarded": lambda operation: operation.permissions is not None or operation.embed is not None,
    "permitted": lambda operation: bool(operation.permissions),
    "listing": lambda operation: operation.is_list,
    "posting": lambda operation: operation.method == "post" and operation.permissions is not None,
    "reaching": lambda operation: operation.permissions is not None and _names_ids(operation),
}
"""Fixture names and the operations they stand for."""


def _names_ids(operation: Operation) -> bool:
    return bool(
        operation.path_identifiers
        or operation.body_identifiers
        or any(parameter.is_identifier for parameter in operation.at("query"))
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name, selects in SELECTIONS.items():
        if name in metafunc.fixturenames:
            chosen = [operation for operation in operations() if selects(operation)]
            metafunc.parametrize(name, chosen, ids=[operation.id for operation in chosen])


@pytest.fixture
async def population(home: Home) -> Population:
    """This test's workspace and what is in it."""
    return Population(home, await home.as_owner())


@pytest.fixture
async def foreign(elsewhere: Home) -> Population:
    """Another workspace, whose things must stay unseen and untouched."""
    return Population(elsewhere, await elsewhere.as_owner())


@pytest.fixture(scope="session")
async def superuser(servers: str) -> AsyncIterator[asyncpg.Connection]:
    """One connection for all contract tests: the checksums of every table are planned once, not for each test."""
    connection = await asyncpg.connect(servers, max_cacheable_statement_size=0)
    yield connection
    await connection.close()


@pytest.fixture(autouse=True)
async def swept(superuser: asyncpg.Connection) -> AsyncIterator[None]:
    """Contract tests start what nobody waits for."""
    yield
    await sweep(superuser)


@pytest.fixture(scope="session")
async def bystander(app: Any) -> AsyncIterator[Home]:
    """A workspace shared by tests that change nothing in it."""
    made = await make_home(app)
    yield made
    for client in made.clients:
        await client.aclose()


@pytest.fixture(scope="session")
async def crowd(bystander: Home) -> Population:
    """Two of each thing in a workspace, shared by tests that only read, or whose every request must be refused."""
    population = Population(bystander, await bystander.as_owner())
    await population.everything()
    await population.everything()
    return population
