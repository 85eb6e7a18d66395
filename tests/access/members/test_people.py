"""No key of the database holds a member to the person they are, who may be kept elsewhere: what it refused is refused
all the same."""

from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import ProgrammingError
from tests.homes import Home

from atrium.access.accounts.models import User, UserToken
from atrium.doctor import examine
from atrium.kernel.settings import settings
from atrium.kernel.system import system_transaction


async def test_people_are_never_deleted(client: Any) -> None:
    with pytest.raises(ProgrammingError, match="permission denied for table users"):
        async with system_transaction() as session:
            await session.execute(delete(User).where(User.id == client.user_id))
    async with system_transaction() as session:  # the control: what goes out of date may go
        await session.execute(delete(UserToken).where(UserToken.user_id == client.user_id))


async def people() -> tuple[str, str]:
    row = next(row for row in await examine(settings()) if row.name == "people")
    return row.state, row.sentence


async def test_the_doctor_misses_who_was_lost(home: Home, client: Any, superuser: Any) -> None:
    assert await people() == ("ok", "Every member has an account.")
    member_id = await home.make_member(home.role_ids["agent"])
    await superuser.execute(
        "DELETE FROM users USING members WHERE users.id = members.user_id AND members.id = $1", member_id
    )
    state, sentence = await people()
    assert (state, sentence.startswith("The accounts of 1 members are missing")) == ("fail", True)
    await superuser.execute("DELETE FROM members WHERE id = $1", member_id)
