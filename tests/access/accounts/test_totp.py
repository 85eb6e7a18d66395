import asyncio
import time
from typing import Any

import pyotp
import pytest
from sqlalchemy import select, update
from tests.access.sessions.factory import PASSWORD, Person, browser, events_of, login, make_person, try_login
from tests.homes import Home

from atrium.access.accounts import queries
from atrium.access.accounts.models import User
from atrium.kernel.settings import settings
from atrium.kernel.system import system_transaction


async def set_up(home: Home) -> tuple[Person, Any, pyotp.TOTP, list[str]]:
    """A person with the second factor on, their browser, their authenticator app and recovery codes."""
    person = await make_person(home)
    client = await login(home, person)
    begun = await client.post("/me/totp", json={"password": PASSWORD})
    assert begun.status_code == 200, begun.text
    app = pyotp.parse_uri(begun.json()["provisioning_uri"])
    assert isinstance(app, pyotp.TOTP)
    confirmed = await client.post("/me/totp/confirm", json={"code": app.now()})
    assert confirmed.status_code == 200, confirmed.text
    return person, client, app, confirmed.json()["recovery_codes"]


async def forget_step(person: Person) -> None:
    """As if the codes used so far were of long ago, so that a test need not wait 30 seconds."""
    async with system_transaction() as session:
        await session.execute(update(User).where(User.id == person.user_id).values(totp_last_step=None))


async def stored(person: Person) -> User:
    async with system_transaction() as session:
        return await session.get_one(User, person.user_id)


async def test_setting_up_the_second_factor(home: Home) -> None:
    person, client, app, codes = await set_up(home)
    assert (len(codes), len(set(codes))) == (10, 10)
    assert (app.name, app.issuer) == (person.email, "Atrium")
    assert (await client.get("/me")).json()["totp_enabled"] is True
    row = await stored(person)
    assert app.secret not in str(row.totp_secret)
    assert all(code.replace("-", "").encode() not in bytes(kept) for code in codes for kept in row.recovery_code_hashes)
    assert [event.subject_id for event in await events_of(home, "totp.enabled")] == [person.member_id]


async def test_signing_in_then_needs_a_code(home: Home) -> None:
    person, _, app, _ = await set_up(home)
    await forget_step(person)
    answer = await try_login(browser(home), person.email)
    assert (answer.status_code, answer.json()["code"], "set-cookie" in answer.headers) == (401, "totp-required", False)
    wrong = await try_login(browser(home), person.email, totp_code="000000" if app.now() != "000000" else "000001")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong-code")
    assert (await try_login(browser(home), person.email, "wrong password", totp_code=app.now())).json()[
        "code"
    ] == "wrong-credentials"
    assert (await try_login(browser(home), person.email, totp_code=app.now())).status_code == 200
    assert [row.data["reason"] for row in await events_of(home, "login.failed")] == ["code", "password"]


async def test_the_code_that_confirmed_cannot_sign_in(home: Home) -> None:
    person, _, app, _ = await set_up(home)
    step = (await stored(person)).totp_last_step
    assert step is not None
    answer = await try_login(browser(home), person.email, totp_code=app.generate_otp(step))
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong-code")


async def test_a_code_works_once_even_in_parallel(home: Home) -> None:
    person, _, app, _ = await set_up(home)
    await forget_step(person)
    code = app.now()
    answers = await asyncio.gather(*(try_login(browser(home), person.email, totp_code=code) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 5


async def test_of_two_transactions_that_read_the_same_step_one_gets_it(home: Home) -> None:
    """Both find the step unused, as a check before the UPDATE would; the UPDATE alone decides."""
    person = await make_person(home)
    async with system_transaction() as first, system_transaction() as second:
        reads = [
            await session.scalar(select(User.totp_last_step).where(User.id == person.user_id))
            for session in (first, second)
        ]
        assert reads == [None, None]
        taken = await queries.take_totp_step(first, person.user_id, 7)
        await first.commit()
        assert (taken, await queries.take_totp_step(second, person.user_id, 7)) == (True, False)


@pytest.mark.parametrize(("step", "accepted"), [(9, False), (10, False), (11, True)])
async def test_only_later_steps_are_accepted(home: Home, step: int, *, accepted: bool) -> None:
    person = await make_person(home)
    async with system_transaction() as session:
        assert await queries.take_totp_step(session, person.user_id, 10)
        assert await queries.take_totp_step(session, person.user_id, step) is accepted


async def test_a_recovery_code_works_once_even_in_parallel(home: Home) -> None:
    person, _, _, codes = await set_up(home)
    answers = await asyncio.gather(*(try_login(browser(home), person.email, recovery_code=codes[3]) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 5
    assert len((await stored(person)).recovery_code_hashes) == 9
    # Typed by hand: without hyphens, in capitals.
    assert (
        await try_login(browser(home), person.email, recovery_code=codes[4].replace("-", " ").upper())
    ).status_code == 200


async def test_asking_without_a_code_costs_nothing_and_buys_no_guesses(home: Home) -> None:
    person, _, app, _ = await set_up(home)
    most = settings().login_max_failures
    for _ in range(most + 2):
        assert (await try_login(browser(home), person.email)).json()["code"] == "totp-required"
    wrong = "000000" if app.now() != "000000" else "000001"
    statuses = []
    for _ in range(most + 1):
        statuses.append((await try_login(browser(home), person.email, totp_code=wrong)).status_code)
        if statuses[-1] == 401:
            await try_login(browser(home), person.email)
    assert statuses == [401] * most + [429]


async def test_the_second_factor_is_off_until_a_code_was_confirmed(home: Home) -> None:
    person = await make_person(home)
    client = await login(home, person)
    assert (await client.post("/me/totp/confirm", json={"code": "123456"})).status_code == 409
    first = (await client.post("/me/totp", json={"password": PASSWORD})).json()
    second = (await client.post("/me/totp", json={"password": PASSWORD})).json()
    assert first["secret"] != second["secret"]
    code = pyotp.TOTP(first["secret"]).now()
    if code != pyotp.TOTP(second["secret"]).now():
        refused = await client.post("/me/totp/confirm", json={"code": code})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/code")
    assert (await client.get("/me")).json()["totp_enabled"] is False
    assert (await try_login(browser(home), person.email)).status_code == 200
    assert await events_of(home, "totp.enabled") == []


async def test_beginning_needs_the_password(home: Home) -> None:
    person = await make_person(home)
    client = await login(home, person)
    answer = await client.post("/me/totp", json={"password": "not it"})
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["pointer"]) == (
        422,
        "wrong-password",
        "/password",
    )
    assert (await stored(person)).totp_secret is None


async def test_what_is_on_cannot_begin_anew(home: Home) -> None:
    person, client, _, _ = await set_up(home)
    before = (await stored(person)).totp_secret
    assert (await client.post("/me/totp", json={"password": PASSWORD})).status_code == 409
    assert (await client.post("/me/totp/confirm", json={"code": "123456"})).status_code == 409
    assert (await stored(person)).totp_secret == before


async def test_two_confirmations_at_once_give_one_set_of_codes(home: Home) -> None:
    person = await make_person(home)
    client = await login(home, person)
    secret = (await client.post("/me/totp", json={"password": PASSWORD})).json()["secret"]
    code = pyotp.TOTP(secret).at(time.time())
    answers = await asyncio.gather(*(client.post("/me/totp/confirm", json={"code": code}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]


async def test_secrets_are_not_kept_for_repetitions(home: Home, superuser: Any) -> None:
    person = await make_person(home)
    client = await login(home, person)
    begun = await client.post("/me/totp", json={"password": PASSWORD}, headers={"Idempotency-Key": "totp-1"})
    secret = begun.json()["secret"]
    confirmed = await client.post(
        "/me/totp/confirm", json={"code": pyotp.TOTP(secret).now()}, headers={"Idempotency-Key": "totp-2"}
    )
    assert (begun.status_code, confirmed.status_code) == (200, 200)
    assert await superuser.fetchval("SELECT count(*) FROM idempotency_keys WHERE workspace_id = $1", home.id) == 0


async def test_switching_off_needs_both_factors(home: Home) -> None:
    person, client, app, codes = await set_up(home)
    await forget_step(person)
    wrong = "000000" if app.now() != "000000" else "000001"
    for body, pointer in (
        ({"password": "not it", "code": app.now()}, "/password"),
        ({"password": PASSWORD, "code": wrong}, "/code"),
        ({"password": PASSWORD}, "/code"),
        ({"password": PASSWORD, "recovery_code": "not one of them"}, "/code"),
    ):
        answer = await client.request("DELETE", "/me/totp", json=body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await stored(person)).totp_enabled_at is not None
    assert (
        await client.request("DELETE", "/me/totp", json={"password": PASSWORD, "recovery_code": codes[0]})
    ).status_code == 204
    row = await stored(person)
    assert (row.totp_secret, row.totp_enabled_at, row.recovery_code_hashes) == (None, None, [])
    assert (await try_login(browser(home), person.email)).status_code == 200
    assert (
        await client.request("DELETE", "/me/totp", json={"password": PASSWORD, "code": app.now()})
    ).status_code == 409
    assert len(await events_of(home, "totp.disabled")) == 1


async def test_a_lost_server_key_leaves_the_recovery_codes(home: Home) -> None:
    person, _, app, codes = await set_up(home)
    await forget_step(person)
    async with system_transaction() as session:
        await session.execute(update(User).where(User.id == person.user_id).values(totp_secret="v1.00000000.AAAA"))
    answer = await try_login(browser(home), person.email, totp_code=app.now())
    assert (answer.status_code, answer.json()["code"]) == (409, "totp-unreadable")
    assert (await try_login(browser(home), person.email, recovery_code=codes[0])).status_code == 200


async def test_a_secret_copied_to_another_person_is_refused(home: Home) -> None:
    person, _, app, _ = await set_up(home)
    thief = await make_person(home)
    row = await stored(person)
    values = {"totp_secret": row.totp_secret, "totp_enabled_at": row.totp_enabled_at}
    async with system_transaction() as session:
        await session.execute(update(User).where(User.id == thief.user_id).values(**values))
    assert (await try_login(browser(home), thief.email, totp_code=app.now())).status_code == 409


@pytest.mark.parametrize("code", ["", "x" * 21, "\x00", "１２３４５６", "12345", None])
async def test_hostile_codes(home: Home, code: Any) -> None:
    person, client, _, _ = await set_up(home)
    assert (await try_login(browser(home), person.email, totp_code=code)).status_code in {401, 422}
    assert (await client.post("/me/totp/confirm", json={"code": code})).status_code in {409, 422}
