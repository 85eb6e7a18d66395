"""Base types of the contract. They refuse what would otherwise surface as a database error: NUL and lone surrogates,
integers beyond 64 bits, NaN, dates outside 1900–2200, deeply nested JSON, unknown properties."""

import math
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic_core import PydanticCustomError

MAX_JSON_DEPTH = 32


class Input(BaseModel):
    """A request body. Unknown properties are refused, so that a typing error never passes silently."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)

    def provided(self) -> dict[str, Any]:
        """The properties the caller sent, by name: absent ones are left out and null ones are kept (JSON merge patch,
        RFC 7396)."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Output(BaseModel):
    """A response body. Every property is always present, so clients need no guard for absent ones."""

    model_config = ConfigDict(from_attributes=True, json_schema_serialization_defaults_required=True)


def _storable(value: str) -> str:
    if "\x00" in value:
        raise PydanticCustomError("nul_character", "must not contain NUL characters")
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise PydanticCustomError("lone_surrogate", "must be valid Unicode text")
    return value


def _one_line(value: str) -> str:
    value = unicodedata.normalize("NFC", _storable(value)).strip()
    if any(unicodedata.category(character) == "Cc" for character in value):
        raise PydanticCustomError("control_character", "must be a single line without control characters")
    return value


def _not_blank(value: str) -> str:
    if not value:
        raise PydanticCustomError("blank", "must not be blank")
    return value


def _prose(value: str) -> str:
    return unicodedata.normalize("NFC", _storable(value)).replace("\r\n", "\n").replace("\r", "\n")


Line = Annotated[str, Field(max_length=500), AfterValidator(_one_line)]
"""One line of text, trimmed, possibly empty, at most 500 characters."""
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_one_line), AfterValidator(_not_blank)]
"""One line of text, trimmed, not blank, at most 200 characters."""
Prose = Annotated[str, Field(max_length=20_000), AfterValidator(_prose)]
"""Text of several lines, at most 20,000 characters."""
Message = Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(_prose)]
"""The same, not empty."""
Token = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_storable)]
"""An opaque value: kept exactly as sent."""
Key = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9_]*$")]
"""A stable machine name."""
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$", examples=["#3b82f6"])]
BigInt = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]
Position = Annotated[int, Field(ge=0, le=1_000_000)]


def _bounded_instant(value: datetime) -> datetime:
    if not 1900 <= value.year <= 2200:
        raise PydanticCustomError("out_of_range", "must lie between the years 1900 and 2200")
    return value.astimezone(UTC)


def _bounded_day(value: date) -> date:
    if not 1900 <= value.year <= 2200:
        raise PydanticCustomError("out_of_range", "must lie between the years 1900 and 2200")
    return value


Instant = Annotated[AwareDatetime, AfterValidator(_bounded_instant)]
"""A moment with its offset (RFC 3339), kept as UTC."""
Day = Annotated[date, AfterValidator(_bounded_day)]


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise PydanticCustomError("not_finite", "must be a finite number")
    return value


Number = Annotated[float, Field(ge=-1e15, le=1e15), AfterValidator(_finite)]


def _bounded_json(value: Any, depth: int = 0) -> Any:
    if depth > MAX_JSON_DEPTH:
        raise PydanticCustomError(
            "too_deep", "must not be nested deeper than {depth} levels", {"depth": MAX_JSON_DEPTH}
        )
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise PydanticCustomError("out_of_range", "integers must fit into 64 bits")
        return value
    if isinstance(value, float):
        return _finite(value)
    if isinstance(value, list):
        return [_bounded_json(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_storable(key): _bounded_json(item, depth + 1) for key, item in cast("dict[str, Any]", value).items()}
    raise PydanticCustomError("not_json", "must be a JSON value")


Json = Annotated[JsonValue, BeforeValidator(_bounded_json)]
"""Any JSON value that the database can keep."""
JsonObject = Annotated[dict[str, Json], BeforeValidator(_bounded_json)]


class Reference(Output):
    """A short form of something that has an address of its own."""

    id: str = Field(description="Identifier.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"])
    name: str = Field(description="Its name.", examples=["Leads"])


class ActorOut(Output):
    """Who did something."""

    type: Literal["member", "api_key", "embed", "system", "customer"] = Field(
        description="Kind of actor.", examples=["member"]
    )
    id: str | None = Field(
        None, description="Its identifier, if it has one.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]
    )
    name: str = Field(description="Its name when it acted.", examples=["Noa Levi"])


def own(shape: type[BaseModel], row: Any) -> dict[str, Any]:
    """The fields of a shape that a row has itself, by name: what is left to fill in is what the row only refers to."""
    return {name: getattr(row, name) for name in shape.model_fields if hasattr(row, name)}
