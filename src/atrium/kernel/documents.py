"""The contract and its collection for Postman as bytes, made in a process of its own, once for each state of the
source: generating takes seconds of one core, and answering must not wait for it.

``make run`` and the image make them while they build (``atrium openapi --keep``); a checkout whose source has changed
since makes them at the first question. The key is the source itself, so what is served is never of another state."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from atrium.kernel.errors import Unavailable
from atrium.kernel.postman import collection
from atrium.kernel.settings import settings

SOURCE = Path(__file__).parents[1]
BUILT = Path(__file__).parents[3] / "build" / "contract"
ANYWHERE = "https://address-of-the-installation.invalid"
NAMES = ("openapi.json", "postman.json")


def key(source: Path = SOURCE) -> str:
    """Names the state of all source files."""
    digest = sha256()
    for path in sorted(source.rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(source).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:32]


def keep(document: dict[str, Any], folder: Path | None = None) -> Path:
    """Store both for the present source, at once or not at all, and forget those of others. Returns the folder: beside
    the built pages, or in the data folder where the checkout may not be written."""
    made = {NAMES[0]: document, NAMES[1]: collection(document, ANYWHERE)}
    name = key()
    for home in (folder,) if folder else (BUILT, settings().data_dir / "contract"):
        with suppress(OSError):
            home.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=home) as scratch:
                for file, content in made.items():
                    (Path(scratch) / file).write_bytes(orjson.dumps(content))
                with suppress(OSError):  # somebody else was faster
                    Path(scratch).chmod(0o755)
                    Path(scratch).rename(home / name)
                    Path(scratch).mkdir()  # for its own removal
            for old in home.iterdir():
                if old.name != name and len(old.name) == len(name):
                    for file in NAMES:
                        (old / file).unlink(missing_ok=True)
                    old.rmdir()
            return home / name
    raise OSError(f"neither {BUILT} nor {settings().data_dir} can be written")


def read() -> tuple[bytes, bytes] | None:
    """Both as they were kept for the present source, None when they were not."""
    name = key()
    for home in (BUILT, settings().data_dir / "contract"):
        with suppress(OSError):
            return (home / name / NAMES[0]).read_bytes(), (home / name / NAMES[1]).read_bytes()
    return None


async def make() -> tuple[bytes, bytes]:
    """Both, generated beside us. Raises ``Unavailable`` when that fails; the reason is in the log."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "atrium.cli", "openapi", "--keep"),
        env=os.environ | {"ATRIUM_DATA_DIR": str(settings().data_dir)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        status = await process.wait()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.kill()
        raise
    found = await asyncio.to_thread(read)
    if status or found is None:
        raise Unavailable("The contract cannot be shown just now.")
    return found


class Documents:
    """What one application serves: read or made at the first question, then held."""

    def __init__(self, make: Callable[[], Any] = make) -> None:
        self._make = make
        self._task: asyncio.Task[tuple[bytes, bytes]] | None = None

    async def contract(self) -> bytes:
        return (await self._both())[0]

    async def postman(self, base_url: str) -> bytes:
        address = json.dumps(base_url.rstrip("/"), ensure_ascii=False)[1:-1]
        return (await self._both())[1].replace(ANYWHERE.encode(), address.encode())

    async def _both(self) -> tuple[bytes, bytes]:
        """Whoever asks meanwhile waits for the same, and one who goes away takes nothing from the others."""
        if self._task is None or (self._task.done() and self._task.exception() is not None):
            self._task = asyncio.create_task(self._find())
        return await asyncio.shield(self._task)

    async def _find(self) -> tuple[bytes, bytes]:
        found = await asyncio.to_thread(read)
        if found is None:
            made: tuple[bytes, bytes] = await self._make()
            return made
        return found
