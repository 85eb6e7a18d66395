"""Files in a local folder and in an object store (obstore's own in-memory one), complete or not at all."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from uuid import uuid4

import pytest

from atrium.adapters import storage
from atrium.adapters.storage import (
    FileMissing,
    FileTooLarge,
    StoredFile,
    delete,
    exists,
    get_bytes,
    get_stream,
    local_path,
    put_stream,
)
from atrium.kernel.settings import settings


@pytest.fixture(params=["local", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterable[Path]:
    """Local storage below a folder with a space in its name, or an object store that has no local paths."""
    monkeypatch.setenv("ATRIUM_DATA_DIR", str(tmp_path / "data dir"))
    monkeypatch.setenv("ATRIUM_STORAGE_URL", "" if request.param == "local" else "memory:///")
    settings.cache_clear()
    storage._store.cache_clear()
    yield tmp_path / "data dir" / "files"
    settings.cache_clear()
    storage._store.cache_clear()


def files(place: Path) -> list[Path]:
    """All files that storage keeps on this disk, unfinished ones included."""
    return [path for path in place.rglob("*") if path.is_file()]


def new_key(suffix: str = "") -> str:
    return f"{uuid4()}/avatars/{uuid4()}{suffix}"


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_what_is_put_is_got(place: Path) -> None:
    key = new_key(".webp")
    assert not await exists(key)
    content = b"ab" * 4_000_000
    stored = await put_stream(key, chunks(content[:1], b"", content[1:7_000_000], content[7_000_000:]), len(content))
    assert stored == StoredFile(len(content), hashlib.sha256(content).hexdigest())
    assert await exists(key)
    received = [chunk async for chunk in get_stream(key)]
    assert b"".join(received) == content
    local = bool(files(place))
    assert len(received) > 1 or not local, "from a disk it comes in pieces"
    assert await get_bytes(key, len(content)) == content
    with pytest.raises(FileTooLarge):
        await get_bytes(key, len(content) - 1)
    async with local_path(key) as path:
        assert path.read_bytes() == content
        assert path.suffix == ".webp"
        assert path.is_relative_to(place) == local
    assert (path in files(path.parent)) == local, "a temporary copy is removed, the file itself stays"
    assert await put_stream(key, chunks(b"new"), 3) == StoredFile(3, hashlib.sha256(b"new").hexdigest())
    assert await get_bytes(key, 3) == b"new"
    await delete(key)
    await delete(key)
    assert not await exists(key)
    assert await put_stream(key, chunks(), 0) == StoredFile(0, hashlib.sha256().hexdigest())
    assert await get_bytes(key, 0) == b""


async def test_a_missing_file_says_so(place: Path) -> None:
    key = new_key()
    with pytest.raises(FileMissing):
        await get_bytes(key, 10)
    with pytest.raises(FileMissing):
        async with local_path(key):
            pass


@pytest.mark.parametrize("parts", [2, 12])
async def test_a_failed_upload_leaves_what_was_there(place: Path, parts: int) -> None:
    key = new_key()
    await put_stream(key, chunks(b"old"), 3)
    before = files(place)

    async def broken() -> AsyncIterator[bytes]:
        for _ in range(parts):
            yield b"x" * 1_000_000
        raise ConnectionResetError("the browser went away")

    with pytest.raises(ConnectionResetError):
        await put_stream(key, broken(), 10**9)
    with pytest.raises(FileTooLarge):
        await put_stream(key, chunks(*[b"x" * 1_000_000] * parts), parts * 1_000_000 - 1)
    assert await get_bytes(key, 3) == b"old"
    assert files(place) == before


async def test_nobody_sees_half_a_file_and_a_cancelled_upload_leaves_nothing(place: Path) -> None:
    key, started = new_key(), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        for _ in range(12):
            yield b"x" * 1_000_000
        started.set()
        await asyncio.sleep(60)

    upload = asyncio.create_task(put_stream(key, slow(), 10**9))
    await started.wait()
    assert not await exists(key)
    upload.cancel()
    with pytest.raises(asyncio.CancelledError):
        await upload
    for _ in range(100):
        if not files(place):
            break
        await asyncio.sleep(0.02)
    assert files(place) == []
    assert not await exists(key)


ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
BAD_KEYS = [
    "",
    "/",
    "..",
    "../../etc/passwd",
    f"{ID}/avatars/..",
    f"{ID}/../{ID}",
    f"/{ID}/avatars/{ID}",
    f"{ID}/avatars/{ID}/x",
]
BAD_KEYS += [
    f"{ID}/avatars/{ID}\x00",
    f"{ID}/avatars/{ID}\n",
    f"{ID}\\avatars\\{ID}",
    f"{ID}/Avatars/{ID}",
    f"%2e%2e/avatars/{ID}",
]


@pytest.mark.parametrize("key", BAD_KEYS)
async def test_keys_cannot_lead_elsewhere(place: Path, key: str) -> None:
    with pytest.raises(ValueError, match="storage key"):
        await put_stream(key, chunks(b"x"), 1)
    for refused in (exists(key), delete(key), get_bytes(key, 1), local_path(key).__aenter__()):
        with pytest.raises(ValueError, match="storage key"):
            await refused


async def test_the_folder_is_closed_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATRIUM_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    try:
        await put_stream(new_key(), chunks(b"x"), 1)
    finally:
        settings.cache_clear()
    assert (tmp_path / "files").stat().st_mode & 0o777 == 0o700
