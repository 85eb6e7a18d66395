"""The mailbox of ``atrium up``: an SMTP server on the loopback that delivers nothing and stores every message as a file."""

import asyncio
import os
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from atrium.data_folder import private_folder

KEPT_MESSAGES = 500


class _Store:
    """aiosmtpd's handler: called once per message."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd looks for this name
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content or "").encode()
        recipients = Message()
        recipients["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.number += 1
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{self.number:04d}.eml"
        part = self.folder / f".{name}"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(recipients.as_bytes().rstrip(b"\n") + b"\r\n" + content)
        part.replace(self.folder / name)
        for old in sorted(self.folder.glob("*.eml"))[:-KEPT_MESSAGES]:
            old.unlink(missing_ok=True)
        return "250 OK"


async def start_mail_sink(data_dir: Path) -> tuple[asyncio.Server, str]:
    """Listen on a free loopback port and store messages in ``mail/`` of the data folder, the newest 500, their names in order of arrival.

    Returns the server, to be closed by the caller, and its ``smtp://`` address.
    """
    store = _Store(private_folder(data_dir / "mail"))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(store, hostname="localhost", enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
    return server, f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
