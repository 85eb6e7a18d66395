"""How a workspace comes to be: whole, or not at all."""

import secrets
from typing import Any

import pytest
from tests.access.sessions.factory import browser, try_login
from tests.homes import Home

from atrium.access.roles.service import RoleNotFound
from atrium.access.workspaces.service import create_workspace_with_owner
from atrium.adapters.passwords import PasswordNotAllowed
from atrium.kernel.errors import Invalid
from atrium.kernel.permissions import BUILT_IN

PASSWORD = "staple horse battery"


async def test_a_new_workspace_has_roles_and_an_owner_who_can_sign_in(home: Home, superuser: Any) -> None:
    email = f"{secrets.token_hex(6)}@x.test"
    made = await create_workspace_with_owner("Lumen Studio", email.upper(), PASSWORD, "Ana Ruiz")
    assert (set(made.role_ids), made.account_created) == (set(BUILT_IN), True)
    owner = await superuser.fetchrow("SELECT * FROM members WHERE workspace_id = $1", made.workspace_id)
    assert (owner["id"], owner["role_id"], owner["email"]) == (made.owner_id, made.role_ids["owner"], email)
    signed_in = await try_login(browser(home), email, PASSWORD)
    assert signed_in.status_code == 200, signed_in.text
    types = await superuser.fetch("SELECT type FROM events WHERE workspace_id = $1 ORDER BY id", made.workspace_id)
    assert [row[0] for row in types][:2] == ["workspace.created", "member.joined"]


async def test_someone_with_an_account_keeps_their_password(home: Home) -> None:
    email = f"{secrets.token_hex(6)}@x.test"
    first = await create_workspace_with_owner("First", email, PASSWORD, "Ana Ruiz")
    second = await create_workspace_with_owner("Second", email, "another phrase entirely", "Ana Ruiz")
    assert (second.user_id, second.account_created) == (first.user_id, False)
    assert (await try_login(browser(home), email, "another phrase entirely")).status_code == 401
    assert (await try_login(browser(home), email, PASSWORD, workspace_id=str(second.workspace_id))).status_code == 200


async def test_a_failure_leaves_nothing_behind(superuser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from atrium.access.workspaces import service

    name, email = f"Half {secrets.token_hex(6)}", f"{secrets.token_hex(6)}@x.test"
    with pytest.raises(PasswordNotAllowed):
        await create_workspace_with_owner(name, email, "password", "Ana Ruiz")
    with pytest.raises(Invalid):
        await create_workspace_with_owner(" ", email, PASSWORD, "Ana Ruiz")

    async def broken(*_: Any, **__: Any) -> Any:
        raise RoleNotFound

    monkeypatch.setattr(service, "join", broken)
    with pytest.raises(RoleNotFound):
        await create_workspace_with_owner(name, email, PASSWORD, "Ana Ruiz")
    assert await superuser.fetchval("SELECT count(*) FROM workspaces WHERE name = $1", name) == 0
    assert await superuser.fetchval("SELECT count(*) FROM users WHERE email = $1", email) == 0
