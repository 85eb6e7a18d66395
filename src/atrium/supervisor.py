"""``atrium up``: every process of a small installation, started in order, kept running, stopped in reverse."""

import asyncio
import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from atrium.adapters.mailbox import run_mailbox
from atrium.data_folder import StartupError, is_claimed, log_file, write_private
from atrium.embedded import EmbeddedCluster
from atrium.kernel.settings import Settings
from atrium.processes import command_line, die_with_parent, last_line, stop_process

_LONGEST_PAUSE = 30.0
_STEADY = 60.0


@dataclass
class Service:
    """One process to be kept running. ``start`` starts it anew; ``stop_steps`` are signals with the seconds to wait
    after each."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes]
    stop_steps: tuple[tuple[int, float], ...] = ()
    failures: int = 0
    started_at: float = field(default_factory=time.monotonic)
    resume_at: float | None = None

    def look_after(self, tell: Callable[[str], None]) -> None:
        """Notice a death; start again after a pause that doubles with every death within a minute, up to half a
        minute."""
        now = time.monotonic()
        if self.resume_at is None and self.process.poll() is not None:
            self.failures = 0 if now - self.started_at > _STEADY else self.failures
            pause = min(_LONGEST_PAUSE, 0.25 * 2**self.failures)
            self.failures += 1
            self.resume_at = now + pause
            tell(f"{self.name} ended ({_outcome(self.process.returncode)}); starting it again in {pause:g} s.")
        elif self.resume_at is not None and now >= self.resume_at:
            try:
                self.process, self.resume_at = self.start(), None
            except (StartupError, OSError) as error:
                self.failures += 1
                self.resume_at = now + min(_LONGEST_PAUSE, 0.25 * 2**self.failures)
                tell(f"{self.name} could not be started again: {error}")
            self.started_at = time.monotonic()


def _outcome(status: int) -> str:
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit {status}"


def listen(host: str, port: int) -> socket.socket:
    """Take the address before anything is started. It stays ours while the API restarts, so callers wait instead of
    being refused.

    Raises ``StartupError`` naming the port when it is taken or forbidden.
    """
    server = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        server.bind((host, port))
        server.listen(2048)
    except OSError as error:
        server.close()
        if error.errno == errno.EADDRINUSE:
            raise StartupError(
                f"Port {port} is already in use: choose another with --port (make run: PORT=), or stop the program that"
                " has it."
            ) from error
        raise StartupError(f"Atrium cannot listen on {host} port {port}: {error.strerror}.") from error
    return server


def running_environment(data_dir: Path) -> dict[str, str]:
    """The ``ATRIUM_*`` settings of the ``atrium up`` that runs on this folder, for commands beside it; empty when none
    runs."""
    path = data_dir / "runtime.json"
    if not path.is_file() or not is_claimed(data_dir):
        return {}
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {str(name): str(value) for name, value in stored.items()}


class Supervisor:
    """One run of ``atrium up``. ``run`` returns when it was asked to stop; before that it raises ``StartupError`` when
    it cannot start."""

    def __init__(self, config: Settings, data_dir: Path, host: str, port: int, *, demo: bool, console: Console) -> None:
        self.config = config
        self.data_dir = data_dir.absolute()
        self.host, self.port, self.demo, self.console = host, port, demo, console
        self.cluster = EmbeddedCluster(self.data_dir, postgres=not config.database_url, redis=not config.redis_url)
        self.services: list[Service] = []
        self.stopping = asyncio.Event()
        self.environment: dict[str, str] = {}

    def tell(self, message: str) -> None:
        self.console.print(f"[dim]{time.strftime('%H:%M:%S')}[/dim] {message}", highlight=False, soft_wrap=True)

    async def run(self) -> None:
        """Start everything, show the address, look after it until SIGINT, SIGTERM or SIGHUP, stop everything."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if (
                number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN
            ):  # nohup means: stay when the terminal closes
                asyncio.get_running_loop().add_signal_handler(number, self.stopping.set)
        self.cluster.claim()
        mailbox = AsyncExitStack()
        try:
            server = listen(self.host, self.port)
            self.port = server.getsockname()[1]
            self._end_leftovers()
            self.cluster.start()
            smtp_url = self.config.smtp_url
            if not smtp_url and self.config.env != "production":
                smtp_port = await mailbox.enter_async_context(run_mailbox(self.data_dir / "mail"))
                smtp_url = f"smtp://127.0.0.1:{smtp_port}?starttls=false"
            self.environment = self._environment(smtp_url)
            with self.console.status("Preparing the database …"):
                await self._prepare()
            if not self.stopping.is_set():
                self._start_services(server)
                await self._wait_until_healthy()
            if not self.stopping.is_set():
                self._show()
            await self._look_after()
        finally:
            self._stop_services()
            await mailbox.aclose()
            self.cluster.stop()

    def _environment(self, smtp_url: str) -> dict[str, str]:
        """What the children need to know, beside the ``ATRIUM_*`` variables we were given ourselves."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else f"[{self.host}]" if ":" in self.host else self.host  # noqa: S104 - compared, not bound
        own = {
            "ATRIUM_DATA_DIR": str(self.data_dir),
            "ATRIUM_DATABASE_URL": self.config.database_url or self.cluster.app_dsn(),
            "ATRIUM_REDIS_URL": self.config.redis_url or self.cluster.redis_url,
            "ATRIUM_SMTP_URL": smtp_url,
        }
        fallbacks = {
            "ATRIUM_BASE_URL": f"http://{host}:{self.port}",
            "ATRIUM_SECRET_KEY": self.cluster.secrets.secret_key,
        }
        return own | {name: os.environ.get(name) or value for name, value in fallbacks.items()}

    async def _prepare(self) -> None:
        """Migrate, and make the sample workspace, in a process of its own: only it ever learns the database owner's
        password."""
        owner = self.config.migration_database_url or self.config.database_url or self.cluster.admin_dsn
        environment = os.environ | self.environment | {"ATRIUM_MIGRATION_DATABASE_URL": owner}
        command = [sys.executable, "-m", "atrium.cli", "prepare", *(["--demo"] if self.demo else [])]
        process = self._spawn("prepare", command, environment, signal.SIGKILL)
        while process.poll() is None and not self.stopping.is_set():
            await self._pause(0.05)
        status = stop_process(process, (signal.SIGTERM, 5))
        if status and not self.stopping.is_set():
            log = log_file(self.data_dir, "prepare")
            raise StartupError(
                f"Preparing the database failed ({_outcome(status)}): {last_line(log)} (all of it in {log})"
            )

    async def _pause(self, seconds: float) -> None:
        """Sleep, but wake at once when asked to stop."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)

    def _spawn(
        self, name: str, command: list[str], environment: dict[str, str], at_our_death: int, keep: tuple[int, ...] = ()
    ) -> subprocess.Popen[bytes]:
        with log_file(self.data_dir, name).open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own command line, no shell
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=keep,
                start_new_session=True,
                preexec_fn=die_with_parent(at_our_death),  # noqa: PLW1509 - prctl must be called in the child; it takes no lock
            )

    def _start_services(self, server: socket.socket) -> None:
        environment = os.environ | self.environment
        keep = (server.fileno(),)
        serve = [sys.executable, "-m", "atrium.cli", "serve", "--fd", str(server.fileno())]
        work = [sys.executable, "-m", "atrium.worker"]
        write_private(self.data_dir / "runtime.json", json.dumps(self.environment))

        def api() -> subprocess.Popen[bytes]:
            return self._spawn("api", serve, environment, signal.SIGKILL, keep)

        def worker() -> subprocess.Popen[bytes]:
            return self._spawn("worker", work, environment, signal.SIGKILL)

        if self.cluster.postgres is not None:
            self.services.append(Service("PostgreSQL", self.cluster.start_postgres, self.cluster.postgres))
        if self.cluster.redis is not None:
            self.services.append(Service("Redis", self.cluster.start_redis, self.cluster.redis))
        self.services.append(Service("worker", worker, worker(), ((signal.SIGTERM, 15),)))
        self.services.append(Service("API", api, api(), ((signal.SIGTERM, 10),)))
        self._record_children()

    def _record_children(self) -> None:
        write_private(
            self.data_dir / "children.json",
            json.dumps([service.process.pid for service in self.services if service.stop_steps]),
        )

    def _end_leftovers(self) -> None:
        """End the API and the worker of a killed ``up``. On Linux the kernel has done it already."""
        with suppress(OSError, ValueError, TypeError):
            for pid in json.loads((self.data_dir / "children.json").read_text(encoding="utf-8")):
                if "atrium." in command_line(int(pid)):
                    os.kill(int(pid), signal.SIGKILL)

    async def _wait_until_healthy(self) -> None:
        api = self.services[-1]
        until = time.monotonic() + 120
        while not self.stopping.is_set() and not await self._is_healthy():
            if api.process.poll() is not None or time.monotonic() > until:
                log = log_file(self.data_dir, "api")
                raise StartupError(f"The API did not start: {last_line(log)} (all of it in {log})")
            await self._pause(0.05)

    async def _is_healthy(self) -> bool:
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(2):
                host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104 - compared
                reader, writer = await asyncio.open_connection(host, self.port)
                try:
                    writer.write(b"GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n")
                    return b" 200 " in await reader.readline()
                finally:
                    writer.close()
        return False

    async def _look_after(self) -> None:
        logs_checked = time.monotonic()
        while not self.stopping.is_set():
            before = [service.process.pid for service in self.services]
            for service in self.services:
                service.look_after(self.tell)
            if before != [service.process.pid for service in self.services]:
                self._record_children()
            if time.monotonic() - logs_checked > _STEADY:
                logs_checked = time.monotonic()
                for name in ("postgres", "redis", "worker", "api"):
                    log_file(self.data_dir, name)
            await self._pause(0.25)
        self.console.print("Stopping …")

    def _stop_services(self) -> None:
        """The API, then the worker; mailbox and databases stop after them, so that nobody loses what he still needs."""
        for service in reversed(self.services):
            if service.stop_steps:
                stop_process(service.process, *service.stop_steps)
        for name in ("runtime.json", "children.json"):
            (self.data_dir / name).unlink(missing_ok=True)

    def _show(self) -> None:
        lines = Table.grid(padding=(0, 2))
        lines.add_row("Address", f"[bold]{self.environment['ATRIUM_BASE_URL']}[/bold]")
        with suppress(OSError, ValueError, KeyError):
            login = json.loads((self.data_dir / "demo.json").read_text(encoding="utf-8")) if self.demo else {}
            lines.add_row("Login", login["email"])
            lines.add_row("Password", login["password"])
            lines.add_row("API key", login["api_key"])
        if self.environment["ATRIUM_SMTP_URL"] != self.config.smtp_url:
            lines.add_row("Mailbox", f"{self.environment['ATRIUM_BASE_URL']}/dev/mail")
        lines.add_row("Data, logs", str(self.data_dir))
        self.console.print(Panel(lines, title="Atrium is running", subtitle="Ctrl-C stops it", expand=False))


async def prepare(config: Settings, data_dir: Path, *, demo: bool) -> None:
    """Bring the database up to date and, with ``demo``, make the sample workspace once and write its login to
    ``demo.json`` (0600)."""
    from atrium.kernel.migrate import migrate

    password = urlsplit(config.database_url).password
    await migrate(config.migration_database_url or config.database_url, unquote(password) if password else None)
    if demo:
        from atrium.demo import ensure_demo

        login = await ensure_demo(data_dir, config.base_url)
        write_private(data_dir / "demo.json", json.dumps(login, indent=2) + "\n")
