"""People who can sign in, and browsers that do."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

import httpx
from argon2 import PasswordHasher
from sqlalchemy import update
from tests.homes import Home

from atrium.access.accounts.models import User
from atrium.access.members.models import Member
from atrium.kernel.authentication import session_cookie_name
from atrium.kernel.system import system_transaction

PASSWORD = "staple horse battery"


@cache
def password_hash() -> str:
    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(PASSWORD)


@dataclass
class Person:
    """A member with the password ``PASSWORD``."""

    email: str
    member_id: UUID
    user_id: UUID


async def make_person(home: Home, role: str = "agent", *, name: str = "Ana Ruiz") -> Person:
    member_id = await home.make_member(home.role_ids[role], name=name)
    async with home.session() as session:
        member = await session.get_one(Member, (home.id, member_id))
    async with system_transaction() as session:
        await session.execute(update(User).where(User.id == member.user_id).values(password_hash=password_hash()))
    return Person(member.email, member_id, member.user_id)


async def add_to(home: Home, person: Person, role: str = "agent") -> UUID:
    """Make the person a member of another workspace, too."""
    row = Member(
        workspace_id=home.id, user_id=person.user_id, role_id=home.role_ids[role], name="Ana Ruiz", email=person.email
    )
    async with home.session() as session:
        session.add(row)
    return row.id


def random_address() -> str:
    return ".".join(str(secrets.randbelow(254) + 1) for _ in range(4))


def browser(home: Home, address: str | None = None, **headers: str) -> Any:
    """A browser that is not signed in, at a network address of its own."""
    transport = httpx.ASGITransport(
        app=home.app, raise_app_exceptions=False, client=(address or random_address(), 40000)
    )
    client = httpx.AsyncClient(
        transport=transport,
        base_url="http://localhost/api/v1",
        headers={"Sec-Fetch-Site": "same-origin", "User-Agent": "Test browser"}
        | {name.replace("_", "-"): value for name, value in headers.items()},
    )
    home.clients.append(client)
    return client


async def try_login(client: Any, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return await client.post("/auth/login", json={"email": email, "password": password, **more})


async def login(home: Home, person: Person, *, address: str | None = None, **more: Any) -> Any:
    """A browser in which the person has signed in by the form."""
    client = browser(home, address)
    answer = await try_login(client, person.email, **more)
    assert answer.status_code == 200, answer.text
    client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    client.token = client.cookies[session_cookie_name()]
    return client


async def events_of(home: Home, *types: str) -> list[Any]:
    from sqlalchemy import select

    from atrium.kernel.events import EventRow

    async with home.session() as session:
        query = select(EventRow).where(EventRow.workspace_id == home.id, EventRow.type.in_(types)).order_by(EventRow.id)
        return list((await session.scalars(query)).all())


def now() -> datetime:
    return datetime.now(UTC)
