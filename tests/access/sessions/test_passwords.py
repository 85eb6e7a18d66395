"""Forgotten and changed passwords, with a real mail server."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from tests.access.sessions.factory import PASSWORD, browser, events_of, login, make_person, random_address, try_login
from tests.conftest import drain
from tests.homes import Home

from atrium.access.accounts.models import UserToken
from atrium.access.accounts.service import NETWORK_FACTOR, RESET_MAILS
from atrium.access.members.models import Member
from atrium.adapters.mailbox import StoredMessage, list_messages
from atrium.kernel.authentication import hash_token
from atrium.kernel.jobs import Job
from atrium.kernel.settings import settings
from atrium.kernel.system import system_transaction

NEW = "a quite different one 5"


async def mails_to(folder: Path, email: str) -> list[StoredMessage]:
    await drain()
    return [message for message in await list_messages(folder) if email in message.to]


def token_in(message: StoredMessage) -> str:
    found = re.search(r"^http://localhost:8000/reset-password#token=(\S+)\s*$", message.text, re.MULTILINE)
    assert found, message.text
    return found.group(1)


async def forgotten(home: Home, folder: Path, email: str) -> str:
    answer = await browser(home).post("/auth/password/forgot", json={"email": email})
    assert (answer.status_code, answer.content) == (202, b"null")
    return token_in((await mails_to(folder, email.strip().lower()))[0])


async def test_a_forgotten_password_is_set_anew_by_mail(home: Home, mailbox: Path) -> None:
    person, stranger = await make_person(home), await make_person(home)
    clients, other = [await login(home, person) for _ in range(2)], await login(home, stranger)
    token = await forgotten(home, mailbox, f" {person.email.upper()}")
    assert len(token) >= 43
    answer = await browser(home).post("/auth/password/reset", json={"token": token, "password": NEW})
    assert answer.status_code == 204, answer.text
    assert [(await client.get("/me")).status_code for client in (*clients, other)] == [401, 401, 200]
    assert (await try_login(browser(home), person.email)).status_code == 401
    assert (await try_login(browser(home), person.email, NEW)).status_code == 200
    changed, ended = await events_of(home, "password.changed"), await events_of(home, "session.ended")
    assert [row.subject_id for row in changed] == [person.member_id]
    assert [(row.data["reason"], row.data["count"]) for row in ended] == [("password_reset", 2)]


async def test_a_link_works_once_even_when_clicked_many_times_at_once(home: Home, mailbox: Path) -> None:
    person = await make_person(home)
    token = await forgotten(home, mailbox, person.email)
    clients = [browser(home) for _ in range(8)]
    answers = await asyncio.gather(
        *(
            client.post("/auth/password/reset", json={"token": token, "password": f"{NEW} {number}"})
            for number, client in enumerate(clients)
        )
    )
    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(204), statuses.count(410)) == (1, 7)
    winner = statuses.index(204)
    assert (await try_login(browser(home), person.email, f"{NEW} {winner}")).status_code == 200


async def test_two_links_of_one_person_clicked_at_once_set_one_password(home: Home, mailbox: Path) -> None:
    person = await make_person(home)
    tokens = [await forgotten(home, mailbox, person.email) for _ in range(RESET_MAILS)]
    answers = await asyncio.gather(
        *(browser(home).post("/auth/password/reset", json={"token": token, "password": NEW}) for token in tokens)
    )
    assert sorted(answer.status_code for answer in answers) == [204] + [410] * (RESET_MAILS - 1)


async def test_a_link_ends_after_an_hour_and_garbage_never_works(home: Home, mailbox: Path, superuser: Any) -> None:
    token = await forgotten(home, mailbox, (await make_person(home)).email)
    left = await superuser.fetchval(
        "SELECT extract(epoch FROM expires_at - clock_timestamp()) FROM user_tokens WHERE token_hash = $1",
        hash_token(token),
    )
    assert 3500 < left <= 3600
    await superuser.execute(
        "UPDATE user_tokens SET expires_at = clock_timestamp() WHERE token_hash = $1", hash_token(token)
    )
    for dead in (token, "x", "ä" * 100, token[:-1]):
        answer = await browser(home).post("/auth/password/reset", json={"token": dead, "password": NEW})
        assert (answer.status_code, answer.json()["code"]) == (410, "link-used")


async def test_a_second_link_ends_with_the_first(home: Home, mailbox: Path) -> None:
    person = await make_person(home)
    first = await forgotten(home, mailbox, person.email)
    second = await forgotten(home, mailbox, person.email)
    assert first != second
    assert (await browser(home).post("/auth/password/reset", json={"token": first, "password": NEW})).status_code == 204
    assert (
        await browser(home).post("/auth/password/reset", json={"token": second, "password": NEW})
    ).status_code == 410


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "too_short"), ("password123", "common"), ("{email}", "personal"), ("x" * 201, "too_long")],
)
async def test_a_password_that_is_refused_leaves_the_link_usable(
    home: Home, mailbox: Path, password: str, code: str
) -> None:
    person = await make_person(home)
    token = await forgotten(home, mailbox, person.email)
    answer = await browser(home).post(
        "/auth/password/reset", json={"token": token, "password": password.format(email=person.email)}
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"], answer.json()["errors"][0]["code"]) == (
        422,
        "/password",
        code,
    )
    assert (await browser(home).post("/auth/password/reset", json={"token": token, "password": NEW})).status_code == 204


async def test_nobody_learns_whether_an_address_is_known(home: Home, mailbox: Path) -> None:
    known, unknown = (await make_person(home)).email, "nobody@nowhere.test"
    answers = [await browser(home).post("/auth/password/forgot", json={"email": email}) for email in (known, unknown)]
    assert {(answer.status_code, answer.content) for answer in answers} == {(202, b"null")}
    assert (len(await mails_to(mailbox, known)), len(await mails_to(mailbox, unknown))) == (1, 0)


async def test_someone_without_a_workspace_gets_no_mail(home: Home, mailbox: Path) -> None:
    person = await make_person(home)
    async with home.session() as session:
        await session.execute(
            update(Member).where(Member.workspace_id == home.id, Member.id == person.member_id).values(state="removed")
        )
    assert (await browser(home).post("/auth/password/forgot", json={"email": person.email})).status_code == 202
    assert await mails_to(mailbox, person.email) == []


async def test_mails_are_limited_by_address_and_by_network(home: Home, mailbox: Path) -> None:
    person = await make_person(home)
    statuses = []
    for _ in range(RESET_MAILS + 1):
        answer = await browser(home).post("/auth/password/forgot", json={"email": person.email})
        statuses.append(answer.status_code)
        await drain()
    assert statuses == [202] * RESET_MAILS + [429]
    assert int(answer.headers["retry-after"]) > 0
    assert len(await mails_to(mailbox, person.email)) == RESET_MAILS
    network = random_address()
    statuses = [
        (
            await browser(home, network).post("/auth/password/forgot", json={"email": f"n{number}@nowhere.test"})
        ).status_code
        for number in range(RESET_MAILS * NETWORK_FACTOR + 1)
    ]
    assert statuses == [202] * RESET_MAILS * NETWORK_FACTOR + [429]
    # Asking for mails locks nobody out of signing in.
    assert (await try_login(browser(home, network), person.email)).status_code == 200


async def test_the_secret_is_nowhere_in_the_database(home: Home, mailbox: Path) -> None:
    person = await make_person(home)
    token = await forgotten(home, mailbox, person.email)
    async with home.session() as session:
        jobs = (
            await session.scalars(select(Job).where(Job.workspace_id == home.id, Job.kind == "send_password_reset"))
        ).all()
    assert [(job.state, job.payload, job.visible) for job in jobs] == [
        ("succeeded", {"user_id": str(person.user_id)}, False)
    ]
    async with system_transaction() as session:
        tokens = (await session.scalars(select(UserToken).where(UserToken.user_id == person.user_id))).all()
    assert [row.token_hash for row in tokens] == [hash_token(token)]


async def test_a_mail_server_that_is_away_delays_the_mail(
    home: Home, mailbox: Path, monkeypatch: pytest.MonkeyPatch, superuser: Any
) -> None:
    person, working = await make_person(home), settings().smtp_url
    monkeypatch.setattr(settings(), "smtp_url", "smtp://127.0.0.1:1")
    await browser(home).post("/auth/password/forgot", json={"email": person.email})
    assert await mails_to(mailbox, person.email) == []
    monkeypatch.setattr(settings(), "smtp_url", working)
    await superuser.execute("UPDATE jobs SET due_at = clock_timestamp() WHERE workspace_id = $1", home.id)
    (message,) = await mails_to(mailbox, person.email)
    assert (
        await browser(home).post("/auth/password/reset", json={"token": token_in(message), "password": NEW})
    ).status_code == 204


async def test_a_new_password_lifts_the_lock(home: Home, mailbox: Path) -> None:
    person = await make_person(home)
    while (await try_login(browser(home), person.email, "wrong")).status_code == 401:
        pass
    token = await forgotten(home, mailbox, person.email)
    await browser(home).post("/auth/password/reset", json={"token": token, "password": NEW})
    assert (await try_login(browser(home), person.email, NEW)).status_code == 200


async def test_changing_the_password_ends_the_other_sessions(home: Home) -> None:
    person, stranger = await make_person(home), await make_person(home)
    here, there, foreign = await login(home, person), await login(home, person), await login(home, stranger)
    answer = await here.post("/me/password", json={"current_password": PASSWORD, "password": NEW})
    assert answer.status_code == 204, answer.text
    assert [(await client.get("/me")).status_code for client in (here, there, foreign)] == [200, 401, 200]
    assert (await try_login(browser(home), person.email)).status_code == 401
    assert (await try_login(browser(home), person.email, NEW)).status_code == 200
    assert [row.actor_id for row in await events_of(home, "password.changed")] == [person.member_id]


async def test_a_wrong_or_weak_password_changes_nothing(home: Home) -> None:
    person = await make_person(home)
    here, there = await login(home, person), await login(home, person)
    wrong = await here.post("/me/password", json={"current_password": "not it", "password": NEW})
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["errors"][0]["pointer"]) == (
        422,
        "wrong-password",
        "/current_password",
    )
    for _ in range(settings().login_max_failures + 1):
        weak = await here.post("/me/password", json={"current_password": PASSWORD, "password": "password1234"})
        assert (weak.status_code, weak.json()["errors"][0]["pointer"]) == (422, "/password")
    assert (await there.get("/me")).status_code == 200
    assert (await try_login(browser(home), person.email)).status_code == 200
    assert await events_of(home, "password.changed") == []


async def test_a_changed_password_ends_open_links(home: Home, mailbox: Path) -> None:
    person = await make_person(home)
    client = await login(home, person)
    token = await forgotten(home, mailbox, person.email)
    assert (await client.post("/me/password", json={"current_password": PASSWORD, "password": NEW})).status_code == 204
    assert (
        await browser(home).post("/auth/password/reset", json={"token": token, "password": "yet another one 9"})
    ).status_code == 410
