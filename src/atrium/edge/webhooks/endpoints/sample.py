"""Where the sample studio would mirror its customers."""

from atrium.edge.webhooks.endpoints.schemas import WebhookEndpointIn
from atrium.edge.webhooks.endpoints.service import create_endpoint, disable
from atrium.kernel.sample import Sample


async def fill(sample: Sample) -> None:
    """An endpoint that tells nobody anything: it is off, and there is no such host (RFC 2606)."""
    mirror = {
        "url": "https://warehouse.example/atrium",
        "event_types": ["customer.*", "form.submitted"],
        "description": "Mirror to the data warehouse",
    }
    row, _ = await create_endpoint(sample.ctx, WebhookEndpointIn.model_validate(mirror))
    await disable(sample.ctx, row.WebhookEndpoint, "manual")
