"""What happens to the definitions of custom fields. Their values are the customers' events."""

from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class CustomFieldEvent(Event):
    kind: ClassVar[str] = "settings"
    key: str = Field(description="The field's stable key.", examples=["renewal_on"])
    label: str = Field(description="The field's label.", examples=["Renewal"])


class CustomFieldCreated(CustomFieldEvent):
    type: ClassVar[str] = "custom_field.created"


class CustomFieldUpdated(CustomFieldEvent):
    type: ClassVar[str] = "custom_field.updated"


class CustomFieldArchived(CustomFieldEvent):
    type: ClassVar[str] = "custom_field.archived"


class CustomFieldRestored(CustomFieldEvent):
    type: ClassVar[str] = "custom_field.restored"


class CustomFieldDeleted(CustomFieldEvent):
    type: ClassVar[str] = "custom_field.deleted"


class CustomFieldsReordered(Event):
    type: ClassVar[str] = "custom_field.reordered"
    kind: ClassVar[str] = "settings"
    keys: list[str] = Field(description="Keys of the fields in their new order.", examples=[["renewal_on", "plan"]])
