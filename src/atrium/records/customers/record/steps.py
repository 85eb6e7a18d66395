"""What automations do with a customer: fields, status, folder (ADR 0009)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import Field, ValidationError

from atrium.kernel.errors import Invalid
from atrium.kernel.permissions import P
from atrium.kernel.schemas import Input, Json
from atrium.kernel.steps import Output, StepCall, StepCheck, is_template, step_together
from atrium.records.custom_fields.fields.access import FieldView, load_fields
from atrium.records.custom_fields.fields.rules import ValueRefused
from atrium.records.custom_fields.values.reading import read_value
from atrium.records.customers.record.conversion import convert_customers
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.schemas import ID, CustomerPatch
from atrium.records.customers.record.service import get_customers, update_customers
from atrium.records.folders.queries import map_status


def _problem_with(found: FieldView, value: Any) -> str | None:
    """Why a custom field would not take this value; None when it would, or when placeholders decide that later."""
    if is_template(value):
        return None
    try:
        read_value(value, found.rules)
    except ValueRefused as error:
        return error.message
    return None


class SetFieldStep(Input):
    """Set or clear one field of the customer."""

    field: str = Field(
        max_length=100,
        pattern=r"^(custom_fields\.[a-z][a-z0-9_]*|name|location|language|time_zone|availability|source|lifecycle)$",
        description=(
            "`custom_fields.<key>`, or `name`, `location`, `language`, `time_zone`, `availability`, `source`,"
            " `lifecycle` (only to `customer`)."
        ),
        examples=["location"],
    )
    value: Json = Field(
        description="Template. The new value, in the form that the customer itself has; null clears.",
        examples=["Madrid"],
    )


class SetStatusStep(Input):
    """Set the status. Fails for a customer who lies in another folder than the status's own."""

    status_id: UUID = Field(description="The status.", examples=[ID])


class MoveToFolderStep(Input):
    """Move the customer to a folder."""

    folder_id: UUID | None = Field(description="The folder; null for none.", examples=[ID])
    status_id: UUID | None = Field(
        None, description="Its status there; else one of the same name, else the folder's default.", examples=[ID]
    )


async def _check_field(check: StepCheck[SetFieldStep]) -> None:
    """The field must be one that the author may change, and take the value, as far as that is known now."""
    name, _, key = check.config.field.partition(".")
    value = check.config.value
    if name == "custom_fields":
        found = (await load_fields(check.ctx)).by_key.get(key)
        if found is None or not found.viewable:
            check.refuse("/field", "unknown_field", f"names the custom field {key}, which does not exist")
        elif not found.editable:
            check.refuse("/field", "not_editable", f"names the custom field {key}, which you may not change")
        elif problem := _problem_with(found, value):
            check.refuse("/value", "wrong_type", problem)
    elif name == "lifecycle":
        if value != "customer":
            check.refuse("/value", "wrong_type", "must be customer: a customer does not become a prospect again")
    elif not is_template(value):
        try:
            CustomerPatch.model_validate({name: value})
        except ValidationError as error:
            check.refuse("/value", "wrong_type", str(error.errors()[0]["msg"]))


@step_together(
    "set_field",
    SetFieldStep,
    title="Set a field",
    description="Sets or clears one field of the customer.",
    check=_check_field,
    permission=P.customers_write,
)
async def set_field(calls: Sequence[StepCall[SetFieldStep]]) -> list[Output]:
    ctx, config, customers = (
        calls[0].ctx,
        calls[0].config,
        await get_customers(calls[0].ctx, [call.customer() for call in calls], level="write"),
    )
    name, _, key = config.field.partition(".")
    if name == "lifecycle":
        found = [customer.lifecycle for customer in customers]
        await convert_customers(ctx, [customer for customer in customers if customer.lifecycle != "customer"])
        return [{"field": name, "before": before, "after": "customer"} for before in found]

    def held(customer: Customer) -> Any:
        return customer.custom_fields.get(key) if key else getattr(customer, name)

    before = [held(customer) for customer in customers]
    values = [call.facts.filled(config.value) for call in calls]
    patches = [
        CustomerPatch.model_validate({"custom_fields": {key: value}} if key else {name: value}) for value in values
    ]
    await update_customers(ctx, list(zip(customers, patches, strict=True)))
    return [
        {"field": config.field, "before": old, "after": held(customer)}
        for old, customer in zip(before, customers, strict=True)
    ]


@step_together(
    "set_status",
    SetStatusStep,
    title="Set the status",
    description="Gives the customer a status of its folder.",
    permission=P.customers_write,
)
async def set_status(calls: Sequence[StepCall[SetStatusStep]]) -> list[Output]:
    config, customers = (
        calls[0].config,
        await get_customers(calls[0].ctx, [call.customer() for call in calls], level="write"),
    )
    before = [customer.status_id for customer in customers]
    await update_customers(
        calls[0].ctx, [(customer, CustomerPatch(status_id=config.status_id)) for customer in customers]
    )
    return [{"before": old and str(old), "after": str(config.status_id)} for old in before]


async def _check_move(check: StepCheck[MoveToFolderStep]) -> None:
    try:
        await map_status(
            check.ctx,
            check.config.folder_id,
            wanted_status_id=check.config.status_id,
            wanted_name=None,
            previous_status_id=None,
        )
    except Invalid as error:
        for found in error.errors:
            check.refuse(found.pointer, found.code, found.message)


@step_together(
    "move_to_folder",
    MoveToFolderStep,
    title="Move to a folder",
    description="Moves the customer, with a status of the new folder.",
    check=_check_move,
    permission=P.customers_write,
)
async def move_to_folder(calls: Sequence[StepCall[MoveToFolderStep]]) -> list[Output]:
    config, customers = (
        calls[0].config,
        await get_customers(calls[0].ctx, [call.customer() for call in calls], level="write"),
    )
    before = [customer.folder_id for customer in customers]
    patch = CustomerPatch.model_validate(
        config.model_dump(exclude_none=config.status_id is None) | {"folder_id": config.folder_id}
    )
    await update_customers(calls[0].ctx, [(customer, patch) for customer in customers])
    return [{"before": old and str(old), "after": config.folder_id and str(config.folder_id)} for old in before]
