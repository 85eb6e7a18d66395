from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class FormEvent(Event):
    kind: ClassVar[str] = "settings"
    name: str = Field(description="The form's name.", examples=["Contact"])


class FormCreated(FormEvent):
    type: ClassVar[str] = "form.created"


class FormUpdated(FormEvent):
    type: ClassVar[str] = "form.updated"


class FormDeleted(FormEvent):
    type: ClassVar[str] = "form.deleted"
