from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event
from atrium.kernel.notices import notice, whoever_began


class ImportEvent(Event):
    kind: ClassVar[str] = "import"
    file_name: str = Field(description="The file's name.", examples=["contacts.csv"])


class ImportStarted(ImportEvent):
    type: ClassVar[str] = "import.started"
    sentence: ClassVar[str] = "{actor} started to import {file_name}"


class ImportFinished(ImportEvent):
    type: ClassVar[str] = "import.finished"
    sentence: ClassVar[str] = (
        "{actor} imported {file_name}: {created} created, {updated} changed, {unchanged} as they were, {rejected}"
        " rejected"
    )
    created: int = Field(description="Customers created.", examples=[1200])
    updated: int = Field(description="Customers changed.", examples=[30])
    unchanged: int = Field(description="Rows that changed nothing.", examples=[4])
    rejected: int = Field(description="Rows that were not imported.", examples=[2])


notice(
    ImportFinished,
    "import_finished",
    "An import of mine is done",
    "Your import of {file_name} is done: {created} created, {updated} changed, {rejected} rejected",
    whoever_began,
    "/imports/{subject_id}",
    of_own=True,
)
