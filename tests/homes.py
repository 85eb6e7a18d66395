"""A workspace of its own for a test, and whoever calls there."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID


@dataclass
class Home:
    """A workspace of a test's own, with its owner."""

    app: Any
    id: UUID
    owner_id: UUID
    role_ids: dict[str, UUID]
    clients: list[Any] = field(default_factory=list)

    async def as_owner(self) -> Any:
        """A browser signed in as the owner."""
        return await self._browser(self.owner_id)

    async def as_member(
        self, *permissions: Any, role: str | None = None, visibility: str = "all", name: str = "Member"
    ) -> Any:
        """A browser signed in as a new member with exactly these permissions, or with a built-in role.
        ``client.member_id`` is theirs."""
        role_id = self.role_ids[role] if role else await self.make_role(*permissions)
        return await self._browser(await self.make_member(role_id, visibility=visibility, name=name))

    async def as_api_key(
        self, scopes: Any = None, *, customer_id: UUID | None = None, member_id: UUID | None = None
    ) -> Any:
        """A client with an API key of these scopes (all when None), acting for the owner unless told otherwise."""
        from atrium.edge.api_keys.models import ApiKey
        from atrium.kernel.authentication import hash_token, new_key_secret
        from atrium.kernel.ids import uuid7
        from atrium.kernel.permissions import ALL

        secret = new_key_secret()
        row = ApiKey(
            workspace_id=self.id,
            id=uuid7(),
            name="Test key",
            member_id=member_id or self.owner_id,
            secret_hash=hash_token(secret),
            hint=secret[-4:],
            scopes=[scope.value for scope in (ALL if scopes is None else scopes)],
            customer_id=customer_id,
            networks=[],
        )
        async with self.session() as session:
            session.add(row)
        client = self.client(headers={"Authorization": f"Bearer {secret}"})
        client.api_key_id, client.secret = row.id, secret
        return client

    def client(self, **options: Any) -> Any:
        """A client that is not signed in."""
        import httpx

        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1", **options)
        self.clients.append(client)
        return client

    async def make_role(self, *permissions: Any) -> UUID:
        from atrium.access.roles.models import Role
        from atrium.kernel.ids import uuid7

        row = Role(
            workspace_id=self.id,
            id=uuid7(),
            name=f"Role {secrets.token_hex(6)}",
            permissions=[permission.value for permission in permissions],
        )
        async with self.session() as session:
            session.add(row)
        return row.id

    async def make_member(self, role_id: UUID, *, visibility: str = "all", name: str = "Member") -> UUID:
        return await _make_member(self.id, role_id, visibility, name)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Any]:
        """One transaction in this workspace, without permissions: for preparing and looking."""
        from atrium.kernel.db import database, transaction

        async with transaction(database().session(self.id)) as session:
            yield session

    @asynccontextmanager
    async def ctx(self, *permissions: Any) -> AsyncIterator[Any]:
        """One transaction as the owner (or with only these permissions), for calling services."""
        from atrium.kernel.context import Actor, Ctx, Visibility
        from atrium.kernel.events import write_pending
        from atrium.kernel.permissions import ALL

        async with self.session() as session:
            context = Ctx(
                session=session,
                workspace_id=self.id,
                actor=Actor("member", self.owner_id, "Owner"),
                permissions=frozenset(permissions) or ALL,
                visibility=Visibility(member_id=self.owner_id),
                role_id=self.role_ids["owner"],
            )
            yield context
            await write_pending(context)

    async def _browser(self, member_id: UUID) -> Any:
        from atrium.access.members.models import Member
        from atrium.access.sessions.models import LoginSession
        from atrium.kernel.authentication import csrf_token, hash_token, session_cookie_name
        from atrium.kernel.system import system_transaction

        token = secrets.token_urlsafe(32)
        async with self.session() as session:
            member = await session.get_one(Member, (self.id, member_id))
        async with system_transaction() as session:
            expires_at = datetime.now(UTC) + timedelta(days=1)
            session.add(
                LoginSession(
                    user_id=member.user_id, workspace_id=self.id, token_hash=hash_token(token), expires_at=expires_at
                )
            )
        client = self.client(
            cookies={session_cookie_name(): token},
            headers={"X-CSRF-Token": csrf_token(token), "Sec-Fetch-Site": "same-origin"},
        )
        client.member_id, client.user_id, client.role_id = member_id, member.user_id, member.role_id
        return client


async def _make_member(workspace_id: UUID, role_id: UUID, visibility: str, name: str) -> UUID:
    from atrium.access.accounts.models import User
    from atrium.access.members.models import Member
    from atrium.kernel.db import database, transaction
    from atrium.kernel.ids import uuid7
    from atrium.kernel.system import system_transaction

    email = f"{secrets.token_hex(8)}@members.test"
    user_id, member_id = uuid7(), uuid7()
    async with system_transaction() as session:
        session.add(User(id=user_id, email=email, name=name))
    async with transaction(database().session(workspace_id)) as session:
        session.add(
            Member(
                workspace_id=workspace_id,
                id=member_id,
                user_id=user_id,
                role_id=role_id,
                name=name,
                email=email,
                visibility=visibility,
            )
        )
    return member_id


async def make_home(app: Any) -> Home:
    """A new workspace with its five built-in roles and an owner."""
    from atrium.access.roles.models import Role
    from atrium.access.workspaces.models import Workspace
    from atrium.kernel.db import database, transaction
    from atrium.kernel.ids import uuid7
    from atrium.kernel.permissions import BUILT_IN
    from atrium.kernel.system import system_transaction

    workspace_id = uuid7()
    role_ids = {key: uuid7() for key in BUILT_IN}
    async with system_transaction() as session:
        session.add(
            Workspace(id=workspace_id, name="Test workspace", country="ES", currency="EUR", time_zone="Europe/Madrid")
        )
    async with transaction(database().session(workspace_id)) as session:
        for key, role_id in role_ids.items():
            session.add(
                Role(
                    workspace_id=workspace_id,
                    id=role_id,
                    name=key.title(),
                    system_key=key,
                    permissions=sorted(BUILT_IN[key]),
                )
            )
    return Home(app, workspace_id, await _make_member(workspace_id, role_ids["owner"], "all", "Owner"), role_ids)
