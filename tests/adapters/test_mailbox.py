"""The local mailbox: mails sent to it can be read again, and nothing outside its folder can."""

import smtplib
from asyncio import gather, to_thread
from collections.abc import Iterable
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from atrium.adapters import mailbox
from atrium.adapters.mail import Action, Brand, Email, send, system_mail
from atrium.adapters.mailbox import list_messages, read_message, run_mailbox
from atrium.kernel.errors import NotFound
from atrium.kernel.settings import settings


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterable[None]:
    yield
    settings.cache_clear()


async def test_what_is_sent_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mail box"
    assert await list_messages(folder) == []
    async with run_mailbox(folder) as port:
        monkeypatch.setenv("ATRIUM_SMTP_URL", f"smtp://127.0.0.1:{port}")
        settings.cache_clear()
        await send(
            system_mail(
                Brand("Café"),
                "ana@example.com",
                "Invitación",
                ["¡Hola!"],
                Action("Open", "https://crm.example/i/abc"),
                key="invitation:1",
            )
        )
        await gather(*(send(Email("bob@example.com", f"Number {number}", "Hello")) for number in range(10)))
    messages = await list_messages(folder)
    assert len(messages) == 11
    first = messages[-1]
    assert (first.subject, first.to, first.sender) == ("Invitación", ["ana@example.com"], "Café <no-reply@localhost>")
    assert "https://crm.example/i/abc" in first.text
    assert 'href="https://crm.example/i/abc"' in (first.html or "")
    assert await read_message(folder, first.id) == first
    assert [message.received_at for message in messages] == sorted(
        (message.received_at for message in messages), reverse=True
    )
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.suffix for path in folder.iterdir()} == {".eml"}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "message_id", ["", "..", "../secret", "/etc/passwd", "00000000000000000000-00000000", "1\x002"]
)
async def test_only_ids_of_stored_messages_are_read(tmp_path: Path, message_id: str) -> None:
    (tmp_path / "secret.eml").write_text("Subject: secret\n\n")
    folder = tmp_path / "mailbox"
    folder.mkdir()
    with pytest.raises(NotFound):
        await read_message(folder, message_id)


RUBBISH = [
    b"",
    b"no header at all",
    b"Subject: =?utf-8?b?////?=\r\nFrom: <<<>>>,;\r\nTo: \xff\xfe\r\n\r\n\xff",
    b"Content-Type: text/plain; charset=no-such-charset\r\n\r\nHello",
    (
        b"Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type:"
        b" text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n"
    ),
    b"Message-ID: <[>]\r\nSubject: a\r\n b\r\n\r\n",
]


@pytest.mark.parametrize("content", RUBBISH)
async def test_a_malformed_mail_is_kept_and_shown_as_far_as_it_goes(tmp_path: Path, content: bytes) -> None:
    def deliver(port: int) -> None:
        with smtplib.SMTP("127.0.0.1", port) as connection:
            connection.sendmail("eve@example.com", ["ana@example.com", "bob@example.com"], content)

    async with run_mailbox(tmp_path) as port:
        await to_thread(deliver, port)
    (message,) = await list_messages(tmp_path)
    assert message.to == ["ana@example.com", "bob@example.com"]


async def test_the_oldest_mails_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "MAX_MESSAGES", 3)
    async with run_mailbox(tmp_path) as port:
        monkeypatch.setenv("ATRIUM_SMTP_URL", f"smtp://127.0.0.1:{port}")
        settings.cache_clear()
        for number in range(5):
            await send(Email("ana@example.com", f"Number {number}", "Hello"))
    assert [message.subject for message in await list_messages(tmp_path)] == ["Number 4", "Number 3", "Number 2"]


async def test_it_listens_on_this_machine_only(tmp_path: Path) -> None:
    for host in (str(IPv4Address(0)), "::", "192.0.2.1"):
        with pytest.raises(ValueError, match="loopback"):
            await run_mailbox(tmp_path, host).__aenter__()
