"""From posted values to answers. Values are whatever a stranger's machine sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from atrium.edge.forms.pages.service import Question
from atrium.kernel.context import Ctx
from atrium.kernel.errors import FieldError, Invalid
from atrium.kernel.schemas import Json, Line, Name, Prose
from atrium.records.custom_fields.fields.rules import ValueRefused
from atrium.records.custom_fields.values.reading import read_value
from atrium.records.customers.contact_points.schemas import PhoneIn
from atrium.records.customers.contact_points.service import (
    EmailNotUnderstood,
    normalise_email,
    normalise_phones,
    workspace_region,
)

MAX_EMAIL, MAX_PHONE, MAX_MESSAGE = 254, 60, 5000
_TEXTS: dict[str, TypeAdapter[str]] = {
    "name": TypeAdapter(Name),
    "company": TypeAdapter(Name),
    "location": TypeAdapter(Annotated[Line, Field(max_length=300)]),
    "message": TypeAdapter(Annotated[Prose, Field(max_length=MAX_MESSAGE)]),
}


@dataclass(slots=True)
class Answers:
    """``values`` by property, an e-mail address and a phone number normalised; ``phone`` as it was written;
    ``custom_fields`` by the field's key; ``keys``: the question that asks for each custom field."""

    values: dict[str, str] = field(default_factory=dict)
    phone: str | None = None
    custom_fields: dict[str, Json] = field(default_factory=dict)
    consents: list[dict[str, Any]] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def given(self) -> bool:
        """Whether there is any."""
        return bool(self.values or self.custom_fields or any(consent["given"] for consent in self.consents))


async def read_answers(
    ctx: Ctx, questions: Sequence[Question], given: Mapping[str, Json], *, of_known: bool = False
) -> Answers:
    """Raises ``Invalid`` (422) with every finding at ``/values/<key>``. Blank answers count as none. ``of_known``: they
    need not say whose they are."""
    answers, errors = Answers(), list[FieldError]()
    known = {question.row.key for question in questions}
    errors += [
        _at(key, ValueRefused("unknown_field", "is no question of this form")) for key in given if key not in known
    ]
    region = await workspace_region(ctx)
    for question in questions:
        key, value = question.row.key, given.get(question.row.key)
        try:
            answered = _read(question, value, answers, region)
            if question.required and not answered:
                raise ValueRefused("required", "must be answered")
        except ValueRefused as error:
            errors.append(_at(key, error))
    if of_known and not errors and not answers.given:
        raise Invalid.at("/values", "empty", "need an answer")
    if not of_known and not errors and not {"name", "email", "phone", "company"} & answers.values.keys():
        raise Invalid.at("/values", "anonymous", "need a name, an address, a number or a company")
    if errors:
        raise Invalid(
            "; ".join(f"{error.pointer.removeprefix('/values/')} {error.message}" for error in errors[:3]) + ".",
            errors=errors[:100],
        )
    return answers


def _read(question: Question, value: Json, answers: Answers, region: str) -> bool:
    """Put one answer where it belongs. Returns whether there is one. Raises ``ValueRefused``."""
    row, bound = question.row, question.bound
    if row.kind == "consent":
        if value is not None and not isinstance(value, bool):
            raise ValueRefused("not_a_checkbox", "must be true or false")
        answers.consents.append({"key": row.key, "text": row.consent_text, "given": value is True})
        return value is True
    if bound is not None:
        found = read_value(value, bound.rules)
        if found is not None:
            answers.custom_fields[bound.key] = found
            answers.keys[bound.key] = row.key
        return found is not None and not (bound.type == "checkbox" and found is False)
    if value is None:
        return False
    if not isinstance(value, str):
        raise ValueRefused("not_text", "must be a text")
    if not value.strip():
        return False
    name = str(row.property)
    if name == "email":
        answers.values[name] = _email(value)
    elif name == "phone":
        answers.values[name], answers.phone = _phone(value, region), value.strip()
    else:
        answers.values[name] = _text(name, value)
    return True


def _text(name: str, value: str) -> str:
    try:
        return _TEXTS[name].validate_python(value).strip()
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise ValueRefused(found["type"].removeprefix("string_"), found["msg"][:1].lower() + found["msg"][1:]) from None


def _email(value: str) -> str:
    if len(value) > MAX_EMAIL:
        raise ValueRefused("too_long", f"must have at most {MAX_EMAIL} characters")
    try:
        return normalise_email(value)
    except EmailNotUnderstood:
        # The library's own sentences quote what was sent.
        raise ValueRefused("not_an_email", "must be an e-mail address") from None


def _phone(value: str, region: str) -> str:
    if len(value) > MAX_PHONE:
        raise ValueRefused("too_long", f"must have at most {MAX_PHONE} characters")
    errors: list[FieldError] = []
    kept = normalise_phones([PhoneIn.model_construct(number=value, label="", primary=True)], region, "", errors)
    if errors:
        raise ValueRefused(errors[0].code, errors[0].message[:1].lower() + errors[0].message[1:].rstrip("."))
    return str(kept[0]["number"])


def _at(key: str, error: ValueRefused) -> FieldError:
    safe = key[:100].encode("utf-8", "replace").decode().replace("\x00", "").replace("~", "~0").replace("/", "~1")
    return FieldError(pointer=f"/values/{safe}{error.at}", code=error.code, message=error.message)
