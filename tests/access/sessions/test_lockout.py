"""Guessing is counted before it is tried. The control counts afterwards, as one would naively, and lets too much
through."""

import asyncio
import secrets
from datetime import timedelta
from typing import Any

import pytest
from tests.access.sessions.factory import PASSWORD, browser, events_of, login, make_person, random_address, try_login
from tests.homes import Home

from atrium.access.accounts import queries, service
from atrium.access.accounts.models import LoginAttempt
from atrium.adapters import passwords
from atrium.kernel.settings import settings
from atrium.kernel.system import system_transaction

MOST = 4
GUESSES = 64


@pytest.fixture(autouse=True)
def four_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "login_max_failures", MOST)


async def test_parallel_guesses_of_one_password_get_no_more_tries_than_allowed(home: Home) -> None:
    person = await make_person(home)
    clients = [browser(home) for _ in range(GUESSES)]
    answers = await asyncio.gather(
        *(try_login(client, person.email, f"guess number {number}") for number, client in enumerate(clients))
    )
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(401) == MOST
    assert statuses.count(429) == GUESSES - MOST
    # Now the right one does not get in either.
    assert (await try_login(browser(home), person.email)).status_code == 429


async def test_control_counting_after_the_comparison_lets_more_through(home: Home) -> None:
    person = await make_person(home)
    subject = secrets.token_bytes(32)

    async def naive(guess: str) -> bool:
        async with system_transaction() as session:
            row = await session.get(LoginAttempt, subject)
            user = await queries.user_by_email(session, person.email)
            if row is not None and row.failures >= MOST:
                return False
        await passwords.verify(user.password_hash if user else None, guess)
        async with system_transaction() as session:
            await queries.count_attempt(session, subject, most=10**6, span=service.RESET_LIFE)
        return True

    tried = await asyncio.gather(*(naive(f"guess number {number}") for number in range(GUESSES)))
    assert sum(tried) > MOST


async def test_guesses_of_many_addresses_from_one_network_are_locked_too(home: Home) -> None:
    network = random_address()
    most = MOST * service.NETWORK_FACTOR
    statuses = [
        (await try_login(browser(home, network), f"{secrets.token_hex(6)}@nowhere.test")).status_code
        for _ in range(most + 1)
    ]
    assert statuses == [401] * most + [429]
    person = await make_person(home)
    assert (await try_login(browser(home, network), person.email)).status_code == 429
    assert (await try_login(browser(home), person.email)).status_code == 200


async def test_ipv6_neighbours_are_one_network(home: Home) -> None:
    prefix = f"2001:db8:{secrets.randbelow(65536):x}:{secrets.randbelow(65536):x}"
    assert service._network_subject("login", f"{prefix}::1") == service._network_subject("login", f"{prefix}:ffff::2")
    assert service._network_subject("login", "::ffff:203.0.113.7") == service._network_subject("login", "203.0.113.7")
    assert service._network_subject("login", "203.0.113.7") != service._network_subject("login", "203.0.113.8")
    assert service._network_subject("login", "unknown") != service._network_subject("login", "203.0.113.8")


@pytest.mark.parametrize("known", [True, False])
async def test_the_lock_says_how_long_and_answers_the_same_for_unknown_addresses(home: Home, *, known: bool) -> None:
    email = (await make_person(home)).email if known else f"{secrets.token_hex(6)}@nowhere.test"
    for _ in range(MOST):
        assert (await try_login(browser(home), email, "wrong")).status_code == 401
    answer = await try_login(browser(home), email, "wrong")
    assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (
        429,
        "too-many-attempts",
        "Too many attempts. Try again in 15 min.",
    )
    assert settings().login_lock_seconds - 60 < int(answer.headers["retry-after"]) <= settings().login_lock_seconds


async def test_a_lock_ends_by_itself_and_the_count_starts_anew(home: Home, superuser: Any) -> None:
    person = await make_person(home)
    for _ in range(MOST + 1):
        await try_login(browser(home), person.email, "wrong")
    await superuser.execute("UPDATE login_attempts SET locked_until = clock_timestamp() WHERE locked_until IS NOT NULL")
    statuses = [(await try_login(browser(home), person.email, "wrong")).status_code for _ in range(MOST + 1)]
    assert statuses == [401] * MOST + [429]


async def test_failures_of_long_ago_do_not_count(home: Home, superuser: Any) -> None:
    person = await make_person(home)
    for _ in range(MOST - 1):
        await try_login(browser(home), person.email, "wrong")
    await superuser.execute("UPDATE login_attempts SET window_started_at = window_started_at - interval '1 hour'")
    statuses = [(await try_login(browser(home), person.email, "wrong")).status_code for _ in range(MOST + 1)]
    assert statuses == [401] * MOST + [429]


async def test_success_forgets_the_failures_of_the_address_but_not_of_the_network(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "NETWORK_FACTOR", 2)
    person, network = await make_person(home), random_address()
    for _ in range(2):
        for _ in range(MOST - 1):
            assert (await try_login(browser(home, network), person.email, "wrong")).status_code == 401
        assert (await try_login(browser(home, network), person.email)).status_code == 200
    # Six failures so far; the successes between them bought the network nothing.
    statuses = [
        (await try_login(browser(home, network), f"{secrets.token_hex(6)}@nowhere.test")).status_code for _ in range(3)
    ]
    assert statuses == [401, 401, 429]


async def test_a_whole_office_may_sign_in_at_once(home: Home) -> None:
    network, people = random_address(), [await make_person(home) for _ in range(3)]
    answers = await asyncio.gather(*(try_login(browser(home, network), person.email) for person in people * 4))
    assert {answer.status_code for answer in answers} == {200}
    for _ in range(MOST * service.NETWORK_FACTOR):
        assert (await try_login(browser(home, network), people[0].email)).status_code == 200


async def test_redis_plays_no_part(home: Home) -> None:
    from atrium.kernel.redis import redis

    person = await make_person(home)
    for _ in range(MOST):
        await try_login(browser(home), person.email, "wrong")
    await redis().flushdb()
    assert (await try_login(browser(home), person.email)).status_code == 429


async def test_the_audit_log_hears_of_failures_and_of_the_lock_once(home: Home) -> None:
    person = await make_person(home)
    for _ in range(MOST + 3):
        await try_login(browser(home), person.email, "wrong")
    rows = await events_of(home, "login.failed", "login.locked")
    assert [row.type for row in rows] == ["login.failed"] * MOST + ["login.locked"]
    assert {row.subject_id for row in rows} == {person.member_id}
    assert rows[-1].data["seconds"] == settings().login_lock_seconds


async def test_a_stolen_session_cannot_guess_the_password_either(home: Home) -> None:
    person = await make_person(home)
    client = await login(home, person)
    clients = await asyncio.gather(
        *(
            client.post("/me/password", json={"current_password": f"guess {number}", "password": "another good one 7"})
            for number in range(24)
        )
    )
    statuses = [answer.status_code for answer in clients]
    assert (statuses.count(422), statuses.count(429)) == (MOST, 24 - MOST)
    assert (await client.post("/me/totp", json={"password": PASSWORD})).status_code == 429


async def test_counts_that_no_longer_matter_are_purged(home: Home, superuser: Any) -> None:
    from atrium.access.accounts.jobs import purge_accounts

    fresh, stale, locked, unlocked = (secrets.token_bytes(32) for _ in range(4))
    insert = (
        "INSERT INTO login_attempts (subject, failures, window_started_at, locked_until) VALUES ($1, 1,"
        " clock_timestamp() + $2, clock_timestamp() + $3)"
    )
    hour = timedelta(hours=1)
    await superuser.execute(insert, fresh, timedelta(0), None)
    await superuser.execute(insert, stale, -hour, None)
    await superuser.execute(insert, locked, -hour, hour)
    await superuser.execute(insert, unlocked, -hour, timedelta(0))
    await purge_accounts()
    left = await superuser.fetch(
        "SELECT subject FROM login_attempts WHERE subject = ANY($1)", [fresh, stale, locked, unlocked]
    )
    assert {row["subject"] for row in left} == {fresh, locked}
