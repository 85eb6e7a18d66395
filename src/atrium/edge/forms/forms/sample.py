"""The contact form of the sample studio, with a page of its own."""

from atrium.edge.forms.forms.schemas import FormIn
from atrium.edge.forms.forms.service import create_form
from atrium.kernel.sample import Sample
from atrium.records.custom_fields.fields.access import load_fields


async def fill(sample: Sample) -> None:
    """Leaves ``forms``."""
    by_key = (await load_fields(sample.ctx)).by_key
    fields = [
        {"kind": "property", "property": "name", "required": True},
        {"kind": "property", "property": "email", "required": True},
        {"kind": "property", "property": "phone"},
        {"kind": "property", "property": "company"},
        {"kind": "custom_field", "field_id": by_key["plan"].id, "label": "Which plan fits you?"},
        {"kind": "property", "property": "message", "label": "What are you planning?"},
        {"kind": "consent", "consent_text": "You may keep my answers to reply to me.", "required": True},
    ]
    data = {
        "name": "Contact",
        "title": "Tell us about your project",
        "description": "We answer within one working day.",
        "fields": fields,
        "folder_id": sample.made["leads"][0],
        "tag_ids": sample.made["tags"][:1],
        "active": True,
    }
    row = await create_form(sample.ctx, FormIn.model_validate(data))
    sample.made["forms"] = [row.Form.id]
