from typing import Annotated

from pydantic import Field

from atrium.kernel.schemas import Input, Line, Name, Output

UNIT_EXAMPLE = "credits"
UnitKey = Annotated[
    str,
    Field(
        min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$", description="Key of a unit.", examples=[UNIT_EXAMPLE]
    ),
]
"""The stable name of a unit."""

BUILT_IN = {
    "credits": ("Credits", "Platform credits."),
    "telephony": ("Telephony", "Minutes and messages of the telephone."),
}
"""Name and description of the units that every workspace has."""


class CreditUnitIn(Input):
    """A new unit."""

    key: UnitKey = Field(description="Stable name; it cannot be changed.", examples=["sms"])
    name: Name = Field(description="Name for people.", examples=["SMS"])
    description: Line = Field("", description="What is paid with it.", examples=["Text messages"])


class CreditUnitPatch(Input):
    """What to change of a unit."""

    name: Name = Field("", description="Name for people.", examples=["Text messages"])
    description: Line = Field("", description="What is paid with it.", examples=["Text messages in and out"])


class CreditUnitOut(Output):
    """A unit in which customers have credits."""

    key: str = Field(description="Stable name.", examples=[UNIT_EXAMPLE])
    name: str = Field(description="Name for people.", examples=["Credits"])
    description: str = Field(description="What is paid with it.", examples=["Platform credits."])
    built_in: bool = Field(
        description="Whether every workspace has it; such a unit can be renamed, not deleted.", examples=[True]
    )
