from typing import Annotated, Any, Literal

from pydantic import Field

from atrium.edge.automations.definitions.schemas import AutomationIn
from atrium.engage.placeholders.schemas import PathOut
from atrium.kernel.schemas import Input, JsonObject, Line, Name, Output, Prose


class Exported(Input):
    """An automation as a file: with the names of what it refers to, so that another workspace finds its own. Secrets
    are null."""

    format: Literal["atrium.automation.1"] = Field(description="Always this.", examples=["atrium.automation.1"])
    name: Name = Field(description="Name.", examples=["Welcome"])
    description: Prose = Field("", max_length=2000, description="What it is for.", examples=[""])
    flow: JsonObject = Field(
        description="The flow.",
        examples=[
            {
                "trigger": {"kind": "manual"},
                "steps": [{"id": "wait_1", "kind": "wait", "config": {"wait": "for", "seconds": 60}}],
            }
        ],
    )
    references: dict[Annotated[str, Field(max_length=60)], "ExportedReference"] = Field(
        default_factory=dict, max_length=500, description="What the ids in the flow are called here.", examples=[{}]
    )


class ExportedReference(Input):
    """What an id stands for."""

    thing: Literal[
        "tag", "tag_group", "folder", "status", "member", "relation_type", "email_template", "automation", "customer"
    ] = Field(description="Kind of thing.", examples=["tag"])
    name: Line = Field(description="Its name; a member's e-mail address.", examples=["VIP"])


class StepKindOut(Output):
    """A kind of step."""

    kind: str = Field(description="Name for `kind`.", examples=["add_tags"])
    title: str = Field(description="Title, in English.", examples=["Add tags"])
    description: str = Field(description="What it does, in English.", examples=["Adds tags and whole groups of tags."])
    needs_customer: bool = Field(description="Whether runs without a customer cannot do it.", examples=[True])
    outside: bool = Field(
        description="Whether it reaches beyond Atrium: a dry run only shows what it would send.", examples=[False]
    )
    config_schema: dict[str, Any] = Field(description="JSON schema of its `config`.", examples=[{"type": "object"}])


class TriggerEventOut(Output):
    """An event type that can start automations."""

    type: str = Field(description="The type.", examples=["customer.created"])
    fields: list[str] = Field(
        description="What it carries under `trigger.data`.", examples=[["name", "lifecycle", "source"]]
    )


class CatalogueOut(Output):
    """What flows can be made of in this workspace, for the caller."""

    event_types: list[TriggerEventOut] = Field(description="Events.")
    step_kinds: list[StepKindOut] = Field(description="Steps.")
    paths: list[PathOut] = Field(
        description=(
            "What conditions and placeholders can look at; besides `trigger.data.…`, `trigger.changes.<field>` and"
            " `steps.<id>.…`."
        )
    )
    operators: dict[str, list[str]] = Field(
        description="Comparisons by kind of value.", examples=[{"text": ["eq", "contains"]}]
    )


class TemplateOut(Output):
    """An automation to start from: send it, changed or not, to `POST /automations`."""

    key: str = Field(description="Stable name.", examples=["welcome"])
    automation: AutomationIn = Field(description="The automation, switched off.")


class TemplatesOut(Output):
    """Automations to start from."""

    templates: list[TemplateOut] = Field(description="The templates.")


Exported.model_rebuild()
