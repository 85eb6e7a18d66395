"""What contract tests need of accounts: things to name, and operations that need more than their examples."""

import secrets
from dataclasses import replace
from functools import cache
from typing import Any

import pyotp
from sqlalchemy import update
from tests.contract.population import Population
from tests.contract.requests import Call, adjusts

PASSWORD = "staple horse battery"


@cache
def password_hash() -> str:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(PASSWORD)


async def give_password(its: Population) -> Any:
    """The workspace's owner, who now has a password."""
    from atrium.access.accounts.models import User
    from atrium.access.members.models import Member
    from atrium.kernel.system import system_transaction

    async with its.home.session() as session:
        member = await session.get_one(Member, (its.home.id, its.home.owner_id))
    async with system_transaction() as session:
        await session.execute(update(User).where(User.id == member.user_id).values(password_hash=password_hash()))
    return member


@adjusts("change_password")
async def change_password(call: Call, its: Population) -> Call:
    await give_password(its)
    return replace(call, body={"current_password": PASSWORD, "password": secrets.token_urlsafe(16)})


@adjusts("reset_password")
async def reset_password(call: Call, its: Population) -> Call:
    from atrium.access.accounts.service import new_reset_token
    from atrium.kernel.system import system_transaction

    member = await give_password(its)
    async with system_transaction() as session:
        token = await new_reset_token(session, member.user_id)
    return replace(call, body={"token": token, "password": secrets.token_urlsafe(16)})


@adjusts("begin_totp")
async def begin_totp(call: Call, its: Population) -> Call:
    await give_password(its)
    return replace(call, body={"password": PASSWORD})


@adjusts("confirm_totp")
async def confirm_totp(call: Call, its: Population) -> Call:
    await give_password(its)
    secret = (await its.post("/me/totp", password=PASSWORD))["secret"]
    return replace(call, body={"code": pyotp.TOTP(secret).now()})


@adjusts("disable_totp")
async def disable_totp(call: Call, its: Population) -> Call:
    confirmed = await its.post("/me/totp/confirm", **(await confirm_totp(call, its)).body)
    return replace(call, body={"password": PASSWORD, "recovery_code": confirmed["recovery_codes"][0]})
