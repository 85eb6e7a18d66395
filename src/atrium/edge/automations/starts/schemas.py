"""Why a trigger starts no run."""

from typing import Literal

Reason = Literal[
    "stopped",
    "disabled",
    "actor_gone",
    "actor_may_not",
    "no_customer",
    "not_visible",
    "out_of_scope",
    "conditions",
    "too_many",
    "too_deep",
    "other_trigger",
    "no_event",
    "before",
]


REASONS: dict[Reason, str] = {
    "stopped": "All automations of the workspace were stopped.",
    "disabled": "The automation was switched off.",
    "actor_gone": "Whoever it acts for may no longer act in this workspace.",
    "actor_may_not": "Whoever it acts for no longer has the permission automations:write.",
    "no_customer": "The flow needs a customer, and the trigger had none.",
    "not_visible": "The customer is in the trash, or out of sight of whoever the automation acts for.",
    "out_of_scope": "The customer was in none of the automation's folders.",
    "conditions": "A condition did not hold.",
    "too_many": "It had run too often for this customer within an hour.",
    "too_deep": "Too long a chain of automations had led to it: a loop.",
    "other_trigger": "This does not start it: its trigger is another.",
    "no_event": "Nothing that starts it has happened with this customer.",
    "before": "It happened before the automation was made.",
}
"""Why a trigger starts no run, for people."""
