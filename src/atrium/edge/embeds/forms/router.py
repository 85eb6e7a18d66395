from typing import Annotated

from fastapi import Request, Response

from atrium.edge.embeds.forms import service
from atrium.edge.embeds.forms.schemas import EmbedForm
from atrium.edge.forms.submissions.schemas import FormPost, FormReceipt
from atrium.edge.forms.submissions.service import post_limits
from atrium.kernel import ratelimit
from atrium.kernel.authentication import client_address
from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.kernel.route import embed
from atrium.kernel.route import router as slice_router

router = slice_router("embeds")


@router.get("/embed/form", summary="Get the form of a widget")
async def get_embed_form(ctx: Annotated[Ctx, embed(P.forms_submit)]) -> EmbedForm:
    """Its questions, a token to send back, and what is known of the customer already. 410 while the form is switched
    off, 404 once it was deleted or the configuration shows none."""
    return await service.show(ctx)


@router.post("/embed/form", status_code=201, summary="Fill in the form of a widget")
async def submit_embed_form(
    ctx: Annotated[Ctx, embed(P.forms_submit)], data: FormPost, request: Request, response: Response
) -> FormReceipt:
    """Checks every answer as the public form does, and keeps them with the widget's customer, whoever else has the
    address or number in them; the form's rules for duplicates do not apply. Answers replace what was there, addresses
    and numbers are added and primary ones stay, as do folder, status and owner; the form's tags are added. Blank
    answers change nothing. Nothing is kept of answers that are refused.

    `token` comes from reading the form here; sending the same answers with it again repeats the receipt
    (`Idempotent-Replayed: true`). At most 64 KiB, and as many posts a minute as public forms take (429)."""
    form, customer_id = await service.open_form(ctx)
    for subject, per_minute in post_limits(form.id, client_address(request)):
        await ratelimit.check(request, subject, anonymous=True, per_minute=per_minute)
    receipt, repeated = await service.submit(ctx, form, customer_id, data)
    if repeated:
        response.headers["Idempotent-Replayed"] = "true"
    return receipt
