"""A client area of the sample studio."""

from atrium.edge.embeds.configs.schemas import EmbedConfigIn
from atrium.edge.embeds.configs.service import create_config
from atrium.edge.embeds.tokens.schemas import EmbedTokenIn
from atrium.edge.embeds.tokens.service import create_token
from atrium.kernel.sample import Sample


async def fill(sample: Sample) -> None:
    """A configuration, and a token of one company for it. Nobody knows its secret: rotate it to use it."""
    content = {
        "name": "Client area",
        "allowed_origins": ["http://localhost:3000"],
        "theme": {"accent": "#4f46e5"},
        "form_id": str(sample.made["forms"][0]),
    }
    scopes = ["customers:read", "credits:read", "timeline:read", "forms:submit"]
    shown = {"scopes": scopes, "widgets": ["profile", "credits", "timeline", "form"]}
    config = await create_config(sample.ctx, EmbedConfigIn.model_validate({**content, **shown}))
    await create_token(
        sample.ctx, sample.made["companies"][0], EmbedTokenIn(config_id=config.EmbedConfig.id, label="Their intranet")
    )
