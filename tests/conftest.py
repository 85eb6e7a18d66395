"""Real PostgreSQL, real Redis, one cluster a run, one database per xdist worker, one fresh workspace per test (ADR
0002).

A test gets ``home`` (its workspace) and asks it for clients: ``home.as_member(P.customers_read)``, ``home.as_owner()``,
``home.as_api_key([P.customers_read])``. ``drain()`` does what a worker would do until nothing is left to do."""

import asyncio
import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy.engine import make_url

pytest_plugins = ("tests.by_capability", "tests.by_time")
os.environ.setdefault("ATRIUM_ENV", "test")
os.environ.setdefault("ATRIUM_LOG_LEVEL", "error")
os.environ["ATRIUM_SECRET_KEY"] = "a test secret that is long enough to be accepted"
os.environ["ATRIUM_RATE_LIMIT_PER_MINUTE"] = "1000000"
os.environ["ATRIUM_ANONYMOUS_RATE_LIMIT_PER_MINUTE"] = "1000000"
os.environ["ATRIUM_FORM_POSTS_PER_MINUTE"] = os.environ["ATRIUM_FORM_POSTS_IN_ALL_PER_MINUTE"] = "1000000"

TEMPLATE = "atrium_test_template"
APP_PASSWORD = "test-runtime-role"
_cluster: Any = None


def _admin_url(base: str, database: str) -> str:
    return make_url(base).set(database=database, drivername="postgresql").render_as_string(hide_password=False)


async def _make_template(admin: str) -> None:
    from atrium.kernel.migrate import migrate

    connection = await asyncpg.connect(_admin_url(admin, "postgres"))
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
        await connection.execute(f"CREATE DATABASE {TEMPLATE}")
    finally:
        await connection.close()
    await migrate(_admin_url(admin, TEMPLATE), APP_PASSWORD)


async def _clone_template(admin: str, name: str) -> None:
    connection = await asyncpg.connect(_admin_url(admin, "postgres"))
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    finally:
        await connection.close()


def pytest_configure(config: pytest.Config) -> None:
    """The controller (or the only process) starts the servers once."""
    global _cluster  # noqa: PLW0603 - lives as long as the run
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    from atrium.embedded import EmbeddedCluster

    given = os.environ.get("ATRIUM_TEST_DATABASE_URL", "")
    folder = Path(tempfile.mkdtemp(prefix="atrium-test-"))
    _cluster = EmbeddedCluster(folder, durable=False, postgres=not given)
    _cluster.start()
    os.environ["ATRIUM_TEST_ADMIN_URL"] = given or _cluster.admin_dsn
    os.environ["ATRIUM_TEST_REDIS_URL"] = _cluster.redis_url
    os.environ["ATRIUM_TEST_FOLDER"] = str(folder)
    asyncio.run(_make_template(os.environ["ATRIUM_TEST_ADMIN_URL"]))


def pytest_unconfigure(config: pytest.Config) -> None:
    if _cluster is not None:
        import shutil

        folder = Path(os.environ["ATRIUM_TEST_FOLDER"])
        _cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line a figure, summed over all tests and processes: what tests record with ``record_property("figures",
    {...})``."""
    totals: dict[str, dict[str, int]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                # What a fixture counts of the whole test is told after it.
                told = "teardown" if name == "figures hot reads" else "call"
                if name.startswith("figures ") and report.when == told:
                    line = totals.setdefault(name.removeprefix("figures "), {})
                    for key, count in value.items():
                        line[key] = line.get(key, 0) + count
    for name, line in sorted(totals.items()):
        terminalreporter.write_line(f"{name} " + " ".join(f"{key}={count}" for key, count in line.items()))


@pytest.fixture(scope="session", autouse=True)
def servers(worker_id: str) -> str:
    """Point this process's settings at its own database. Returns the superuser's address of it."""
    from atrium.kernel.settings import settings

    admin = os.environ["ATRIUM_TEST_ADMIN_URL"]
    number = 0 if worker_id == "master" else int(worker_id.removeprefix("gw"))
    name = f"atrium_test_{worker_id}"
    asyncio.run(_clone_template(admin, name))
    url = make_url(admin).set(database=name, drivername="postgresql", username="atrium_app", password=APP_PASSWORD)
    redis_url = os.environ["ATRIUM_TEST_REDIS_URL"].split("?", maxsplit=1)[0]
    os.environ["ATRIUM_DATABASE_URL"] = url.render_as_string(hide_password=False)
    os.environ["ATRIUM_REDIS_URL"] = (
        f"{redis_url}?db={number}" if redis_url.startswith("unix") else f"{redis_url.rsplit('/', 1)[0]}/{number}"
    )
    os.environ["ATRIUM_DATA_DIR"] = str(Path(os.environ["ATRIUM_TEST_FOLDER"]) / worker_id)
    settings.cache_clear()
    return _admin_url(admin, name)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """xdist's name of this process, ``master`` without xdist."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "master"))


@pytest.fixture(autouse=True)
def hot_reads_compared(record_property: Any) -> Iterator[None]:
    """See ``tests/hot_reads.py``."""
    from tests.hot_reads import compared

    with compared() as seen:
        yield
    if seen.asked:
        record_property("figures hot reads", {"asked": seen.asked, "hot": seen.hot, "refused": seen.refused})


@pytest.fixture(scope="session")
async def app(servers: str) -> AsyncIterator[Any]:
    from atrium.app import create_app, lifespan

    application = create_app()
    async with lifespan(application):
        yield application


@pytest.fixture
async def superuser(servers: str) -> AsyncIterator[Any]:
    """A superuser's asyncpg connection to this process's database: sees every row, for looking behind the walls."""
    connection = await asyncpg.connect(servers)
    yield connection
    await connection.close()


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


@pytest.fixture
async def home(app: Any) -> AsyncIterator[Home]:
    """This test's workspace."""
    made = await make_home(app)
    yield made
    for client in made.clients:
        await client.aclose()


@pytest.fixture
async def elsewhere(app: Any) -> AsyncIterator[Home]:
    """Another workspace, whose rows must stay out of reach."""
    made = await make_home(app)
    yield made
    for client in made.clients:
        await client.aclose()


@pytest.fixture
async def client(home: Home) -> Any:
    """The owner's browser."""
    return await home.as_owner()


async def sweep(superuser: asyncpg.Connection) -> None:
    """Leave no work behind: what one test started would otherwise be done by the next one that drains the queues."""
    for table in ("jobs", "deliveries", "automation_runs"):
        await superuser.execute(f"DELETE FROM {table} WHERE state IN ('queued', 'running')")
    await superuser.execute("UPDATE events SET dispatched_at = now() WHERE dispatched_at IS NULL")


@pytest.fixture
async def mailbox(
    superuser: asyncpg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Path]:
    """The folder of a real SMTP server that takes this test's mails, and none that earlier tests left to be sent."""
    from atrium.adapters.mailbox import run_mailbox
    from atrium.kernel.settings import settings

    await sweep(superuser)
    async with run_mailbox(tmp_path / "mail") as port:
        monkeypatch.setattr(settings(), "smtp_url", f"smtp://127.0.0.1:{port}")
        yield tmp_path / "mail"


async def drain(rounds: int = 200) -> None:
    """Do what a worker would do until nothing is due."""
    from atrium.kernel import dispatch, jobs

    for _ in range(rounds):
        found = await dispatch.fan_out() + await dispatch.deliver_due()
        rows = await jobs.run_due(20)
        for row in rows:
            await jobs.run_job(row)
        if not found and not rows:
            return
    raise AssertionError("the queues do not come to rest")


@contextmanager
def counting_statements() -> Iterator[list[str]]:
    """Collects the SQL statements sent meanwhile (transaction control and ``set_config`` left out)."""
    from sqlalchemy import event

    from atrium.kernel.db import database

    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "set_config" not in statement and "SET LOCAL" not in statement:
            statements.append(statement)

    engine = database().engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
