"""Every permission there is. A role is a set of these, an API key's scopes are a set of these, a route names one.

A role has what a line below grants it and nothing else: a permission that names no least role is for owners and
admins."""

from enum import StrEnum
from typing import Literal, NamedTuple

LeastRole = Literal["viewer", "agent", "manager"]


class _Permission(NamedTuple):
    """One line of ``P``, in the order of the role editor, which shows ``label`` and ``description``.

    ``least``: the lowest built-in role that has it; every role above has it too. ``one_customer``: a key that is bound
    to one customer may have it, since it reaches nothing beyond. ``embed``: a widget on other people's pages may be let
    do it, for its one customer."""

    key: str
    label: str
    description: str
    least: LeastRole | None = None
    one_customer: bool = False
    embed: bool = False


class P(StrEnum):
    """Written ``resource:action`` in the contract. The value's second half orders them:
    read before write before manage.
    """

    label: str
    description: str
    least: LeastRole | None
    one_customer: bool
    embed: bool

    def __new__(
        cls,
        key: str,
        label: str = "",
        description: str = "",
        least: LeastRole | None = None,
        one_customer: bool = False,
        embed: bool = False,
    ) -> "P":
        permission = str.__new__(cls, key)
        permission._value_ = key
        permission.label, permission.description, permission.least = label, description, least
        permission.one_customer, permission.embed = one_customer, embed
        return permission

    workspace_manage = _Permission(
        "workspace:manage",
        "Manage the workspace",
        "Change its name, logo, colours, language and currency, and see every background job.",
    )
    members_read = _Permission(
        "members:read", "See members", "See who works here, and the roles there are.", least="viewer"
    )
    members_manage = _Permission(
        "members:manage", "Manage members", "Invite, change, suspend and remove people, within one's own rights."
    )
    roles_manage = _Permission(
        "roles:manage", "Manage roles", "Make and change roles that allow no more than one's own."
    )
    audit_read = _Permission(
        "audit:read", "Read the audit log", "See who did what, sign-ins and changed settings included."
    )
    api_keys_manage = _Permission(
        "api_keys:manage",
        "Manage API keys",
        "Make, change, roll and revoke keys for other systems, within one's own rights.",
    )
    customers_read = _Permission(
        "customers:read",
        "See customers",
        "Open customers and find them, as far as one's visibility reaches.",
        least="viewer",
        one_customer=True,
        embed=True,
    )
    customers_write = _Permission(
        "customers:write",
        "Edit customers",
        "Create and change customers, move them between folders and set their status.",
        least="agent",
        one_customer=True,
    )
    customers_delete = _Permission(
        "customers:delete",
        "Delete customers",
        "Put customers into the trash and take them out again.",
        least="manager",
        one_customer=True,
    )
    customers_import = _Permission(
        "customers:import", "Import customers", "Load contacts from a file.", least="manager"
    )
    customers_export = _Permission(
        "customers:export",
        "Export customers",
        "Take the customers one sees out as a file.",
        least="manager",
        one_customer=True,
    )
    customers_assign = _Permission(
        "customers:assign", "Assign customers", "Choose who works with a customer and who owns it.", least="manager"
    )
    notes_read = _Permission(
        "notes:read", "Read notes", "See the notes about a customer.", least="viewer", one_customer=True, embed=True
    )
    notes_write = _Permission(
        "notes:write", "Write notes", "Add notes, and change one's own.", least="agent", one_customer=True
    )
    notes_manage = _Permission("notes:manage", "Manage notes", "Change and delete anybody's notes.", least="manager")
    tags_read = _Permission(
        "tags:read", "See tags", "See the tags there are and what carries them.", least="viewer", one_customer=True
    )
    tags_write = _Permission(
        "tags:write", "Use tags", "Put tags on customers and take them off.", least="agent", one_customer=True
    )
    tags_manage = _Permission(
        "tags:manage", "Manage tags", "Make, rename, merge and delete tags and their groups.", least="manager"
    )
    folders_read = _Permission(
        "folders:read",
        "See folders",
        "See the folders and statuses one has access to.",
        least="viewer",
        one_customer=True,
    )
    folders_manage = _Permission(
        "folders:manage",
        "Manage folders",
        "Make and change folders, their statuses and who may enter them.",
        least="manager",
    )
    custom_fields_read = _Permission(
        "custom_fields:read", "See custom fields", "See which fields customers have.", least="viewer", one_customer=True
    )
    custom_fields_manage = _Permission(
        "custom_fields:manage",
        "Manage custom fields",
        "Make, change and archive fields, and choose who sees them.",
        least="manager",
    )
    views_read = _Permission("views:read", "Use views", "Open saved lists.", least="viewer")
    views_write = _Permission("views:write", "Save views", "Save lists of one's own.", least="agent")
    views_share = _Permission("views:share", "Share views", "Save lists for everybody.", least="manager")
    timeline_read = _Permission(
        "timeline:read",
        "Read timelines",
        "See what happened with a customer.",
        least="viewer",
        one_customer=True,
        embed=True,
    )
    jobs_read = _Permission(
        "jobs:read",
        "See own jobs",
        "Follow and cancel the background work one started.",
        least="viewer",
        one_customer=True,
    )
    forms_read = _Permission(
        "forms:read", "See forms", "Read forms and, with `customers:read`, what was sent through them.", least="viewer"
    )
    forms_write = _Permission("forms:write", "Build forms", "Make, change, publish and delete forms.", least="manager")
    forms_submit = _Permission(
        "forms:submit",
        "Send forms",
        "Let a widget send its form in the name of its customer.",
        least="manager",
        one_customer=True,
        embed=True,
    )
    events_read = _Permission(
        "events:read",
        "Read events",
        "Follow what happens to the customers one sees; what concerns the workspace needs the audit log as well.",
    )
    automations_read = _Permission(
        "automations:read",
        "See automations",
        "Read automations and, for customers in sight, their runs and traces.",
        least="viewer",
    )
    automations_write = _Permission(
        "automations:write",
        "Build automations",
        "Make, change, switch and delete automations; those act with the rights of whoever saved them.",
        least="manager",
    )
    automations_run = _Permission(
        "automations:run",
        "Run automations",
        "Start automations by hand, try them without effects, go on with failed runs and cancel runs.",
        least="agent",
    )
    email_templates_read = _Permission(
        "email_templates:read",
        "See e-mail templates",
        "Read e-mail templates and, for customers in sight, see them filled.",
        least="viewer",
    )
    email_templates_write = _Permission(
        "email_templates:write",
        "Write e-mail templates",
        "Make, change, archive and delete the e-mails that automations send.",
        least="manager",
    )
    credits_read = _Permission(
        "credits:read",
        "See credits",
        "See what customers have, hold and used, and export it.",
        least="viewer",
        one_customer=True,
        embed=True,
    )
    credits_manage = _Permission(
        "credits:manage",
        "Manage credits",
        "Give, deduct, void and reverse credits, and change thresholds, prices and units.",
        least="manager",
    )
    credits_consume = _Permission(
        "credits:consume",
        "Consume credits",
        "Pay for usage with customers' credits and hold them: for systems that meter.",
        least="manager",
        one_customer=True,
    )
    features_read = _Permission(
        "features:read",
        "See features",
        "See what customers may use and why not, and the plans.",
        least="viewer",
        one_customer=True,
    )
    features_manage = _Permission(
        "features:manage",
        "Manage features",
        "Change what customers may use, and the workspace's features and plans.",
        least="manager",
    )
    quotas_read = _Permission(
        "quotas:read",
        "See quotas",
        "See how much of their quotas customers have used.",
        least="viewer",
        one_customer=True,
        embed=True,
    )
    quotas_consume = _Permission(
        "quotas:consume",
        "Consume quotas",
        "Count usage against customers' quotas: for systems that serve tool calls.",
        least="manager",
        one_customer=True,
    )
    quotas_manage = _Permission(
        "quotas:manage", "Manage quotas", "Change customers' quotas, and choose what is counted.", least="manager"
    )
    embeds_read = _Permission(
        "embeds:read",
        "See embeds",
        "See embed configurations, customers' embed tokens and which sites were turned away.",
        least="viewer",
    )
    embeds_manage = _Permission(
        "embeds:manage",
        "Manage embeds",
        "Make and change embed configurations, and make, rotate and revoke embed tokens.",
        least="manager",
    )
    webhooks_read = _Permission(
        "webhooks:read", "See webhooks", "See which systems are told what happens, and the log of deliveries."
    )
    webhooks_write = _Permission(
        "webhooks:write",
        "Manage webhooks",
        "Add, change, test and switch off webhook endpoints, within one's own rights.",
    )


_UP_TO: dict[LeastRole | None, int] = {"viewer": 0, "agent": 1, "manager": 2, None: 3}


def _granted(role: LeastRole) -> frozenset[P]:
    return frozenset(permission for permission in P if _UP_TO[permission.least] <= _UP_TO[role])


ALL = frozenset(P)
BUILT_IN = {"owner": ALL, "admin": ALL, **{role: _granted(role) for role in ("manager", "agent", "viewer")}}
"""Permissions of the built-in roles by ``roles.system_key``."""

FOR_ONE_CUSTOMER = frozenset(permission for permission in P if permission.one_customer)
"""What a key that is bound to one customer can do at most."""

FOR_EMBEDS = tuple(permission for permission in P if permission.embed)
"""What a widget on other people's pages can be let do."""
