from typing import Annotated
from uuid import UUID

from fastapi import Response

from atrium.edge.automations.definitions.rendering import automation_out
from atrium.edge.automations.definitions.schemas import AutomationOut
from atrium.edge.automations.definitions.service import get_automation
from atrium.edge.automations.library import service
from atrium.edge.automations.library.schemas import CatalogueOut, Exported, TemplatesOut
from atrium.kernel.context import Ctx
from atrium.kernel.etag import set_etag
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router

router = slice_router("automations")


@router.get("/automation-catalogue", summary="Get what automations can be made of")
async def get_automation_catalogue(ctx: Annotated[Ctx, can(P.automations_read)]) -> CatalogueOut:
    """Event types, kinds of steps with the schema of their configuration, paths for conditions and placeholders, and
    comparisons."""
    return await service.catalogue(ctx)


@router.get("/automation-templates", summary="Get templates of automations")
async def get_automation_templates(ctx: Annotated[Ctx, can(P.automations_read)]) -> TemplatesOut:
    """Automations to start from, made for this workspace."""
    return TemplatesOut(templates=await service.templates(ctx))


@router.get("/automations/{automation_id}/export", summary="Export an automation")
async def export_automation(
    ctx: Annotated[Ctx, can(P.automations_read)], automation_id: UUID, response: Response
) -> Exported:
    """A file that another workspace can import. Secrets are null."""
    automation, flow = await get_automation(ctx, automation_id)
    response.headers["Content-Disposition"] = f'attachment; filename="automation-{automation_id}.json"'
    return await service.export_automation(ctx, automation, flow)


@router.post("/automations/import", status_code=201, summary="Import an automation")
async def import_automation(
    ctx: Annotated[Ctx, can(P.automations_write)], data: Exported, response: Response
) -> AutomationOut:
    """Makes it, switched off. What it refers to is found by name; 422 points at what is not found, and at secrets that
    must be filled in."""
    automation, flow = await service.import_automation(ctx, data)
    set_etag(response, automation.version)
    return await automation_out(ctx, automation, flow)
