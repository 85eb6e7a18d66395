from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from atrium.kernel.permissions import P
from atrium.kernel.schemas import Input, Line, Name, Output

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
Permissions = Annotated[
    list[P], Field(max_length=500, description="What its members may do.", examples=[["customers:read", "notes:read"]])
]

CATALOGUE: dict[P, tuple[str, str]] = {
    P.workspace_manage: (
        "Manage the workspace",
        "Change its name, logo, colours, language and currency, and see every background job.",
    ),
    P.members_read: ("See members", "See who works here, and the roles there are."),
    P.members_manage: ("Manage members", "Invite, change, suspend and remove people, within one's own rights."),
    P.roles_manage: ("Manage roles", "Make and change roles that allow no more than one's own."),
    P.audit_read: ("Read the audit log", "See who did what, sign-ins and changed settings included."),
    P.api_keys_manage: (
        "Manage API keys",
        "Make, change, roll and revoke keys for other systems, within one's own rights.",
    ),
    P.customers_read: ("See customers", "Open customers and find them, as far as one's visibility reaches."),
    P.customers_write: (
        "Edit customers",
        "Create and change customers, move them between folders and set their status.",
    ),
    P.customers_delete: ("Delete customers", "Put customers into the trash and take them out again."),
    P.customers_import: ("Import customers", "Load contacts from a file."),
    P.customers_export: ("Export customers", "Take the customers one sees out as a file."),
    P.customers_assign: ("Assign customers", "Choose who works with a customer and who owns it."),
    P.notes_read: ("Read notes", "See the notes about a customer."),
    P.notes_write: ("Write notes", "Add notes, and change one's own."),
    P.notes_manage: ("Manage notes", "Change and delete anybody's notes."),
    P.tags_read: ("See tags", "See the tags there are and what carries them."),
    P.tags_write: ("Use tags", "Put tags on customers and take them off."),
    P.tags_manage: ("Manage tags", "Make, rename, merge and delete tags and their groups."),
    P.folders_read: ("See folders", "See the folders and statuses one has access to."),
    P.folders_manage: ("Manage folders", "Make and change folders, their statuses and who may enter them."),
    P.custom_fields_read: ("See custom fields", "See which fields customers have."),
    P.custom_fields_manage: ("Manage custom fields", "Make, change and archive fields, and choose who sees them."),
    P.views_read: ("Use views", "Open saved lists."),
    P.views_write: ("Save views", "Save lists of one's own."),
    P.views_share: ("Share views", "Save lists for everybody."),
    P.timeline_read: ("Read timelines", "See what happened with a customer."),
    P.jobs_read: ("See own jobs", "Follow and cancel the background work one started."),
    P.forms_read: ("See forms", "Read forms and, with `customers:read`, what was sent through them."),
    P.forms_write: ("Build forms", "Make, change, publish and delete forms."),
    P.forms_submit: ("Send forms", "Let a widget send its form in the name of its customer."),
    P.events_read: (
        "Read events",
        "Follow what happens to the customers one sees; what concerns the workspace needs the audit log as well.",
    ),
    P.automations_read: ("See automations", "Read automations and, for customers in sight, their runs and traces."),
    P.automations_write: (
        "Build automations",
        "Make, change, switch and delete automations; those act with the rights of whoever saved them.",
    ),
    P.automations_run: (
        "Run automations",
        "Start automations by hand, try them without effects, go on with failed runs and cancel runs.",
    ),
    P.email_templates_read: (
        "See e-mail templates",
        "Read e-mail templates and, for customers in sight, see them filled.",
    ),
    P.email_templates_write: (
        "Write e-mail templates",
        "Make, change, archive and delete the e-mails that automations send.",
    ),
    P.credits_read: ("See credits", "See what customers have, hold and used, and export it."),
    P.credits_manage: (
        "Manage credits",
        "Give, deduct, void and reverse credits, and change thresholds, prices and units.",
    ),
    P.credits_consume: (
        "Consume credits",
        "Pay for usage with customers' credits and hold them: for systems that meter.",
    ),
    P.features_read: ("See features", "See what customers may use and why not, and the plans."),
    P.features_manage: ("Manage features", "Change what customers may use, and the workspace's features and plans."),
    P.quotas_read: ("See quotas", "See how much of their quotas customers have used."),
    P.quotas_consume: ("Consume quotas", "Count usage against customers' quotas: for systems that serve tool calls."),
    P.quotas_manage: ("Manage quotas", "Change customers' quotas, and choose what is counted."),
    P.embeds_read: (
        "See embeds",
        "See embed configurations, customers' embed tokens and which sites were turned away.",
    ),
    P.embeds_manage: (
        "Manage embeds",
        "Make and change embed configurations, and make, rotate and revoke embed tokens.",
    ),
    P.webhooks_read: ("See webhooks", "See which systems are told what happens, and the log of deliveries."),
    P.webhooks_write: (
        "Manage webhooks",
        "Add, change, test and switch off webhook endpoints, within one's own rights.",
    ),
}
"""Every permission as the role editor shows it: label and description, in this order."""


class PermissionOut(Output):
    """A permission that a role or an API key can have."""

    key: P = Field(description="Stable name.", examples=["customers:read"])
    group: str = Field(
        description="What it is about; permissions of one group belong together.", examples=["customers"]
    )
    group_label: str = Field(description="The group for people.", examples=["Customers"])
    label: str = Field(description="Short form for people.", examples=["See customers"])
    description: str = Field(
        description="What it allows.", examples=["Open customers and find them, as far as one's visibility reaches."]
    )


class RoleIn(Input):
    """A new role."""

    name: Name = Field(description="Unique among the roles, whatever the case of its letters.", examples=["Support"])
    description: Line = Field("", description="What it is for.", examples=["Answers customers, changes nothing else."])
    permissions: Permissions


class RolePatch(Input):
    """What to change of a role of the workspace's own."""

    name: Name = Field("", description="New name.", examples=["Support"])
    description: Line = Field("", description="New description.", examples=["Answers customers."])
    permissions: Permissions = Field(default_factory=list)


class RoleOut(Output):
    """A role."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Support"])
    description: str = Field(description="What it is for.", examples=["Answers customers, changes nothing else."])
    system_key: Literal["owner", "admin", "manager", "agent", "viewer"] | None = Field(
        description="Set for the five built-in roles, which cannot be changed.", examples=[None]
    )
    permissions: list[P] = Field(description="What its members may do.", examples=[["customers:read", "notes:read"]])
    members: int = Field(description="How many people have it, suspended ones included.", examples=[3])
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])
