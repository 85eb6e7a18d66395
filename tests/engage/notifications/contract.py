"""What contract tests need of notifications: things to name, and operations that need more than their examples."""

from uuid import UUID

from tests.contract.population import Population, makes, means
from tests.records.customers.contract import customer


@makes("notification_id")
async def notification(its: Population) -> str:
    from atrium.engage.notifications.models import Notification
    from atrium.kernel.ids import uuid7

    own = {
        "member_id": its.home.owner_id,
        "actor_type": "member",
        "actor_id": its.home.owner_id,
        "actor_name": its.text("Colleague"),
    }
    row = Notification(
        workspace_id=its.home.id,
        id=uuid7(),
        kind="assignment",
        event_id=uuid7(),
        customer_id=UUID(await customer(its)),
        **own,
    )
    async with its.home.session() as session:
        session.add(row)
    return str(row.id)


means("read_notifications", "until_id", "notification_id")
