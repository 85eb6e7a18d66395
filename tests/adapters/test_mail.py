"""Mail over a real SMTP server: what arrives, what is refused, and what is to be tried again."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from atrium.adapters.mail import (
    Action,
    Brand,
    Email,
    MailDelayed,
    MailRefused,
    check_address,
    compose,
    message_id,
    readable_on,
    send,
    system_mail,
)
from atrium.kernel.settings import settings

UseServer = Callable[[str], None]


class Inbox:
    """An aiosmtpd handler that keeps what arrives; addresses ending in a digit triple are answered with that status."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.port = 0

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        code = address.partition("@")[0][-3:]
        if code.isdigit():
            return f"{code} because the test says so"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        return "250 OK"

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(_bytes(envelope), policy=default) for envelope in self.envelopes]


def _bytes(envelope: Envelope) -> bytes:
    assert isinstance(envelope.content, bytes)
    return envelope.content


def _login(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"ana", b"p@ss/word")
    return AuthResult(success=known, handled=False)


@pytest.fixture
async def inbox() -> AsyncIterator[Inbox]:
    inbox = Inbox()
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        return SMTP(
            inbox, enable_SMTPUTF8=True, authenticator=_login, auth_require_tls=False, hostname="localhost", loop=loop
        )

    server = await loop.create_server(session, "127.0.0.1", 0)
    inbox.port = server.sockets[0].getsockname()[1]
    async with server:
        yield inbox


@pytest.fixture
def use_server(monkeypatch: pytest.MonkeyPatch) -> Iterable[UseServer]:
    def use(url: str) -> None:
        monkeypatch.setenv("ATRIUM_SMTP_URL", url)
        monkeypatch.setenv("ATRIUM_MAIL_FROM", "Atrium <no-reply@atrium.example>")
        monkeypatch.setenv("ATRIUM_BASE_URL", "https://crm.example")
        settings.cache_clear()

    yield use
    settings.cache_clear()


async def test_a_mail_arrives_as_it_was_written(inbox: Inbox, use_server: UseServer) -> None:
    use_server(f"smtp://127.0.0.1:{inbox.port}")
    text = "Línea uno\n.\nFrom the start\n" + "x" * 2000 + "\n"
    await send(
        Email(
            to="Ana.Ruiz@Example.COM",
            to_name="Ruiz, Ana",
            subject="¿Qué tal? ✓",
            text=text,
            html="<p>Línea</p>",
            reply_to="team@acme.example",
            from_name='Acme "Best" GmbH',
            headers={"X-Reference": "42", "List-Unsubscribe": "<https://crm.example/u/1>"},
            message_id="<abc@crm.example>",
        )
    )
    (message,) = inbox.messages
    assert inbox.envelopes[0].mail_from == "no-reply@atrium.example"
    assert inbox.envelopes[0].rcpt_tos == ["Ana.Ruiz@example.com"]
    assert (message["Subject"], message["Message-ID"], message["X-Reference"]) == (
        "¿Qué tal? ✓",
        "<abc@crm.example>",
        "42",
    )
    assert (message["To"].addresses[0].display_name, message["From"].addresses[0].display_name) == (
        "Ruiz, Ana",
        'Acme "Best" GmbH',
    )
    assert message["Reply-To"].addresses[0].addr_spec == "team@acme.example"
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content().splitlines() == text.splitlines()
    assert rich.get_content().strip() == "<p>Línea</p>"


async def test_login_from_the_url_and_a_wrong_password_is_tried_again_later(
    inbox: Inbox, use_server: UseServer
) -> None:
    use_server(f"smtp://ana:p%40ss%2Fword@127.0.0.1:{inbox.port}")
    await send(Email("bob@example.com", "Hello", "Hello"))
    assert inbox.envelopes[0].rcpt_tos == ["bob@example.com"]
    use_server(f"smtp://ana:wrong@127.0.0.1:{inbox.port}")
    with pytest.raises(MailDelayed) as delayed:
        await send(Email("bob@example.com", "Hello", "Hello"))
    assert delayed.value.reason == "configuration"


async def test_for_good_and_for_now_are_told_apart(inbox: Inbox, use_server: UseServer) -> None:
    use_server(f"smtp://127.0.0.1:{inbox.port}")
    with pytest.raises(MailRefused) as refused:
        await send(Email("nobody550@example.com", "Hello", "Hello"))
    assert (refused.value.reason, refused.value.detail) == (
        "rejected",
        "The mail server refused: 550 because the test says so",
    )
    with pytest.raises(MailDelayed) as delayed:
        await send(Email("busy451@example.com", "Hello", "Hello"))
    assert delayed.value.reason == "deferred"
    use_server(f"smtp://127.0.0.1:{inbox.port}?starttls=true")
    with pytest.raises(MailDelayed) as insecure:
        await send(Email("bob@example.com", "Hello", "Hello"))
    assert insecure.value.reason == "configuration"
    assert inbox.envelopes == []


async def test_no_server_is_a_delay(use_server: UseServer) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        for url, reason in (
            ("", "configuration"),
            ("http://x", "configuration"),
            (f"smtp://127.0.0.1:{nobody.getsockname()[1]}", "connection"),
        ):
            use_server(url)
            with pytest.raises(MailDelayed) as delayed:
                await send(Email("bob@example.com", "Hello", "Hello"))
            assert (delayed.value.reason, delayed.value.status) == (reason, 503)


async def test_a_local_part_in_another_script_and_a_domain_with_umlauts(inbox: Inbox, use_server: UseServer) -> None:
    use_server(f"smtp://127.0.0.1:{inbox.port}")
    await send(Email("почта@straße.example", "Hello", "Hello"))
    assert inbox.envelopes[0].rcpt_tos == ["почта@xn--strae-oqa.example"]


INJECTIONS = ["a\r\nBcc: eve@example.com", "a\nBcc: eve@example.com", "a\rb", "a\x00b", "a\u2028b", "a\x85b", "\ud800"]


@pytest.mark.parametrize("text", INJECTIONS)
async def test_nothing_written_into_a_header_becomes_another_header(text: str) -> None:
    for email in (
        Email("ana@example.com", text, "Hello"),
        Email("ana@example.com", "Hello", "Hello", to_name=text),
        Email("ana@example.com", "Hello", "Hello", from_name=text),
        Email("ana@example.com", "Hello", "Hello", headers={"X-Note": text}),
        Email("ana@example.com", "Hello", "Hello", headers={text: "x"}),
        Email("ana@example.com", "Hello", "Hello", message_id=f"<{text}@example.com>"),
        Email("ana@example.com", "Hello", "Hello", reply_to=f"{text}@example.com"),
        Email(f"ana@example.com{text}", "Hello", "Hello"),
    ):
        with pytest.raises(MailRefused):
            compose(email)
    # Control: glued together by hand, the line break does become a header.
    if "Bcc" in text:
        assert message_from_bytes(f"Subject: {text}\r\n\r\nHello".encode())["Bcc"] == "eve@example.com"


@pytest.mark.parametrize("name", ["Bcc", "to", "Message-ID", "Content-Type", "content-foo", "", "X Y", "X:Y"])
def test_own_headers_and_malformed_names_cannot_be_given(name: str) -> None:
    with pytest.raises(MailRefused):
        compose(Email("ana@example.com", "Hello", "Hello", headers={name: "x"}))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "@example.com",
        "ana@",
        "ana@exa mple.com",
        "a b@example.com",
        "ana@example.com, eve@example.com",
        "<ana@example.com>",
        ".a@example.com",
        "a..b@example.com",
        "ana@-x.com",
        "ana@x..com",
        "a" * 65 + "@example.com",
        "ana@" + "a." * 130 + "com",
        '"a b"@example.com',
        "ana@[127.0.0.1]",
        "a@\ud800.com",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(MailRefused) as refused:
        check_address(address)
    assert refused.value.reason == "address"


def test_text_that_cannot_be_encoded_is_refused_and_hostile_headers_fold_into_a_valid_mail() -> None:
    with pytest.raises(MailRefused):
        compose(Email("ana@example.com", "Hello", "\ud800"))
    raw = compose(
        Email("ana@example.com", "é" * 5000, "Hello", to_name="=?utf-8?q?x?=" * 20, headers={"X-Long": "y" * 3000})
    ).as_bytes()
    again = message_from_bytes(raw, policy=default)
    assert again["Subject"] == "é" * 500
    assert [address.addr_spec for address in again["To"].addresses] == ["ana@example.com"]


def test_the_same_key_gives_the_same_message_id(use_server: UseServer) -> None:
    use_server("")
    assert message_id("invitation:1") == message_id("invitation:1") != message_id("invitation:2")
    assert message_id("x").endswith("@crm.example>")
    brand = Brand("Acme", "#0f766e")
    first, second = (
        compose(system_mail(brand, "ana@example.com", "Hi", ["Hello"], key="invitation:1"))["Message-ID"]
        for _ in range(2)
    )
    assert first == second == message_id("invitation:1")
    assert (
        compose(Email("ana@example.com", "Hi", "Hi"))["Message-ID"]
        != compose(Email("ana@example.com", "Hi", "Hi"))["Message-ID"]
    )


def test_system_mails_carry_the_workspace_and_escape_everything() -> None:
    evil = '<script>alert("1")</script>{{7*7}}'
    mail = system_mail(
        Brand(evil, 'red" onload="x', evil),
        "ana@example.com",
        evil,
        [f"Hello {evil}", "two\nlines"],
        Action(evil, 'https://crm.example/?a="><b>&c=1'),
    )
    assert mail.html is not None
    assert "<script" not in mail.html
    assert 'onload="x' not in mail.html
    assert '"><b>' not in mail.html
    assert "{{7*7}}" in mail.html
    assert "two<br>lines" in mail.html
    assert mail.text == f'Hello {evil}\n\ntwo\nlines\n\n{evil}:\nhttps://crm.example/?a="><b>&c=1\n\n-- \n{evil}\n'
    branded = system_mail(
        Brand("Acme", "#facc15"), "ana@example.com", "Hi", ["Hello"], Action("Open", "https://crm.example/")
    )
    assert branded.html is not None
    assert "background:#facc15;color:#000000" in branded.html
    assert branded.from_name == "Acme"
    with pytest.raises(MailRefused):
        system_mail(Brand("Acme"), "ana@example.com", "Hi", [], Action("Open", "javascript:alert(1)"))


def test_the_button_can_be_read_on_any_colour() -> None:
    assert [readable_on(color) for color in ("#ffffff", "#000000", "#1d4ed8", "#facc15", "#0f766e")] == [
        "#000000",
        "#ffffff",
        "#ffffff",
        "#000000",
        "#ffffff",
    ]
