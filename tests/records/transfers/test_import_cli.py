"""``atrium import customers`` and ``atrium export`` against a real server and a worker."""

import asyncio
import csv
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from tests.conftest import drain
from tests.homes import Home
from typer.testing import CliRunner

import atrium
from atrium.cli import app as command_line

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("ATRIUM_")} | {
    "PYTHONPATH": str(Path(atrium.__file__).parents[1]),
    "COLUMNS": "200",
}


@dataclass
class Server:
    address: str
    key: str
    folder: Path

    async def __call__(self, *words: str, answer: str = "", connect: bool = True) -> tuple[int, str, str]:
        """Exit status, what stood on the output, what stood on the errors; in a thread of this process, which is
        quicker."""
        where = ["--base-url", self.address, "--api-key", self.key] if connect else []
        result = await asyncio.to_thread(CliRunner().invoke, command_line, [*words, *where], input=answer)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    async def shell(self, *words: str) -> tuple[int, str, str]:
        """The same in a process of its own."""
        where = ["--base-url", self.address, "--api-key", self.key]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "atrium.cli", *words, *where),
            env=ENVIRONMENT,
            cwd=self.folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, errors = await asyncio.wait_for(process.communicate(), 60)
        return process.returncode or 0, output.decode(), errors.decode()


@pytest.fixture
async def cli(app: Any, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    client = await home.as_api_key()
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listener]))

    async def work() -> None:
        while True:
            await drain()
            await asyncio.sleep(0.05)

    working = asyncio.create_task(work())
    yield Server(f"http://127.0.0.1:{listener.getsockname()[1]}", client.secret, tmp_path)
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    server.should_exit = True
    await serving


async def test_a_file_comes_in_and_goes_out_again_from_the_shell(cli: Server, client: Any) -> None:
    await client.post("/folders", json={"name": "Leads", "statuses": [{"name": "New"}]})
    people = cli.folder / "people.csv"
    people.write_text("Name,E-mail,Shoe size\nAna,ana@x.test,38\nBo,bo@x.test,43\nBad,bad,44\n")
    status, output, errors = await cli.shell(
        "import", "customers", str(people), "--match-by", "email", "--folder", "Leads", "--yes"
    )
    assert status == 0, errors
    assert output.splitlines()[-1] == "created=2 updated=0 unchanged=0 rejected=1"
    assert "would be new_field:number:Shoe size" in errors
    assert "people-rejected.csv" in errors
    rejected = list(csv.DictReader((cli.folder / "people-rejected.csv").open(encoding="utf-8-sig")))
    assert [(row["Name"], row["Row"]) for row in rejected] == [("Bad", "4")]
    assert [item["folder"]["name"] for item in (await client.get("/customers")).json()["items"]] == ["Leads", "Leads"]

    again = await cli("import", "customers", str(people), "--new-fields", "--column", "Shoe size=skip", "--yes")
    assert (again[0], again[1].splitlines()[-1]) == (0, "created=0 updated=0 unchanged=2 rejected=1"), again[2]
    assert (cli.folder / "people-rejected-2.csv").is_file()

    status, output, errors = await cli("export", "--output", "out.csv", "--filter", '{"q": "ana"}')
    assert (status, output) == (0, "exported=1 file=out.csv\n"), errors
    assert [row["Name"] for row in csv.DictReader((cli.folder / "out.csv").open(encoding="utf-8-sig"))] == ["Ana"]


async def test_it_asks_first_and_no_means_nothing(cli: Server, client: Any) -> None:
    people = cli.folder / "people.csv"
    people.write_text("Name,E-mail\nAna,ana@x.test\n")
    status, output, errors = await cli("import", "customers", str(people), answer="n\n")
    assert (status, "created" in output) == (1, False)
    assert "Nothing was imported." in errors
    assert (await client.get("/customers")).json()["items"] == []
    status, output, _ = await cli("import", "customers", str(people), answer="y\n")
    assert (status, output.splitlines()[-1].strip()) == (0, "created=1 updated=0 unchanged=0 rejected=0")


async def test_the_sample_installations_address_and_key_are_found_in_its_folder(cli: Server) -> None:
    data = cli.folder / "data folder"
    data.mkdir()
    (data / "demo.json").write_text(json.dumps({"base_url": cli.address, "api_key": cli.key}))
    people = cli.folder / "people.vcf"
    people.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Ana\nEMAIL:ana@x.test\nEND:VCARD\n")
    status, output, errors = await cli(
        "import", "customers", str(people), "--data-dir", str(data), "--yes", connect=False
    )
    assert (status, output) == (0, "created=1 updated=0 unchanged=0 rejected=0\n"), errors
    status, output, _ = await cli(
        "export", "--format", "vcard", "--output", "out.vcf", "--data-dir", str(data), connect=False
    )
    assert (status, "FN:Ana" in (cli.folder / "out.vcf").read_text()) == (0, True)


async def test_what_goes_wrong_is_one_plain_line(cli: Server, home: Home) -> None:
    people = cli.folder / "people.csv"
    people.write_text("Name\nAna\n")
    pdf = cli.folder / "people.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    weak = Server(cli.address, (await home.as_api_key([])).secret, cli.folder)
    gone = Server("http://127.0.0.1:1", cli.key, cli.folder)
    cases = [
        (cli, ("import", "customers", "missing.csv"), "There is no file missing.csv."),
        (cli, ("import", "customers", str(pdf), "--yes"), "This is a PDF document."),
        (cli, ("import", "customers", str(people), "--yes", "--folder", "Nowhere"), "folder"),
        (cli, ("import", "customers", str(people), "--yes", "--match-by", "email"), "match_by"),
        (cli, ("import", "customers", str(people), "--yes", "--column", "Nome=name"), "the headings are Name"),
        (cli, ("export", "--filter", "{"), "--filter is not JSON"),
        (cli, ("export", "--filter", '{"colour": "red"}'), "colour"),
        (cli, ("export", "--output", "no/such/folder.csv"), "There is no folder"),
        (weak, ("import", "customers", str(people), "--yes"), "customers:import"),
        (Server(cli.address, "atr_live_wrong", cli.folder), ("export",), "The key is unknown"),
        (gone, ("export",), "cannot be reached"),
        (Server("nonsense", cli.key, cli.folder), ("export",), "is not a web address"),
    ]
    for server, words, expected in cases:
        status, output, errors = await server(*words)
        assert (status, output) == (1, ""), words
        assert expected in errors, (words, errors)
        assert "Traceback" not in errors
