"""The key of the sample studio's own software."""

from atrium.edge.api_keys.schemas import ApiKeyIn
from atrium.edge.api_keys.service import create_key
from atrium.kernel.permissions import ALL
from atrium.kernel.sample import Sample


async def fill(sample: Sample) -> None:
    """Its secret is told with the login."""
    _, sample.login["api_key"] = await create_key(sample.ctx, ApiKeyIn(name="Sample integration", scopes=sorted(ALL)))
