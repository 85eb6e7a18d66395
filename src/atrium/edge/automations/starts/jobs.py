"""Events on their way to runs."""

from collections.abc import Sequence

from atrium.edge.automations.definitions.service import CONSUMER
from atrium.edge.automations.starts.service import start_for_events
from atrium.kernel.dispatch import Happened, consumes_together


@consumes_together(name=CONSUMER)
async def on_events(happened: Sequence[Happened]) -> None:
    """What workspaces subscribed to: triggers, and what runs wait for."""
    await start_for_events(happened)
