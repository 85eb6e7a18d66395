"""Where the embedded servers' sockets lie: a path of theirs may be no longer than the system allows."""

import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from atrium.data_folder import Account, StartupError, private_folder

_LONGEST_SOCKET_PATH = 103  # sockaddr_un on macOS; Linux has 107


def _made_for(target: Path, data_dir: Path) -> bool:
    """Whether a short socket folder is this data folder's own, not the one of the folder it was copied from."""
    mark = target / "of"
    return target.name.startswith("atrium-") and mark.is_file() and mark.read_text(encoding="utf-8") == str(data_dir)


def socket_folder(data_dir: Path, account: Account) -> Path:
    """The 0700 folder of both sockets: ``run`` in the data folder, or a short one it links to when that path is too
    long or odd."""
    link = data_dir / "run"
    if (
        not account.switch
        and len(os.fsencode(link)) + len("/.s.PGSQL.5432") <= _LONGEST_SOCKET_PATH
        and re.fullmatch(r"[\w./-]+", str(link), re.ASCII)
    ):
        if link.is_symlink():
            link.unlink()
        return private_folder(link, account)
    if link.is_symlink() and _made_for(link.readlink(), data_dir):
        return private_folder(link.readlink(), account)
    link.unlink(missing_ok=True) if link.is_symlink() or not link.is_dir() else shutil.rmtree(link)
    for parent in (
        Path("/run"),
        Path("/tmp"),  # noqa: S108 - mkdtemp makes an unpredictable 0700 folder in it
        Path(tempfile.gettempdir()),
    ):
        with suppress(OSError):
            target = Path(tempfile.mkdtemp(prefix="atrium-", dir=parent))
            (target / "of").write_text(str(data_dir), encoding="utf-8")
            link.symlink_to(target)
            return private_folder(target, account)
    raise StartupError("No folder with a short path for the sockets could be made in /run or /tmp.")
