"""What another site could make a browser send is refused. Each refusal has its control: the same request as Atrium's
own page sends it."""

from typing import Any

import pytest
from tests.access.sessions.factory import browser, login, make_person, try_login
from tests.homes import Home

from atrium.kernel.authentication import csrf_token

CROSS_SITE: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "", "Origin": "null"},
    {"Sec-Fetch-Site": "", "Origin": "http://localhost.evil.example"},
    {"Sec-Fetch-Site": "", "Origin": "http://localhost:1"},
]
OWN_PAGE: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "", "Origin": "http://localhost"},
]


def _as(client: Any, headers: dict[str, str]) -> Any:
    for name, value in headers.items():
        client.headers.pop(name, None)
        if value:
            client.headers[name] = value
    return client


@pytest.mark.parametrize("headers", CROSS_SITE)
async def test_no_other_site_signs_its_visitors_in(home: Home, headers: dict[str, str]) -> None:
    person = await make_person(home)
    answer = await try_login(_as(browser(home), headers), person.email)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


@pytest.mark.parametrize("headers", OWN_PAGE)
async def test_control_the_own_page_signs_in(home: Home, headers: dict[str, str]) -> None:
    assert (await try_login(_as(browser(home), headers), (await make_person(home)).email)).status_code == 200


@pytest.mark.parametrize("path", ["/auth/password/forgot", "/auth/password/reset"])
async def test_no_other_site_has_mails_sent_or_passwords_set(home: Home, path: str) -> None:
    body = {"email": "a@b.test"} if path.endswith("forgot") else {"token": "x", "password": "staple horse battery"}
    statuses = [
        (await _as(browser(home), headers).post(path, json=body)).status_code
        for headers in (CROSS_SITE[0], OWN_PAGE[0])
    ]
    assert statuses in ([403, 202], [403, 410])


@pytest.mark.parametrize("headers", CROSS_SITE)
async def test_a_change_from_another_site_is_refused_even_with_the_token(home: Home, headers: dict[str, str]) -> None:
    client = await login(home, await make_person(home))
    answer = await _as(client, headers).patch("/me", json={"availability": "busy"})
    assert answer.status_code == 403
    # Reading changes nothing and is allowed.
    assert (await client.get("/me")).json()["member"]["availability"] == "available"


@pytest.mark.parametrize("token", [None, "", "0" * 64, "other", "ä"])
async def test_a_change_without_the_right_token_is_refused(home: Home, token: str | None) -> None:
    client = await login(home, await make_person(home))
    other = await login(home, await make_person(home))
    right = client.headers.pop("X-CSRF-Token")
    given = {} if token is None else {"X-CSRF-Token": (csrf_token(other.token) if token == "other" else token).encode()}
    assert (await client.patch("/me", json={"availability": "busy"}, headers=given)).status_code == 403
    assert (await client.get("/me")).json()["member"]["availability"] == "available"
    # The control.
    answer = await client.patch("/me", json={"availability": "busy"}, headers={"X-CSRF-Token": right})
    assert (answer.status_code, answer.json()["member"]["availability"]) == (200, "busy")


@pytest.mark.parametrize("headers", OWN_PAGE)
async def test_control_a_change_by_the_own_page(home: Home, headers: dict[str, str]) -> None:
    client = await login(home, await make_person(home))
    assert (await _as(client, headers).patch("/me", json={"availability": "busy"})).status_code == 200


async def test_cookie_and_authorization_together_are_refused(home: Home) -> None:
    client = await login(home, await make_person(home))
    key = await home.as_api_key()
    bearer = {"Authorization": f"Bearer {key.secret}"}
    both = await client.get("/me", headers=bearer)
    assert (both.status_code, both.json()["code"]) == (400, "bad-request")
    assert (await client.get("/me")).status_code == 200
    assert (await key.get("/me")).status_code == 200


async def test_a_form_of_another_site_is_no_login(home: Home) -> None:
    person = await make_person(home)
    client = browser(home)
    del client.headers["Sec-Fetch-Site"]
    body = f'{{"email": "{person.email}", "password": "staple horse battery"}}'
    answer = await client.post("/auth/login", content=body, headers={"Content-Type": "text/plain"})
    assert answer.status_code in {415, 422}
