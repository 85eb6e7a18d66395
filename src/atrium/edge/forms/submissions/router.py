from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from atrium.edge.forms.pages.router import Opened
from atrium.edge.forms.submissions import service
from atrium.edge.forms.submissions.schemas import FormPost, FormReceipt, Outcome, SubmissionOut
from atrium.kernel import ratelimit
from atrium.kernel.authentication import client_address
from atrium.kernel.context import Ctx
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.settings import settings

router = slice_router("forms")


@router.get("/forms/{form_id}/submissions", summary="List a form's submissions")
async def list_form_submissions(
    ctx: Annotated[Ctx, can(P.forms_read, P.customers_read)],
    form_id: UUID,
    outcome: Annotated[
        list[Outcome] | None,
        Query(max_length=3, description="Only with one of these outcomes.", examples=[["created"]]),
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[SubmissionOut]:
    """Newest first, of customers whom the caller may see."""
    items, next_cursor = await service.list_submissions(
        ctx, form_id, outcomes=outcome or [], limit=limit, cursor=cursor
    )
    return Page(items=items, next_cursor=next_cursor)


@router.post("/f/{form_key}", status_code=201, summary="Fill in a public form")
async def submit_form(form: Opened, data: FormPost, request: Request, response: Response) -> FormReceipt:
    """Checks every answer (422 with a pointer to each question), then makes or updates the customer. Nothing is kept of
    answers that are refused.

    `token` comes from reading the form; sending the same answers with it again repeats the receipt
    (`Idempotent-Replayed: true`) and has no second effect. At most 64 KiB. Limited by network address and by form
    (429). Scripts of other sites need their origin to be allowed (403)."""
    await check_limits(request, form[1].id)
    receipt, repeated = await service.submit(*form, data)
    if repeated:
        response.headers["Idempotent-Replayed"] = "true"
    return receipt


async def check_limits(request: Request, form_id: UUID) -> None:
    """Raises ``TooManyRequests`` (429) for too many posts from one network address, or of all to one form."""
    config = settings()
    await ratelimit.check(
        request, f"form-posts:{client_address(request)}", anonymous=True, per_minute=config.form_posts_per_minute
    )
    await ratelimit.check(request, f"form:{form_id}", anonymous=True, per_minute=config.form_posts_in_all_per_minute)
