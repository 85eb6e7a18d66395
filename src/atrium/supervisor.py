"""``atrium up``: every process of a small installation, started in order, kept running, stopped in reverse."""

import json
import os
import signal
import socket
import time
from contextlib import AsyncExitStack, suppress
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from atrium.adapters.mailbox import run_mailbox
from atrium.data_folder import StartupError, is_claimed, log_file, write_private
from atrium.embedded import EmbeddedCluster
from atrium.keeping import Keeper, Launcher, Service, listen_together, outcome
from atrium.keeping import listen as listen  # noqa: PLC0414 - others take it from here
from atrium.kernel.settings import Settings
from atrium.processes import Process, command_line, last_line, stop_process

_LOGS_CHECKED = 60.0


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

    def __init__(
        self,
        config: Settings,
        data_dir: Path,
        host: str,
        port: int,
        *,
        demo: bool,
        console: Console,
        launcher: Launcher,
        workers: int = 1,
    ) -> None:
        self.config = config
        self.data_dir = data_dir.absolute()
        self.host, self.port, self.demo, self.console = host, port, demo, console
        self.launcher, self.workers = launcher, workers
        self.cluster = EmbeddedCluster(self.data_dir, postgres=not config.database_url, redis=not config.redis_url)
        self.keeper = Keeper(self.tell)
        self.environment: dict[str, str] = {}
        self._recorded: list[int] = []
        self._logs_checked = time.monotonic()

    def tell(self, message: str) -> None:
        self.console.print(f"[dim]{time.strftime('%H:%M:%S')}[/dim] {message}", highlight=False, soft_wrap=True)

    async def run(self, *, only_prepare: bool = False) -> None:
        """Start everything, show the address, look after it until SIGINT, SIGTERM or SIGHUP, stop everything.
        ``only_prepare`` stops when the database is as it should be."""
        self.keeper.heed_signals()
        self.cluster.claim()
        mailbox = AsyncExitStack()
        try:
            servers = [] if only_prepare else listen_together(self.host, self.port, self.workers)
            self.port = servers[0].getsockname()[1] if servers else self.port
            self._end_leftovers()
            self.cluster.start()
            smtp_url = self.config.smtp_url
            if not smtp_url and self.config.env != "production":
                smtp_port = await mailbox.enter_async_context(run_mailbox(self.data_dir / "mail"))
                smtp_url = f"smtp://127.0.0.1:{smtp_port}?starttls=false"
            self.environment = self._environment(smtp_url)
            with self.console.status("Preparing the database …"):
                await self._prepare()
                await self.keeper.until(lambda: self.launcher.ready("serve"))
            if only_prepare:
                return
            if not self.keeper.stopping:
                self._start_services(servers)
                await self.keeper.until_healthy(self.host, self.port, self._failed)
            if not self.keeper.stopping:
                self._show()
            await self.keeper.look_after(self._note)
            self.console.print("Stopping …")
        finally:
            # The API, then the worker; mailbox and databases after them, so that nobody loses what he still needs.
            self.keeper.stop_services()
            for name in ("runtime.json", "children.json"):
                (self.data_dir / name).unlink(missing_ok=True)
            self.launcher.close()
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
        await self.keeper.until(lambda: self.launcher.ready("prepare"))
        if self.keeper.stopping:
            return
        process = self._launch("prepare", ["prepare", *(["--demo"] if self.demo else [])], environment)
        await self.keeper.until(lambda: process.poll() is not None)
        status = stop_process(process, (signal.SIGTERM, 5))
        if status and not self.keeper.stopping:
            log = log_file(self.data_dir, "prepare")
            raise StartupError(
                f"Preparing the database failed ({outcome(status)}): {last_line(log)} (all of it in {log})"
            )

    def _launch(
        self, name: str, words: list[str], environment: dict[str, str], listener: socket.socket | None = None
    ) -> Process:
        with log_file(self.data_dir, name).open("ab") as log:
            return self.launcher.launch(words, environment, log, listener)

    def _start_services(self, servers: list[socket.socket]) -> None:
        environment = os.environ | self.environment
        write_private(self.data_dir / "runtime.json", json.dumps(self.environment))

        def api(server: socket.socket) -> Process:
            return self._launch("api", ["serve"], environment, server)

        def worker() -> Process:
            return self._launch("worker", ["worker"], environment)

        keep = self.keeper.services
        if self.cluster.postgres is not None:
            keep.append(Service("PostgreSQL", self.cluster.start_postgres, self.cluster.postgres))
        if self.cluster.redis is not None:
            keep.append(Service("Redis", self.cluster.start_redis, self.cluster.redis))
        keep.append(Service("worker", worker, worker(), ((signal.SIGTERM, 15),)))
        for number, server in enumerate(servers, 1):
            name = "API" if len(servers) == 1 else f"API {number}"
            keep.append(Service(name, partial(api, server), api(server), ((signal.SIGTERM, 10),)))
        self._note()

    def _note(self) -> None:
        """Keep on disk which processes a killed ``up`` leaves behind, and the logs small."""
        running = [service.process.pid for service in self.keeper.services if service.stop_steps]
        if running != self._recorded:
            self._recorded = running
            write_private(self.data_dir / "children.json", json.dumps(running))
        if time.monotonic() - self._logs_checked > _LOGS_CHECKED:
            self._logs_checked = time.monotonic()
            for name in ("postgres", "redis", "worker", "api"):
                log_file(self.data_dir, name)

    def _end_leftovers(self) -> None:
        """End the API and the worker of a killed ``up``. On Linux the kernel has done it already."""
        with suppress(OSError, ValueError, TypeError):
            for pid in json.loads((self.data_dir / "children.json").read_text(encoding="utf-8")):
                if "atrium." in command_line(int(pid)):
                    os.kill(int(pid), signal.SIGKILL)

    def _failed(self, service: Service) -> StartupError:
        log = log_file(self.data_dir, "worker" if service.name == "worker" else "api")
        return StartupError(f"The {service.name} did not start: {last_line(log)} (all of it in {log})")

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
