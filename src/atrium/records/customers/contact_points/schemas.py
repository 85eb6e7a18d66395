from pydantic import Field

from atrium.kernel.schemas import Input, Line, Output, Token


class EmailIn(Input):
    """An e-mail address to keep."""

    address: Token = Field(max_length=254, description="The address; kept in lower case.", examples=["ana@example.com"])
    label: Line = Field("", max_length=40, description="What kind of address.", examples=["work"])
    primary: bool = Field(
        False, description="Whether it is the one to write to; the first becomes it when none is.", examples=[True]
    )


class EmailOut(Output):
    """An e-mail address."""

    address: str = Field(description="The address in lower case.", examples=["ana@example.com"])
    label: str = Field(description="What kind of address.", examples=["work"])
    primary: bool = Field(description="Whether it is the one to write to.", examples=[True])


class PhoneIn(Input):
    """A phone number to keep."""

    number: Token = Field(
        max_length=60,
        description="In any usual form; without a country code it is taken to be in the workspace's country.",
        examples=["+34 600 11 22 33"],
    )
    label: Line = Field("", max_length=40, description="What kind of number.", examples=["mobile"])
    primary: bool = Field(
        False, description="Whether it is the one to call; the first becomes it when none is.", examples=[True]
    )


class PhoneOut(Output):
    """A phone number."""

    number: str = Field(description="E.164 form.", examples=["+34600112233"])
    display: str = Field(description="The form people in that country write.", examples=["600 11 22 33"])
    extension: str | None = Field(None, description="Extension, if any.", examples=[None])
    label: str = Field(description="What kind of number.", examples=["mobile"])
    primary: bool = Field(description="Whether it is the one to call.", examples=[True])
