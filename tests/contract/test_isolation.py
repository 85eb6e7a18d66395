"""No workspace reaches another's rows: by foreign ids in path, query and body, and again when only row security stands
in the way."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from tests.conftest import drain
from tests.contract.answers import problem
from tests.contract.document import Operation, Place
from tests.contract.population import Population
from tests.contract.requests import BODIES_WITH, Call, build
from tests.contract.walls import filters_pointing_at, row_security_bypassed, rows_of

from atrium.kernel.db import Database

ACCEPTED = {
    "batch_customers": "answers with a result for each operation, the refusal inside",
    "edit_customers": "starts a job that finds nothing under a foreign id",
    "create_export": "starts a job that finds nothing under a foreign id",
    "run_automation": "starts a job that finds nothing under a foreign id",
    "check_automation": "answers with what is wrong",
    "create_view": "a filter may name what is gone: it finds nothing",
    "update_view": "a filter may name what is gone: it finds nothing",
}
"""Operations that answer 2xx to a foreign id in their body, with the reason; it must have no effect on foreign rows all
the same."""

OWN_ID_REFUSED: dict[tuple[str, str], str] = {}
"""Operation and property for which no request with the workspace's own id succeeds either, with the reason: the control
leaves them out."""

NOT_OF_A_WORKSPACE: dict[str, str] = {"delete_session": "a session is a person's: it is found by the caller's user id"}
"""Operations that reach nothing of a workspace even without row security, with the reason: the control leaves them
out."""


def name_of(place: Place) -> str:
    return next(part for part in reversed(place) if isinstance(part, str))


async def with_identifier(operation: Operation, place: Place, identifier: str, its: Population) -> Call:
    """The operation's request with this id at this place of its body."""
    call = await build(operation, its)
    for part in place:
        made = BODIES_WITH.get((operation.id, str(part)))
        if made is not None:
            return replace(call, body=await made(identifier, place, its))
    return call.with_body(place, identifier)


async def test_foreign_ids_in_the_path_are_not_found(
    reaching: Operation, population: Population, foreign: Population, superuser: Any, record_property: Any
) -> None:
    if not reaching.path_identifiers:
        return
    theirs = await build(reaching, foreign)
    mine = await build(reaching, population)
    before = await rows_of(superuser, foreign.home.id)
    attempts = [{name: theirs.path[name]} for name in reaching.path_identifiers]
    if len(attempts) > 1:
        attempts.append({name: theirs.path[name] for name in reaching.path_identifiers})
    for ids in attempts:
        answer = await mine.with_path(**ids).send(population.client)
        assert answer.status_code == 404, (
            f"{reaching} with the foreign {ids} answered {answer.status_code}: {answer.text[:300]}"
        )
        problem(answer)
        assert_nothing_leaked(answer, foreign)
        record_property("figures foreign ids", {"requests": 1, "found": 0})
    assert await rows_of(superuser, foreign.home.id) == before
    answer = await mine.send(population.client)
    assert answer.is_success or answer.is_redirect, (
        f"control: {reaching} with own ids answered {answer.status_code}: {answer.text[:300]}"
    )


async def test_foreign_ids_in_body_and_query_are_refused(
    reaching: Operation, population: Population, foreign: Population, superuser: Any, record_property: Any
) -> None:
    for place in reaching.body_identifiers:
        theirs = await foreign.identifier(name_of(place), reaching.id)
        if reaching.id in ACCEPTED:
            await drain()
        before = await rows_of(superuser, foreign.home.id)
        answer = await (await with_identifier(reaching, place, theirs, population)).send(population.client)
        accepted = answer.is_success and reaching.id in ACCEPTED
        assert accepted or answer.status_code in {
            404,
            409,
            422,
        }, f"{reaching} with a foreign id at {place}: {answer.status_code} {answer.text[:300]}"
        assert_nothing_leaked(answer, foreign)
        if accepted:
            await drain()
        assert await rows_of(superuser, foreign.home.id) == before
        record_property("figures foreign ids", {"requests": 1, "found": 0})
        if (reaching.id, name_of(place)) not in OWN_ID_REFUSED:
            own = await population.identifier(name_of(place), reaching.id)
            control = await (await with_identifier(reaching, place, own, population)).send(population.client)
            assert control.is_success, (
                f"control: {reaching} with the own id at {place} answered {control.status_code}: {control.text[:300]}"
            )
        population = Population(population.home, population.client)
    mine = await build(reaching, population)
    for parameter in reaching.at("query"):
        if parameter.is_identifier:
            answer = await mine.with_query(
                **{parameter.name: await foreign.identifier(parameter.name, reaching.id)}
            ).send(population.client)
            assert answer.status_code in {200, 404, 422}
            assert answer.status_code != 200 or answer.json().get("items", []) == []
            assert_nothing_leaked(answer, foreign)
            record_property("figures foreign ids", {"requests": 1, "found": 0})


async def test_row_security_alone_keeps_foreign_rows_away(
    guarded: Operation,
    population: Population,
    foreign: Population,
    crowd: Population,
    superuser: Any,
    record_property: Any,
) -> None:
    foreign = crowd if guarded.is_list else foreign
    theirs = await build(guarded, foreign)
    before = await rows_of(superuser, foreign.home.id)
    with filters_pointing_at(foreign.home):
        answer = await theirs.send(population.client)
    assert_nothing_leaked(answer, foreign)
    if guarded.path_identifiers:
        assert answer.status_code >= 400, f"{guarded} answered {answer.status_code}: {answer.text[:300]}"
    if guarded.is_list and answer.is_success:
        assert not any(identifier in answer.text for identifier in foreign.made.values())
    assert await rows_of(superuser, foreign.home.id) == before, f"{guarded} changed foreign rows"
    record_property("figures row security alone", {"requests": 1, "foreign_rows": 0})


async def test_without_either_wall_the_same_requests_reach_them(
    reaching: Operation,
    population: Population,
    foreign: Population,
    crowd: Population,
    superuser: Any,
    unwalled: Database,
    record_property: Any,
) -> None:
    """The control of the test above."""
    if not reaching.path_identifiers or reaching.id in NOT_OF_A_WORKSPACE:
        return
    foreign = crowd if reaching.is_list else foreign
    theirs = await build(reaching, foreign)
    before = await rows_of(superuser, foreign.home.id)
    with row_security_bypassed(unwalled), filters_pointing_at(foreign.home):
        answer = await theirs.send(population.client)
    reached = answer.is_success or answer.is_redirect or await rows_of(superuser, foreign.home.id) != before
    assert reached, (
        f"{reaching} reached nothing ({answer.status_code} {answer.text[:200]}): the test of row security cannot fail"
        " for it"
    )
    record_property("figures row security alone", {"reached_without_it": 1})


def assert_nothing_leaked(answer: httpx.Response, foreign: Population) -> None:
    assert foreign.mark not in answer.text, f"a foreign text in the answer: {answer.text[:500]}"


@pytest.fixture(scope="session")
async def unwalled(servers: str, app: Any) -> AsyncIterator[Database]:
    """A database pool that row security does not bind."""
    database = Database(servers, pool_size=2, statement_timeout_seconds=5)
    yield database
    await database.close()
