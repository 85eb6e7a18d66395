"""What contract tests need of sessions: things to name, and operations that need more than their examples."""

from dataclasses import replace

from tests.access.accounts.contract import PASSWORD, give_password
from tests.contract.population import Population, makes
from tests.contract.requests import Call, adjusts


@makes("session_id")
async def session(its: Population) -> str:
    """Another browser of the owner's."""
    browser = await its.home.as_owner()
    sessions = (await browser.get("/sessions")).json()["items"]
    return str(next(item["id"] for item in sessions if item["current"]))


@adjusts("login")
async def login(call: Call, its: Population) -> Call:
    return replace(call, body={"email": (await give_password(its)).email, "password": PASSWORD})
