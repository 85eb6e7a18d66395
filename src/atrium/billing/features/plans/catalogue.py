"""Features as data. Nothing else in Atrium names what a feature needs, forces or switches off."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FeatureType = Literal["boolean", "number", "text", "choice", "choices"]
Value = bool | int | str | list[str] | None
Group = Literal["portal", "developers", "ai", "integration", "billing", "own"]
Plan = Literal["basic", "pro", "enterprise"]
Condition = Literal["white_label_portal", "stripe_connect", "active_account"]

PLANS: Mapping[Plan, str] = {"basic": "Basic", "pro": "Pro", "enterprise": "Enterprise"}
"""The plans that every workspace has, by key, with their names."""
PLAN = "plan"
"""In a change of a customer's features this key means the plan itself; no feature can be called so."""
OFF: Mapping[FeatureType, Value] = {"boolean": False, "number": 0, "text": "", "choice": None, "choices": []}
"""What a feature that cannot be used has for a value."""
INTEGRATION_APPS: Mapping[str, str] = {"generic": "Any app, by API", "zapier": "Zapier", "make": "Make", "n8n": "n8n"}


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature. It is *on* when its value is neither false, 0, empty nor missing.

    ``plans``: its value in each built-in plan, ``default`` where a plan says nothing. ``requires``: features that must
    be on. ``conditions``: facts outside the catalogue that must hold (``features/service.py``). ``forces``: values that
    other features have while this one is on. ``turns_off``: features that are switched off for good when this one is.
    ``menu``: the entry of the customer's menu that it opens."""

    key: str
    label: str
    description: str
    group: Group
    type: FeatureType = "boolean"
    default: Value = False
    plans: Mapping[str, Value] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    minimum: int = 0
    maximum: int = 1_000_000_000
    unit: str = ""
    requires: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    forces: Mapping[str, Value] = field(default_factory=dict)
    turns_off: tuple[str, ...] = ()
    menu: str | None = None
    built_in: bool = True

    @property
    def off(self) -> Value:
        return OFF[self.type]


BUILT_IN: tuple[Feature, ...] = (
    Feature(
        "portal",
        "White-label portal",
        "The customer signs in to a portal in your colours.",
        "portal",
        conditions=("white_label_portal",),
        menu="portal",
    ),
    Feature(
        "portal_domain",
        "Portal address",
        "A domain of the customer's own for the portal.",
        "portal",
        type="text",
        default="",
        requires=("portal",),
    ),
    Feature(
        "portal_users",
        "Portal logins",
        "How many people of the customer may sign in to the portal.",
        "portal",
        type="number",
        default=1,
        plans={"basic": 1, "pro": 5, "enterprise": 50},
        maximum=10_000,
        unit="logins",
        requires=("portal",),
    ),
    Feature(
        "portal_messages",
        "Messages in the portal",
        "The customer writes to you there.",
        "portal",
        default=True,
        requires=("portal",),
        menu="messages",
    ),
    Feature(
        "portal_files",
        "Files in the portal",
        "The customer sees and sends files there.",
        "portal",
        plans={"pro": True, "enterprise": True},
        requires=("portal",),
        menu="files",
    ),
    Feature(
        "embeds",
        "Embeds",
        "Widgets of this customer on other people's pages.",
        "portal",
        default=True,
        requires=("portal",),
        conditions=("active_account",),
        menu="embeds",
    ),
    Feature(
        "api_access", "API Access", "Keys and calls for this customer alone.", "developers", plans={"enterprise": True}
    ),
    Feature(
        "api_keys_menu",
        "API Keys menu",
        "The customer manages its keys.",
        "developers",
        default=True,
        requires=("api_access",),
        menu="api_keys",
    ),
    Feature(
        "ai_credits",
        "AI Credits",
        "The customer pays for AI with credits; prices are hidden while this is on.",
        "ai",
        forces={"pricing_hidden": True},
        turns_off=("ai_gateway",),
        menu="credits",
    ),
    Feature("pricing_hidden", "Pricing hidden", "Prices are not shown to the customer.", "ai"),
    Feature(
        "ai_gateway",
        "AI gateway",
        "Calls to language models through Atrium, paid with AI Credits.",
        "ai",
        requires=("ai_credits",),
    ),
    Feature(
        "integration",
        "Integration",
        "Tools of other apps may be called on behalf of this customer.",
        "integration",
        menu="integrations",
    ),
    Feature(
        "integration_apps",
        "Apps",
        "Which apps the integration reaches.",
        "integration",
        type="choices",
        default=[],
        choices=INTEGRATION_APPS,
        requires=("integration",),
    ),
    Feature(
        "tool_call_quota",
        "Tool-call quota",
        "Calls of tools are counted and limited.",
        "integration",
        default=True,
        requires=("integration", "integration_apps"),
        menu="tool_calls",
    ),
    Feature(
        "billing",
        "Billing",
        "The customer is billed from here.",
        "billing",
        plans={"pro": True, "enterprise": True},
        conditions=("stripe_connect",),
        menu="billing",
    ),
)
"""In the order in which they are shown."""
