"""The data folder of ``atrium up``: who holds it, whose it is, and the secrets generated for it."""

import fcntl
import json
import os
import pwd
import secrets
import shutil
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO

_LOG_LIMIT = 10 * 1024 * 1024


class StartupError(Exception):
    """An expected reason not to start; its text is one line for a person."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What was generated for one data folder; lives in ``secrets.json`` (0600) and nowhere else."""

    secret_key: str
    database_password: str
    app_password: str
    redis_password: str


def write_private(path: Path, text: str) -> None:
    """Replace ``path`` by a file of mode 0600, at once or not at all."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def claim_folder(data_dir: Path) -> IO[str]:
    """Make the data folder (0700) when missing and lock it for this process.

    Returns the open lock file; closing it, or dying, releases the folder. Raises ``StartupError`` when another process
    holds it.
    """
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(data_dir / "atrium.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise StartupError(f"The data folder {data_dir} cannot be used: {error.strerror}.") from error
    lock = os.fdopen(descriptor, "r+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = lock.read().strip() or "another process"
        lock.close()
        raise StartupError(f"The data folder {data_dir} is already in use by {holder}.") from error
    lock.truncate()
    lock.write(f"a running Atrium (process {os.getpid()})")
    lock.flush()
    return lock


def is_claimed(data_dir: Path) -> bool:
    """Whether a living process holds the folder."""
    try:
        with (data_dir / "atrium.lock").open(encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def load_secrets(data_dir: Path) -> Secrets:
    """Read ``secrets.json``, or generate it for a new folder.

    Raises ``StartupError`` when it is unreadable, or missing beside an existing database, which a new key could not
    open.
    """
    path = data_dir / "secrets.json"
    names = [field.name for field in fields(Secrets)]
    if not path.exists():
        if (data_dir / "postgres" / "data").exists():
            raise StartupError(f"{path} is missing, but the database it belongs to exists: put it back from a backup.")
        write_private(path, json.dumps({name: secrets.token_urlsafe(36) for name in names}, indent=2))
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return Secrets(**{name: str(stored[name]) for name in names})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StartupError(f"{path} cannot be read ({error}): put it back from a backup.") from error


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the servers run as. ``switch`` is true when that is not ourselves."""

    uid: int
    gid: int
    switch: bool

    def may_reach(self, path: Path) -> bool:
        """Whether the account may read ``path``, and enter every folder above it."""
        wanted = [(path, 5 if path.is_dir() else 4)] + [(folder, 1) for folder in path.parents]
        return all(self._has(folder.stat(), bits) for folder, bits in wanted)

    def _has(self, found: os.stat_result, bits: int) -> bool:
        shift = 6 if found.st_uid == self.uid else 3 if found.st_gid == self.gid else 0
        return (found.st_mode >> shift) & bits == bits


def server_account(data: Path) -> Account:
    """Ourselves; for root the owner of an existing database, else the first system user made for such work."""
    owner = data.stat() if data.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner.st_uid != os.geteuid():
            raise StartupError(f"{data} belongs to user {owner.st_uid}: run Atrium as that user or as root.")
        return Account(os.geteuid(), os.getegid(), switch=False)
    if owner is not None and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, switch=True)
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid, switch=True)
    raise StartupError(
        "PostgreSQL must not run as root, and there is no user `postgres` or `nobody`: run Atrium as an ordinary user."
    )


def private_folder(path: Path, account: Account | None = None) -> Path:
    """Make ``path`` with mode 0700 for the account; refuses a link or somebody else's folder in its place."""
    owner = (account.uid, account.gid) if account else (os.geteuid(), os.getegid())
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner[0], os.geteuid(), path.parent.stat().st_uid}:
        raise StartupError(f"{path} is not a folder of ours: remove it, or choose another data folder.")
    path.chmod(0o700)
    if account and found.st_uid != account.uid:
        os.chown(path, *owner)
    return path


def log_file(data_dir: Path, name: str) -> Path:
    """The log of one process, to be opened for appending. Above 10 MB it is copied to ``<name>.log.1`` and emptied in
    place."""
    log = private_folder(data_dir / "log") / f"{name}.log"
    log.touch(mode=0o600)
    if log.stat().st_size > _LOG_LIMIT:
        old = log.with_suffix(".log.1")
        old.touch(mode=0o600)
        shutil.copyfile(log, old)
        os.truncate(log, 0)
    return log
