"""Files, in a local folder or an object store, behind one API. Nobody ever sees half a file: it appears when it is
complete."""

import hashlib
import re
import tempfile
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from atrium.kernel.errors import NotFound, TooLarge, Unavailable
from atrium.kernel.settings import settings

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_KEY = re.compile(rf"{_UUID}/[a-z][a-z0-9_]{{0,39}}/{_UUID}(\.[a-z0-9]{{1,10}})?")


class FileMissing(NotFound):
    code, title = "file-missing", "There is no such file"


class FileTooLarge(TooLarge):
    code, title = "file-too-large", "The file is too large"


class StorageUnavailable(Unavailable):
    code, title = "storage-unavailable", "Files cannot be reached just now"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What was stored: ``size`` in bytes, ``sha256`` in hexadecimal."""

    size: int
    sha256: str


async def put_stream(key: str, chunks: AsyncIterable[bytes], max_bytes: int) -> StoredFile:
    """Store the chunks as one file, replacing what the key held before.

    Raises `FileTooLarge` as soon as more than ``max_bytes`` have come, and `StorageUnavailable`; whatever ``chunks``
    raises passes through. After any of these the key holds what it held before.
    """
    store, path = _open(), _checked(key)
    digest, size = hashlib.sha256(), 0

    async def counted() -> AsyncIterator[bytes]:
        nonlocal size
        async for chunk in chunks:
            size += len(chunk)
            if size > max_bytes:
                raise FileTooLarge(f"The file has more than {max_bytes} bytes.")
            digest.update(chunk)
            if chunk:
                yield chunk

    try:
        await obstore.put_async(store, path, counted())
    except BaseError as error:
        raise StorageUnavailable from error
    return StoredFile(size, digest.hexdigest())


async def get_stream(key: str) -> AsyncIterator[bytes]:
    """The file in chunks of about a mebibyte; raises `FileMissing` before the first one, or `StorageUnavailable`."""
    try:
        found = await obstore.get_async(_open(), _checked(key))
        async for chunk in found.stream(min_chunk_size=1024 * 1024):
            yield bytes(chunk)
    except FileNotFoundError as error:
        raise FileMissing from error
    except BaseError as error:
        raise StorageUnavailable from error


async def get_bytes(key: str, max_bytes: int) -> bytes:
    """A small file whole; raises `FileMissing`, `StorageUnavailable`, and `FileTooLarge` rather than hold more than
    ``max_bytes``."""
    content = bytearray()
    async for chunk in get_stream(key):
        content += chunk
        if len(content) > max_bytes:
            raise FileTooLarge(f"The file has more than {max_bytes} bytes.")
    return bytes(content)


async def exists(key: str) -> bool:
    """Whether a file is stored under the key."""
    try:
        await obstore.head_async(_open(), _checked(key))
    except FileNotFoundError:
        return False
    except BaseError as error:
        raise StorageUnavailable from error
    return True


async def delete(key: str) -> None:
    """Remove the file; it is no error when there is none, so that a repeated job may delete again."""
    try:
        await obstore.delete_async(_open(), _checked(key))
    except FileNotFoundError:
        return
    except BaseError as error:
        raise StorageUnavailable from error


@asynccontextmanager
async def local_path(key: str) -> AsyncIterator[Path]:
    """A path to read the file at while the context lasts: the file itself when storage is local (never write to it),
    else a copy."""
    store = _open()
    if isinstance(store, LocalStore):
        if not await exists(key):
            raise FileMissing
        yield Path(str(store.prefix)) / _checked(key)
        return
    with tempfile.NamedTemporaryFile(prefix="atrium-", suffix=Path(_checked(key)).suffix) as copy:
        async for chunk in get_stream(key):
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


def _checked(key: str) -> str:
    # Keys are made by our own code, so a wrong one is a mistake of ours and not bad input.
    if not _KEY.fullmatch(key):
        raise ValueError("a storage key is <workspace id>/<kind>/<uuid>, with an optional extension")
    return key


def _open() -> ObjectStore:
    return _store(settings().storage_url, settings().data_dir / "files")


@lru_cache(maxsize=8)
def _store(url: str, folder: Path) -> ObjectStore:
    if url:
        return from_url(url)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(folder.absolute())
