"""A customer with widgets: configuration, token, and what a page gets for a launch code."""

from dataclasses import dataclass
from typing import Any

from tests.homes import Home

SHOP = "https://shop.example"
EVERYTHING = ["customers:read", "notes:read", "timeline:read", "credits:read"]


@dataclass
class Embedded:
    """``owner``: a member's browser; ``server``: the integrator's, with the token."""

    home: Home
    owner: Any
    server: Any
    customer_id: str
    config: dict[str, Any]
    token: dict[str, Any]

    async def code(self) -> str:
        answer = await self.server.post("/embed/launches")
        assert answer.status_code == 201, answer.text
        return str(answer.json()["code"])

    async def exchange(self, code: str) -> Any:
        return await self.home.client().post("/embed/sessions", json={"code": code})

    async def widget(self) -> Any:
        """A page after its exchange."""
        answer = await self.exchange(await self.code())
        assert answer.status_code == 201, answer.text
        return bearing(self.home, answer.json()["access_token"])


def bearing(home: Home, secret: str) -> Any:
    return home.client(headers={"Authorization": f"Bearer {secret}"})


async def make_customer(owner: Any, **more: Any) -> str:
    answer = await owner.post("/customers", json={"name": "Ana Ruiz", "lifecycle": "customer", **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def unlock(owner: Any, customer_id: str) -> None:
    """What the feature Embeds requires: the portal, and so a workspace that resells."""
    assert (await owner.patch("/workspace", json={"saas_mode": True})).status_code == 200
    answer = await owner.patch(f"/customers/{customer_id}/features", json={"portal": True})
    assert answer.status_code == 200, answer.text


async def make_config(owner: Any, **more: Any) -> dict[str, Any]:
    body = {
        "name": "Client area",
        "allowed_origins": [SHOP],
        "scopes": EVERYTHING,
        "widgets": ["profile", "credits", "notes", "timeline"],
        **more,
    }
    answer = await owner.post("/embed-configs", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def make_token(owner: Any, customer_id: str, config_id: str, **more: Any) -> dict[str, Any]:
    answer = await owner.post(
        f"/customers/{customer_id}/embed-tokens", json={"config_id": config_id, "label": "Shop", **more}
    )
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def embedded(home: Home, **config: Any) -> Embedded:
    owner = await home.as_owner()
    customer_id = await make_customer(owner)
    await unlock(owner, customer_id)
    made = await make_config(owner, **config)
    token = await make_token(owner, customer_id, made["id"])
    return Embedded(home, owner, bearing(home, token["secret"]), customer_id, made, token)
