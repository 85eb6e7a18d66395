"""Real PostgreSQL, real Redis, one cluster a run, one database per xdist worker, one fresh workspace per test (ADR
0002).

A test gets ``home`` (its workspace) and asks it for clients: ``home.as_member(P.customers_read)``, ``home.as_owner()``,
``home.as_api_key([P.customers_read])``. ``drain()`` does what a worker would do until nothing is left to do."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy.engine import make_url
from tests.homes import Home, make_home

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
