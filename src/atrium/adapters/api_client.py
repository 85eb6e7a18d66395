"""Atrium's own API for the command line: the caller names the server, so the guard of ``web`` against private addresses
has no place here."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import orjson

TIMEOUT = httpx.Timeout(60.0, connect=10.0)


class ApiRefused(Exception):
    """The server refused, or does not answer; the text is one line for a person. ``status`` is 0 when there was no
    answer."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


@contextmanager
def open_api(base_url: str, api_key: str) -> Iterator[httpx.Client]:
    """A client for ``/api/v1`` of this server. Raises ``ApiRefused`` for an address that is none."""
    try:
        address = httpx.URL(base_url.rstrip("/") + "/api/v1/")
    except httpx.InvalidURL as error:
        raise ApiRefused(f"{base_url} is not a web address.") from error
    if address.scheme not in {"http", "https"} or not address.host:
        raise ApiRefused(f"{base_url} is not a web address such as https://atrium.example.com.")
    if not api_key.isascii() or not api_key.isprintable():
        raise ApiRefused("This is not an API key.")
    with httpx.Client(
        base_url=address, headers={"Authorization": f"Bearer {api_key}"}, timeout=TIMEOUT, trust_env=False
    ) as http:
        yield http


def ask(http: httpx.Client, method: str, path: str, body: Any = None) -> dict[str, Any]:
    """One call with a JSON answer. Raises ``ApiRefused``."""
    content = None if body is None else orjson.dumps(body)
    return _answer(
        http,
        http.build_request(
            method, path, content=content, headers={"Content-Type": "application/json"} if content else None
        ),
    )


def upload(http: httpx.Client, path: str, file: Path, fields: Mapping[str, str]) -> dict[str, Any]:
    """Send a file as multipart form data, a piece at a time. Raises ``ApiRefused``."""
    with file.open("rb") as content:
        return _answer(
            http,
            http.build_request(
                "POST",
                path,
                files={"file": (file.name, content)},
                data=dict(fields),
                timeout=httpx.Timeout(600.0, connect=10.0),
            ),
        )


def download(http: httpx.Client, url: str, target: Path) -> None:
    """Store the answer at ``target``, which appears when it is complete. ``url`` is a path as the API gives it. Raises
    ``ApiRefused``."""
    part = target.with_name(f".{target.name}.part")
    try:
        with http.stream("GET", http.base_url.join(url)) as response:
            if response.is_error:
                response.read()
                raise _refusal(response)
            with part.open("wb") as file:
                for chunk in response.iter_bytes():
                    file.write(chunk)
        part.replace(target)
    except httpx.TransportError as error:
        raise _unreachable(http, error) from error
    finally:
        part.unlink(missing_ok=True)


def _answer(http: httpx.Client, request: httpx.Request) -> dict[str, Any]:
    try:
        response = http.send(request)
    except httpx.TransportError as error:
        raise _unreachable(http, error) from error
    if response.is_error:
        raise _refusal(response)
    try:
        found = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise ApiRefused(f"What answers at {http.base_url.host} is not Atrium.", response.status_code)
    return found


def _unreachable(http: httpx.Client, error: httpx.TransportError) -> ApiRefused:
    reason = "did not answer in time" if isinstance(error, httpx.TimeoutException) else "cannot be reached"
    return ApiRefused(f"Atrium at {str(http.base_url).removesuffix('/api/v1/')} {reason}.")


def _refusal(response: httpx.Response) -> ApiRefused:
    try:
        problem = orjson.loads(response.content)
        detail = str(problem["detail"])
        places = [
            f"{item['pointer']}: {item['message']}" for item in problem["errors"] if item["message"] not in detail
        ]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return ApiRefused(f"The server answered with status {response.status_code}.", response.status_code)
    return ApiRefused(" ".join([detail, *places[:5]]), response.status_code)
