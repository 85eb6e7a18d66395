"""Invitations, with a real mail server: from the e-mail to the first sign-in, once and only once."""

import asyncio
import re
import secrets
from pathlib import Path
from typing import Any
from uuid import UUID

import pyotp
import pytest
from sqlalchemy import update
from tests.access.sessions.factory import PASSWORD, browser, make_person, now, try_login
from tests.conftest import drain
from tests.homes import Home

from atrium.access.accounts.models import User
from atrium.adapters import totp
from atrium.adapters.mailbox import StoredMessage, list_messages
from atrium.kernel import encryption
from atrium.kernel.permissions import P
from atrium.kernel.settings import settings
from atrium.kernel.system import system_transaction

NEW = "a quite different one 5"


def address() -> str:
    return f"{secrets.token_hex(6)}@x.test"


async def mails_to(folder: Path, email: str) -> list[StoredMessage]:
    await drain()
    return [message for message in await list_messages(folder) if email in message.to]


def token_in(message: StoredMessage) -> str:
    found = re.search(r"^http://localhost:8000/accept-invitation#token=(\S+)\s*$", message.text, re.MULTILINE)
    assert found, message.text
    return found.group(1)


async def invite(home: Home, client: Any, email: str, role: str = "agent", **more: Any) -> Any:
    answer = await client.post("/invitations", json={"email": email, "role_id": str(home.role_ids[role]), **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def invited(home: Home, client: Any, folder: Path, email: str, **more: Any) -> tuple[Any, str]:
    invitation = await invite(home, client, email, **more)
    return invitation, token_in((await mails_to(folder, email))[0])


async def accept(home: Home, token: str, **more: Any) -> Any:
    return await browser(home).post(
        "/invitations/accept", json={"token": token, "name": "Noa Levi", "password": NEW, **more}
    )


async def test_from_the_invitation_to_the_first_sign_in(home: Home, client: Any, mailbox: Path) -> None:
    email = address()
    invitation = await invite(home, client, f"  {email.upper()}", visibility="assigned")
    assert (invitation["email"], invitation["state"], invitation["role"]["name"]) == (email, "open", "Agent")
    message = (await mails_to(mailbox, email))[0]
    token = token_in(message)
    assert "Test workspace" in message.subject
    seen = (await browser(home).post("/invitations/lookup", json={"token": token})).json()
    assert (
        seen["workspace_name"],
        seen["email"],
        seen["role_name"],
        seen["account_exists"],
        seen["totp_required"],
    ) == (
        "Test workspace",
        email,
        "Agent",
        False,
        False,
    )
    answer = await accept(home, token)
    assert answer.status_code == 201, answer.text
    member = answer.json()
    assert (member["name"], member["email"], member["role"]["name"], member["visibility"]) == (
        "Noa Levi",
        email,
        "Agent",
        "assigned",
    )
    assert "set-cookie" not in answer.headers
    assert (await try_login(browser(home), email, NEW)).status_code == 200
    assert (await client.get(f"/invitations/{invitation['id']}")).json()["state"] == "accepted"
    joined = (await client.get("/audit", params={"type": "member.joined"})).json()["items"][0]
    assert (joined["actor"]["id"], joined["sentence"]) == (member["id"], "Noa Levi joined as Agent")
    used = await accept(home, token)
    assert (used.status_code, used.json()["code"]) == (410, "invitation-closed")
    assert (await browser(home).post("/invitations/lookup", json={"token": token})).status_code == 410


async def test_the_secret_can_be_read_nowhere(home: Home, client: Any, mailbox: Path, superuser: Any) -> None:
    _, token = await invited(home, client, mailbox, address())
    assert len(token) >= 43
    # The control: the same search finds the id, which is no secret.
    for wanted, expected in ((token, False), (str(home.id), True)):
        found = False
        for table in ("jobs", "events", "invitations", "idempotency_keys"):
            rows = await superuser.fetch(f"SELECT t::text FROM {table} t WHERE workspace_id = $1", home.id)
            found = found or any(wanted in row[0] for row in rows)
        assert found is expected


async def test_sending_again_makes_a_new_link(home: Home, client: Any, mailbox: Path) -> None:
    email = address()
    invitation, old = await invited(home, client, mailbox, email)
    taken = await client.post("/invitations", json={"email": email, "role_id": str(home.role_ids["viewer"])})
    assert (taken.status_code, taken.json()["code"], taken.json()["existing_id"]) == (
        409,
        "already-invited",
        invitation["id"],
    )
    again = await client.post(f"/invitations/{invitation['id']}/resend")
    assert again.status_code == 200, again.text
    messages = await mails_to(mailbox, email)
    new = token_in(messages[0])
    assert (len(messages), new == old) == (2, False)
    assert (await accept(home, old)).status_code == 404
    assert (await accept(home, new)).status_code == 201
    assert (await client.post(f"/invitations/{invitation['id']}/resend")).json()["code"] == "invitation-settled"
    member = await client.post("/invitations", json={"email": email, "role_id": str(home.role_ids["viewer"])})
    assert (member.status_code, member.json()["code"]) == (409, "already-member")


async def test_a_link_that_was_replaced_before_it_was_sent_is_not_sent(home: Home, client: Any, mailbox: Path) -> None:
    email = address()
    invitation = await invite(home, client, email)
    await client.post(f"/invitations/{invitation['id']}/resend")
    messages = await mails_to(mailbox, email)
    assert len(messages) == 1
    assert (await accept(home, token_in(messages[0]))).status_code == 201


async def test_revoked_and_expired_ones_are_gone(home: Home, client: Any, mailbox: Path, superuser: Any) -> None:
    first, token = await invited(home, client, mailbox, address())
    assert (await client.delete(f"/invitations/{first['id']}")).status_code == 204
    assert (await accept(home, token)).status_code == 410
    assert (await client.delete(f"/invitations/{first['id']}")).status_code == 409
    email = address()
    second, token = await invited(home, client, mailbox, email)
    await superuser.execute(
        "UPDATE invitations SET expires_at = now() - interval '1 second' WHERE id = $1", UUID(second["id"])
    )
    assert (await accept(home, token)).status_code == 410
    assert [item["state"] for item in (await client.get("/invitations")).json()["items"]] == ["expired", "revoked"]
    assert [item["id"] for item in (await client.get("/invitations", params={"state": "expired"})).json()["items"]] == [
        second["id"]
    ]
    # An expired one is in nobody's way.
    third = await invite(home, client, email)
    assert third["id"] != second["id"]
    assert (await superuser.fetchval("SELECT count(*) FROM members WHERE workspace_id = $1", home.id)) == 1


async def test_an_account_that_exists_is_proved(home: Home, elsewhere: Home, client: Any, mailbox: Path) -> None:
    person = await make_person(elsewhere)
    _, token = await invited(home, client, mailbox, person.email)
    assert (await browser(home).post("/invitations/lookup", json={"token": token})).json()["account_exists"] is True
    wrong = await accept(home, token, password=NEW)
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/password")
    secret = totp.new_secret()
    async with system_transaction() as session:
        sealed = encryption.seal(secret, f"totp:{person.user_id}")
        statement = update(User).where(User.id == person.user_id)
        await session.execute(
            statement.values(totp_secret=sealed, totp_enabled_at=now()).execution_options(synchronize_session=False)
        )
    assert (await accept(home, token, password=PASSWORD)).json()["code"] == "totp-required"
    assert (await accept(home, token, password=PASSWORD, totp_code="000000")).json()["code"] == "wrong-code"
    code = pyotp.TOTP(secret).now()
    done = await browser(home).post(
        "/invitations/accept", json={"token": token, "password": PASSWORD, "totp_code": code}
    )
    assert done.status_code == 201, done.text
    assert done.json()["name"] == "Ana Ruiz"
    assert (await try_login(browser(home), person.email, NEW)).status_code == 401, "the password did not change"


async def test_guessing_an_existing_accounts_password_is_counted(
    home: Home, elsewhere: Home, client: Any, mailbox: Path
) -> None:
    person = await make_person(elsewhere)
    _, token = await invited(home, client, mailbox, person.email)
    guesses = [
        (await accept(home, token, password=f"wrong password {number}")).status_code
        for number in range(settings().login_max_failures + 1)
    ]
    assert guesses == [422] * settings().login_max_failures + [429]
    assert (await accept(home, token, password=PASSWORD)).status_code == 429


async def test_ten_at_once_make_one_member(home: Home, client: Any, mailbox: Path, superuser: Any) -> None:
    email = address()
    _, token = await invited(home, client, mailbox, email)
    answers = await asyncio.gather(*(accept(home, token, name=f"Noa {number}") for number in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] + [410] * 9, [answer.text for answer in answers]
    assert (
        await superuser.fetchval("SELECT count(*) FROM members WHERE workspace_id = $1 AND email = $2", home.id, email)
        == 1
    )
    assert await superuser.fetchval("SELECT count(*) FROM users WHERE email = $1", email) == 1


async def test_a_refused_acceptance_leaves_nothing_behind(
    home: Home, client: Any, mailbox: Path, superuser: Any
) -> None:
    email = address()
    _, token = await invited(home, client, mailbox, email)
    weak = await accept(home, token, password="password1234")
    assert (weak.status_code, weak.json()["errors"][0]["pointer"]) == (422, "/password")
    nameless = await browser(home).post("/invitations/accept", json={"token": token, "password": NEW})
    assert (nameless.status_code, nameless.json()["errors"][0]["pointer"]) == (422, "/name")
    assert await superuser.fetchval("SELECT count(*) FROM users WHERE email = $1", email) == 0
    assert (await accept(home, token)).status_code == 201


async def test_a_removed_member_comes_back_to_their_old_place(home: Home, client: Any, mailbox: Path) -> None:
    person = await make_person(home)
    assert (await client.delete(f"/members/{person.member_id}")).status_code == 204
    _, token = await invited(home, client, mailbox, person.email, role="viewer")
    done = await browser(home).post("/invitations/accept", json={"token": token, "password": PASSWORD})
    assert (done.json()["id"], done.json()["state"], done.json()["role"]["name"]) == (
        str(person.member_id),
        "active",
        "Viewer",
    )


async def test_other_workspaces_invitations_do_not_exist(elsewhere: Home, client: Any) -> None:
    theirs = await invite(elsewhere, await elsewhere.as_owner(), address())
    path = f"/invitations/{theirs['id']}"
    answers = [await client.get(path), await client.post(f"{path}/resend"), await client.delete(path)]
    assert [answer.status_code for answer in answers] == [404] * 3


async def test_reading_is_not_inviting(home: Home) -> None:
    reader = await home.as_member(P.members_read)
    assert (await reader.get("/invitations")).status_code == 403
    assert (
        await reader.post("/invitations", json={"email": "a@x.test", "role_id": str(reader.role_id)})
    ).status_code == 403


@pytest.mark.parametrize(
    "email",
    [
        "",
        "a",
        "a@b@c",
        "a b@x.test",
        "a@x.test\r\nBcc: b@x.test",
        "x" * 400 + "@x.test",
        "\x00@x.test",
        "<a@x.test>",
        "a@-x-.test",
    ],
)
async def test_bad_addresses_are_refused(home: Home, client: Any, email: str) -> None:
    answer = await client.post("/invitations", json={"email": email, "role_id": str(home.role_ids["viewer"])})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/email")


@pytest.mark.parametrize("token", ["", "x", "\x00", "é" * 50, "x" * 5000, None, 7])
async def test_unknown_secrets_are_refused(home: Home, token: Any) -> None:
    for path, body in (("/invitations/lookup", {}), ("/invitations/accept", {"name": "N", "password": NEW})):
        assert (await browser(home).post(path, json={"token": token, **body})).status_code in {404, 422}
