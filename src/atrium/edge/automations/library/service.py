"""Automations to start from, as files, and what there is to make them of."""

from typing import Any
from uuid import UUID

from pydantic.json_schema import models_json_schema
from sqlalchemy import func, select

from atrium.edge.automations.conditions.schemas import OPERATORS
from atrium.edge.automations.definitions.models import Automation
from atrium.edge.automations.definitions.rendering import shown
from atrium.edge.automations.definitions.schemas import AutomationIn
from atrium.edge.automations.definitions.service import create_automation
from atrium.edge.automations.flows.schemas import Flow
from atrium.edge.automations.flows.service import OWNERS, FlowCannotWork, existing, names_of
from atrium.edge.automations.library.schemas import (
    CatalogueOut,
    Exported,
    ExportedReference,
    StepKindOut,
    TemplateOut,
    TriggerEventOut,
)
from atrium.engage.placeholders.paths import DATE_TYPES, Known, event_fields
from atrium.engage.placeholders.schemas import PathOut
from atrium.kernel.context import Ctx
from atrium.kernel.contract import SECTIONS
from atrium.kernel.errors import FieldError, Invalid
from atrium.kernel.events import EVENT_TYPES
from atrium.kernel.steps import STEP_KINDS
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import visible_customers

THINGS: dict[str, Any] = {**OWNERS, "automation": Automation, "customer": Customer}


async def catalogue(ctx: Ctx) -> CatalogueOut:
    """Everything a flow can be made of, as the actor sees it."""
    known = Known(await load_fields(ctx), "manual")
    events = sorted(name for name, event in EVENT_TYPES.items() if event.__module__.startswith("atrium."))
    return CatalogueOut(
        event_types=[TriggerEventOut(type=name, fields=list(event_fields(name))) for name in events],
        step_kinds=[
            StepKindOut(
                kind=kind.name,
                title=kind.title,
                description=kind.description,
                needs_customer=kind.needs_customer,
                outside=kind.send is not None,
                config_schema=kind.config.model_json_schema(),
            )
            for kind in STEP_KINDS.values()
        ],
        paths=[
            PathOut(path=path, kind=kind.kind, refers_to=kind.refers_to, options=list(kind.options))
            for path, kind in known.everything()
        ],
        operators={kind: list(operators) for kind, operators in OPERATORS.items()},
    )


def add_step_schemas(document: dict[str, Any]) -> None:
    """The configuration of every kind of step as a schema of the contract, so that clients have a type for it."""
    schemas: dict[str, Any] = document["components"]["schemas"]
    models = {kind.config for kind in STEP_KINDS.values()}
    _, found = models_json_schema(
        [(model, "validation") for model in sorted(models, key=lambda model: model.__name__)],
        ref_template="#/components/schemas/{model}",
    )
    for name, schema in found.get("$defs", {}).items():
        schemas.setdefault(name, schema)


SECTIONS.append(add_step_schemas)


# ── files ───────────────────────────────────────────────────────────────────────


async def export_automation(ctx: Ctx, automation: Automation, flow: Flow) -> Exported:
    """The automation as a file, without secrets, with the names of what it refers to."""
    content = shown(flow).model_dump(mode="json", exclude_defaults=True)
    content["trigger"] = flow.trigger.model_dump(mode="json", exclude_defaults=True) | {"kind": flow.trigger.kind}
    references: dict[str, ExportedReference] = {}
    ids = {UUID(name) for name in names_of(content)}
    for thing, owner in THINGS.items():
        seen = await existing(ctx, thing, ids) if thing != "automation" else ids
        query = select(owner.id, owner.email if thing == "member" else owner.name).where(
            owner.workspace_id == ctx.workspace_id, owner.id.in_(seen)
        )
        references |= {
            str(row[0]): ExportedReference.model_validate({"thing": thing, "name": row[1]})
            for row in await ctx.session.execute(query)
        }
    return Exported(
        format="atrium.automation.1",
        name=automation.name,
        description=automation.description,
        flow=content,
        references=references,
    )


async def import_automation(ctx: Ctx, data: Exported) -> tuple[Automation, Flow]:
    """A new automation, switched off. Ids that this workspace does not have are found by name; raises
    ``FlowCannotWork`` (422) for what is not found."""
    content: dict[str, Any] = data.flow
    translated = {
        identifier: found
        for identifier, reference in data.references.items()
        if (found := await _counterpart(ctx, identifier, reference))
    }
    try:
        flow = Flow.model_validate(_translated(content, translated))
    except ValueError as error:
        raise _malformed(error) from error
    automation = AutomationIn.model_validate(
        {**flow.model_dump(), "name": data.name, "description": data.description, "enabled": False}
    )
    try:
        return await create_automation(ctx, automation)
    except FlowCannotWork as error:
        errors = [item.model_copy(update={"pointer": f"/flow{item.pointer}"}) for item in error.errors]
        raise FlowCannotWork(error.detail, errors=errors) from error


def _malformed(error: Any) -> Invalid:
    errors = [
        FieldError(
            pointer="/flow" + "".join(f"/{part}" for part in item["loc"]),
            code=item["type"],
            message=str(item["msg"])[:300],
        )
        for item in error.errors()
    ]
    return Invalid("The file is not an automation.", errors=errors[:50])


async def _counterpart(ctx: Ctx, identifier: str, reference: ExportedReference) -> str | None:
    """The id here of what the file calls by this name, the same if it exists here."""
    owner = THINGS[reference.thing]
    try:
        known = await ctx.session.scalar(
            select(owner.id).where(owner.workspace_id == ctx.workspace_id, owner.id == UUID(identifier))
        )
    except ValueError:
        return None
    if known is not None:
        return None
    name = owner.email if reference.thing == "member" else owner.name
    query = (
        select(owner.id)
        .where(owner.workspace_id == ctx.workspace_id, func.lower(name) == reference.name.lower())
        .order_by(owner.id)
        .limit(1)
    )
    found = await ctx.session.scalar(query.where(visible_customers(ctx)) if reference.thing == "customer" else query)
    return str(found) if found else None


def _translated(value: Any, translated: dict[str, str]) -> Any:
    if isinstance(value, str):
        return translated.get(value, value)
    if isinstance(value, list):
        return [_translated(item, translated) for item in value]
    if isinstance(value, dict):
        return {key: _translated(item, translated) for key, item in value.items()}
    return value


# ── templates ───────────────────────────────────────────────────────────────────


async def templates(ctx: Ctx) -> list[TemplateOut]:
    """Automations to start from, made for this workspace: each can be saved as it is."""
    fields = (await load_fields(ctx)).by_key.values()
    dates = [found.key for found in fields if found.viewable and found.filterable and found.type in DATE_TYPES]
    renewal = next((key for key in dates if "renew" in key), dates[0] if dates else None)
    made = [
        ("welcome", _welcome()),
        ("stale_lead", _stale_lead()),
        ("renewal_reminder", _renewal(f"custom_fields.{renewal}" if renewal else "converted_at")),
    ]
    return [TemplateOut(key=key, automation=AutomationIn.model_validate(content)) for key, content in made]


def _welcome() -> dict[str, Any]:
    body = (
        "Hello {{customer.first_name}},\n\nthank you for getting in touch. We will answer"
        " shortly.\n\n{{workspace.name}}"
    )
    return {
        "name": "Welcome",
        "description": "Writes to every new lead and tells its owner.",
        "trigger": {"kind": "event", "event_types": ["customer.created"]},
        "conditions": [
            {"any_of": [{"path": "customer.lifecycle", "op": "eq", "value": "prospect"}]},
            {"any_of": [{"path": "customer.email", "op": "exists"}]},
        ],
        "steps": [
            {"id": "wait_1", "kind": "wait", "label": "A moment", "config": {"wait": "for", "seconds": 60}},
            {
                "id": "email_1",
                "kind": "send_email",
                "label": "Say hello",
                "config": {"subject": "Welcome, {{customer.first_name}}", "body": body},
            },
            {
                "id": "notify_1",
                "kind": "notify_members",
                "label": "Tell the owner",
                "config": {
                    "to": ["owner"],
                    "title": "New lead: {{customer.name}}",
                    "message": "{{customer.email}} {{customer.phone}}",
                },
            },
        ],
    }


def _stale_lead() -> dict[str, Any]:
    return {
        "name": "Stale lead",
        "description": "Reminds whoever works with a lead that nothing has happened for two weeks.",
        "trigger": {"kind": "date", "field": "last_activity_at", "offset_days": 14, "at": "09:00"},
        "conditions": [{"any_of": [{"path": "customer.lifecycle", "op": "eq", "value": "prospect"}]}],
        "steps": [
            {
                "id": "notify_1",
                "kind": "notify_members",
                "label": "Remind them",
                "config": {
                    "to": ["owner", "workers"],
                    "title": "{{customer.name}} has been quiet for two weeks",
                    "message": "Is there anything left to do?",
                },
            }
        ],
    }


def _renewal(field: str) -> dict[str, Any]:
    title = "Renewal of {{customer.name}}"
    return {
        "name": "Renewal reminder",
        "description": "Three days before the date: a note, and a word to whoever is responsible.",
        "trigger": {"kind": "date", "field": field, "offset_days": -3, "at": "09:00"},
        "steps": [
            {
                "id": "note_1",
                "kind": "create_note",
                "label": "Leave a note",
                "config": {"body": "The renewal is due in three days."},
            },
            {
                "id": "notify_1",
                "kind": "notify_members",
                "label": "Tell the owner",
                "config": {"to": ["owner"], "title": title, "message": "In three days."},
            },
        ],
    }
