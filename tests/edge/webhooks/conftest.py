from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.conftest import drain
from tests.edge.webhooks.receiver import Receiver, receiving, send_due
from tests.homes import Home

from atrium.kernel.settings import settings


@pytest.fixture(autouse=True)
async def quiet(superuser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No other test's endpoints, and private addresses may be called: the receivers are on this machine."""
    await superuser.execute("DELETE FROM webhook_endpoints")
    await superuser.execute("DELETE FROM event_subscriptions WHERE consumer = 'webhooks'")
    await superuser.execute("UPDATE events SET dispatched_at = now() WHERE dispatched_at IS NULL")
    monkeypatch.setattr(settings(), "allow_private_urls", True)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as made:
        yield made


class Webhooks:
    """The steps that most tests take."""

    def __init__(self, home: Home, superuser: Any) -> None:
        self.home, self.superuser = home, superuser

    async def add(self, client: Any, url: str, *event_types: str, **more: Any) -> Any:
        answer = await client.post(
            "/webhook-endpoints", json={"url": url, "event_types": list(event_types) or ["customer.*"], **more}
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def customer(self, client: Any, name: str = "Ana Ruiz", **more: Any) -> Any:
        answer = await client.post("/customers", json={"name": name, **more})
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def settle(self) -> None:
        """End every open sitting."""
        await self.superuser.execute(
            "UPDATE events SET dispatch_after = clock_timestamp() WHERE workspace_id = $1 AND dispatched_at IS NULL",
            self.home.id,
        )

    async def run(self) -> int:
        """Everything a worker would do now. Returns the number of attempts."""
        await self.settle()
        await drain()
        return await send_due()

    async def make_due(self, hours: float = 0) -> None:
        """The clock moves on to the next attempt (or the past moves back)."""
        await self.superuser.execute(
            "UPDATE webhook_deliveries SET due_at = clock_timestamp() WHERE workspace_id = $1 AND state = 'queued'",
            self.home.id,
        )
        if hours:
            moved = (
                "UPDATE webhook_endpoints SET failing_since = failing_since - make_interval(hours => $2::int) WHERE"
                " workspace_id = $1"
            )
            await self.superuser.execute(moved, self.home.id, int(hours))

    async def log(self, client: Any, endpoint: Any, **params: Any) -> list[Any]:
        answer = await client.get(f"/webhook-endpoints/{endpoint['id']}/deliveries", params=params)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def detail(self, client: Any, endpoint: Any, delivery: Any) -> Any:
        answer = await client.get(f"/webhook-endpoints/{endpoint['id']}/deliveries/{delivery['id']}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def get(self, client: Any, endpoint: Any) -> Any:
        return (await client.get(f"/webhook-endpoints/{endpoint['id']}")).json()


@pytest.fixture
def webhooks(home: Home, superuser: Any) -> Webhooks:
    return Webhooks(home, superuser)
