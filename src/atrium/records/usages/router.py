"""The parameter of every operation that takes away what something else may use."""

from typing import Annotated

from fastapi import Query

Force = Annotated[
    bool,
    Query(
        description="Do it even when forms or automations use it (409 lists them); they go on without it.",
        examples=[False],
    ),
]
