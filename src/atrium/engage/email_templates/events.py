from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class EmailTemplateEvent(Event):
    kind: ClassVar[str] = "settings"
    name: str = Field(description="The template's name.", examples=["Welcome"])


class EmailTemplateCreated(EmailTemplateEvent):
    type: ClassVar[str] = "email_template.created"


class EmailTemplateUpdated(EmailTemplateEvent):
    type: ClassVar[str] = "email_template.updated"


class EmailTemplateArchived(EmailTemplateEvent):
    type: ClassVar[str] = "email_template.archived"


class EmailTemplateRestored(EmailTemplateEvent):
    type: ClassVar[str] = "email_template.restored"


class EmailTemplateDeleted(EmailTemplateEvent):
    type: ClassVar[str] = "email_template.deleted"
