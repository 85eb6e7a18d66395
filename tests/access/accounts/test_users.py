import secrets

import pytest
from sqlalchemy import select
from tests.access.sessions.factory import PASSWORD, browser, make_person, try_login
from tests.homes import Home

from atrium.access.accounts import service
from atrium.access.accounts.models import User
from atrium.adapters.passwords import PasswordNotAllowed, verify
from atrium.kernel.system import system_transaction


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ana@Example.COM ", "ana@example.com"),
        ("ana+crm@example.com", "ana+crm@example.com"),
        ("ana@BÜCHER.example", "ana@xn--bcher-kva.example"),
        ("ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example"),
        ("JOSÉ@example.com", "josé@example.com"),
    ],
)
def test_addresses_have_one_form(given: str, kept: str) -> None:
    assert service.normalise_email(given) == kept
    assert service.normalise_email(kept) == kept


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "@example.com",
        "ana@",
        "a b@example.com",
        "ana@exa mple.com",
        "ana@example.com\nBcc: x@y.z",
        "a@b@c.d",
        "ana@-x.com",
        "x" * 70 + "@example.com",
    ],
)
def test_what_is_no_address_says_where(address: str) -> None:
    with pytest.raises(service.EmailInvalid) as refused:
        service.normalise_email(address, "/members/0/email")
    assert (refused.value.status, refused.value.errors[0].pointer) == (422, "/members/0/email")


def unused() -> str:
    return f"{secrets.token_hex(8)}@people.test"


async def test_creating_and_finding_a_person(app: object) -> None:
    email = unused()
    async with system_transaction() as session:
        made = await service.create_user(session, f" {email.upper()}", "Noa Levi", PASSWORD)
    async with system_transaction() as session:
        found = await service.find_user_by_email(session, email.upper())
        assert found is not None
        assert (found.id, found.email, found.name) == (made.id, email, "Noa Levi")
        assert await verify(found.password_hash, PASSWORD)
        assert await service.find_user_by_email(session, unused()) is None


async def test_an_address_belongs_to_one_person(app: object) -> None:
    email = unused()
    async with system_transaction() as session:
        first = await service.create_user(session, email, "Noa Levi", None)
        with pytest.raises(service.EmailTaken):
            await service.create_user(session, email.title(), "Someone else", None)
        # The refusal leaves the transaction usable.
        assert await session.scalar(select(User.id).where(User.email == email)) == first.id


async def test_a_new_person_needs_a_good_password(app: object) -> None:
    async with system_transaction() as session:
        for password in ("short", "Noa Levi 1!", "password99"):
            with pytest.raises(PasswordNotAllowed):
                await service.create_user(session, unused(), "Noa Levi", password)


async def test_set_password_lifts_a_lock(home: Home) -> None:
    person = await make_person(home)
    while (await try_login(browser(home), person.email, "wrong")).status_code == 401:
        pass
    async with system_transaction() as session:
        user = await session.get_one(User, person.user_id)
        await service.set_password(session, user, "entirely new words 3")
    assert (await try_login(browser(home), person.email, "entirely new words 3")).status_code == 200
