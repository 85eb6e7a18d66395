"""What follows by itself in the sample studio."""

from atrium.edge.automations.definitions.schemas import AutomationIn
from atrium.edge.automations.definitions.service import create_automation
from atrium.edge.automations.library.service import templates
from atrium.kernel.sample import Sample


async def fill(sample: Sample) -> None:
    """One automation that is on, and one from the library that is not: it sends an e-mail template."""
    vip = {"id": "tag_1", "kind": "add_tags", "label": "Mark it", "config": {"tag_ids": [str(sample.made["tags"][0])]}}
    note = {
        "id": "note_1",
        "kind": "create_note",
        "label": "Say why",
        "config": {"body": "{{customer.name}} became a client: welcome package is due."},
    }
    converted = {"kind": "event", "event_types": ["customer.converted"]}
    content = {
        "name": "New client",
        "description": "Marks prospects who become clients.",
        "enabled": True,
        "trigger": converted,
        "steps": [vip, note],
    }
    await create_automation(sample.ctx, AutomationIn.model_validate(content))
    welcome = next(template.automation for template in await templates(sample.ctx) if template.key == "welcome")
    for step in welcome.steps:
        if step.kind == "send_email":
            step.config = {"template_id": str(sample.made["letters"][0])}
    await create_automation(sample.ctx, welcome)
