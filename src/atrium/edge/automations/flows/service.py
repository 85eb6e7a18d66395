"""Looking at a flow before it is saved: what cannot work is refused, each thing by its place and its reason."""

import re
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select

from atrium.access.members.models import Member
from atrium.edge.automations.conditions.service import References, check_conditions
from atrium.edge.automations.flows.controls import BranchStep, WaitStep
from atrium.edge.automations.flows.program import all_steps
from atrium.edge.automations.flows.schemas import (
    DEEPEST,
    MOST_STEPS,
    DateTrigger,
    EventTrigger,
    Flow,
    ScheduleTrigger,
    Step,
    WebhookTrigger,
)
from atrium.engage.email_templates.models import EmailTemplate
from atrium.engage.placeholders.paths import DATE_TYPES, Known, check_template
from atrium.kernel.context import Ctx
from atrium.kernel.errors import AtriumError, FieldError, Invalid
from atrium.kernel.events import EVENT_TYPES
from atrium.kernel.schemas import Input
from atrium.kernel.steps import STEP_KINDS, StepCheck, StepKind
from atrium.records.custom_fields.fields.access import FieldSet, load_fields
from atrium.records.customers.record.listing import listing_of
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import visible_customers
from atrium.records.folders.models import Folder, Status
from atrium.records.relations.models import RelationType
from atrium.records.tags.models import Tag, TagGroup

NAMED = {
    "tag_ids": "tag",
    "group_ids": "tag_group",
    "status_id": "status",
    "folder_id": "folder",
    "member_ids": "member",
    "relation_type_id": "relation_type",
    "template_id": "email_template",
    "tag_id": "tag",
    "all_tag_id": "tag",
    "owner_id": "member",
    "worker_id": "member",
}
"""What the ids in a property of this name are, in every step's configuration and in filters."""
OWNERS: dict[str, Any] = {
    "tag": Tag,
    "tag_group": TagGroup,
    "status": Status,
    "folder": Folder,
    "member": Member,
    "relation_type": RelationType,
    "email_template": EmailTemplate,
}
UNKNOWN = {"email_template": "is not an e-mail template of this workspace, or is archived"}
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
BODIES = {"branch": ("then", "otherwise"), "for_each_related": ("then",)}


class FlowCannotWork(Invalid):
    code, title = "flow-cannot-work", "This automation cannot work"


def refuse_flow(errors: list[FieldError]) -> None:
    """Raises ``FlowCannotWork`` (422) naming every place."""
    if errors:
        told = "; ".join(f"{error.pointer.removeprefix('/')}: {error.message}" for error in errors[:3])
        raise FlowCannotWork(f"{told}.", errors=errors[:50])


async def check_flow(ctx: Ctx, flow: Flow, *, hold: bool = False) -> tuple[list[FieldError], References]:
    """Everything that is wrong with a flow, and what it refers to. Other automations are the caller's business.

    ``hold``: nobody takes away what it refers to before this transaction has ended; for a flow that is about to be
    saved."""
    errors: list[FieldError] = []
    references = References()
    for index, folder_id in enumerate(flow.folder_ids):
        references.note("folder", folder_id, f"/folder_ids/{index}")
    fields = await load_fields(ctx)
    await _check_trigger(ctx, flow, fields, errors, references)
    known = Known(
        fields, flow.trigger.kind, tuple(flow.trigger.event_types) if isinstance(flow.trigger, EventTrigger) else ()
    )
    check_conditions(known, flow.conditions, "/conditions", errors, references)
    await _check_steps(ctx, flow, known, errors, references)
    errors += await unknown_references(ctx, references, hold=hold)
    return errors, references


async def _check_trigger(
    ctx: Ctx, flow: Flow, fields: FieldSet, errors: list[FieldError], references: References
) -> None:
    match flow.trigger:
        case EventTrigger():
            _check_event_types(flow.trigger.event_types, "/trigger/event_types", errors)
        case ScheduleTrigger() if flow.trigger.filter is not None:
            _note_ids(flow.trigger.filter, "/trigger/filter", references)
            if flow.trigger.filter.trashed:
                errors.append(
                    FieldError(
                        pointer="/trigger/filter/trashed",
                        code="trashed",
                        message="cannot be: nothing is done with customers in the trash",
                    )
                )
            try:
                await listing_of(ctx, flow.trigger.filter)
            except AtriumError as error:
                found = error.errors or [FieldError(pointer="", code=error.code, message=error.detail)]
                errors += [
                    FieldError(
                        pointer="/trigger/filter/fields",
                        code=item.code,
                        message=f"{item.pointer} {item.message}".strip(),
                    )
                    for item in found
                ]
        case DateTrigger() if flow.trigger.field.startswith("custom_fields."):
            found_field = fields.by_key.get(flow.trigger.field.removeprefix("custom_fields."))
            if found_field is None or not found_field.viewable:
                errors.append(
                    FieldError(
                        pointer="/trigger/field",
                        code="unknown_field",
                        message="names a custom field that does not exist",
                    )
                )
            elif found_field.type not in DATE_TYPES or not found_field.filterable:
                errors.append(
                    FieldError(
                        pointer="/trigger/field",
                        code="wrong_type",
                        message="must be a filterable field that holds dates",
                    )
                )
        case WebhookTrigger():
            match = flow.trigger.match
            if match is not None and (match.by == "external_id") != (match.scheme is not None):
                errors.append(
                    FieldError(pointer="/trigger/match/scheme", code="scheme", message="goes with by: external_id")
                )


def _check_event_types(event_types: list[str], at: str, errors: list[FieldError]) -> None:
    for index, event_type in enumerate(event_types):
        if event_type not in EVENT_TYPES:
            errors.append(
                FieldError(pointer=f"{at}/{index}", code="unknown_event", message="is no event type of the contract")
            )


def lacks_customer(flow: Flow) -> bool:
    """Whether no run of this flow can have a customer."""
    match flow.trigger:
        case ScheduleTrigger():
            return flow.trigger.filter is None
        case WebhookTrigger():
            return flow.trigger.match is None
    return False


async def _check_steps(ctx: Ctx, flow: Flow, known: Known, errors: list[FieldError], references: References) -> None:
    seen: set[str] = set()
    steps = list(all_steps(flow.steps))
    if len(steps) > MOST_STEPS:
        errors.append(
            FieldError(pointer="/steps", code="too_many_steps", message=f"must be at most {MOST_STEPS} in all")
        )
        return
    loops: list[str] = []
    for step, at, depth in steps:
        if step.id in seen:
            errors.append(
                FieldError(pointer=f"{at}/id", code="repeated", message=f"{step.id} is the id of another step too")
            )
        if depth > DEEPEST:
            errors.append(
                FieldError(pointer=at, code="too_deep", message=f"must not be nested deeper than {DEEPEST} levels")
            )
        kind = STEP_KINDS.get(step.kind)
        if kind is None:
            errors.append(
                FieldError(pointer=f"{at}/kind", code="unknown_kind", message=f"{step.kind} is no kind of step")
            )
        else:
            _check_shape(step, at, loops, errors)
            if kind.needs_customer and lacks_customer(flow):
                errors.append(
                    FieldError(
                        pointer=at,
                        code="no_customer",
                        message=f"{step.id} needs a customer, and this trigger brings none",
                    )
                )
            here = Known(known.fields, known.trigger_kind, known.event_types, frozenset(seen))
            await _check_config(ctx, step, kind, at, here, errors, references)
        seen.add(step.id)
    _check_reach(flow.steps, "/steps", errors)


def _check_shape(step: Step, at: str, loops: list[str], errors: list[FieldError]) -> None:
    for name in ("then", "otherwise"):
        if getattr(step, name) and name not in BODIES.get(step.kind, ()):
            errors.append(
                FieldError(pointer=f"{at}/{name}", code="no_body", message=f"does not go with the kind {step.kind}")
            )
    if step.kind in BODIES and not (step.then or step.otherwise):
        errors.append(FieldError(pointer=f"{at}/then", code="empty", message=f"{step.id} has nothing to do"))
    if step.kind == "for_each_related":
        if any(at.startswith(f"{loop}/") for loop in loops):
            errors.append(FieldError(pointer=at, code="nested_loop", message="must not stand in another loop"))
        loops.append(at)


def _check_reach(steps: list[Step], at: str, errors: list[FieldError]) -> bool:
    """Notes steps that no run can reach. Whether the list always ends the run."""
    for number, step in enumerate(steps):
        here = f"{at}/{number}"
        ends = step.kind == "stop"
        if step.kind == "for_each_related":
            _check_reach(step.then, f"{here}/then", errors)
        elif step.kind == "branch":
            ends = all(
                [
                    _check_reach(step.then, f"{here}/then", errors),
                    _check_reach(step.otherwise, f"{here}/otherwise", errors),
                ]
            )
        if ends and number + 1 < len(steps):
            errors.append(
                FieldError(
                    pointer=f"{at}/{number + 1}",
                    code="unreachable",
                    message=f"{steps[number + 1].id} comes after the end of the run",
                )
            )
        if ends:
            return True
    return False


async def _check_config(
    ctx: Ctx, step: Step, kind: StepKind, at: str, known: Known, errors: list[FieldError], references: References
) -> None:
    at = f"{at}/config"
    try:
        config = kind.config.model_validate(step.config)
    except ValidationError as error:
        for found in error.errors():
            place = "".join(f"/{part}" for part in found["loc"])
            errors.append(FieldError(pointer=f"{at}{place}", code=found["type"], message=str(found["msg"])[:300]))
        return
    _note_ids(config, at, references)
    if kind.permission is not None and not ctx.may(kind.permission):
        errors.append(
            FieldError(
                pointer=at,
                code="not_allowed",
                message=f"{step.id} needs the permission {kind.permission.value}, which you do not have",
            )
        )
    if isinstance(config, BranchStep):
        check_conditions(known, config.conditions, f"{at}/conditions", errors, references)
        return
    check_template(known, at, {name: value for name, value in step.config.items() if name != kind.secret}, errors)
    if isinstance(config, WaitStep):
        _check_event_types(config.event_types, f"{at}/event_types", errors)
    if step.kind == "set_field" and str(step.config["field"]).startswith("custom_fields."):
        found_field = known.fields.by_key.get(str(step.config["field"]).removeprefix("custom_fields."))
        if found_field is not None:
            references.note("custom_field", found_field.id, f"{at}/field")
    if kind.check is not None:
        check = StepCheck(
            ctx, config, at, lambda pointer, value: check_template(known, f"{at}{pointer}", value, errors)
        )
        await kind.check(check)
        errors += check.errors


def _note_ids(config: Input, at: str, references: References) -> None:
    for name, thing in NAMED.items():
        value = getattr(config, name, None)
        for index, identifier in enumerate(value if isinstance(value, list) else []):
            references.note(thing, identifier, f"{at}/{name}/{index}")
        if isinstance(value, UUID):
            references.note(thing, value, f"{at}/{name}")


async def unknown_references(ctx: Ctx, references: References, *, hold: bool = False) -> list[FieldError]:
    """References to what does not exist, is not active or cannot be seen: one statement for each kind of thing."""
    errors: list[FieldError] = []
    for thing in dict.fromkeys(thing for thing, _, _ in references.found):
        wanted = [(UUID(value), pointer) for kind, value, pointer in references.found if kind == thing]
        if thing in {"custom_field", "automation"}:
            continue
        known = await existing(ctx, thing, {identifier for identifier, _ in wanted}, hold=hold)
        message = UNKNOWN.get(thing, f"is not a {thing.replace('_', ' ')} of this workspace")
        errors += [
            FieldError(pointer=pointer, code="unknown", message=message)
            for identifier, pointer in wanted
            if identifier not in known
        ]
    return errors


async def existing(ctx: Ctx, thing: str, identifiers: Collection[UUID], *, hold: bool = False) -> set[UUID]:
    """Those of the ids that are things of this kind, active and not hidden from the actor."""
    if thing == "customer":
        return set(
            await ctx.session.scalars(select(Customer.id).where(visible_customers(ctx), Customer.id.in_(identifiers)))
        )
    owner = OWNERS[thing]
    query = select(owner.id).where(owner.workspace_id == ctx.workspace_id, owner.id.in_(identifiers))
    if thing == "member":
        query = query.where(Member.state == "active")
    if thing == "email_template":
        query = query.where(EmailTemplate.archived_at.is_(None))
    if thing in {"folder", "status"} and ctx.visibility.hidden_folder_ids:
        folder = Status.folder_id if thing == "status" else Folder.id
        query = query.where(folder.not_in(ctx.visibility.hidden_folder_ids))
    return set(await ctx.session.scalars(query.with_for_update(read=True) if hold else query))


def uses_of_flow(flow: Flow, fields: FieldSet, references: References) -> list[UUID]:
    """Every id that the flow refers to, of tags, folders, statuses, forms and whatever else, and those of custom fields
    in conditions and placeholders."""
    used = {UUID(value) for _, value, _ in references.found} | {
        UUID(name) for name in names_of(flow.model_dump(mode="json"))
    }
    text = flow.model_dump_json()
    used |= {found.id for key, found in fields.by_key.items() if f"custom_fields.{key}" in text}
    keys = (
        {condition.key for condition in flow.trigger.filter.fields}
        if isinstance(flow.trigger, ScheduleTrigger) and flow.trigger.filter
        else set()
    )
    return sorted(used | {fields.by_key[key].id for key in keys if key in fields.by_key})


def names_of(flow: Mapping[str, Any]) -> set[str]:
    """Every text in a flow that is an identifier."""
    found: set[str] = set()

    def look(value: Any) -> None:
        if isinstance(value, str) and _ID.fullmatch(value):
            found.add(value)
        elif isinstance(value, Mapping):
            for item in value.values():
                look(item)
        elif isinstance(value, list):
            for item in value:
                look(item)

    look(flow)
    return found
