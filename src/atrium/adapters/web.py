"""The only way out over HTTP. Every address of a name is judged when the connection is opened, and the judged address
is dialled.

A check of the URL beforehand is a courtesy to the person who types it; the wall is `_GuardedBackend`, because a name
may resolve to something else a second later, and a redirect or a vendor library may lead elsewhere.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpcore
import httpx

from atrium.adapters.public_addresses import is_public
from atrium.kernel.errors import Invalid, Unavailable
from atrium.kernel.settings import settings

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Host and port to the numeric addresses behind it, in the order to try them."""

HttpClient = httpx.AsyncClient
"""What ``client`` returns, for annotations outside the adapters."""

MAX_URL_LENGTH = 2048
MAX_ADDRESSES_TRIED = 4

# Above 1023 anything goes except the usual databases, queues and control planes; below, only the two ports of the web.
_INTERNAL_PORTS = frozenset(
    {
        1433,
        1521,
        2049,
        2375,
        2376,
        2379,
        3306,
        5432,
        5672,
        5984,
        6379,
        6443,
        8500,
        9042,
        9092,
        9200,
        10250,
        11211,
        27017,
    }
)

# Own threads, so that names which resolve slowly cannot use up the process's common pool.
_RESOLVERS = ThreadPoolExecutor(8, thread_name_prefix="resolve")


class UrlNotAllowed(Invalid):
    """``reason``: malformed, scheme, credentials, port or private_address."""

    code, title = "url-not-allowed", "This address may not be called"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class WebError(Unavailable):
    """The other side could not be reached or did not answer as agreed. ``reason``: timeout, connection, protocol,
    too_large or redirect."""

    code, title = "web-error", "The other server did not answer as expected"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. ``body`` is as sent (identity encoding is asked for) and cut at ``max_bytes`` when ``truncated``."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    truncated: bool
    url: str


def check_url(url: str) -> str:
    """Judge a URL as typed into a form and return it normalised; raises `UrlNotAllowed`. Resolves nothing: connecting
    is judged again."""
    if len(url) > MAX_URL_LENGTH:
        raise UrlNotAllowed("malformed", f"The address is longer than {MAX_URL_LENGTH} characters.")
    try:
        parsed = httpx.URL(url.strip())
        host, port = parsed.host, parsed.port
    except (httpx.InvalidURL, ValueError) as error:
        raise UrlNotAllowed("malformed", "This is not a web address.") from error
    if parsed.scheme not in {"http", "https"}:
        raise UrlNotAllowed("scheme", "Only addresses that start with https:// or http:// can be called.")
    if not host:
        raise UrlNotAllowed("malformed", "The address names no server.")
    if parsed.userinfo:
        raise UrlNotAllowed("credentials", "The address must not contain a user name or password.")
    _check_port(443 if port is None else port)
    if not settings().allow_private_urls:
        _check_host(host)
    return str(parsed)


def _check_host(host: str) -> None:
    name = host.rstrip(".").lower()
    try:
        # The C library also reads 2130706433, 0x7f.1 and 0177.0.0.1 as addresses.
        literal = socket.inet_ntoa(socket.inet_aton(name))
    except (OSError, UnicodeError):
        literal = name if ":" in name else ""
    private_name = "." not in name or name.endswith((".localhost", ".local", ".internal", ".home.arpa"))
    if not is_public(literal) if literal else private_name:
        raise UrlNotAllowed("private_address", f"{host} is not on the public internet.")


def _check_port(port: int) -> None:
    if port in _INTERNAL_PORTS or port > 65535 or (port < 1024 and port not in {80, 443}):
        raise UrlNotAllowed("port", f"Port {port} may not be called.")


async def resolve(host: str, port: int) -> list[str]:
    """All numeric addresses of a host, in the system's order of preference; raises ``OSError`` when there are none."""
    found = await asyncio.get_running_loop().run_in_executor(
        _RESOLVERS, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    )
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, resolver: Resolve, dialler: httpcore.AsyncNetworkBackend) -> None:
        self._resolve = resolver
        self._dialler = dialler

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        _check_port(port)
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._resolve(host, port)
                if not settings().allow_private_urls and not all(map(is_public, addresses)):
                    raise UrlNotAllowed("private_address", f"{host} is not on the public internet.")
                return await self._dial(addresses[:MAX_ADDRESSES_TRIED], port, timeout, local_address, socket_options)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"{host} did not answer in time") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} cannot be found") from error

    async def _dial(
        self,
        addresses: list[str],
        port: int,
        limit: float | None,
        local_address: str | None,
        socket_options: Iterable[Any] | None,
    ) -> httpcore.AsyncNetworkStream:
        failure: Exception = httpcore.ConnectError("the name has no address")
        for address in addresses:
            try:
                return await self._dialler.connect_tcp(
                    address, port, limit and limit / len(addresses), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        raise UrlNotAllowed("scheme", "Local sockets may not be called.")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _GuardedTransport(httpx.AsyncHTTPTransport):
    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        # No super().__init__: it would build a pool of its own, without the guard.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=backend,
        )


def client(
    *, timeout_seconds: float = 10.0, resolver: Resolve = resolve, dialler: httpcore.AsyncNetworkBackend | None = None
) -> httpx.AsyncClient:
    """A guarded HTTP client, also for vendor libraries that accept one. Close it with ``async with`` or ``aclose()``.

    It follows no redirects, keeps no cookies (one client serves many workspaces), reads no proxy or netrc from the
    environment (a proxy would resolve names behind our back), and waits at most ``timeout_seconds`` for each step.
    Own certificate authorities are taken from ``SSL_CERT_FILE`` and ``SSL_CERT_DIR``.
    """
    backend = _GuardedBackend(resolver, dialler or httpcore.AnyIOBackend())
    return httpx.AsyncClient(
        transport=_GuardedTransport(backend),
        timeout=timeout_seconds,
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        headers={"User-Agent": "Atrium", "Accept-Encoding": "identity"},
    )


async def fetch(
    http: httpx.AsyncClient,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
    max_bytes: int = 1024 * 1024,
    truncate: bool = False,
    max_redirects: int = 0,
    timeout_seconds: float = 15.0,
) -> Fetched:
    """One exchange with a user-given URL; ``timeout_seconds`` bounds all of it, redirects and body included.

    An answer of more than ``max_bytes`` is cut when ``truncate`` is set, else it is a `WebError`. With
    ``max_redirects`` 0 a redirect is returned like any answer; otherwise each hop is judged as if it had been typed in,
    and never leads from https to http. Raises `UrlNotAllowed` and `WebError`; statuses of 400 and more are answers, not
    errors.
    """
    request = http.build_request(method, check_url(url), headers=headers, content=content)
    try:
        async with asyncio.timeout(timeout_seconds):
            for _ in range(max_redirects + 1):
                response = await http.send(request, stream=True)
                try:
                    following = response.next_request if max_redirects else None
                    if following is None:
                        return await _read(response, max_bytes, truncate)
                finally:
                    await response.aclose()
                check_url(str(following.url))
                if (request.url.scheme, following.url.scheme) == ("https", "http"):
                    raise WebError("redirect", "The server redirects from https to http.")
                request = following
    except (TimeoutError, httpx.TimeoutException) as error:
        raise WebError("timeout", f"{request.url.host} did not answer in time.") from error
    except httpx.ConnectError as error:
        raise WebError("connection", f"{request.url.host} cannot be reached.") from error
    except (httpx.TransportError, httpx.InvalidURL) as error:
        raise WebError("protocol", f"{request.url.host} broke off or did not speak HTTP.") from error
    raise WebError("redirect", f"More than {max_redirects} redirects.")


async def _read(response: httpx.Response, max_bytes: int, truncate: bool) -> Fetched:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > max_bytes:
            if not truncate:
                raise WebError("too_large", f"The answer is larger than {max_bytes} bytes.")
            break
    return Fetched(
        response.status_code, response.headers, bytes(body[:max_bytes]), len(body) > max_bytes, str(response.url)
    )
