"""Every POST can be repeated: with the same Idempotency-Key the answer comes again, and the effect does not."""

from typing import Any

from tests.contract.document import Operation
from tests.contract.population import Population
from tests.contract.requests import build
from tests.contract.walls import rows_of

NOT_KEPT: dict[str, str] = {
    "begin_totp": "the answer is a secret, and is not stored",
    "confirm_totp": "the answer is a secret, and is not stored",
    "logout": "the session that would ask again has ended",
}
"""Operations whose answer is not repeated, with the reason."""


async def test_a_repetition_has_no_effect(posting: Operation, population: Population, superuser: Any) -> None:
    assert any(parameter.name == "Idempotency-Key" for parameter in posting.at("header")), (
        "the contract does not offer it"
    )
    call = (await build(posting, population)).with_headers(Idempotency_Key="contract-test-1")
    first = await call.send(population.client)
    assert first.is_success, first.text
    if posting.id in NOT_KEPT:
        return
    after_first = await rows_of(superuser, population.home.id)
    again = await call.send(population.client)
    assert (again.status_code, again.content) == (first.status_code, first.content), f"{posting}: {again.text[:300]}"
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert await rows_of(superuser, population.home.id) == after_first
