from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request, Response

from atrium.edge.automations.definitions import service
from atrium.edge.automations.definitions.models import Automation
from atrium.edge.automations.definitions.rendering import actor_out, automation_out, summary_out
from atrium.edge.automations.definitions.schemas import (
    AutomationIn,
    AutomationOut,
    AutomationPatch,
    AutomationSummary,
    CheckOut,
    DraftIn,
    DuplicateIn,
    HookOut,
    VersionOut,
)
from atrium.edge.automations.flows.schemas import Flow
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Line

router = slice_router("automations", "When something happens with a customer, something follows: flows, runs, traces.")


@router.get("/automations", summary="List automations")
async def list_automations(
    ctx: Annotated[Ctx, can(P.automations_read)],
    q: Annotated[
        Line | None, Query(max_length=100, description="Only with this somewhere in their name.", examples=["welcome"])
    ] = None,
    enabled: Annotated[bool | None, Query(description="Only those that are on, or off.", examples=[True])] = None,
    trigger_kind: Annotated[
        Literal["event", "manual", "schedule", "date", "webhook"] | None,
        Query(description="Only with this kind of trigger.", examples=["manual"]),
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[AutomationSummary]:
    """A to Z."""
    rows, next_cursor = await service.list_automations(
        ctx, q=q, enabled=enabled, trigger_kind=trigger_kind, limit=limit, cursor=cursor
    )
    return Page(items=[summary_out(row) for row in rows], next_cursor=next_cursor)


@router.post("/automations", status_code=201, summary="Create an automation")
async def create_automation(
    ctx: Annotated[Ctx, can(P.automations_write)], data: AutomationIn, response: Response
) -> AutomationOut:
    """A flow that cannot work is refused (422), with a pointer to each step and the reason."""
    return await _show(ctx, *await service.create_automation(ctx, data), response)


@router.post("/automations/check", summary="Check a draft of an automation")
async def check_automation(ctx: Annotated[Ctx, can(P.automations_write)], data: DraftIn) -> CheckOut:
    """What saving it would refuse, without saving it."""
    flow = Flow.model_validate(data.model_dump(exclude={"automation_id"}))
    return CheckOut(errors=await service.check_draft(ctx, flow, data.automation_id))


@router.get("/automations/{automation_id}", summary="Get an automation")
async def get_automation(
    ctx: Annotated[Ctx, can(P.automations_read)], automation_id: UUID, response: Response
) -> AutomationOut:
    """With the flow that new runs follow, and what is wrong with it by now."""
    return await _show(ctx, *await service.get_automation(ctx, automation_id), response)


@router.patch("/automations/{automation_id}", summary="Change an automation")
async def update_automation(
    ctx: Annotated[Ctx, can(P.automations_write)],
    automation_id: UUID,
    data: AutomationPatch,
    request: Request,
    response: Response,
) -> AutomationOut:
    """Also to switch it on or off. A changed flow acts for whoever saves it; runs under way end by the flow they began
    with."""
    automation, flow = await service.get_automation(ctx, automation_id, lock=True)
    check_if_match(request, automation.version)
    return await _show(ctx, *await service.update_automation(ctx, automation, flow, data), response)


@router.delete("/automations/{automation_id}", status_code=204, summary="Delete an automation")
async def delete_automation(
    ctx: Annotated[Ctx, can(P.automations_write)], automation_id: UUID, request: Request
) -> None:
    """With all its runs; those under way end here. 409 while other automations run it."""
    automation, _ = await service.get_automation(ctx, automation_id, lock=True)
    check_if_match(request, automation.version)
    await service.delete_automation(ctx, automation)


@router.post("/automations/{automation_id}/duplicate", status_code=201, summary="Duplicate an automation")
async def duplicate_automation(
    ctx: Annotated[Ctx, can(P.automations_write)], automation_id: UUID, data: DuplicateIn, response: Response
) -> AutomationOut:
    """The copy is switched off and acts for you. Secret headers are not copied: 422 names them."""
    automation, flow = await service.get_automation(ctx, automation_id)
    return await _show(ctx, *await service.duplicate_automation(ctx, automation, flow, data.name), response)


@router.post("/automations/{automation_id}/hook", status_code=201, summary="Make a webhook's address")
async def make_automation_hook(ctx: Annotated[Ctx, can(P.automations_write)], automation_id: UUID) -> HookOut:
    """Shown only now; a former address stops working. 409 when the trigger is no webhook."""
    automation, _ = await service.get_automation(ctx, automation_id, lock=True)
    return HookOut(url=await service.make_hook(ctx, automation))


@router.get("/automations/{automation_id}/versions", summary="List an automation's versions")
async def list_automation_versions(
    ctx: Annotated[Ctx, can(P.automations_read)], automation_id: UUID, limit: Limit = 50, cursor: Cursor = None
) -> Page[VersionOut]:
    """Who saved its flow when, the newest first."""
    rows, next_cursor = await service.list_versions(ctx, automation_id, limit, cursor)
    items = [
        VersionOut(
            number=row.number,
            author=actor_out(row.author_type, row.author_id, row.author_name),
            created_at=row.created_at,
        )
        for row in rows
    ]
    return Page(items=items, next_cursor=next_cursor)


async def _show(ctx: Ctx, automation: Automation, flow: Flow, response: Response) -> AutomationOut:
    set_etag(response, automation.version)
    return await automation_out(ctx, automation, flow)
