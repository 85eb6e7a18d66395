from typing import Annotated

from fastapi import Depends, Path, Request

from atrium.edge.forms.forms.models import Form
from atrium.edge.forms.pages import service
from atrium.edge.forms.pages.schemas import PublicForm
from atrium.kernel.context import Ctx
from atrium.kernel.db import database
from atrium.kernel.route import public
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Token

router = slice_router("forms")
FormKey = Annotated[
    Token, Path(max_length=100, description="The form's public key.", examples=["3vQx0bq2mP9yT7Lr1cZkWd"])
]


async def opened(_: Annotated[None, public()], request: Request, form_key: FormKey) -> tuple[Ctx, Form]:
    """The form of this key and the context that acts in its name, committed by the route like any other."""
    request.state.session = session = database().authenticating_session()
    request.state.ctx, form = await service.open_form(
        session, form_key, request_id=request.scope.get("atrium.request_id", "")
    )
    return request.state.ctx, form


Opened = Annotated[tuple[Ctx, Form], Depends(opened)]


@router.get("/f/{form_key}", summary="Get a public form")
async def get_public_form(form: Opened) -> PublicForm:
    """What a page needs to show it. 410 while it is switched off."""
    return await service.show_form(*form)
