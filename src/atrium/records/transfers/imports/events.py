from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


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
