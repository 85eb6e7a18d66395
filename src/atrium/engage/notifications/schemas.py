from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from atrium.access.workspaces.schemas import TimeZone
from atrium.kernel.schemas import ActorOut, Input, Key, Output
from atrium.records.customers.record.schemas import ID, MemberRef

Rhythm = Literal["off", "hourly", "daily"]
Hour = Annotated[int, Field(ge=0, le=23)]


class NotificationOut(Output):
    """Something a member is told."""

    id: UUID = Field(description="Identifier; later ones sort after earlier ones.", examples=[ID])
    kind: str = Field(description="What kind of thing.", examples=["mention"])
    sentence: str = Field(
        description="The same for people, in English.",
        examples=["Noa Levi mentioned you in a note about Ana Ruiz: “Call back”"],
    )
    path: str | None = Field(description="Where to look at it, an address inside Atrium.", examples=["/w/" + ID])
    actor: ActorOut = Field(description="Who did it.")
    customer: MemberRef | None = Field(description="The customer it is about, if any.")
    subject_id: UUID | None = Field(description="The note, import or job it is about, if any.", examples=[None])
    count: int = Field(description="How many things of this kind it stands for.", examples=[1])
    created_at: datetime = Field(description="When it happened.", examples=["2026-11-22T09:30:00Z"])
    read_at: datetime | None = Field(description="When the member saw it, if they did.", examples=[None])


class NotificationCount(Output):
    """How much is waiting."""

    unread: int = Field(description="How many were not read, counted up to 100.", examples=[3])


class NotificationsRead(Input):
    """Which notifications to mark as read."""

    until_id: UUID | None = Field(
        None, description="The newest one that was seen; null for all there are.", examples=[ID]
    )


class KindPreferenceOut(Output):
    """How a member hears of one kind."""

    kind: str = Field(description="What kind of thing.", examples=["mention"])
    label: str = Field(description="What it is called, in English.", examples=["Someone mentions me in a note"])
    in_app: bool = Field(description="Whether it is shown in Atrium.", examples=[True])
    email: Rhythm = Field(description="Whether and how often it comes in an e-mail digest.", examples=["daily"])


class NotificationPreferencesOut(Output):
    """How a member wants to hear of things."""

    kinds: list[KindPreferenceOut] = Field(description="Every kind there is.")
    time_zone: str | None = Field(description="The member's time zone; null for the workspace's.", examples=[None])
    hour: int = Field(description="The hour of the day, there, at which daily digests are sent.", examples=[8])


class KindPreferencePatch(Input):
    """How to hear of one kind from now on."""

    kind: Key = Field(description="What kind of thing.", examples=["mention"])
    in_app: bool = Field(True, description="Whether to show it in Atrium. Absent: unchanged.", examples=[True])
    email: Rhythm = Field(
        "off",
        description="Whether and how often to send it in an e-mail digest. Absent: unchanged.",
        examples=["hourly"],
    )


class NotificationPreferencesPatch(Input):
    """What to change. Kinds that are not named stay as they are."""

    kinds: list[KindPreferencePatch] = Field(default_factory=list, max_length=100, description="Kinds to change.")
    time_zone: TimeZone | None = Field(
        None, description="IANA time zone; null for the workspace's.", examples=["Europe/Madrid"]
    )
    hour: Hour = Field(8, description="The hour of the day at which daily digests are sent.", examples=[8])
