"""Who does not sign in gets nowhere: 401 on every operation that is not public."""

from typing import Any

import pytest
from tests.contract.answers import problem
from tests.contract.document import Operation, operations
from tests.contract.requests import sketch
from tests.homes import Home

from atrium.kernel.authentication import session_cookie_name

PUBLIC = {
    "login": "signs in",
    "forgot_password": "whoever forgot it cannot sign in",
    "reset_password": "proves itself with the token of the e-mail",
    "lookup_invitation": "proves itself with the token of the e-mail",
    "accept_invitation": "proves itself with the token of the e-mail",
    "get_public_form": "strangers fill it in",
    "submit_form": "strangers fill it in",
    "receive_hook": "proves itself with the token in its address",
    "create_embed_session": "proves itself with the launch code",
    "get_embed_page": "tells a host page whether it may show widgets",
}
"""All operations without a login, with the reason."""

STRANGERS: dict[str, dict[str, Any]] = {
    "nobody": {},
    "unknown key": {"headers": {"Authorization": "Bearer atr_live_0000000000000000000000000000000000"}},
    "not a bearer": {"headers": {"Authorization": "Basic b3duZXI6c2VjcmV0"}},
    "unknown session": {"cookies": {"atrium_session": "never-handed-out"}},
}


@pytest.mark.parametrize("stranger", STRANGERS)
async def test_strangers_get_401(guarded: Operation, stranger: str, bystander: Home, record_property: Any) -> None:
    answer = await sketch(guarded).send(bystander.client(**STRANGERS[stranger]))
    assert answer.status_code == 401, f"{guarded} answered {stranger} {answer.status_code}"
    assert problem(answer)["code"] == "unauthenticated"
    assert answer.headers["www-authenticate"]
    record_property("figures anonymous", {"requests": 1, "refused": 1})


async def test_an_ended_session_and_an_expired_key_get_401(home: Home, superuser: Any) -> None:
    """Of one operation: all go through the same function. The control is the same client before its credential
    ended."""
    operation = next(each for each in operations() if each.permissions and each.method == "get" and not each.at("path"))
    browser, key = await home.as_owner(), await home.as_api_key()
    for client in (browser, key):
        assert (await sketch(operation).send(client)).status_code == 200
    await superuser.execute(
        "UPDATE sessions SET expires_at = now() - interval '1 second' WHERE workspace_id = $1", home.id
    )
    await superuser.execute(
        "UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE workspace_id = $1", home.id
    )
    for client in (browser, key):
        assert (await sketch(operation).send(client)).status_code == 401


async def test_cookie_and_key_together_are_malformed(home: Home) -> None:
    operation = next(each for each in operations() if each.permissions is not None)
    client = home.client(cookies={session_cookie_name(): "a"}, headers={"Authorization": "Bearer b"})
    assert (await sketch(operation).send(client)).status_code == 400


def test_what_is_public_is_listed_with_a_reason() -> None:
    guarded = [
        operation for operation in operations() if operation.permissions is not None or operation.embed is not None
    ]
    public = {operation.id for operation in operations()} - {operation.id for operation in guarded}
    assert public <= set(PUBLIC)
    assert len(guarded) + len(public) == len(operations())
