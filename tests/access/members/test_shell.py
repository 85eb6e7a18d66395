"""What the command line calls."""

import secrets
from typing import Any

import pytest
from tests.homes import Home

from atrium.access.members.service import AlreadyMember, create_member_from_shell
from atrium.access.roles.service import RoleNotFound
from atrium.kernel.errors import Invalid


async def test_a_member_is_added_by_name_or_id_of_the_workspace(home: Home, client: Any, superuser: Any) -> None:
    name = f"Shell {secrets.token_hex(4)}"
    await superuser.execute("UPDATE workspaces SET name = $2 WHERE id = $1", home.id, name)
    email = f"{secrets.token_hex(4)}@x.test"
    member_id = await create_member_from_shell(name, email.upper(), "quite a long phrase", "Noa Levi", "manager")
    shown = (await client.get(f"/members/{member_id}")).json()
    assert (shown["email"], shown["name"], shown["role"]["name"]) == (email, "Noa Levi", "Manager")
    with pytest.raises(AlreadyMember):
        await create_member_from_shell(str(home.id), email, "quite a long phrase", "Noa Levi", "Agent")
    with pytest.raises(RoleNotFound):
        await create_member_from_shell(str(home.id), "other@x.test", "quite a long phrase", "Noa Levi", "King")
    with pytest.raises(Invalid, match="no workspace"):
        await create_member_from_shell("No such place", "other@x.test", "quite a long phrase", "Noa Levi", "Agent")
    # Removed and added again, they get their old place back.
    assert (await client.delete(f"/members/{member_id}")).status_code == 204
    assert await create_member_from_shell(name, email, "ignored", "Noa Levi", "Viewer") == member_id
