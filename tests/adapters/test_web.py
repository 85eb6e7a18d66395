"""Outgoing HTTP against real local servers. The guard's controls: the same call with a naive client must reach the
private server."""

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
from tests.adapters.certificates import self_signed

from atrium.adapters.public_addresses import is_public
from atrium.adapters.web import UrlNotAllowed, WebError, check_url, client, fetch, resolve
from atrium.kernel.settings import settings

PUBLIC = "93.184.216.34"


@dataclass
class Server:
    """A real HTTP/1.1 server on loopback that answers each path with given bytes and remembers what it was asked."""

    port: int = 0
    answers: dict[str, list[bytes]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.requests.append(head)
        chunks = self.answers.get(
            head.split(" ")[1], [b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret"]
        )
        try:
            for chunk in chunks:
                writer.write(chunk)
                await writer.drain()
                await asyncio.sleep(0.01 if len(chunks) > 2 else 0)
            writer.close()
            await writer.wait_closed()
        except ConnectionError:
            pass


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    recorder = Server()
    listening = await asyncio.start_server(recorder.serve, "127.0.0.1", 0)
    recorder.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield recorder


@pytest.fixture
def private_allowed(monkeypatch: pytest.MonkeyPatch) -> Iterable[None]:
    monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE_URLS", "true")
    settings.cache_clear()
    yield
    settings.cache_clear()


class Dialler(httpcore.AnyIOBackend):
    """Records what is dialled, and reaches a local server in place of one public address."""

    def __init__(self) -> None:
        self.dialled: list[str] = []

    async def connect_tcp(self, host: str, port: int, *rest: Any, **named: Any) -> httpcore.AsyncNetworkStream:
        self.dialled.append(host)
        return await super().connect_tcp("127.0.0.1" if host == PUBLIC else host, port, *rest, **named)


def names(*answers: list[str]) -> Any:
    """A resolver that gives one answer after the other, and the last one for ever."""
    remaining = list(answers)

    async def resolver(_host: str, _port: int) -> list[str]:
        return remaining.pop(0) if len(remaining) > 1 else remaining[0]

    return resolver


NOT_PUBLIC = [
    str(ipaddress.IPv4Address(0)),
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "localhost",
    "999.1.1.1",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        PUBLIC,
        "8.8.8.8",
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.32.0.1",
        "2606:4700:4700::1111",
        "2a00:1450:4003::200e",
    ],
)
def test_addresses_outside_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "0x7f000001", "0", "localhost", "LocalHost"]
)
async def test_loopback_in_every_spelling_is_refused_and_a_naive_client_gets_there(server: Server, host: str) -> None:
    url = f"http://{host}:{server.port}/"
    async with client() as http:
        with pytest.raises(UrlNotAllowed) as refused:
            await http.get(url)
    assert (refused.value.reason, server.requests) == ("private_address", [])
    async with httpx.AsyncClient(trust_env=False) as naive:
        assert (await naive.get(url)).text == "secret"


@pytest.mark.parametrize("host", ["::1", "::", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fe80::1"])
async def test_ipv6_spellings_are_refused_too(server: Server, host: str) -> None:
    async with client() as http:
        with pytest.raises(UrlNotAllowed):
            await http.get(f"http://[{host}]:{server.port}/")
    assert server.requests == []


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::ffff:127.0.0.1", "::1", "10.0.0.7", "169.254.169.254", "64:ff9b::7f00:1"]
)
async def test_a_name_is_refused_when_any_of_its_addresses_is_inside(server: Server, address: str) -> None:
    dialler = Dialler()
    async with client(resolver=names([PUBLIC, address]), dialler=dialler) as http:
        with pytest.raises(UrlNotAllowed) as refused:
            await fetch(http, "GET", f"http://innocent.example.com:{server.port}/")
    assert (refused.value.reason, refused.value.status, dialler.dialled, server.requests) == (
        "private_address",
        422,
        [],
        [],
    )


async def test_rebinding_between_check_and_connection_gains_nothing(server: Server) -> None:
    async def naive(resolver: Any) -> str:
        """Checks the name, then lets the connection resolve it again."""
        if not all(map(is_public, await resolver("rebind.example.com", server.port))):
            raise UrlNotAllowed("private_address", "caught")
        again = (await resolver("rebind.example.com", server.port))[0]
        async with httpx.AsyncClient(trust_env=False) as unguarded:
            return (await unguarded.get(f"http://{again}:{server.port}/", headers={"Host": "rebind.example.com"})).text

    assert await naive(names([PUBLIC], ["127.0.0.1"])) == "secret"
    server.requests.clear()

    dialler = Dialler()
    async with client(resolver=names([PUBLIC], ["127.0.0.1"]), dialler=dialler) as http:
        first = await fetch(http, "GET", f"http://rebind.example.com:{server.port}/")
        assert (first.body, dialler.dialled) == (b"secret", [PUBLIC]), (
            "the address that was judged is the one that is dialled"
        )
        assert f"Host: rebind.example.com:{server.port}" in server.requests[0]
        with pytest.raises(UrlNotAllowed):
            await fetch(http, "GET", f"http://rebind.example.com:{server.port}/")
    assert dialler.dialled == [PUBLIC]
    assert len(server.requests) == 1


async def test_redirects_are_returned_by_default_and_judged_on_request(server: Server) -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    base = f"http://outside.example.com:{server.port}"
    server.answers = {
        "/inside": [moved % f"http://127.0.0.1:{server.port}/".encode()],
        "/file": [moved % b"file:///etc/passwd"],
        "/port": [moved % b"http://outside.example.com:6379/"],
        "/loop": [moved % b"/loop"],
        "/good": [moved % b"/target"],
    }
    async with client(resolver=names([PUBLIC]), dialler=Dialler()) as http:
        assert (await fetch(http, "GET", f"{base}/inside")).status == 302
        for path in ("/inside", "/file", "/port"):
            with pytest.raises(UrlNotAllowed):
                await fetch(http, "GET", base + path, max_redirects=3)
        with pytest.raises(WebError) as endless:
            await fetch(http, "GET", f"{base}/loop", max_redirects=3)
        assert endless.value.reason == "redirect"
        assert (await fetch(http, "GET", f"{base}/good", max_redirects=3)).url == f"{base}/target"


async def test_answers_are_bounded_in_size_and_time(server: Server, private_allowed: None) -> None:
    base = f"http://127.0.0.1:{server.port}"
    server.answers = {
        "/large": [b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 10_000] * 50],
        "/slow": [b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 500],
        "/rubbish": [b"220 smtp.example.com ESMTP\r\n"],
        "/cut": [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"],
    }
    async with client() as http:
        with pytest.raises(WebError) as large:
            await fetch(http, "GET", f"{base}/large", max_bytes=20_000)
        cut = await fetch(http, "GET", f"{base}/large", max_bytes=20_000, truncate=True)
        assert (large.value.reason, len(cut.body), cut.truncated) == ("too_large", 20_000, True)
        with pytest.raises(WebError) as slow:
            await fetch(http, "GET", f"{base}/slow", timeout_seconds=0.2)
        assert slow.value.reason == "timeout"
        for path in ("/rubbish", "/cut"):
            with pytest.raises(WebError) as broken:
                await fetch(http, "GET", base + path)
            assert broken.value.reason == "protocol"
        with pytest.raises(WebError) as nobody:
            await fetch(http, "GET", "http://127.0.0.1:1025/")
        assert nobody.value.reason == "connection"


async def test_cookies_of_one_answer_are_not_sent_with_the_next_request(server: Server, private_allowed: None) -> None:
    url = f"http://127.0.0.1:{server.port}/"
    server.answers["/"] = [
        b"HTTP/1.1 200 OK\r\nSet-Cookie: other=workspace\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    ]
    async with httpx.AsyncClient(trust_env=False) as naive:
        await naive.get(url)
        await naive.get(url)
    assert "Cookie: other=workspace" in server.requests[1]
    async with client() as http:
        await http.get(url)
        await http.get(url)
    assert "Cookie" not in server.requests[3]


async def test_proxies_of_the_environment_are_not_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{server.port}")
    async with client(resolver=names(["10.0.0.1"])) as http:
        with pytest.raises(UrlNotAllowed):
            await http.get("http://inside.example.com/")
    assert server.requests == []
    async with httpx.AsyncClient() as naive:
        assert (await naive.get("http://inside.example.com/")).text == "secret"


async def test_tls_is_verified_for_the_name_and_not_for_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = self_signed("hooks.example.com", tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    asked: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    recorder = Server()
    listening = await asyncio.start_server(recorder.serve, "127.0.0.1", 0, ssl=context)
    port = listening.sockets[0].getsockname()[1]
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with listening, client(resolver=names([PUBLIC]), dialler=Dialler()) as http:
        assert (await fetch(http, "GET", f"https://hooks.example.com:{port}/")).body == b"secret"
        with pytest.raises(WebError):
            await fetch(http, "GET", f"https://other.example.com:{port}/")
    assert asked == ["hooks.example.com", "other.example.com"]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.com/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("example.com", "scheme"),
        ("", "scheme"),
        ("http://", "malformed"),
        ("http://[::1", "malformed"),
        ("http://example.com:99999/", "port"),
        ("http://example.com:0/", "port"),
        ("http://exa\x00mple.com/", "malformed"),
        ("http://0177.0.0.1/", "malformed"),
        ("http://example.com/" + "a" * 3000, "malformed"),
        ("https://user:pass@example.com/", "credentials"),
        ("https://example.com@127.0.0.1/", "credentials"),
        ("https://example.com:22/", "port"),
        ("https://example.com:5432/", "port"),
        ("https://example.com:6379/", "port"),
        ("http://intranet/", "private_address"),
        ("http://LOCALHOST./", "private_address"),
        ("http://2130706433/", "private_address"),
        ("http://0x7f.1/", "private_address"),
        ("http://[::ffff:127.0.0.1]/", "private_address"),
        ("http://printer.local/", "private_address"),
        ("http://metadata.google.internal/", "private_address"),
        ("http://169.254.169.254/latest", "private_address"),
        ("http://[64:ff9b::7f00:1]/", "private_address"),
        ("http://１２７.0.0.1/", "malformed"),
    ],
)
def test_form_check_says_what_is_wrong(url: str, reason: str) -> None:
    with pytest.raises(UrlNotAllowed) as refused:
        check_url(url)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/hook?a=1",
        "http://example.com:8080/",
        "https://münchen.example/",
        "https://8.8.8.8/",
        " https://example.com/ ",
    ],
)
def test_form_check_accepts_public_addresses(url: str) -> None:
    assert check_url(url).startswith("http")


def test_private_addresses_may_be_allowed_in_development(private_allowed: None) -> None:
    assert check_url("http://localhost:3000/hook") == "http://localhost:3000/hook"


async def test_the_system_resolver_answers_with_numbers() -> None:
    assert "127.0.0.1" in await resolve("localhost", 80)
    assert await resolve("0177.0.0.1", 80) == ["127.0.0.1"]
    async with client() as http:
        with pytest.raises(WebError) as unknown:
            await fetch(http, "GET", "http://no-such-host.invalid/")
    assert unknown.value.reason == "connection"
