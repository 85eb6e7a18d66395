from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query, Request, Response

from atrium.edge.forms.forms.models import Form
from atrium.edge.forms.pages import service as pages
from atrium.edge.forms.pages.schemas import PublicForm
from atrium.edge.forms.submissions import service
from atrium.edge.forms.submissions.schemas import FormPost, FormReceipt, Outcome, SubmissionOut
from atrium.kernel import ratelimit
from atrium.kernel.authentication import client_address
from atrium.kernel.context import Ctx
from atrium.kernel.db import database
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can, public
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Token

router = slice_router("forms")
FormKey = Annotated[
    Token, Path(max_length=100, description="The form's public key.", examples=["3vQx0bq2mP9yT7Lr1cZkWd"])
]


async def opened(_: Annotated[None, public()], request: Request, form_key: FormKey) -> tuple[Ctx, Form]:
    """The form of this key and the context that acts in its name, committed by the route like any other."""
    request.state.session = session = database().authenticating_session()
    request.state.ctx, form = await pages.open_form(
        session, form_key, request_id=request.scope.get("atrium.request_id", "")
    )
    return request.state.ctx, form


Opened = Annotated[tuple[Ctx, Form], Depends(opened)]


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


@router.get("/f/{form_key}", summary="Get a public form")
async def get_public_form(form: Opened) -> PublicForm:
    """What a page needs to show it. 410 while it is switched off."""
    return await pages.show_form(*form)


@router.post("/f/{form_key}", status_code=201, summary="Fill in a public form")
async def submit_form(form: Opened, data: FormPost, request: Request, response: Response) -> FormReceipt:
    """Checks every answer (422 with a pointer to each question), then makes or updates the customer. Nothing is kept of
    answers that are refused.

    `token` comes from reading the form; sending the same answers with it again repeats the receipt
    (`Idempotent-Replayed: true`) and has no second effect. At most 64 KiB. Limited by network address and by form
    (429). Scripts of other sites need their origin to be allowed (403)."""
    for subject, per_minute in service.post_limits(form[1].id, client_address(request)):
        await ratelimit.check(request, subject, anonymous=True, per_minute=per_minute)
    receipt, repeated = await service.submit(*form, data)
    if repeated:
        response.headers["Idempotent-Replayed"] = "true"
    return receipt
