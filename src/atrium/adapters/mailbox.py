"""The local mailbox of development: an SMTP server that keeps every mail in a folder, and readers for ``/dev/mail``."""

import asyncio
import ipaddress
import re
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

MAX_MESSAGE_BYTES = 32 * 1024 * 1024
MAX_MESSAGES = 500

_ID = re.compile(r"[0-9]{20}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A mail of the local mailbox. ``to`` are the addresses it was delivered to, hidden copies included."""

    id: str
    received_at: datetime
    sender: str
    to: list[str]
    subject: str
    message_id: str
    text: str
    html: str | None


@asynccontextmanager
async def run_mailbox(folder: Path, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[int]:
    """Receive mail on a loopback address as long as the context lasts, and yield the port.

    Each mail becomes one ``.eml`` file in the folder (mode 0700); the newest `MAX_MESSAGES` are kept. Raises
    ``ValueError`` for an address that others can reach (the server asks for no password) and ``OSError`` when the port
    is taken.
    """
    if not ipaddress.ip_address(host).is_loopback:
        raise ValueError("the local mailbox listens on a loopback address only")
    await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True, exist_ok=True)
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        return SMTP(
            _Keeper(folder), data_size_limit=MAX_MESSAGE_BYTES, enable_SMTPUTF8=True, hostname="localhost", loop=loop
        )

    server = await loop.create_server(session, host, port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


class _Keeper:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002 - the signature is aiosmtpd's
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content or "").encode()
        recipients = "".join(f"X-Delivered-To: {address}\r\n" for address in envelope.rcpt_tos)
        await asyncio.to_thread(_keep, self._folder, recipients.encode() + content)
        return "250 Kept"


def _keep(folder: Path, content: bytes) -> None:
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    unfinished = folder / f"{name}.part"
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(content)
    unfinished.rename(folder / f"{name}.eml")
    for surplus in sorted(folder.glob("*.eml"), reverse=True)[MAX_MESSAGES:]:
        surplus.unlink(missing_ok=True)


async def list_messages(folder: Path, limit: int = 100) -> list[StoredMessage]:
    """The newest mails, newest first; an empty list when the folder does not exist."""
    return await asyncio.to_thread(_newest, folder, limit)


async def read_message(folder: Path, message_id: str) -> StoredMessage:
    """One mail by the id that the list shows; raises ``NotFound``."""
    path = folder / f"{message_id}.eml"
    if not _ID.fullmatch(message_id) or not await asyncio.to_thread(path.is_file):
        from atrium.kernel.errors import NotFound  # the supervisor, which takes the mails, never needs it

        raise NotFound("There is no such message.")
    return await asyncio.to_thread(_parse, path)


def _newest(folder: Path, limit: int) -> list[StoredMessage]:
    return [_parse(path) for path in sorted(folder.glob("*.eml"), reverse=True)[:limit] if _ID.fullmatch(path.stem)]


def _parse(path: Path) -> StoredMessage:
    message = message_from_bytes(path.read_bytes(), policy=default)
    html = _part(message, "html")
    return StoredMessage(
        id=path.stem,
        received_at=datetime.fromtimestamp(int(path.stem.partition("-")[0]) / 1e9, UTC),
        sender=_header(message, "From"),
        to=[str(value) for value in message.get_all("X-Delivered-To", [])],
        subject=_header(message, "Subject"),
        message_id=_header(message, "Message-ID"),
        text=_part(message, "plain") or "",
        html=html,
    )


def _header(message: EmailMessage, name: str) -> str:
    # Parsing is lazy: a header that breaks the rules raises only when it is looked at.
    try:
        return str(message.get(name, ""))
    except (MessageError, ValueError, LookupError):
        return ""


def _part(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    if part is None:
        return None
    try:
        return str(part.get_content())
    except (MessageError, ValueError, LookupError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
