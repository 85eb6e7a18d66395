"""What belongs to widgets opens what is made for widgets, and nothing else: every operation of the contract refuses it,
or is named here."""

from typing import Any

import pytest
from tests.contract.answers import problem
from tests.contract.document import Operation, operations
from tests.contract.population import Population
from tests.contract.requests import build, sketch
from tests.edge.embeds.contract import embed_bearer, embed_token_secret

from atrium.kernel.route import Permission

FOR_WIDGETS = {
    "get_embed_session",
    "get_embed_profile",
    "list_embed_notes",
    "list_embed_timeline",
    "get_embed_credits",
    "list_embed_credit_entries",
    "get_embed_quota",
    "get_embed_form",
    "submit_embed_form",
}
"""All that the bearer in a page opens."""
FOR_SERVERS = {"create_embed_launch"}
"""All that a token on an integrator's server opens."""


def test_what_is_for_widgets_is_listed() -> None:
    assert {operation.id for operation in operations() if operation.embed == "embed"} == FOR_WIDGETS
    assert {operation.id for operation in operations() if operation.embed == "embed_token"} == FOR_SERVERS


async def callers(its: Population) -> dict[str, Any]:
    secrets = {"embed": await embed_bearer(its), "embed_token": await embed_token_secret(its)}
    return {kind: its.home.client(headers={"Authorization": f"Bearer {secret}"}) for kind, secret in secrets.items()}


async def test_every_other_operation_refuses_them(population: Population, superuser: Any, record_property: Any) -> None:
    """With the ids of the widget's own customer: what would be found if it were let in."""
    known = await callers(population)
    events = await superuser.fetchval("SELECT count(*) FROM events WHERE workspace_id = $1", population.home.id)
    refused = opened = 0
    for operation in operations():
        call = sketch(operation)
        own = {name: population.made[name] for name in call.path if name in population.made}
        for kind, client in known.items():
            if operation.embed == kind:
                continue
            answer = await call.with_path(**own).send(client)
            refused += 1
            assert answer.status_code in {401, 403}, f"{operation} let {kind} in: {answer.status_code}"
            assert problem(answer)["code"] in {"not-for-embeds", "unauthenticated"}
    assert events == await superuser.fetchval("SELECT count(*) FROM events WHERE workspace_id = $1", population.home.id)
    for operation in operations():
        if operation.embed is not None:
            opened += 1
            answer = await (await build(operation, population)).send(known[operation.embed])
            assert answer.is_success, f"{operation} answered its {operation.embed} {answer.status_code}"
    assert (refused, opened) == (2 * len(operations()) - len(FOR_WIDGETS | FOR_SERVERS), len(FOR_WIDGETS | FOR_SERVERS))
    record_property("figures embeds", {"operations": len(operations()), "refused": refused, "opened": opened})


async def test_without_the_guard_they_would_get_in(population: Population, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the routes' services alone would show the widget's own customer."""
    client = (await callers(population))["embed"]
    operation = next(each for each in operations() if each.id == "get_customer")
    call = (await build(operation, population)).with_path(customer_id=population.made["customer_id"])
    assert (await call.send(client)).status_code == 403
    monkeypatch.setattr(Permission, "_taken", lambda _self, credential: credential)
    assert (await call.send(client)).status_code == 200


async def test_a_missing_scope_is_named(population: Population) -> None:
    client = (await callers(population))["embed"]
    path = f"/embed-configs/{population.made['config_id']}"
    scoped: list[Operation] = [each for each in operations() if each.embed == "embed" and each.raw["x-embed"]["scopes"]]
    for operation in scoped:
        needed = operation.raw["x-embed"]["scopes"][0]
        other = "notes:read" if needed != "notes:read" else "credits:read"
        widget = {"notes:read": "notes", "credits:read": "credits"}[other]
        assert (await population.client.patch(path, json={"scopes": [other], "widgets": [widget]})).is_success
        answer = await sketch(operation).send(client)
        assert (answer.status_code, problem(answer)["code"]) == (403, "scope-missing")
        assert needed in problem(answer)["detail"]


async def test_users_credentials_open_nothing_for_widgets(population: Population) -> None:
    key = await population.home.as_api_key()
    for operation in operations():
        if operation.embed is not None:
            for client in (key, population.client):
                assert (await sketch(operation).send(client)).status_code == 401
