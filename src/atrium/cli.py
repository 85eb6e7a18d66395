"""The command line: wiring only. Every expected failure is one plain line on stderr and exit status 1."""

import asyncio
import json
import os
import socket
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from typer.core import TyperGroup

from atrium.cli_transfers import add_commands
from atrium.data_folder import StartupError
from atrium.kernel.settings import Settings, settings

DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        help="Folder of the database, files and logs. Default: ATRIUM_DATA_DIR, else the user's data folder.",
    ),
]
Password = Annotated[
    str,
    typer.Option(
        "--password", prompt=True, hide_input=True, envvar="ATRIUM_NEW_PASSWORD", help="Asked for when not given."
    ),
]

Workers = Annotated[
    int, typer.Option("--workers", min=1, max=64, help="Processes that serve on the port: about one a core.")
]


class PlainErrors(TyperGroup):
    """The group of all commands: says expected failures in one line each instead of a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ValidationError as error:
            for problem in error.errors():
                name = "_".join(str(part) for part in problem["loc"])
                typer.echo(
                    f"ATRIUM_{name.upper()}: {problem['msg']}"
                    if name
                    else problem["msg"].removeprefix("Value error, "),
                    err=True,
                )
        except (StartupError, ConnectionError, FileNotFoundError, PermissionError) as error:
            typer.echo(str(error), err=True)
        except Exception as error:
            line = _expected(error)
            if line is None:
                raise
            typer.echo(line, err=True)
        raise typer.Exit(1)


def _expected(error: Exception) -> str | None:
    """One line for a refusal by a service or by the database server, None for a defect of ours."""
    from asyncpg import PostgresError
    from sqlalchemy.exc import InterfaceError, OperationalError

    from atrium.kernel.errors import AtriumError

    if isinstance(error, AtriumError):
        return " ".join([error.detail, *(f"{problem.pointer}: {problem.message}" for problem in error.errors)])
    if isinstance(error, InterfaceError | OperationalError):
        return f"The database cannot be used: {str(error.orig).splitlines()[0]}"
    if isinstance(error, PostgresError):
        return f"The database refused: {error}"
    return None


app = typer.Typer(
    cls=PlainErrors,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Atrium: customer management on your own machine. Settings come from ATRIUM_* variables.",
)


def use_running(data_dir: Path | None) -> Settings:
    """The settings of a command that needs the database: from ``ATRIUM_*``, else from the ``atrium up`` that runs on
    the folder.

    Raises ``StartupError`` when there is neither.
    """
    from atrium.supervisor import running_environment

    if data_dir is not None:
        os.environ["ATRIUM_DATA_DIR"] = str(data_dir.absolute())
    settings.cache_clear()
    if not settings().database_url:
        for name, value in running_environment(settings().data_dir).items():
            os.environ.setdefault(name, value)
        settings.cache_clear()
    if not settings().database_url:
        raise StartupError(
            f"No Atrium runs on {settings().data_dir}: start `atrium up`, give --data-dir, or set ATRIUM_DATABASE_URL."
        )
    return settings()


@app.command()
def up(
    data_dir: DataDir = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the web server; 0 takes a free one.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    workers: Workers = 1,
    demo: Annotated[bool, typer.Option("--demo", help="Make a sample workspace and show its login.")] = False,
    only_prepare: Annotated[
        bool, typer.Option("--only-prepare", hidden=True, help="Make or mend the database, and end.")
    ] = False,
) -> None:
    """Run everything: database, Redis, API and worker, in one process tree."""
    from atrium.keeping import Launcher

    config = Settings()
    launcher = Launcher()
    from atrium.supervisor import Supervisor

    supervisor = Supervisor(
        config,
        data_dir or config.data_dir,
        host,
        port,
        demo=demo,
        console=Console(stderr=False),
        launcher=launcher,
        workers=workers,
    )
    asyncio.run(supervisor.run(only_prepare=only_prepare))


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    workers: Workers = 1,
    fd: Annotated[
        int | None, typer.Option(hidden=True, help="An open listening socket, handed over by `atrium up`.")
    ] = None,
) -> None:
    """Run the API alone, on the database and Redis of ATRIUM_DATABASE_URL and ATRIUM_REDIS_URL."""
    from atrium import serving
    from atrium.keeping import listen_together

    if not settings().database_url:
        raise StartupError(
            "ATRIUM_DATABASE_URL is not set: set it, or use `atrium up`, which brings a database of its own."
        )
    listeners = listen_together(host, port, workers) if fd is None else [socket.socket(fileno=fd)] * workers
    if workers > 1:
        asyncio.run(serving.serve_together(listeners))
    else:
        serving.serve(listeners[0])


@app.command()
def worker() -> None:
    """Run one worker: jobs, deliveries and schedules."""
    if not settings().database_url:
        raise StartupError(
            "ATRIUM_DATABASE_URL is not set: set it, or use `atrium up`, which brings a database of its own."
        )
    os.execv(sys.executable, [sys.executable, "-m", "atrium.worker"])  # noqa: S606 - becomes the worker itself, so signals reach it


@app.command()
def migrate() -> None:
    """Bring the database up to date, as the owner in ATRIUM_MIGRATION_DATABASE_URL."""
    from atrium.supervisor import prepare as bring_up_to_date

    config = use_running(None)
    asyncio.run(bring_up_to_date(config, config.data_dir, demo=False))


@app.command(hidden=True)
def prepare(demo: Annotated[bool, typer.Option("--demo")] = False) -> None:
    """What `atrium up` runs before the API: migrations and the sample workspace."""
    from atrium.supervisor import prepare as bring_up_to_date

    config = settings()
    asyncio.run(bring_up_to_date(config, config.data_dir, demo=demo))


@app.command()
def doctor(data_dir: DataDir = None) -> None:
    """Check the installation and say how to mend what is wrong."""
    from atrium.doctor import examine, show

    rows = asyncio.run(examine(use_running(data_dir)))
    show(rows, Console())
    raise typer.Exit(1 if any(row.state == "fail" for row in rows) else 0)


@app.command()
def openapi(
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep it for the server instead, which then need not make it.")
    ] = False,
) -> None:
    """Print the API's contract."""
    from atrium.app import create_app
    from atrium.kernel import documents

    if keep:
        if documents.read() is None:
            documents.keep(create_app().openapi())
    else:
        typer.echo(json.dumps(create_app().openapi(), indent=2))


@app.command()
def postman(
    base_url: Annotated[str | None, typer.Option(help="Address of the installation that the requests go to.")] = None,
) -> None:
    """Print the API's contract as a collection for Postman."""
    from atrium.app import create_app
    from atrium.kernel.postman import collection

    typer.echo(json.dumps(collection(create_app().openapi(), base_url or settings().base_url), indent=2))


@app.command("create-workspace")
def create_workspace(
    *,
    name: Annotated[str, typer.Option(help="Name of the workspace.")],
    email: Annotated[str, typer.Option(help="E-mail address of its owner.")],
    password: Password,
    member_name: Annotated[str, typer.Option(help="Name of its owner.")] = "Owner",
    data_dir: DataDir = None,
) -> None:
    """Make a workspace with its owner."""
    from atrium.access.workspaces.service import create_workspace_with_owner

    use_running(data_dir)
    asyncio.run(create_workspace_with_owner(name, email, password, member_name))
    typer.echo(f"Workspace {name} is made; {email} can log in at {settings().base_url}.")


@app.command("create-member")
def create_member(
    *,
    workspace: Annotated[str, typer.Option(help="Name or id of the workspace.")],
    email: Annotated[str, typer.Option(help="E-mail address of the member.")],
    password: Password,
    name: Annotated[str, typer.Option(help="Name of the member.")],
    role: Annotated[
        str, typer.Option(help="Owner, Admin, Manager, Agent, Viewer or a role of the workspace's own.")
    ] = "Agent",
    data_dir: DataDir = None,
) -> None:
    """Add a member to a workspace."""
    from atrium.access.members.service import create_member_from_shell

    use_running(data_dir)
    asyncio.run(create_member_from_shell(workspace, email, password, name, role))
    typer.echo(f"{email} can log in at {settings().base_url}.")


add_commands(app)

if __name__ == "__main__":
    app()
