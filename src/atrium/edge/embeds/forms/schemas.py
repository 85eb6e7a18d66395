from typing import Any

from pydantic import Field

from atrium.edge.forms.pages.schemas import PublicForm


class EmbedForm(PublicForm):
    """A form as the widget of one customer shows it: what identifies the customer and is known need not be answered."""

    values: dict[str, Any] = Field(
        description=(
            "What is known already, by question and typed as answers are, to begin with; empty without"
            " `customers:read`."
        ),
        examples=[{"name": "Ana Ruiz", "email": "ana@example.com"}],
    )
