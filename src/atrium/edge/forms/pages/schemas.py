from typing import Literal

from pydantic import Field

from atrium.edge.forms.forms.schemas import Property
from atrium.kernel.schemas import Output

InputType = Literal[
    "text",
    "long_text",
    "number",
    "currency",
    "percent",
    "date",
    "date_time",
    "checkbox",
    "select",
    "multi_select",
    "email",
    "phone",
    "url",
    "address",
    "consent",
]


class PublicOption(Output):
    """One option of a question."""

    key: str = Field(description="What to send.", examples=["gold"])
    label: str = Field(description="What people read.", examples=["Gold"])


class PublicLimits(Output):
    """Limits to an answer; null where there is none. The server checks them again."""

    min: float | str | None = Field(
        None, description="Smallest number, amount (minor units), date or time.", examples=[0]
    )
    max: float | str | None = Field(
        None, description="Largest number, amount (minor units), date or time.", examples=[100]
    )
    min_length: int | None = Field(None, description="Fewest characters.", examples=[2])
    max_length: int | None = Field(None, description="Most characters.", examples=[80])
    pattern: str | None = Field(
        None, description="Regular expression that the whole text must match.", examples=["[A-Z]{2}[0-9]{6}"]
    )
    currency: str | None = Field(None, description="Currency (ISO 4217) of amounts.", examples=["EUR"])


class PublicField(Output):
    """One question as a visitor sees it."""

    key: str = Field(description="Name of its value.", examples=["email"])
    type: InputType = Field(description="What kind of answer it takes.", examples=["email"])
    property: Property | None = Field(description="The customer's property it is bound to, if any.", examples=["email"])
    label: str | None = Field(
        description="What to ask; null: the page names the property in the visitor's language.",
        examples=["Your e-mail"],
    )
    help: str = Field(description="A hint, or empty.", examples=[""])
    consent_text: str = Field(description="What is agreed to, for a consent.", examples=[""])
    required: bool = Field(description="Whether it must be answered; a box must be ticked.", examples=[True])
    options: list[PublicOption] = Field(description="Options, for selects.")
    limits: PublicLimits = Field(description="Limits to the answer.")


class PublicForm(Output):
    """What a page needs to show a form. It holds nothing that a visitor may not know."""

    title: str = Field(description="Heading.", examples=["Talk to us"])
    description: str = Field(description="Text below it.", examples=["We answer within a day."])
    submit_label: str = Field(description="Text of the button; empty: the page's own word.", examples=["Send"])
    workspace_name: str = Field(description="Who asks.", examples=["Lumen Studio"])
    fields: list[PublicField] = Field(description="The questions in order.")
    token: str = Field(
        description="To be sent back with the answers, once, after a moment and within a day.",
        examples=["eyJ2IjoxfQ.c2ln"],
    )
