"""An installation that a test may break: a durable PostgreSQL and a Redis of its own, a database per test, real API and
worker processes.

The processes are the real ones: ``atrium serve`` on a socket that outlives it (as under ``atrium up``), and
``atrium.worker`` forked by ``tests/faults/nursery.py``, which has everything imported, so that a killed worker is
replaced within milliseconds."""

import asyncio
import json
import os
import random
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import httpx
from sqlalchemy.engine import make_url

import atrium
from atrium.embedded import EmbeddedCluster
from atrium.keeping import listen
from atrium.kernel.authentication import hash_token, new_key_secret
from atrium.kernel.ids import uuid7
from atrium.kernel.migrate import migrate
from atrium.kernel.permissions import ALL
from atrium.processes import die_with_parent

TEMPLATE = "faults_template"
EMAIL, PASSWORD = "owner@faults.test", "staple horse battery"
LEASE_SECONDS = 1
REPOSITORY = Path(atrium.__file__).parents[2]
# No unique key: an effect that happens twice must show.
EFFECTS = "CREATE TABLE effects (source text NOT NULL, subject uuid NOT NULL, step int NOT NULL, worker int NOT NULL)"
T = TypeVar("T")
Record = Callable[[str, object], None]
"""pytest's ``record_property``: figures are printed at the end of the run."""


@dataclass
class Installation:
    """One database of the cluster with one workspace, its owner and an API key, and what runs on it."""

    cluster: EmbeddedCluster
    database: str
    workspace_id: UUID
    key: str
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def admin_dsn(self) -> str:
        return self.cluster.dsn("postgres", self.cluster.secrets.database_password, self.database)

    def ask(self, sql: str, *values: Any) -> list[Any]:
        """What a superuser sees."""

        async def fetch() -> list[Any]:
            connection = await asyncpg.connect(self.admin_dsn)
            try:
                return await connection.fetch(sql, *values)
            finally:
                await connection.close()

        return asyncio.run(fetch())

    def number(self, sql: str, *values: Any) -> int:
        return int(self.ask(sql, *values)[0][0])

    def spawn(
        self, *command: str, environment: Mapping[str, str], keep: tuple[int, ...] = ()
    ) -> subprocess.Popen[bytes]:
        with (self.cluster.data_dir / "log" / "processes.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=REPOSITORY,
                env=os.environ | {"PYTHONPATH": str(REPOSITORY / "src")} | self.environment | dict(environment),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE if "tests.faults.nursery" in command else log,
                stderr=log,
                pass_fds=keep,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - prctl must be called in the child; it takes no lock
            )
        self.processes.append(process)
        return process

    def end(self) -> None:
        for process in self.processes:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        self.processes.clear()

    def log(self, characters: int = 3000) -> str:
        """The end of what the processes said."""
        return (self.cluster.data_dir / "log" / "processes.log").read_text(errors="replace")[-characters:]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def crash_postgres(self) -> None:
        """What ``pg_ctl restart -m immediate`` does: SIGQUIT, no checkpoint, recovery from the log at the next
        start."""
        assert self.cluster.postgres is not None
        self.cluster.postgres.send_signal(signal.SIGQUIT)
        self.cluster.postgres.wait(30)
        self.cluster.start_postgres()

    def stop_redis(self) -> None:
        assert self.cluster.redis is not None
        self.cluster.redis.kill()
        self.cluster.redis.wait(10)


class Api:
    """``atrium serve`` on a socket that stays open while the process is killed and started again: callers wait instead
    of being refused."""

    def __init__(self, home: Installation, **environment: str) -> None:
        self.home, self.environment = home, environment
        self.socket = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/api/v1"
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        number = self.socket.fileno()
        self.process = self.home.spawn(
            "-m", "atrium.cli", "serve", "--fd", str(number), keep=(number,), environment=self.environment
        )
        return self.process

    def wait(self) -> None:
        """Until it answers."""
        with httpx.Client(timeout=60) as client:
            assert client.get(self.url.replace("/api/v1", "/health/live")).status_code == 200

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        self.kill()
        self.socket.close()


class Nursery:
    """Forks workers and emitters (``tests/faults/nursery.py``)."""

    def __init__(self, home: Installation, role: str = "worker", lease_seconds: float = LEASE_SECONDS) -> None:
        self.home, self.role = home, role
        self.process = home.spawn(
            "-m", "tests.faults.nursery", environment={"ATRIUM_JOB_LEASE_SECONDS": str(lease_seconds)}
        )
        self.workers: list[int] = []
        self.kills = self.pauses = 0

    def fork(self, role: str, **options: Any) -> int:
        """Start a process of a role and return its number."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([role, options]).encode() + b"\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"the nursery ended: {self.home.log()}"
        return int(answer)

    def work(self, number: int) -> None:
        """Have this many workers."""
        while len(self.workers) < number:
            self.workers.append(self.fork(self.role))

    def busy(self) -> list[int]:
        """The workers that have got as far as an effect: killing one that is still starting proves nothing."""
        seen = {row["worker"] for row in self.home.ask("SELECT DISTINCT worker FROM effects")}
        return [pid for pid in self.workers if pid in seen]

    def kill_one(self, rng: random.Random) -> None:
        """SIGKILL a busy worker at whatever it does just now, and start another."""
        if busy := self.busy():
            victim = rng.choice(busy)
            os.kill(victim, signal.SIGKILL)
            self.kills += 1
            self.workers.remove(victim)
            self.work(len(self.workers) + 1)

    def stall_one(self, rng: random.Random) -> None:
        """Freeze a worker for longer than its lease: others take over, and then it goes on, believing itself the
        owner."""
        if busy := self.busy():
            pid = rng.choice(busy)
            os.kill(pid, signal.SIGSTOP)
            time.sleep(LEASE_SECONDS * 1.3)
            os.kill(pid, signal.SIGCONT)
            self.pauses += 1

    def end(self) -> None:
        for pid in self.workers:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.workers.clear()


def wait_for(done: Callable[[], bool], seconds: float, meanwhile: Callable[[], None] = lambda: None) -> bool:
    """Call ``meanwhile`` again and again until ``done``. False when the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if done():
            return True
        meanwhile()
        time.sleep(0.02)
    return False


@contextmanager
def in_background(work: Callable[[], Awaitable[T]]) -> Iterator[list[T]]:
    """Run a coroutine in a thread of its own while the block breaks things; its result is in the list after the
    block."""
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        async def call() -> T:
            return await work()

        try:
            results.append(asyncio.run(call()))
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield results
    finally:
        thread.join()
    if errors:
        raise errors[0]


def make_template(cluster: EmbeddedCluster) -> tuple[UUID, str]:
    """Migrate a database, make its workspace and owner by the command line, and an API key. Returns the workspace and
    the key."""
    password = cluster.secrets.database_password
    template = cluster.dsn("postgres", password, TEMPLATE)
    key = new_key_secret()

    async def migrated() -> None:
        connection = await asyncpg.connect(cluster.dsn("postgres", password, "postgres"))
        await connection.execute(f"CREATE DATABASE {TEMPLATE}")
        await connection.close()
        await migrate(template, cluster.secrets.app_password)

    async def with_key() -> UUID:
        connection = await asyncpg.connect(template)
        (member,) = await connection.fetch("SELECT workspace_id, id FROM members")
        scopes = [permission.value for permission in ALL]
        await connection.execute(
            "INSERT INTO api_keys (workspace_id, id, name, member_id, secret_hash, hint, scopes) VALUES ($1, $2,"
            " 'Faults', $3, $4, '', $5)",
            *(member["workspace_id"], uuid7(), member["id"], hash_token(key), scopes),
        )
        await connection.execute(f"{EFFECTS}; GRANT SELECT, INSERT ON effects TO atrium_app")
        await connection.close()
        return UUID(str(member["workspace_id"]))

    asyncio.run(migrated())
    environment = {
        "ATRIUM_ENV": "test",
        "ATRIUM_DATABASE_URL": make_url(cluster.app_dsn()).set(database=TEMPLATE).render_as_string(hide_password=False),
        "ATRIUM_REDIS_URL": cluster.redis_url,
        "ATRIUM_NEW_PASSWORD": PASSWORD,
        "PYTHONPATH": str(REPOSITORY / "src"),
    }
    command = [sys.executable, "-m", "atrium.cli", "create-workspace", "--name", "Faults", "--email", EMAIL]
    subprocess.run(command, check=True, env=os.environ | environment, capture_output=True)
    return asyncio.run(with_key()), key


def clone(cluster: EmbeddedCluster, workspace_id: UUID, key: str) -> Installation:
    """A database of a test's own."""
    name = f"faults_{secrets.token_hex(4)}"

    async def create() -> None:
        connection = await asyncpg.connect(cluster.dsn("postgres", cluster.secrets.database_password, "postgres"))
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        await connection.close()

    asyncio.run(create())
    environment = {
        "ATRIUM_ENV": "test",
        "ATRIUM_LOG_LEVEL": "warning",
        "ATRIUM_DATA_DIR": str(cluster.data_dir / "installation"),
        "ATRIUM_DATABASE_URL": cluster.dsn("atrium_app", cluster.secrets.app_password, name),
        "ATRIUM_REDIS_URL": cluster.redis_url,
        "ATRIUM_RATE_LIMIT_PER_MINUTE": "1000000",
        "ATRIUM_ANONYMOUS_RATE_LIMIT_PER_MINUTE": "1000000",
    }
    return Installation(cluster, name, workspace_id, key, environment)
