"""Every permission there is. A role is a set of these, an API key's scopes are a set of these, a route names one of
these."""

from enum import StrEnum


class P(StrEnum):
    """Written ``resource:action`` in the contract. The value's second half orders them: read before write before
    manage."""

    workspace_manage = "workspace:manage"
    members_read = "members:read"
    members_manage = "members:manage"
    roles_manage = "roles:manage"
    audit_read = "audit:read"
    api_keys_manage = "api_keys:manage"
    customers_read = "customers:read"
    customers_write = "customers:write"
    customers_delete = "customers:delete"
    customers_import = "customers:import"
    customers_export = "customers:export"
    customers_assign = "customers:assign"
    notes_read = "notes:read"
    notes_write = "notes:write"
    notes_manage = "notes:manage"
    tags_read = "tags:read"
    tags_write = "tags:write"
    tags_manage = "tags:manage"
    folders_read = "folders:read"
    folders_manage = "folders:manage"
    custom_fields_read = "custom_fields:read"
    custom_fields_manage = "custom_fields:manage"
    views_read = "views:read"
    views_write = "views:write"
    views_share = "views:share"
    timeline_read = "timeline:read"
    jobs_read = "jobs:read"
    features_read = "features:read"
    features_manage = "features:manage"
    quotas_read = "quotas:read"
    quotas_consume = "quotas:consume"
    quotas_manage = "quotas:manage"
    forms_read = "forms:read"
    forms_write = "forms:write"
    forms_submit = "forms:submit"
    events_read = "events:read"
    webhooks_read = "webhooks:read"
    webhooks_write = "webhooks:write"
    automations_read = "automations:read"
    automations_write = "automations:write"
    automations_run = "automations:run"
    email_templates_read = "email_templates:read"
    email_templates_write = "email_templates:write"
    credits_read = "credits:read"
    credits_manage = "credits:manage"
    credits_consume = "credits:consume"
    embeds_read = "embeds:read"
    embeds_manage = "embeds:manage"


ALL = frozenset(P)
ADMIN = ALL
MANAGER = ALL - {
    P.workspace_manage,
    P.roles_manage,
    P.api_keys_manage,
    P.members_manage,
    P.audit_read,
    P.events_read,
    P.webhooks_read,
    P.webhooks_write,
}
AGENT = MANAGER - {
    P.customers_delete,
    P.customers_import,
    P.customers_export,
    P.customers_assign,
    P.notes_manage,
    P.tags_manage,
    P.folders_manage,
    P.custom_fields_manage,
    P.views_share,
    P.forms_write,
    P.automations_write,
    P.email_templates_write,
    P.credits_manage,
    P.credits_consume,
    P.features_manage,
    P.quotas_manage,
    P.embeds_manage,
}
VIEWER = frozenset(
    {
        P.members_read,
        P.customers_read,
        P.notes_read,
        P.tags_read,
        P.folders_read,
        P.custom_fields_read,
        P.views_read,
        P.timeline_read,
        P.jobs_read,
        P.forms_read,
        P.automations_read,
        P.email_templates_read,
        P.credits_read,
        P.features_read,
        P.quotas_read,
        P.embeds_read,
    }
)

FOR_ONE_CUSTOMER = frozenset(
    {
        P.customers_read,
        P.customers_write,
        P.customers_delete,
        P.customers_export,
        P.notes_read,
        P.notes_write,
        P.tags_read,
        P.tags_write,
        P.folders_read,
        P.custom_fields_read,
        P.timeline_read,
        P.jobs_read,
        P.features_read,
        P.quotas_read,
        P.credits_read,
        P.credits_consume,
        P.quotas_consume,
        P.forms_submit,
    }
)
"""What a key that is bound to one customer can do at most: nothing that reaches beyond it."""

FOR_EMBEDS = (P.customers_read, P.notes_read, P.timeline_read, P.credits_read, P.quotas_read, P.forms_submit)
"""What a widget on other people's pages can be let do: read about its one customer, and send its form for it."""

BUILT_IN = {"owner": ALL, "admin": ADMIN, "manager": MANAGER, "agent": AGENT, "viewer": VIEWER}
"""Permissions of the built-in roles by ``roles.system_key``."""
