"""``atrium import customers`` and ``atrium export``: over the HTTP API, so that they work beside any server and change
nothing behind its back."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from atrium.adapters.api_client import ApiRefused, ask, download, open_api, upload
from atrium.data_folder import StartupError
from atrium.kernel.settings import Settings

POLL_SECONDS = 0.5
MOST_SILENCES = 20
"""So many questions in a row may stay without an answer while a job runs: a server that restarts is waited for."""

BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", help="Address of Atrium. Default: the sample installation of the data folder."),
]
ApiKey = Annotated[
    str | None,
    typer.Option("--api-key", envvar="ATRIUM_API_KEY", help="An API key of the workspace (Settings → API keys)."),
]
DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Data folder of an `atrium up --demo`, whose address and key are used."),
]

imports = typer.Typer(no_args_is_help=True, help="Bring contacts in.")


def add_commands(app: typer.Typer) -> None:
    """``atrium import …`` and ``atrium export``."""
    app.add_typer(imports, name="import")
    app.command("export")(export)


@contextmanager
def _api(base_url: str | None, api_key: str | None, data_dir: Path | None) -> Iterator[Any]:
    """Raises ``StartupError`` for whatever the server refuses: one line for the person."""
    if base_url is None or api_key is None:
        folder = data_dir or Settings().data_dir
        try:
            login = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
            base_url, api_key = base_url or str(login["base_url"]), api_key or str(login["api_key"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"Give --base-url and --api-key: {folder} is not the data folder of an `atrium up --demo`."
            raise StartupError(message) from error
    try:
        with open_api(base_url, api_key) as http:
            yield http
    except ApiRefused as error:
        raise StartupError(str(error)) from error


@imports.callback()
def _group() -> None:
    """Bring contacts in."""


@imports.command("customers")
def import_customers(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, Excel (.xlsx), vCard or JSON Lines.", show_default=False)],
    *,
    base_url: BaseUrl = None,
    api_key: ApiKey = None,
    data_dir: DataDir = None,
    match_by: Annotated[
        str | None, typer.Option(help="email, external_id:<system> or none; told by the columns when not given.")
    ] = None,
    mode: Annotated[
        Literal["create", "update", "both"], typer.Option(help="Create new customers, change existing ones, or both.")
    ] = "both",
    folder: Annotated[str | None, typer.Option(help="Name or path of the folder for new customers.")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", help="What a column becomes, e.g. --column 'Shoe size=field:shoe_size'. Repeatable."),
    ] = None,
    new_fields: Annotated[
        bool, typer.Option("--new-fields", help="Make custom fields of columns that nothing else fits.")
    ] = False,
    country: Annotated[
        str | None, typer.Option(help="Country (ES, IL, …) of phone numbers without country code.")
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Where to save rows that could not be imported. Default: beside FILE.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Import customers from a file. The same file twice changes nothing the second time."""
    if not file.is_file():
        raise StartupError(f"There is no file {file}.")
    console = Console(stderr=True)
    options: dict[str, Any] = {
        "match_by": match_by,
        "mode": mode,
        "folder": folder,
        "create_fields": new_fields,
        "country": country,
    }
    with _api(base_url, api_key, data_dir) as http:
        with console.status(f"Uploading {file.name} …"):
            found = upload(http, "imports", file, {"options": json.dumps(options | {"preview": True})})
        if column:
            options["mapping"] = _overruled(found["preview"], column)
            found["preview"] = ask(http, "POST", f"imports/{found['id']}/preview", options)
        _show(console, file, found["preview"])
        if not yes and not typer.confirm("Import it like this?", err=True):
            raise StartupError("Nothing was imported.")
        started = ask(http, "POST", f"imports/{found['id']}/start", options)
        job = _follow(http, console, started["job_id"], "Importing")
        if job["errors_url"]:
            target = rejects or _free(file.with_name(f"{file.stem}-rejected.csv"))
            download(http, job["errors_url"], target)
            console.print(
                f"{job['result']['rejected']} rows were not imported. They are in {target}, with the reasons.",
                soft_wrap=True,
            )
    typer.echo(
        " ".join(f"{name}={job['result'].get(name, 0)}" for name in ("created", "updated", "unchanged", "rejected"))
    )


def _overruled(preview: dict[str, Any], given: list[str]) -> dict[str, str]:
    """The mapping that would be used, with what the person says. Raises ``StartupError`` for a column that the file has
    not."""
    headings = {column["heading"] for column in preview["columns"]}
    mapping = {column["heading"]: column["target"] for column in preview["columns"]}
    for item in given:
        heading, equals, target = item.rpartition("=")
        if not equals or heading not in headings:
            raise StartupError(
                f"--column {item}: write HEADING=TARGET; the headings are {', '.join(sorted(headings))}."
            )
        mapping[heading] = target
    return mapping


def _show(console: Console, file: Path, preview: dict[str, Any]) -> None:
    """The mapping as a table, and what is wrong with the first rows."""
    table = Table(title=f"{file.name}, matched by {preview['match_by']}", title_justify="left")
    for heading in ("Column", "First value", "Becomes", "Why"):
        table.add_column(heading, overflow="fold")
    for column in preview["columns"]:
        skipped = column["target"] == "skip"
        reason = column["reason"] if column["target"] == column["suggested"] else f"would be {column['suggested']}"
        sample = (column["samples"] or [""])[0][:40]
        table.add_row(
            column["heading"], sample, "—" if skipped else column["target"], reason, style="dim" if skipped else None
        )
    console.print(table, markup=False)
    for warning in preview["file"]["warnings"]:
        console.print(warning, markup=False)
    for row in [row for row in preview["rows"] if row["problems"]][:5]:
        console.print(
            f"Row {row['number']}: {' '.join(problem['message'] for problem in row['problems'])}", markup=False
        )


def _follow(http: Any, console: Console, job_id: str, verb: str) -> dict[str, Any]:
    """Show the job's progress until it ends. Ctrl-C cancels it. Raises ``StartupError`` when it fails or is
    cancelled."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    try:
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task(verb, total=None)
            while True:
                job = _patiently(http, f"jobs/{job_id}")
                progress.update(task, completed=job["progress"]["done"], total=job["progress"]["total"])
                if job["state"] in {"succeeded", "failed", "cancelled"}:
                    break
                time.sleep(POLL_SECONDS)
    except KeyboardInterrupt:
        ask(http, "POST", f"jobs/{job_id}/cancel")
        raise StartupError("Cancelled. What was done so far stays; start it again to go on.") from None
    if job["state"] != "succeeded":
        raise StartupError(f"{job['error'] or 'It was cancelled.'} Done so far: {job['progress']['done']}.")
    return job


def _patiently(http: Any, path: str) -> dict[str, Any]:
    for silence in range(MOST_SILENCES + 1):
        try:
            return ask(http, "GET", path)
        except ApiRefused as error:
            if silence == MOST_SILENCES or error.status not in {0, 429, 502, 503, 504}:
                raise
            time.sleep(POLL_SECONDS)
    raise AssertionError("unreachable")


def _free(path: Path) -> Path:
    """The path, or one with a number when there is something already."""
    number = 1
    found = path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def export(
    *,
    file_format: Annotated[
        Literal["csv", "jsonl", "vcard"], typer.Option("--format", help="Table, JSON Lines or address book.")
    ] = "csv",
    output: Annotated[
        Path | None, typer.Option(help="File to write. Default: customers-<date> in the current folder.")
    ] = None,
    chosen: Annotated[
        str, typer.Option("--filter", help="Which customers, as JSON of the API's CustomerFilter.")
    ] = "{}",
    base_url: BaseUrl = None,
    api_key: ApiKey = None,
    data_dir: DataDir = None,
) -> None:
    """Export the customers that the key may see."""
    try:
        wanted = json.loads(chosen)
    except ValueError as error:
        raise StartupError(f"--filter is not JSON: {error}.") from error
    suffix = {"csv": "csv", "jsonl": "jsonl", "vcard": "vcf"}[file_format]
    target = output or _free(Path(f"customers-{datetime.now(UTC):%Y-%m-%d}.{suffix}"))
    if not target.parent.is_dir():
        raise StartupError(f"There is no folder {target.parent}.")
    with _api(base_url, api_key, data_dir) as http:
        started = ask(http, "POST", "exports", {"format": file_format, "filter": wanted})
        job = _follow(http, Console(file=sys.stderr), started["job_id"], "Exporting")
        download(http, job["result_url"], target)
    typer.echo(f"exported={job['result']['exported']} file={target}")
