"""Generated from openapi/openapi.json by scripts/python_client.py; `make gen` writes it again."""

from __future__ import annotations

import datetime as _datetime
import uuid as _uuid
from typing import Annotated as _Annotated
from typing import Any as _Any
from typing import Literal as _Literal

from pydantic import Field as _Field

from atrium_client.model import Model as _Model


class ActorOut(_Model):
    """Who did something."""

    type: _Literal['member', 'api_key', 'embed', 'system', 'customer'] | str
    """Kind of actor."""

    id: str | None
    """Its identifier, if it has one."""

    name: str
    """Its name when it acted."""


class AddTags(_Model):
    """Add tags and whole groups of tags."""

    type: _Literal['add_tags']
    """What to do."""

    tag_ids: list[_uuid.UUID] | None = None
    """Tags."""

    group_ids: list[_uuid.UUID] | None = None
    """Groups of tags."""


class AnyOf(_Model):
    """Conditions of which one must hold."""

    any_of: list[Condition]
    """Alternatives."""


class ApiKeyCreated(_Model):
    """An API key with its secret, which is shown only here."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """What it is for."""

    hint: str
    """The last four characters of its secret."""

    scopes: list[P]
    """What it may do at most: never more than its member may at the time."""

    member: Reference
    """The member for whom it acts."""

    customer_id: _uuid.UUID | None
    """The one customer it is limited to, if any."""

    networks: list[str]
    """Addresses it may be used from; none means any."""

    state: _Literal['active', 'expired', 'revoked'] | str
    """Only an active key works."""

    expires_at: _datetime.datetime | None
    """When it stops working, if ever."""

    revoked_at: _datetime.datetime | None
    """When it was revoked, if it was."""

    last_used_at: _datetime.datetime | None
    """When it was last used, to the minute."""

    previous_secret_until: _datetime.datetime | None
    """Until when the secret before the last roll works as well."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""

    secret: str
    """Send it as `Authorization: Bearer …`. Keep it: it cannot be shown again."""


class ApiKeyIn(_Model):
    """A new API key."""

    name: str
    """What it is for."""

    scopes: list[P]
    """What it may do at most."""

    customer_id: _uuid.UUID | None = None
    """Limits it to this one customer."""

    expires_at: _datetime.datetime | None = None
    """When it stops working; null means never."""

    networks: list[str] | None = None
    """Addresses it may be used from, in CIDR form; none means any."""


class ApiKeyOut(_Model):
    """An API key. Its secret cannot be shown again."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """What it is for."""

    hint: str
    """The last four characters of its secret."""

    scopes: list[P]
    """What it may do at most: never more than its member may at the time."""

    member: Reference
    """The member for whom it acts."""

    customer_id: _uuid.UUID | None
    """The one customer it is limited to, if any."""

    networks: list[str]
    """Addresses it may be used from; none means any."""

    state: _Literal['active', 'expired', 'revoked'] | str
    """Only an active key works."""

    expires_at: _datetime.datetime | None
    """When it stops working, if ever."""

    revoked_at: _datetime.datetime | None
    """When it was revoked, if it was."""

    last_used_at: _datetime.datetime | None
    """When it was last used, to the minute."""

    previous_secret_until: _datetime.datetime | None
    """Until when the secret before the last roll works as well."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class ApiKeyPatch(_Model):
    """What to change of an API key."""

    name: str | None = None
    """New name."""

    scopes: list[P] | None = None
    """What it may do at most."""

    expires_at: _datetime.datetime | None = None
    """When it stops working; null means never."""

    networks: list[str] | None = None
    """Addresses it may be used from, in CIDR form; none means any."""


class ApiKeyRoll(_Model):
    """How to change over to a new secret."""

    overlap_seconds: int = 0
    """How long the old secret goes on working, at most seven days."""


class Assign(_Model):
    """Assign members, besides those assigned already."""

    type: _Literal['assign']
    """What to do."""

    worker_ids: list[_uuid.UUID] | None = None
    """Members to add."""

    owner_id: _uuid.UUID | None = None
    """The new owner; absent: unchanged, null: nobody."""


class AssignWorkerStep(_Model):
    """Assign one member: the first, one after the other, or whoever works with the fewest customers."""

    choose: _Literal['fixed', 'round_robin', 'least_busy'] | str = 'fixed'
    """How one is chosen."""

    member_ids: list[_uuid.UUID]
    """Among whom. `fixed` assigns all of them."""

    as_owner: bool = False
    """Whether the (first) one becomes the customer's owner too."""


class AuditEntry(_Model):
    """Something that happened."""

    id: _uuid.UUID
    """Identifier."""

    type: str
    """What happened, a stable name."""

    kind: str
    """The group of events it belongs to."""

    occurred_at: _datetime.datetime
    """When."""

    actor: ActorOut
    """Who did it."""

    customer_id: _uuid.UUID | None
    """The customer it happened to, if any."""

    subject_id: _uuid.UUID | None
    """What else it happened to: a member, key, tag …."""

    data: dict[str, _Any]
    """Details of this type of event."""

    changes: dict[str, Change]
    """Values before and after."""

    sentence: str
    """The same for people."""

    request_id: str
    """The request in which it happened, as in the server's log."""


class AutomationIn(_Model):
    """A new automation."""

    folder_ids: list[_uuid.UUID] | None = None
    """Only customers in these folders or below; none named: all."""

    trigger: _Annotated[EventTrigger | ManualTrigger | ScheduleTrigger | DateTrigger | WebhookTrigger | dict[str, _Any], _Field(union_mode='left_to_right')]
    """What starts it."""

    conditions: list[AnyOf] | None = None
    """What must hold for a run to start; all groups must."""

    steps: list[Step]
    """What is done, in order."""

    limits: Limits | None = None

    name: str
    """Name."""

    description: str = ''
    """What it is for."""

    enabled: bool = False
    """Whether it runs from now on."""


class AutomationOut(_Model):
    """An automation."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    description: str
    """What it is for."""

    enabled: bool
    """Whether it runs."""

    flow_version: int
    """Number of the flow that new runs follow."""

    owner: ActorOut
    """Who saved the flow: runs that nobody starts act with their present rights."""

    folder_ids: list[_uuid.UUID]
    """Only customers in these folders or below; none: all."""

    trigger: _Annotated[EventTrigger | ManualTrigger | ScheduleTrigger | DateTrigger | WebhookTrigger | dict[str, _Any], _Field(union_mode='left_to_right')]
    """What starts it."""

    conditions: list[AnyOf]
    """What must hold for a run to start."""

    steps: list[Step]
    """What is done. Secret headers are null."""

    limits: Limits

    problems: list[FieldError]
    """Why it cannot work any more, if so: something that it uses is gone."""

    next_run_at: _datetime.datetime | None
    """When its schedule is due next."""

    hook_made_at: _datetime.datetime | None
    """When its webhook address was made, if it has one."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class AutomationPatch(_Model):
    """What to change. A change of the flow makes a new version, acts for whoever saves it, and leaves runs under way as they are."""

    name: str | None = None
    """New name."""

    description: str | None = None
    """New description."""

    enabled: bool | None = None
    """Switch it on or off. Runs under way go on."""

    folder_ids: list[_uuid.UUID] | None = None
    """New scope."""

    trigger: _Annotated[EventTrigger | ManualTrigger | ScheduleTrigger | DateTrigger | WebhookTrigger | dict[str, _Any], _Field(union_mode='left_to_right')] | None = None
    """New trigger."""

    conditions: list[AnyOf] | None = None
    """New conditions."""

    steps: list[Step] | None = None
    """New steps; replaces them all."""

    limits: Limits | None = None
    """New brakes."""


class AutomationSummary(_Model):
    """An automation in the list."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    description: str
    """What it is for."""

    enabled: bool
    """Whether it runs."""

    trigger_kind: _Literal['event', 'manual', 'schedule', 'date', 'webhook'] | str
    """What starts it."""

    event_types: list[str]
    """Which events start it."""

    owner: ActorOut
    """Who saved the flow."""

    flow_version: int
    """Number of its flow."""

    next_run_at: _datetime.datetime | None
    """When its schedule is due next."""

    last_run_at: _datetime.datetime | None
    """When its newest run started."""

    active_runs: int
    """Runs under way, waiting ones included, counted up to 1,000."""

    failed_runs: int
    """Failed runs that can be mended, counted up to 1,000."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class BatchIn(_Model):
    """Up to 100 operations, done in order, each by itself: one that fails leaves no trace and does not stop the others."""

    operations: list[_Annotated[CreateOperation | UpdateOperation | UpsertOperation | DeleteOperation | dict[str, _Any], _Field(union_mode='left_to_right')]]
    """What to do."""


class BatchOut(_Model):
    """What came of the operations."""

    results: list[BatchResult]
    """One for each operation, in order."""


class BatchResult(_Model):
    """What came of one operation."""

    index: int
    """Its place in the request, from 0."""

    status: int
    """The HTTP status it would have answered alone."""

    customer_id: _uuid.UUID | None
    """The customer, if there is one."""

    problem: Problem | None
    """Why it was refused."""


class BranchStep(_Model):
    """Go on with `then` if the conditions hold, else with `otherwise`; afterwards with the next step in any case."""

    conditions: list[AnyOf]
    """All groups must hold."""


class BulkIn(_Model):
    """One change to many customers."""

    selection: Selection
    """Which customers."""

    action: _Annotated[SetStatus | Move | AddTags | RemoveTags | Assign | Unassign | Convert | SetFields | Delete | dict[str, _Any], _Field(union_mode='left_to_right')]
    """What to do with each of them."""


class CallPriceOut(_Model):
    """What a call costs so far, and how long it can go on."""

    unit: str
    """Key of the unit."""

    seconds: int
    """How long the call has lasted."""

    price_per_minute: int
    """Credits for each begun minute."""

    grace_seconds: int
    """Seconds that are free, at the beginning and after each minute."""

    billed_minutes: int
    """Minutes that count: those begun after the grace."""

    amount: int
    """What it costs so far."""

    available: int
    """What the customer can spend."""

    covered: bool
    """Whether that is enough for the amount."""

    seconds_covered: int | None
    """How long a call the available credits pay for; null when calls are free."""

    explanation: str
    """The sum, for people."""


class CallWebhookStep(_Model):
    """Call an address on the internet. The answer is there for later steps: `{{steps.<id>.status}}`, `{{steps.<id>.body.…}}`."""

    method: _Literal['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] | str = 'POST'
    """HTTP method."""

    url: str
    """Template. http or https, not inside a private network."""

    headers: dict[str, str] | None = None
    """Templates, by name."""

    secret_headers: dict[str, str | None] | None = None
    """Headers whose values are never shown again: null in answers, and null when sent keeps the present one while the server stays the same."""

    body: _Any = None
    """Template. JSON; nothing is sent for null."""


class Capability(_Model):
    """Something one can do with a customer, and if not, why."""

    key: _Literal['edit', 'tag', 'assign', 'convert', 'delete', 'note'] | str
    """What."""

    allowed: bool
    """Whether the caller can do it now."""

    unmet: list[Unmet]
    """Why not."""


class CatalogueOut(_Model):
    """What flows can be made of in this workspace, for the caller."""

    event_types: list[TriggerEventOut]
    """Events."""

    step_kinds: list[StepKindOut]
    """Steps."""

    paths: list[PathOut]
    """What conditions and placeholders can look at; besides `trigger.data.…`, `trigger.changes.<field>` and `steps.<id>.…`."""

    operators: dict[str, list[str]]
    """Comparisons by kind of value."""


class CellProblemOut(_Model):
    """Why a row cannot be imported."""

    column: int | None
    """Index of the cell's column; null for the whole row."""

    code: str
    """Stable machine name."""

    message: str
    """The reason, for people."""


class Change(_Model):
    """A field's value before and after."""

    before: _Any = None
    """Value before."""

    after: _Any = None
    """Value after."""


class ChangeOut(_Model):
    """A field's value before and after, raw and readable."""

    before: _Any
    """Value before."""

    after: _Any
    """Value after."""

    label: str
    """What the field is called."""

    before_text: str | None
    """Value before for people: ids are resolved to names."""

    after_text: str | None
    """Value after for people: ids are resolved to names."""


class ChangePassword(_Model):
    """A new password, by the present one."""

    current_password: str
    """The present password."""

    password: str
    """The new password, of at least ten characters."""


class CheckOut(_Model):
    """What is wrong with a draft."""

    errors: list[FieldError]
    """Empty when it can be saved."""


class ChoiceIn(_Model):
    """One choice of a feature."""

    key: str
    """Stable name of the choice."""

    label: str
    """What people read."""


class ChoiceOut(_Model):
    """One choice of a feature."""

    key: str
    """Stable name of the choice."""

    label: str
    """What people read."""


class Colours(_Model):
    """The workspace's own colours. Absent means unchanged, null means Atrium's own."""

    accent: str | None = None
    """Buttons, links and e-mails."""

    sidebar: str | None = None
    """Background of the navigation."""


class ColoursOut(_Model):
    """The workspace's own colours; null where it uses Atrium's."""

    accent: str | None
    """Buttons, links and e-mails."""

    sidebar: str | None
    """Background of the navigation."""


class ColumnOut(_Model):
    """A column of the file."""

    index: int
    """Its place, from 0."""

    heading: str
    """Its heading, made up where it has none."""

    samples: list[str]
    """Its first values."""

    suggested: str
    """What it most likely is."""

    confidence: float
    """How sure that is, 0 to 1."""

    reason: str
    """Why, for people."""

    target: str
    """What it becomes with the given mapping."""


class Condition(_Model):
    """One comparison. `changed` looks at `trigger.changes.<field>`: with `before` and `after` it means "changed from … to …", with `after` alone "is now …"."""

    path: str
    """What to look at."""

    op: _Literal['eq', 'ne', 'in', 'not_in', 'gt', 'gte', 'lt', 'lte', 'contains', 'not_contains', 'exists', 'missing', 'older_than_days', 'within_next_days', 'changed'] | str
    """How to compare."""

    value: _Any = None
    """What to compare with: a list for `in` and `not_in`, days for `older_than_days`; a text may hold placeholders."""

    before: _Any = None
    """For `changed`: the value it had; null: any."""

    after: _Any = None
    """For `changed`: the value it has now; null: any."""


class ConflictDecision(_Model):
    """Whose identity it is."""

    decision: _Literal['keep', 'move'] | str
    """`keep` leaves it with its holder, `move` gives it to the claimant."""


class ConsentOut(_Model):
    """A consent as it was asked for."""

    key: str
    """The question's key."""

    text: str
    """Its wording at the time."""

    given: bool
    """Whether it was given."""


class ConsumeCreditsStep(_Model):
    """Pays for something with the customer's credits."""

    unit: str = 'credits'
    """Key of the unit."""

    amount: int
    """How many."""

    note: str = ''
    """A line for the history, with placeholders."""


class ConsumeIn(_Model):
    """One use of a quota."""

    metric: _Literal['tool_calls']
    """What is used."""

    amount: int = 1
    """How much of it."""


class Convert(_Model):
    """Make prospects customers; those who are customers already are refused."""

    type: _Literal['convert']
    """What to do."""


class CountOut(_Model):
    """How many customers there are in one group."""

    key: str | None
    """The folder's, status's or tag's id, or the lifecycle; null for customers in none."""

    count: int
    """How many the caller may see, counted up to 10,000."""

    unread: int
    """How many of them have news for the calling member, among the 1,000 customers with the newest activity; by folder only, else 0."""


class Counts(_Model):
    """How much there is in the sections of the profile."""

    notes: int
    """Notes."""

    profiles: int
    """Channel identities."""

    relations: int
    """Related customers that the caller may see."""

    unread: int
    """Events by others since the calling member last opened it, counted up to 99."""


class CountsOut(_Model):
    """How many customers there are, by group."""

    items: list[CountOut]
    """One per group, also those without customers."""


class CreateNoteStep(_Model):
    """Write a note about the customer."""

    body: str
    """Template. Markdown."""


class CreateOperation(_Model):
    """Create a customer."""

    op: _Literal['create']
    """What to do."""

    data: CustomerIn
    """The new customer."""


class CreditBalanceOut(_Model):
    """What a customer has of one unit."""

    account_id: _uuid.UUID | None
    """The account, the `subject_id` of its events; null until something happened."""

    unit: str
    """Key of the unit."""

    unit_name: str
    """Its name."""

    balance: int
    """What is left of all grants."""

    held: int
    """Reserved by holds."""

    pending: int
    """Given, but not effective yet."""

    available: int
    """What can be spent now."""

    promotional: int
    """What of the balance was not paid for."""

    low_below: int | None
    """Threshold of the low balance, if there is one."""

    low: bool
    """Whether less than the threshold is available."""

    next_expiry_at: _datetime.datetime | None
    """When the next credits end, if any do."""

    next_expiry_amount: int
    """How many end then."""


class CreditBalancesOut(_Model):
    """What a customer has of every unit."""

    balances: list[CreditBalanceOut]
    """One for each unit of the workspace."""


class CreditCaptureIn(_Model):
    """What to pay of a hold."""

    amount: int
    """How many; the rest is free again."""

    note: str = ''
    """A line for the history."""


class CreditConsumeIn(_Model):
    """Usage to pay for."""

    unit: str = 'credits'
    """Key of the unit."""

    amount: int
    """How many."""

    source: CreditSource
    """What it pays for; the history links to it."""

    note: str = ''
    """A line for the history."""


class CreditDay(_Model):
    """One day of a unit (UTC)."""

    dated_on: _datetime.date
    """The day."""

    balance: int
    """Balance at its end."""

    burned: int
    """Debits of the day, less what was reversed on it."""

    added: int
    """What was given on it."""

    ended: int
    """What expired or was voided on it."""


class CreditDeductionIn(_Model):
    """Credits to take away."""

    unit: str = 'credits'
    """Key of the unit."""

    amount: int
    """How many."""

    reason: str
    """Why, for the history."""

    source: CreditSource | None = None
    """What it pays for, if anything."""


class CreditEntryOut(_Model):
    """One line of the history. It is never changed."""

    id: _uuid.UUID
    """Identifier."""

    unit: str
    """Key of the unit."""

    type: _Literal['grant', 'consume', 'deduct', 'capture', 'expire', 'void', 'reversal'] | str
    """What happened."""

    amount: int
    """What it added to the balance; negative when it took away."""

    balance_after: int
    """Balance of the unit after it."""

    note: str
    """Note or reason."""

    actor: ActorOut
    """Who did it."""

    source: CreditSourceOut | None
    """What it paid for, if anything."""

    grants: list[CreditGrantShare]
    """The grants it went into or came out of, in the order in which they burn."""

    hold_id: _uuid.UUID | None
    """The hold it captured, if it did."""

    reverses_id: _uuid.UUID | None
    """The entry that it reverses, if it does."""

    reversed_by_id: _uuid.UUID | None
    """The entry that reversed it, if one did."""

    created_at: _datetime.datetime
    """When."""


class CreditForecastOut(_Model):
    """When the credits run out if they go on burning as in the last thirty days."""

    unit: str
    """Key of the unit."""

    available: int
    """What can be spent now."""

    burned: int
    """Debits of the time looked at, less reversals."""

    days_observed: int
    """Days looked at: thirty, or fewer when the account is younger."""

    per_day: float
    """`burned` / `days_observed`."""

    runs_out_on: _datetime.date | None
    """The day; null when nothing burns or it lasts longer than two years."""

    days_left: int | None
    """Days until then."""

    expiring_unused: int
    """What will end before it is used at this pace."""

    explanation: str
    """How it was worked out."""


class CreditGrantIn(_Model):
    """Credits to give."""

    unit: str = 'credits'
    """Key of the unit."""

    amount: int
    """How many."""

    priority: int = 50
    """Lower burns first."""

    effective_at: _datetime.datetime | None = None
    """From when they can be spent; null: at once."""

    expires_at: _datetime.datetime | None = None
    """When what is left of them ends; null: never."""

    category: _Literal['paid', 'promotional'] | str = 'paid'
    """Whether they were paid for."""

    note: str = ''
    """Why, for the history."""


class CreditGrantOut(_Model):
    """Credits given at one time."""

    id: _uuid.UUID
    """Identifier."""

    unit: str
    """Key of the unit."""

    amount: int
    """How many were given."""

    remaining: int
    """What is left of them."""

    held: int
    """What of the rest is reserved."""

    priority: int
    """Lower burns first."""

    category: _Literal['paid', 'promotional'] | str
    """Whether they were paid for."""

    source: _Literal['manual', 'api', 'automation', 'top_up'] | str
    """Where they came from."""

    state: _Literal['active', 'pending', 'spent', 'expired', 'voided'] | str
    """`pending` until it is effective, `active` while something is left of it."""

    effective_at: _datetime.datetime
    """From when they can be spent."""

    expires_at: _datetime.datetime | None
    """When what is left of them ends, if ever."""

    voided_at: _datetime.datetime | None
    """When it was taken back, if it was."""

    note: str
    """Why they were given."""

    actor: ActorOut
    """Who gave them."""

    created_at: _datetime.datetime
    """When."""


class CreditGrantShare(_Model):
    """The part of an entry that went into or came out of one grant."""

    grant_id: _uuid.UUID
    """The grant."""

    amount: int
    """Negative when it came out of it."""


class CreditGrantedOut(_Model):
    """A grant, and the balance with it."""

    balance: int
    """Balance of the unit after it."""

    available: int
    """What of it can be spent."""

    grant: CreditGrantOut
    """The grant."""


class CreditHoldIn(_Model):
    """Credits to reserve."""

    unit: str = 'credits'
    """Key of the unit."""

    amount: int
    """How many."""

    expires_in_seconds: int = 3600
    """How long they stay reserved when nobody settles the hold."""

    source: CreditSource | None = None
    """What they are reserved for."""

    note: str = ''
    """A line for people."""


class CreditHoldOut(_Model):
    """Credits reserved for something."""

    id: _uuid.UUID
    """Identifier."""

    unit: str
    """Key of the unit."""

    amount: int
    """How many."""

    captured: int
    """What of them was paid."""

    state: _Literal['open', 'captured', 'released', 'expired'] | str
    """It is settled once."""

    expires_at: _datetime.datetime
    """Until when they stay reserved."""

    source: CreditSourceOut | None
    """What they are reserved for, if said."""

    note: str
    """A line for people."""

    actor: ActorOut
    """Who reserved them."""

    created_at: _datetime.datetime
    """When."""

    settled_at: _datetime.datetime | None
    """When it was captured, released or expired."""


class CreditHoldSettledOut(_Model):
    """A hold, and the account with it."""

    balance: int
    """Balance of the unit after it."""

    available: int
    """What of it can be spent."""

    hold: CreditHoldOut
    """The hold."""

    entry: CreditEntryOut | None
    """The new line of the history, when something was paid."""


class CreditMovementOut(_Model):
    """What a movement left behind."""

    balance: int
    """Balance of the unit after it."""

    available: int
    """What of it can be spent."""

    entry: CreditEntryOut
    """The new line of the history."""


class CreditNoteIn(_Model):
    """A line for the history."""

    note: str = ''
    """Why."""


class CreditSeriesOut(_Model):
    """Balance and burn, day by day."""

    unit: str
    """Key of the unit."""

    customer_id: _uuid.UUID
    """The customer."""

    days: list[CreditDay]
    """Every day of the span, oldest first."""


class CreditSettingsOut(_Model):
    """Settings of one unit of a customer."""

    unit: str
    """Key of the unit."""

    low_below: int | None
    """Threshold of the low balance, if there is one."""

    price_per_minute: int | None
    """Credits for each begun minute of a call."""

    grace_seconds: int
    """Seconds that are free, at the beginning and after each minute."""

    top_up: TopUpRuleOut | None
    """Rule for topping up, if there is one."""


class CreditSettingsPatch(_Model):
    """What to change of the settings of one unit."""

    low_below: int | None = None
    """Threshold of the low balance; null: none."""

    price_per_minute: int | None = None
    """Credits for each begun minute of a call; null: calls are not priced."""

    grace_seconds: int | None = None
    """Seconds that are free, at the beginning and after each minute."""

    top_up: TopUpRule | None = None
    """Rule for topping up; null: none."""


class CreditSource(_Model):
    """What a debit pays for."""

    type: str
    """Kind of thing: `call`, `tool_call`, `order` or a name of your own."""

    id: str
    """Its identifier there."""


class CreditSourceOut(_Model):
    """What a debit paid for."""

    type: str
    """Kind of thing."""

    id: str
    """Its identifier there."""


class CreditUnitIn(_Model):
    """A new unit."""

    key: str
    """Stable name; it cannot be changed."""

    name: str
    """Name for people."""

    description: str = ''
    """What is paid with it."""


class CreditUnitOut(_Model):
    """A unit in which customers have credits."""

    key: str
    """Stable name."""

    name: str
    """Name for people."""

    description: str
    """What is paid with it."""

    built_in: bool
    """Whether every workspace has it; such a unit can be renamed, not deleted."""


class CreditUnitPatch(_Model):
    """What to change of a unit."""

    name: str | None = None
    """Name for people."""

    description: str | None = None
    """What is paid with it."""


class CustomFieldIn(_Model):
    """A new custom field."""

    label: str
    """What people read."""

    help: str = ''
    """A hint beside the field."""

    section: str = ''
    """Heading under which it is shown."""

    required: bool = False
    """Whether customers in its folders must have a value."""

    filterable: bool | None = None
    """Whether lists can be filtered and sorted by it; null: as the type allows (long text and addresses cannot)."""

    default_value: _Any = None
    """What new customers get."""

    options: list[FieldOption] | None = None
    """Options of a select, in order; replaced whole."""

    validation: FieldValidation | None = None
    """Limits to its values; replaced whole."""

    folder_ids: list[_uuid.UUID] | None = None
    """Folders that show it; null: all, now and later."""

    view_role_ids: list[_uuid.UUID] | None = None
    """Roles that may see its values, besides the owner; null: all."""

    edit_role_ids: list[_uuid.UUID] | None = None
    """Roles that may change its values, besides the owner; null: all that may see them."""

    key: str | None = None
    """Stable name in the API; made from the label when absent."""

    type: _Literal['text', 'long_text', 'number', 'currency', 'percent', 'date', 'date_time', 'follow_up', 'checkbox', 'select', 'multi_select', 'email', 'phone', 'url', 'member', 'customer', 'address'] | str
    """What kind of value it takes."""


class CustomFieldOrder(_Model):
    """The fields in their new order."""

    field_ids: list[_uuid.UUID]
    """First to last; fields left out follow in their old order."""


class CustomFieldOut(_Model):
    """A custom field."""

    id: _uuid.UUID
    """Identifier."""

    key: str
    """Stable name in the API."""

    label: str
    """What people read."""

    type: _Literal['text', 'long_text', 'number', 'currency', 'percent', 'date', 'date_time', 'follow_up', 'checkbox', 'select', 'multi_select', 'email', 'phone', 'url', 'member', 'customer', 'address'] | str
    """What kind of value it takes."""

    help: str
    """A hint beside the field."""

    section: str
    """Heading under which it is shown."""

    position: int
    """Place among the fields."""

    required: bool
    """Whether customers in its folders must have a value."""

    filterable: bool
    """Whether lists can be filtered and sorted by it."""

    filter_ready: bool
    """False while its values are still being copied for filters."""

    default_value: _Any
    """What new customers get."""

    options: list[FieldOptionOut]
    """Options of a select, in order."""

    validation: FieldValidationOut
    """Limits to its values."""

    folder_ids: list[_uuid.UUID] | None
    """Folders that show it, as far as the caller sees them; null: all."""

    view_role_ids: list[_uuid.UUID] | None
    """Roles that may see its values, besides the owner; null: all."""

    edit_role_ids: list[_uuid.UUID] | None
    """Roles that may change its values, besides the owner; null: all."""

    viewable: bool
    """Whether the caller may see its values."""

    editable: bool
    """Whether the caller may change its values."""

    archived_at: _datetime.datetime | None
    """When it was archived, if it is."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class CustomFieldPatch(_Model):
    """What to change of a custom field. Its key and type are for ever."""

    label: str | None = None
    """What people read."""

    help: str | None = None
    """A hint beside the field."""

    section: str | None = None
    """Heading under which it is shown."""

    required: bool | None = None
    """Whether customers in its folders must have a value."""

    filterable: bool | None = None
    """Whether lists can be filtered and sorted by it; null: as the type allows (long text and addresses cannot)."""

    default_value: _Any = None
    """What new customers get."""

    options: list[FieldOption] | None = None
    """Options of a select, in order; replaced whole."""

    validation: FieldValidation | None = None
    """Limits to its values; replaced whole."""

    folder_ids: list[_uuid.UUID] | None = None
    """Folders that show it; null: all, now and later."""

    view_role_ids: list[_uuid.UUID] | None = None
    """Roles that may see its values, besides the owner; null: all."""

    edit_role_ids: list[_uuid.UUID] | None = None
    """Roles that may change its values, besides the owner; null: all that may see them."""


class CustomerFeaturesChangedOut(_Model):
    """What a customer may use after a change, and what the change did."""

    customer_id: _uuid.UUID
    """The customer."""

    plan: PlanOfCustomer
    """The plan it is on."""

    features: list[FeatureState]
    """Every feature of the catalogue, in its order."""

    menu: list[MenuEntry]
    """What the customer's menu shows."""

    changes: list[FeatureChange]
    """What is another thing than before, cascades included."""


class CustomerFeaturesOut(_Model):
    """What a customer may use, and the reason why not."""

    customer_id: _uuid.UUID
    """The customer."""

    plan: PlanOfCustomer
    """The plan it is on."""

    features: list[FeatureState]
    """Every feature of the catalogue, in its order."""

    menu: list[MenuEntry]
    """What the customer's menu shows."""


class CustomerFilter(_Model):
    """Which customers: the same conditions as the list's parameters. Several values of one condition mean any of them."""

    q: str = ''
    """Part of a name, address, number, location or id."""

    lifecycle: list[_Literal['prospect', 'customer'] | str] | None = None
    """Prospects, customers or both."""

    folder_id: list[_uuid.UUID] | None = None
    """In one of these folders."""

    no_folder: bool = False
    """Also (or only) those in no folder."""

    status_id: list[_uuid.UUID] | None = None
    """With one of these statuses."""

    tag_id: list[_uuid.UUID] | None = None
    """With one of these tags."""

    all_tag_id: list[_uuid.UUID] | None = None
    """With all of these tags."""

    owner_id: list[_uuid.UUID] | None = None
    """Owned by one of these members."""

    worker_id: list[_uuid.UUID] | None = None
    """Assigned to one of these members."""

    trashed: bool = False
    """Those in the trash instead."""

    fields: list[FieldCondition] | None = None
    """Conditions on custom fields; all must hold."""


class CustomerIn(_Model):
    """A new customer or prospect."""

    kind: _Literal['person', 'company'] | str = 'person'
    """A person or a company."""

    emails: list[EmailIn] | None = None
    """All addresses; replaces the list."""

    email: str | None = None
    """Short form of `emails` with one primary address."""

    phones: list[PhoneIn] | None = None
    """All numbers; replaces the list."""

    phone: str | None = None
    """Short form of `phones` with one primary number."""

    location: str | None = None
    """Where they are, as people say it."""

    time_zone: str | None = None
    """IANA name."""

    language: str | None = None
    """BCP 47 tag."""

    availability: _Literal['available', 'busy', 'away', 'do_not_disturb'] | str | None = None
    """Whether they can be reached now."""

    source: str | None = None
    """Where they came from."""

    folder_id: _uuid.UUID | None = None
    """The folder it lies in."""

    status_id: _uuid.UUID | None = None
    """A status of that folder; without it the folder's default."""

    owner_id: _uuid.UUID | None = None
    """The member responsible; becomes a worker too."""

    external_ids: dict[str, str] | None = None
    """Its ids elsewhere, by system."""

    custom_fields: dict[str, _Any] | None = None
    """Values by the fields' keys."""

    name: str
    """Full name of the person, or the company's name."""

    lifecycle: _Literal['prospect', 'customer'] | str = 'customer'
    """A prospect or already a customer."""

    tag_ids: list[_uuid.UUID] | None = None
    """Tags to start with."""

    worker_ids: list[_uuid.UUID] | None = None
    """Members assigned from the start."""


class CustomerOut(_Model):
    """A customer or prospect."""

    id: _uuid.UUID
    """Identifier."""

    kind: str
    """person or company."""

    name: str
    """Name."""

    lifecycle: str
    """prospect or customer."""

    email: str | None
    """The primary address."""

    phone: str | None
    """The primary number (E.164)."""

    emails: list[EmailOut]
    """All addresses, the primary one first."""

    phones: list[PhoneOut]
    """All numbers, the primary one first."""

    location: str | None
    """Where they are."""

    time_zone: str | None
    """IANA name."""

    language: str | None
    """BCP 47 tag."""

    availability: str | None
    """Whether they can be reached now."""

    source: str | None
    """Where they came from."""

    folder: FolderRef | None
    """The folder it lies in, if any."""

    status: StatusRef | None
    """Its status, if any."""

    owner: MemberRef | None
    """The member responsible, if any."""

    workers: list[MemberRef]
    """Members assigned."""

    tags: list[TagRef]
    """Tags, A to Z."""

    external_ids: dict[str, str]
    """Its ids elsewhere, by system."""

    custom_fields: dict[str, _Any]
    """Values by the fields' keys, without those the caller may not view."""

    avatar_url: str | None
    """Its picture, if any."""

    unread: bool
    """Whether something happened since the calling member last opened it."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""

    last_activity_at: _datetime.datetime
    """When something last happened with it."""

    converted_at: _datetime.datetime | None
    """When the prospect became a customer."""

    deleted_at: _datetime.datetime | None
    """When it was put into the trash, if it is there."""


class CustomerPage(_Model):
    """One page of customers."""

    items: list[CustomerOut]
    """The customers of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""

    total: int | None
    """With `include_total`: how many there are, counted up to 10,000."""


class CustomerPatch(_Model):
    """What to change (JSON merge patch). `external_ids` and `custom_fields` merge key by key: null removes a key."""

    kind: _Literal['person', 'company'] | str | None = None
    """A person or a company."""

    emails: list[EmailIn] | None = None
    """All addresses; replaces the list."""

    email: str | None = None
    """Short form of `emails` with one primary address."""

    phones: list[PhoneIn] | None = None
    """All numbers; replaces the list."""

    phone: str | None = None
    """Short form of `phones` with one primary number."""

    location: str | None = None
    """Where they are, as people say it."""

    time_zone: str | None = None
    """IANA name."""

    language: str | None = None
    """BCP 47 tag."""

    availability: _Literal['available', 'busy', 'away', 'do_not_disturb'] | str | None = None
    """Whether they can be reached now."""

    source: str | None = None
    """Where they came from."""

    folder_id: _uuid.UUID | None = None
    """The folder it lies in."""

    status_id: _uuid.UUID | None = None
    """A status of that folder; without it the folder's default."""

    owner_id: _uuid.UUID | None = None
    """The member responsible; becomes a worker too."""

    external_ids: dict[str, str | None] | None = None
    """Ids elsewhere to set or, with null, to remove."""

    custom_fields: dict[str, _Any] | None = None
    """Values by the fields' keys."""

    name: str | None = None
    """New name."""


class CustomerRef(_Model):
    """The customer of a run."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""


class CustomerTagsOut(_Model):
    """A customer's tags."""

    items: list[TagRef]
    """A to Z."""


class CustomerUpsert(_Model):
    """A customer to create, or what to change of the one that exists."""

    kind: _Literal['person', 'company'] | str | None = None
    """A person or a company."""

    emails: list[EmailIn] | None = None
    """All addresses; replaces the list."""

    email: str | None = None
    """Short form of `emails` with one primary address."""

    phones: list[PhoneIn] | None = None
    """All numbers; replaces the list."""

    phone: str | None = None
    """Short form of `phones` with one primary number."""

    location: str | None = None
    """Where they are, as people say it."""

    time_zone: str | None = None
    """IANA name."""

    language: str | None = None
    """BCP 47 tag."""

    availability: _Literal['available', 'busy', 'away', 'do_not_disturb'] | str | None = None
    """Whether they can be reached now."""

    source: str | None = None
    """Where they came from."""

    folder_id: _uuid.UUID | None = None
    """The folder it lies in."""

    status_id: _uuid.UUID | None = None
    """A status of that folder; without it the folder's default."""

    owner_id: _uuid.UUID | None = None
    """The member responsible; becomes a worker too."""

    external_ids: dict[str, str | None] | None = None
    """Ids elsewhere to set or, with null, to remove."""

    custom_fields: dict[str, _Any] | None = None
    """Values by the fields' keys."""

    name: str | None = None
    """Needed when the customer does not exist yet."""

    lifecycle: _Literal['prospect', 'customer'] | str | None = None
    """Only used when the customer is created."""

    tag_ids: list[_uuid.UUID] | None = None
    """Tags to add."""


class DateTrigger(_Model):
    """Some days before or after a date of the customer, each date at most once."""

    kind: _Literal['date']
    """What starts it."""

    field: str
    """`custom_fields.<key>` of a date, or `created_at`, `converted_at`, `last_activity_at`."""

    offset_days: int = 0
    """Days after the date; negative: before it."""

    at: str = '09:00'
    """At this time of that day in the workspace's time zone."""


class Decision(_Model):
    """How one condition was decided."""

    path: str
    """What was looked at."""

    op: str
    """How it was compared."""

    expected: _Any
    """What it was compared with."""

    actual: _Any
    """The value that was found; null also when the reader may not see it."""

    held: bool
    """Whether it held."""


class Delete(_Model):
    """Put into the trash."""

    type: _Literal['delete']
    """What to do."""


class DeleteOperation(_Model):
    """Put a customer into the trash."""

    op: _Literal['delete']
    """What to do."""

    customer_id: _uuid.UUID
    """Which."""


class DeletionPlan(_Model):
    """What deleting this customer would mean."""

    allowed: bool
    """Whether it can be deleted now."""

    blockers: list[Unmet]
    """What has to be settled first."""

    losses: list[Loss]
    """What vanishes for good when the trash is emptied."""

    restorable_until: _datetime.datetime | None
    """How long it could be restored."""


class DraftIn(_Model):
    """A flow that is not saved yet. `automation_id`: the one it would replace, for its kept secrets and for cycles."""

    folder_ids: list[_uuid.UUID] | None = None
    """Only customers in these folders or below; none named: all."""

    trigger: _Annotated[EventTrigger | ManualTrigger | ScheduleTrigger | DateTrigger | WebhookTrigger | dict[str, _Any], _Field(union_mode='left_to_right')]
    """What starts it."""

    conditions: list[AnyOf] | None = None
    """What must hold for a run to start; all groups must."""

    steps: list[Step]
    """What is done, in order."""

    limits: Limits | None = None

    automation_id: _uuid.UUID | None = None
    """The automation that is being edited."""


class DryRunIn(_Model):
    """What to try an automation on."""

    customer_ids: list[_uuid.UUID] | None = None
    """These customers."""

    last_events: int | None = None
    """Or the last so many real events that start it."""

    data: dict[str, _Any] | None = None
    """With customers: what steps find under `trigger.data`."""

    flow: Flow | None = None
    """Try this draft instead of the saved flow."""


class DryRunOut(_Model):
    """What would have happened. Nothing of it did."""

    trials: list[TrialOut]
    """One for each customer or event."""


class DuplicateIn(_Model):
    """How the copy is called."""

    name: str | None = None
    """Name of the copy; null: the same with a number."""


class EmailDraftIn(_Model):
    """A text that is not saved yet, and for whom to fill it."""

    customer_id: _uuid.UUID
    """The customer."""

    subject: str
    """Subject, with placeholders."""

    body: str
    """Markdown, with placeholders."""


class EmailIn(_Model):
    """An e-mail address to keep."""

    address: str
    """The address; kept in lower case."""

    label: str = ''
    """What kind of address."""

    primary: bool = False
    """Whether it is the one to write to; the first becomes it when none is."""


class EmailOut(_Model):
    """An e-mail address."""

    address: str
    """The address in lower case."""

    label: str
    """What kind of address."""

    primary: bool
    """Whether it is the one to write to."""


class EmailPreviewIn(_Model):
    """For whom to fill a template."""

    customer_id: _uuid.UUID
    """The customer."""


class EmailPreviewOut(_Model):
    """What the customer would get."""

    to: str | None
    """The customer's primary address; null: it has none."""

    subject: str
    """Subject as sent."""

    body: str
    """Text as sent to those whose mail program shows no HTML."""

    html: str
    """The same as HTML that is safe to show."""

    empty: list[str]
    """Placeholders for which this customer has nothing that the caller may see."""


class EmailTemplateIn(_Model):
    """A new e-mail template. Subject and body may hold placeholders (`GET /email-templates/placeholders`)."""

    name: str
    """Unique, whatever the case of its letters, archived ones included."""

    subject: str
    """Subject, with placeholders."""

    body: str
    """Markdown, with placeholders. What they are filled with is shown as it is, never as Markdown."""


class EmailTemplateOut(_Model):
    """An e-mail template."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    subject: str
    """Subject, with placeholders."""

    body: str
    """Markdown, with placeholders."""

    archived_at: _datetime.datetime | None
    """Since when it is archived, if it is."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class EmailTemplatePatch(_Model):
    """What to change of an e-mail template."""

    name: str | None = None
    """New name."""

    subject: str | None = None
    """New subject."""

    body: str | None = None
    """New Markdown."""


class EmbedBalance(_Model):
    """What the customer has of one unit."""

    unit: str
    """Key of the unit."""

    unit_name: str
    """Its name."""

    balance: int
    """What is left."""

    available: int
    """What of it can be spent now."""

    low: bool
    """Whether it runs low."""

    next_expiry_at: _datetime.datetime | None
    """When the next credits end, if any do."""

    next_expiry_amount: int
    """How many end then."""


class EmbedConfigIn(_Model):
    """A new embed configuration."""

    name: str
    """What members call it."""

    allowed_origins: list[str] | None = None
    """Sites that may show it, exactly as browsers name them."""

    scopes: list[P]
    """What widgets may read and send."""

    widgets: list[_Literal['profile', 'credits', 'quota', 'notes', 'timeline', 'form'] | str]
    """Which widgets, in order."""

    theme: EmbedTheme | None = None
    """How they look."""

    form_id: _uuid.UUID | None = None
    """The form that the widget `form` shows."""


class EmbedConfigOut(_Model):
    """An embed configuration."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """What members call it."""

    allowed_origins: list[str]
    """Sites that may show it, where a token names none of its own."""

    scopes: list[P]
    """What widgets may read and send."""

    widgets: list[_Literal['profile', 'credits', 'quota', 'notes', 'timeline', 'form'] | str]
    """Which widgets, in order."""

    theme: EmbedTheme
    """How they look."""

    form_id: _uuid.UUID | None
    """The form that the widget `form` shows."""

    active_tokens: int
    """How many tokens work with it."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class EmbedConfigPatch(_Model):
    """What to change of an embed configuration. Lists are replaced whole; so is the theme."""

    name: str | None = None
    """What members call it."""

    allowed_origins: list[str] | None = None
    """Sites that may show it, exactly as browsers name them."""

    scopes: list[P] | None = None
    """What widgets may read and send."""

    widgets: list[_Literal['profile', 'credits', 'quota', 'notes', 'timeline', 'form'] | str] | None = None
    """Which widgets, in order."""

    theme: EmbedTheme | None = None
    """How they look."""

    form_id: _uuid.UUID | None = None
    """The form that the widget `form` shows."""


class EmbedCreditEntry(_Model):
    """One line of the history of credits."""

    id: _uuid.UUID
    """Identifier."""

    unit: str
    """Key of the unit."""

    type: _Literal['grant', 'consume', 'deduct', 'capture', 'expire', 'void', 'reversal'] | str
    """What happened."""

    amount: int
    """What it added to the balance; negative when it took away."""

    balance_after: int
    """Balance of the unit after it."""

    note: str
    """Note or reason."""

    created_at: _datetime.datetime
    """When."""


class EmbedCredits(_Model):
    """What the customer has of every unit."""

    balances: list[EmbedBalance]
    """One for each unit of the workspace."""


class EmbedExchangeIn(_Model):
    """A launch code to exchange."""

    code: str
    """The launch code."""


class EmbedField(_Model):
    """A custom field with its value."""

    key: str
    """Key."""

    label: str
    """What it is called."""

    type: str
    """What kind of value it is."""

    value: _Any
    """The value; for selects the labels of what was chosen."""


class EmbedForm(_Model):
    """A form as the widget of one customer shows it: what identifies the customer and is known need not be answered."""

    title: str
    """Heading."""

    description: str
    """Text below it."""

    submit_label: str
    """Text of the button; empty: the page's own word."""

    workspace_name: str
    """Who asks."""

    fields: list[PublicField]
    """The questions in order."""

    token: str
    """To be sent back with the answers, once, after a moment and within a day."""

    values: dict[str, _Any]
    """What is known already, by question and typed as answers are, to begin with; empty without `customers:read`."""


class EmbedLaunchOut(_Model):
    """A launch code, good for one exchange."""

    code: str
    """Give it to the page at once."""

    expires_at: _datetime.datetime
    """A minute from now."""

    page_url: str
    """The page with the code in its fragment, for an iframe."""


class EmbedNote(_Model):
    """A note about the customer."""

    id: _uuid.UUID
    """Identifier."""

    html: str
    """Its text as HTML that is safe to show."""

    author_name: str
    """Who wrote it."""

    pinned: bool
    """Whether it stays on top."""

    created_at: _datetime.datetime
    """When it was written."""


class EmbedPageOut(_Model):
    """A widgets' page that the asking site may show."""

    allowed_origins: list[str]
    """Sites that may show it."""

    theme: EmbedTheme
    """How widgets look, also before any is launched."""


class EmbedProfile(_Model):
    """The customer as its own widget shows it."""

    name: str
    """Name."""

    kind: str
    """person or company."""

    email: str | None
    """The primary address."""

    phone: str | None
    """The primary number (E.164)."""

    location: str | None
    """Where they are."""

    status: EmbedStatus | None
    """Its status, if any."""

    fields: list[EmbedField]
    """Custom fields that its folder shows and no role has to itself, those with a value, in their order."""


class EmbedQuota(_Model):
    """How many tool calls are left."""

    limit: int
    """How much is allowed within the window."""

    used: int
    """How much was used within the window that ends now."""

    remaining: int
    """How much is left now."""

    window_seconds: int
    """Length of the sliding window."""

    resets_at: _datetime.datetime | None
    """When more is left again; null when nothing is used."""


class EmbedRefusalOut(_Model):
    """A site that tried to show a customer's widgets and may not."""

    id: _uuid.UUID
    """Identifier."""

    origin: str
    """The site, as its browser named it; `null` for a page without an origin."""

    token: Reference
    """The embed token whose page it tried."""

    times: int
    """How often."""

    first_at: _datetime.datetime
    """When it first tried."""

    last_at: _datetime.datetime
    """When it last tried."""


class EmbedSessionOut(_Model):
    """A bearer for the embed API, with what its page shows."""

    expires_at: _datetime.datetime
    """When the bearer ends. Ask the host page for another launch code before."""

    workspace_name: str
    """Whose customer it is."""

    widgets: list[_Literal['profile', 'credits', 'quota', 'notes', 'timeline', 'form'] | str]
    """Which widgets, in order."""

    scopes: list[P]
    """What the bearer may read and send."""

    theme: EmbedTheme
    """How they look."""

    form_key: str | None
    """Public key of the form that the widget `form` shows."""

    allowed_origins: list[str]
    """Sites to which the page may speak."""

    access_token: str
    """`Authorization: Bearer …` for the operations under `/embed/`. Keep it in memory only."""


class EmbedStatus(_Model):
    """Where the customer stands."""

    name: str
    """Name."""

    colour: str
    """Colour."""


class EmbedTheme(_Model):
    """How widgets look. What is null follows the visitor's own light or dark setting."""

    mode: _Literal['auto', 'light', 'dark'] | str = 'auto'
    """Light, dark, or as the visitor's system."""

    accent: str | None = None
    """Colour of buttons, links and meters."""

    background: str | None = None
    """Colour behind everything; null: the host page shows through."""

    surface: str | None = None
    """Colour of cards."""

    text: str | None = None
    """Colour of text."""

    radius: int = 10
    """Roundness of corners in pixels."""

    density: _Literal['comfortable', 'compact'] | str = 'comfortable'
    """Room around things."""


class EmbedTimelineItem(_Model):
    """Something that happened with the customer."""

    id: _uuid.UUID
    """Identifier."""

    type: str
    """What happened."""

    kind: str
    """Group of types."""

    sentence: str
    """The same for people, in English."""

    occurred_at: _datetime.datetime
    """When."""


class EmbedTokenCreated(_Model):
    """An embed token with its secret, which is shown only here."""

    id: _uuid.UUID
    """Identifier."""

    key: str
    """Public name of its page; goes into snippets."""

    page_url: str
    """Address of the page that shows its widgets."""

    customer_id: _uuid.UUID
    """The one customer it shows."""

    config: Reference
    """The embed configuration it works with."""

    label: str
    """Where it is used."""

    hint: str
    """The last four characters of its secret."""

    allowed_origins: list[str]
    """Sites of its own that may show it; none means those of its configuration."""

    effective_origins: list[str]
    """Sites that may show it."""

    state: _Literal['active', 'expired', 'revoked'] | str
    """Only an active token works."""

    created_by_name: str
    """Who made it."""

    expires_at: _datetime.datetime | None
    """When it stops working, if ever."""

    revoked_at: _datetime.datetime | None
    """When it was revoked, if it was."""

    last_used_at: _datetime.datetime | None
    """When a server last launched a widget with it, to the minute."""

    previous_secret_until: _datetime.datetime | None
    """Until when the secret before the last rotation works as well."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""

    secret: str
    """For your server: `Authorization: Bearer …`. Keep it: it cannot be shown again."""


class EmbedTokenIn(_Model):
    """A new embed token of a customer."""

    label: str
    """Where it is used."""

    expires_at: _datetime.datetime | None = None
    """When it stops working; null means never."""

    allowed_origins: list[str] | None = None
    """Sites that may show it; none means those of its configuration."""

    config_id: _uuid.UUID
    """The embed configuration: which widgets, scopes and looks."""


class EmbedTokenOut(_Model):
    """An embed token. Its secret cannot be shown again."""

    id: _uuid.UUID
    """Identifier."""

    key: str
    """Public name of its page; goes into snippets."""

    page_url: str
    """Address of the page that shows its widgets."""

    customer_id: _uuid.UUID
    """The one customer it shows."""

    config: Reference
    """The embed configuration it works with."""

    label: str
    """Where it is used."""

    hint: str
    """The last four characters of its secret."""

    allowed_origins: list[str]
    """Sites of its own that may show it; none means those of its configuration."""

    effective_origins: list[str]
    """Sites that may show it."""

    state: _Literal['active', 'expired', 'revoked'] | str
    """Only an active token works."""

    created_by_name: str
    """Who made it."""

    expires_at: _datetime.datetime | None
    """When it stops working, if ever."""

    revoked_at: _datetime.datetime | None
    """When it was revoked, if it was."""

    last_used_at: _datetime.datetime | None
    """When a server last launched a widget with it, to the minute."""

    previous_secret_until: _datetime.datetime | None
    """Until when the secret before the last rotation works as well."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class EmbedTokenPatch(_Model):
    """What to change of an embed token."""

    label: str | None = None
    """Where it is used."""

    expires_at: _datetime.datetime | None = None
    """When it stops working; null means never."""

    allowed_origins: list[str] | None = None
    """Sites that may show it; none means those of its configuration."""


class EmbedTokenRotate(_Model):
    """How to change over to a new secret."""

    overlap_seconds: int = 0
    """How long the old secret goes on working, at most seven days."""


class EmbedTokensRevoked(_Model):
    """What was revoked."""

    revoked: int
    """How many tokens worked until now."""


class EmbedView(_Model):
    """What a widget's page shows, and how."""

    expires_at: _datetime.datetime
    """When the bearer ends. Ask the host page for another launch code before."""

    workspace_name: str
    """Whose customer it is."""

    widgets: list[_Literal['profile', 'credits', 'quota', 'notes', 'timeline', 'form'] | str]
    """Which widgets, in order."""

    scopes: list[P]
    """What the bearer may read and send."""

    theme: EmbedTheme
    """How they look."""

    form_key: str | None
    """Public key of the form that the widget `form` shows."""

    allowed_origins: list[str]
    """Sites to which the page may speak."""


class EventOut(_Model):
    """Something that happened."""

    id: _uuid.UUID
    """Identifier, the same wherever this event appears."""

    type: str
    """What happened."""

    occurred_at: _datetime.datetime
    """When."""

    actor: ActorOut
    """Who did it."""

    customer_id: _uuid.UUID | None
    """The customer it happened to, if any."""

    subject_id: _uuid.UUID | None
    """What else it happened to: a note, a tag, a folder."""

    cause_id: _uuid.UUID | None
    """The event that led to this one, if an automation did it."""

    data: dict[str, _Any]
    """Further facts, by type: see the contract's webhooks."""

    changes: dict[str, Change]
    """Fields that changed, without those the reader may not view; custom fields as `custom_fields.<key>`."""


class EventTrigger(_Model):
    """Something happened. Edits of one sitting arrive as one `customer.updated`; status, folder and lifecycle changes arrive at once."""

    kind: _Literal['event']
    """What starts it."""

    event_types: list[str]
    """Any of these."""


class EventTypeOut(_Model):
    """A kind of event."""

    type: str
    """Its name, as filters take it."""

    kind: str
    """Group of types."""

    description: str
    """What it tells."""


class ExportIn(_Model):
    """What to export."""

    format: _Literal['csv', 'jsonl', 'vcard'] | str = 'csv'
    """A table for spreadsheets, JSON Lines for programs, or vCard 4.0 for address books."""

    filter: CustomerFilter | None = None
    """Which customers; all that you may see when nothing is named."""

    customer_ids: list[_uuid.UUID] | None = None
    """These customers, in this order, instead of a filter; those you may not see are left out."""


class Exported(_Model):
    """An automation as a file: with the names of what it refers to, so that another workspace finds its own. Secrets are null."""

    format: _Literal['atrium.automation.1']
    """Always this."""

    name: str
    """Name."""

    description: str = ''
    """What it is for."""

    flow: dict[str, _Any]
    """The flow."""

    references: dict[str, ExportedReference] | None = None
    """What the ids in the flow are called here."""


class ExportedReference(_Model):
    """What an id stands for."""

    thing: _Literal['tag', 'tag_group', 'folder', 'status', 'member', 'relation_type', 'email_template', 'automation', 'customer'] | str
    """Kind of thing."""

    name: str
    """Its name; a member's e-mail address."""


class FeatureChange(_Model):
    """A feature whose value a change would change."""

    key: str
    """The feature, or `plan`."""

    label: str
    """What people read."""

    before: bool | int | str | list[str] | None
    """Value before."""

    after: bool | int | str | list[str] | None
    """Value after."""

    asked: bool
    """Whether it was asked for, or follows from something else."""

    because: str | None
    """The feature it follows from."""

    message: str
    """The same, for people."""


class FeatureDefinition(_Model):
    """A feature as the catalogue has it."""

    key: str
    """Stable name."""

    label: str
    """What people read."""

    description: str
    """What it gives the customer."""

    group: str
    """Where it is shown: `portal`, `developers`, `ai`, `integration`, `billing`, or `own` for the workspace's own."""

    type: _Literal['boolean', 'number', 'text', 'choice', 'choices'] | str
    """What its value is."""

    default: bool | int | str | list[str] | None
    """Its value where a plan says nothing."""

    plan_values: dict[str, bool | int | str | list[str] | None]
    """Its value in each plan, by the plan's key."""

    choices: list[ChoiceOut]
    """What there is to choose from."""

    minimum: int
    """For numbers: the smallest."""

    maximum: int
    """For numbers: the largest."""

    unit: str
    """For numbers: what is counted."""

    requires: list[str]
    """Features that must be on."""

    conditions: list[str]
    """What else must hold: `white_label_portal`, `stripe_connect`, `active_account`."""

    forces: dict[str, bool | int | str | list[str] | None]
    """Values that other features have while this one is on."""

    turns_off: list[str]
    """Features that are switched off with it."""

    menu: str | None
    """The entry of the customer's menu that it opens."""

    built_in: bool
    """Whether it comes with Atrium and can neither be changed nor deleted."""


class FeatureIn(_Model):
    """A new feature of the workspace's own."""

    key: str
    """Stable name, unique in the workspace. It cannot be changed."""

    label: str
    """What people read."""

    description: str = ''
    """What it gives the customer."""

    type: _Literal['boolean', 'number', 'text', 'choice', 'choices'] | str = 'boolean'
    """What its value is: on or off, a whole number, a text, one of the choices, or several."""

    default: _Any = None
    """Its value where a plan says nothing; off when absent."""

    choices: list[ChoiceIn] | None = None
    """For `choice` and `choices`: what there is to choose from."""

    maximum: int | None = None
    """For `number`: the largest."""

    unit: str = ''
    """For `number`: what is counted."""

    requires: list[str] | None = None
    """Keys of features that must be on."""


class FeaturePatch(_Model):
    """What to change of a feature of the workspace's own."""

    label: str | None = None
    """New text for people."""

    description: str | None = None
    """New description."""

    default: _Any = None
    """New value where a plan says nothing; null means off."""

    choices: list[ChoiceIn] | None = None
    """New choices, replaced whole."""

    maximum: int | None = None
    """New largest number."""

    unit: str | None = None
    """New unit."""

    requires: list[str] | None = None
    """New list of features that must be on."""


class FeatureRefusal(_Model):
    """A part of a change that is not possible."""

    key: str
    """The feature."""

    unmet: list[Unmet]
    """Why."""


class FeatureState(_Model):
    """What a customer has of one feature, and why."""

    key: str
    """The feature."""

    label: str
    """What people read."""

    description: str
    """What it gives the customer."""

    group: str
    """Where it is shown."""

    type: _Literal['boolean', 'number', 'text', 'choice', 'choices'] | str
    """What its value is."""

    value: bool | int | str | list[str] | None
    """What holds now."""

    on: bool
    """Whether it can be used: its value is neither false, 0, empty nor missing."""

    source: _Literal['override', 'plan', 'default', 'forced'] | str
    """Where the value comes from: set for this customer, from its plan, the same for all, or forced by what is in `forced_by` or `unmet`."""

    forced_by: str | None
    """The feature that forces the value."""

    override: bool | int | str | list[str] | None
    """What was set for this customer; null when nothing was. A locked feature remembers it."""

    plan_value: bool | int | str | list[str] | None
    """What it would be without the override and without locks."""

    locked: bool
    """Whether it cannot be changed now: `unmet` says why."""

    unmet: list[Unmet]
    """What has to be mended before it can be used or changed."""

    choices: list[ChoiceOut]
    """What there is to choose from."""

    minimum: int
    """For numbers: the smallest."""

    maximum: int
    """For numbers: the largest."""

    unit: str
    """For numbers: what is counted."""

    built_in: bool
    """Whether it comes with Atrium."""


class FeaturesPatch(_Model):
    """Values to set, by feature; null goes back to the plan's. `plan` is the plan itself."""

    plan: str | None = None
    """Key of the plan; null for the workspace's default."""

    portal: bool | None = None
    """White-label portal: the customer signs in to a portal in your colours."""

    portal_domain: str | None = None
    """Portal address: a domain of the customer's own for the portal."""

    portal_users: int | None = None
    """Portal logins: how many people of the customer may sign in to the portal."""

    portal_messages: bool | None = None
    """Messages in the portal: the customer writes to you there."""

    portal_files: bool | None = None
    """Files in the portal: the customer sees and sends files there."""

    embeds: bool | None = None
    """Embeds: widgets of this customer on other people's pages."""

    api_access: bool | None = None
    """API Access: keys and calls for this customer alone."""

    api_keys_menu: bool | None = None
    """API Keys menu: the customer manages its keys."""

    ai_credits: bool | None = None
    """AI Credits: the customer pays for AI with credits; prices are hidden while this is on."""

    pricing_hidden: bool | None = None
    """Pricing hidden: prices are not shown to the customer."""

    ai_gateway: bool | None = None
    """AI gateway: calls to language models through Atrium, paid with AI Credits."""

    integration: bool | None = None
    """Integration: tools of other apps may be called on behalf of this customer."""

    integration_apps: list[str] | None = None
    """Apps: which apps the integration reaches."""

    tool_call_quota: bool | None = None
    """Tool-call quota: calls of tools are counted and limited."""

    billing: bool | None = None
    """Billing: the customer is billed from here."""


class FeaturesPreview(_Model):
    """What a change would do. Nothing was changed."""

    possible: bool
    """Whether it could be made as it is."""

    changes: list[FeatureChange]
    """What would be another thing than now, cascades included."""

    refused: list[FeatureRefusal]
    """What stands in the way."""


class FieldCondition(_Model):
    """A condition on a custom field."""

    key: str
    """The field's key."""

    op: _Literal['eq', 'in', 'gt', 'gte', 'lt', 'lte', 'contains', 'exists', 'missing'] | str
    """How to compare."""

    values: list[str] | None = None
    """What to compare with, written as in the query string."""


class FieldError(_Model):
    """One thing wrong with the request."""

    pointer: str
    """JSON Pointer (RFC 6901) into the body, or `query/name`, `path/name`, `header/name`."""

    code: str
    """Stable machine name of what is wrong."""

    message: str
    """What is wrong, for people."""


class FieldOption(_Model):
    """One option of a select or multi-select."""

    key: str | None = None
    """Stable name that values hold; made from the label when absent."""

    label: str
    """What people read; unique within the field."""

    colour: str = '#64748b'
    """Its colour."""


class FieldOptionOut(_Model):
    """One option of a select or multi-select."""

    key: str
    """Stable name that values hold."""

    label: str
    """What people read; unique within the field."""

    colour: str = '#64748b'
    """Its colour."""


class FieldRef(_Model):
    """A custom field."""

    key: str
    """Its key."""

    label: str
    """What it is called."""


class FieldShown(_Model):
    """A custom field that the customer's folder shows."""

    key: str
    """Its key in `custom_fields`."""

    label: str
    """What it is called."""

    type: str
    """Its type."""

    section: str
    """The section it stands in."""

    required: bool
    """Whether it must have a value."""

    editable: bool
    """Whether the caller may change it."""


class FieldValidation(_Model):
    """Limits to a field's values. Which apply depends on the type; values stored before are not checked again."""

    min: float | str | None = None
    """Smallest number, amount (minor units), date or time."""

    max: float | str | None = None
    """Largest number, amount (minor units), date or time."""

    min_length: int | None = None
    """Fewest characters."""

    max_length: int | None = None
    """Most characters."""

    pattern: str | None = None
    """Regular expression that the whole text must match; without look-around and back-references."""

    currency: str | None = None
    """Currency (ISO 4217) of all amounts; the workspace's when absent; cannot be changed later."""


class FieldValidationOut(_Model):
    """The limits to a field's values."""

    min: float | str | None = None
    """Smallest number, amount (minor units), date or time."""

    max: float | str | None = None
    """Largest number, amount (minor units), date or time."""

    min_length: int | None = None
    """Fewest characters."""

    max_length: int | None = None
    """Most characters."""

    pattern: str | None = None
    """Regular expression that the whole text must match; without look-around and back-references."""

    currency: str | None = None
    """Currency (ISO 4217) of all amounts; the workspace's when absent; cannot be changed later."""


class FileOut(_Model):
    """What was found out about the file."""

    format: str
    """csv, tsv, xlsx, vcard or jsonl."""

    encoding: str | None
    """Character encoding, for text files."""

    encoding_certain: bool
    """Whether the encoding is beyond doubt."""

    delimiter: str | None
    """What separates the cells."""

    has_header: bool
    """Whether the columns have headings."""

    sheet: str | None
    """The sheet that is read."""

    sheets: list[str]
    """All sheets of a workbook."""

    warnings: list[str]
    """What to look at, for people."""


class Fix(_Model):
    """Where a missing prerequisite can be met."""

    label: str
    """Text of the link."""

    href: str
    """Address inside Atrium."""


class Flow(_Model):
    """What an automation does: frozen with each save, so that a run ends by the rules it began with."""

    folder_ids: list[_uuid.UUID] | None = None
    """Only customers in these folders or below; none named: all."""

    trigger: _Annotated[EventTrigger | ManualTrigger | ScheduleTrigger | DateTrigger | WebhookTrigger | dict[str, _Any], _Field(union_mode='left_to_right')]
    """What starts it."""

    conditions: list[AnyOf] | None = None
    """What must hold for a run to start; all groups must."""

    steps: list[Step]
    """What is done, in order."""

    limits: Limits | None = None


class FolderGrant(_Model):
    """What a role, or one member, may do in a folder and the folders below it."""

    role_id: _uuid.UUID | None = None
    """The role; or name a member."""

    member_id: _uuid.UUID | None = None
    """The member, whose own entry beats that of the role."""

    level: _Literal['none', 'read', 'write', 'manage'] | str
    """none hides the folder and its customers; read; write; manage also changes the folder."""


class FolderGrantOut(_Model):
    """What a role, or one member, may do."""

    role_id: _uuid.UUID | None
    """The role, if it is one."""

    member_id: _uuid.UUID | None
    """The member, if it is one."""

    name: str
    """Name of the role or member."""

    level: _Literal['none', 'read', 'write', 'manage'] | str
    """What they may do here and below."""


class FolderIn(_Model):
    """A new folder."""

    name: str
    """Unique among its neighbours, whatever the case of its letters."""

    parent_id: _uuid.UUID | None = None
    """The folder to put it into; null for the top."""

    icon: str = 'folder'
    """Name of its icon."""

    colour: str = '#64748b'
    """Its colour."""

    sections: list[_Literal['profile', 'tasks', 'working_time', 'checklists', 'payments', 'orders', 'invoices', 'calendar', 'files', 'recordings', 'subscriptions', 'workflow', 'reservations', 'related_customers', 'communications', 'insurance'] | str] | None = None
    """Sections that its customers' profiles show, in order; null: all."""

    statuses: list[StatusIn] | None = None
    """Its statuses, in order."""


class FolderOrder(_Model):
    """The folders of one parent in their new order."""

    parent_id: _uuid.UUID | None = None
    """Whose folders; null for those at the top."""

    folder_ids: list[_uuid.UUID]
    """First to last; those left out follow in their old order."""


class FolderOut(_Model):
    """A folder with its policy, as far as the caller sees it."""

    id: _uuid.UUID
    """Identifier."""

    parent_id: _uuid.UUID | None
    """The folder it lies in; null at the top, or when the caller may not see that one."""

    name: str
    """Name."""

    icon: str
    """Name of its icon."""

    colour: str
    """Its colour."""

    position: int
    """Place among its neighbours."""

    depth: int
    """How many folders above it the caller sees."""

    sections: list[_Literal['profile', 'tasks', 'working_time', 'checklists', 'payments', 'orders', 'invoices', 'calendar', 'files', 'recordings', 'subscriptions', 'workflow', 'reservations', 'related_customers', 'communications', 'insurance'] | str] | None
    """Sections that its customers' profiles show, in order; null: all."""

    level: _Literal['none', 'read', 'write', 'manage'] | str
    """What the caller may do here."""

    statuses: list[StatusOut]
    """Its statuses, in order."""

    custom_field_ids: list[_uuid.UUID]
    """Custom fields that its customers show the caller, in order."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class FolderPatch(_Model):
    """What to change of a folder."""

    name: str | None = None
    """New name."""

    parent_id: _uuid.UUID | None = None
    """The folder to put it into; null for the top."""

    icon: str | None = None
    """Name of its icon."""

    colour: str | None = None
    """Its colour."""

    sections: list[_Literal['profile', 'tasks', 'working_time', 'checklists', 'payments', 'orders', 'invoices', 'calendar', 'files', 'recordings', 'subscriptions', 'workflow', 'reservations', 'related_customers', 'communications', 'insurance'] | str] | None = None
    """Sections that its customers' profiles show, in order; null: all."""


class FolderPermissionsIn(_Model):
    """All permissions of a folder."""

    entries: list[FolderGrant]
    """Replaces what was. Who is not named here has what the folder above grants, else everything."""


class FolderPermissionsOut(_Model):
    """All permissions of a folder."""

    entries: list[FolderGrantOut]
    """Roles first, then members, each A to Z."""


class FolderRef(_Model):
    """The folder it lies in."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    colour: str
    """Colour."""


class ForEachRelatedStep(_Model):
    """Do `then` once for each related customer that can be seen; inside, `customer` means that one."""

    relation_type_id: _uuid.UUID | None = None
    """Only relations of this type; null for all."""

    most: int = 100
    """At most so many, the oldest relations first."""


class ForgotPassword(_Model):
    """Who forgot their password."""

    email: str
    """E-mail address of the account."""


class FormFieldIn(_Model):
    """One question of a form: bound to a property of the customer, to a custom field, or a consent."""

    kind: _Literal['property', 'custom_field', 'consent'] | str
    """What it is bound to."""

    property: _Literal['name', 'email', 'phone', 'location', 'company', 'message'] | str | None = None
    """For `property`: which. `company` links the company of that name, made when there is none; `message` becomes a note."""

    field_id: _uuid.UUID | None = None
    """For `custom_field`: which. Fields for members, customers and reminders cannot be asked."""

    consent_text: str = ''
    """For `consent`: what is agreed to; kept with every submission."""

    key: str | None = None
    """Name of its value in a submission; made by the server when absent."""

    label: str = ''
    """What people read; empty: the field's own label."""

    help: str = ''
    """A hint below it; empty: the field's own."""

    required: bool = False
    """Whether it must be answered; a box must be ticked."""


class FormFieldOut(_Model):
    """One question of a form."""

    kind: _Literal['property', 'custom_field', 'consent'] | str
    """What it is bound to."""

    property: _Literal['name', 'email', 'phone', 'location', 'company', 'message'] | str | None
    """The property, for `property`."""

    field_id: _uuid.UUID | None
    """The custom field, for `custom_field`."""

    consent_text: str
    """What is agreed to, for `consent`."""

    key: str
    """Name of its value in a submission."""

    label: str
    """What people read; empty: the field's own label."""

    help: str
    """A hint below it; empty: the field's own."""

    required: bool
    """Whether it must be answered."""


class FormIn(_Model):
    """A new form."""

    name: str
    """What members call it."""

    title: str = ''
    """Heading of the page; empty: the name."""

    description: str = ''
    """Text below the heading."""

    submit_label: str = ''
    """Text of the button; empty: “Send” in the visitor's language."""

    thank_you: str = ''
    """What is shown afterwards; empty: a sentence in the visitor's language."""

    redirect_url: str | None = None
    """Where the visitor is sent afterwards instead (https)."""

    fields: list[FormFieldIn] | None = None
    """The questions in order; replaced whole. One asks for a name or address."""

    folder_id: _uuid.UUID | None = None
    """Folder of the customers it makes."""

    status_id: _uuid.UUID | None = None
    """Their status in that folder; null: the folder's default."""

    tag_ids: list[_uuid.UUID] | None = None
    """Tags that whoever sends it gets; replaced whole."""

    lifecycle: _Literal['prospect', 'customer'] | str = 'prospect'
    """What the customers it makes are."""

    owner_id: _uuid.UUID | None = None
    """The member responsible for them."""

    allowed_origins: list[str] | None = None
    """Sites that may embed it or send to it from their scripts."""

    on_duplicate: _Literal['update', 'new', 'ignore'] | str = 'update'
    """When a customer has the address or number already: `update` them, make a `new` one all the same, or `ignore` the answers."""

    match_by: list[_Literal['email', 'phone'] | str] | None = None
    """What makes two customers the same."""

    active: bool = False
    """Whether it takes answers."""


class FormOut(_Model):
    """A form."""

    id: _uuid.UUID
    """Identifier."""

    key: str
    """Its public, unguessable name."""

    page_url: str
    """Address of its page."""

    name: str
    """What members call it."""

    title: str
    """Heading of the page; empty: the name."""

    description: str
    """Text below the heading."""

    submit_label: str
    """Text of the button; empty: “Send”."""

    thank_you: str
    """What is shown afterwards."""

    redirect_url: str | None
    """Where the visitor is sent afterwards."""

    fields: list[FormFieldOut]
    """The questions in order, without those bound to archived fields."""

    folder_id: _uuid.UUID | None
    """Folder of the customers it makes, if the caller sees it."""

    status_id: _uuid.UUID | None
    """Their status."""

    tag_ids: list[_uuid.UUID]
    """Tags that whoever sends it gets."""

    lifecycle: _Literal['prospect', 'customer'] | str
    """What the customers it makes are."""

    owner_id: _uuid.UUID | None
    """The member responsible for them."""

    allowed_origins: list[str]
    """Sites that may embed it."""

    on_duplicate: _Literal['update', 'new', 'ignore'] | str
    """What happens when the customer is known."""

    match_by: list[str]
    """What makes two customers the same."""

    active: bool
    """Whether it takes answers."""

    submission_count: int
    """Submissions of customers that the caller may see, counted up to 10,000."""

    last_submitted_at: _datetime.datetime | None
    """When the last of them came."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class FormPatch(_Model):
    """What to change of a form."""

    name: str | None = None
    """What members call it."""

    title: str | None = None
    """Heading of the page; empty: the name."""

    description: str | None = None
    """Text below the heading."""

    submit_label: str | None = None
    """Text of the button; empty: “Send” in the visitor's language."""

    thank_you: str | None = None
    """What is shown afterwards; empty: a sentence in the visitor's language."""

    redirect_url: str | None = None
    """Where the visitor is sent afterwards instead (https)."""

    fields: list[FormFieldIn] | None = None
    """The questions in order; replaced whole. One asks for a name or address."""

    folder_id: _uuid.UUID | None = None
    """Folder of the customers it makes."""

    status_id: _uuid.UUID | None = None
    """Their status in that folder; null: the folder's default."""

    tag_ids: list[_uuid.UUID] | None = None
    """Tags that whoever sends it gets; replaced whole."""

    lifecycle: _Literal['prospect', 'customer'] | str | None = None
    """What the customers it makes are."""

    owner_id: _uuid.UUID | None = None
    """The member responsible for them."""

    allowed_origins: list[str] | None = None
    """Sites that may embed it or send to it from their scripts."""

    on_duplicate: _Literal['update', 'new', 'ignore'] | str | None = None
    """When a customer has the address or number already: `update` them, make a `new` one all the same, or `ignore` the answers."""

    match_by: list[_Literal['email', 'phone'] | str] | None = None
    """What makes two customers the same."""

    active: bool | None = None
    """Whether it takes answers."""


class FormPost(_Model):
    """The answers to a form."""

    token: str
    """The token of the form as it was read. It works once."""

    values: dict[str, _Any]
    """Answers by the questions' keys, typed as custom fields are."""

    trap: str = ''
    """Stays empty: behind it is an input that people do not see and robots fill in."""

    page_url: str | None = None
    """The page on which it was filled in; kept without its query."""

    language: str | None = None
    """BCP 47 tag of the page."""


class FormReceipt(_Model):
    """What to show the visitor. It does not say whether they were known before."""

    thank_you: str
    """What to show; empty: the page's own sentence."""

    redirect_url: str | None
    """Where to go instead (https)."""


class GrantCreditsStep(_Model):
    """Gives the customer credits."""

    unit: str = 'credits'
    """Key of the unit."""

    amount: int
    """How many."""

    priority: int = 50
    """Lower burns first."""

    expires_in_days: int | None = None
    """How long they last; null: for ever."""

    category: _Literal['paid', 'promotional'] | str = 'promotional'
    """Whether they were paid for."""

    note: str = ''
    """A line for the history, with placeholders."""


class HookMatch(_Model):
    """How the customer is found from what arrives."""

    by: _Literal['id', 'email', 'external_id'] | str
    """What the value is."""

    path: str
    """Where it is in the body."""

    scheme: str | None = None
    """For `external_id`: which system's."""


class HookOut(_Model):
    """The address of an automation's webhook, shown only here."""

    url: str
    """Post JSON to it. Whoever knows it can start runs."""


class ImportOptions(_Model):
    """How the rows become customers. Empty cells never clear anything; tags are only added."""

    encoding: str | None = None
    """Name of the character encoding."""

    delimiter: str | None = None
    """What separates the cells."""

    has_header: bool | None = None
    """Whether the first row holds headings."""

    sheet: str | None = None
    """Sheet of a workbook."""

    date_order: _Literal['dmy', 'mdy'] | str | None = None
    """Whether 3/4/2026 is in April or in March; null: told by the values."""

    country: str | None = None
    """Where phone numbers without country code belong; null: the workspace's."""

    decimal: _Literal['point', 'comma'] | str | None = None
    """The mark before decimals; null: told by each number."""

    mapping: dict[str, str] | None = None
    """What each column becomes, by its heading or its index from 0; columns left out are skipped. Targets: `name` (or `given_name`, `family_name`, `name_prefix`, `middle_name`, `name_suffix`), `company`, `kind`, `lifecycle`, `email`, `email:<label>`, `phone`, `phone:<label>`, `email_label:<column>`, `phone_label:<column>`, `location`, `location_part:<street|city|region|postal_code|country>`, `time_zone`, `language`, `source`, `external_id:<scheme>` (`external_id:atrium`: ids of this workspace's customers), `tags`, `folder`, `status`, `owner`, `note`, `field:<key>`, `new_field:<type>:<label>` or `skip`. Null: as suggested, without the columns for which a custom field would have to be made (see `create_fields`)."""

    match_by: str | None = None
    """How a row finds the customer it is about: `email`, `external_id:<scheme>` or `none` (every row is a new customer). Rows without such a value are found by another address or id of theirs, else known again by name and number. Null: by Atrium id, else e-mail, else external id, as far as they are mapped."""

    mode: _Literal['create', 'update', 'both'] | str = 'both'
    """`create` leaves customers that exist as they are (counted as unchanged); `update` rejects rows without one; `both` creates or changes."""

    folder_id: _uuid.UUID | None = None
    """Folder of new customers whose row names none."""

    folder: str | None = None
    """The same by name or path, such as `Sales / Leads`."""

    status_id: _uuid.UUID | None = None
    """Status of new customers in that folder whose row names none."""

    lifecycle: _Literal['prospect', 'customer'] | str = 'customer'
    """What new customers are whose row does not say."""

    source: str | None = 'import'
    """Source of new customers whose row names none."""

    tag_ids: list[_uuid.UUID] | None = None
    """Tags that every imported customer gets."""

    create_missing_tags: bool | None = None
    """Whether tags that do not exist are made, else their rows are rejected; null: when you may."""

    create_fields: bool = False
    """Without a mapping: whether custom fields are made for columns that nothing else fits."""


class ImportOut(_Model):
    """An import."""

    id: _uuid.UUID
    """Identifier."""

    job_id: _uuid.UUID | None
    """Its job, once started; also at `/jobs/{id}`."""

    state: _Literal['uploaded', 'queued', 'running', 'succeeded', 'failed', 'cancelled', 'ended'] | str
    """uploaded until it is started, then the job's state; ended when the job is forgotten."""

    file_name: str
    """The file's name."""

    file_size: int
    """Its size in bytes."""

    rows_done: int
    """Rows dealt with."""

    rows_total: int | None
    """Rows of the file, once counted."""

    result: ImportResult
    """What became of them."""

    created_by: str
    """Who uploaded the file."""

    created_at: _datetime.datetime
    """When it was uploaded."""

    preview: PreviewOut | None
    """The look at the file, in the answer to an upload with `preview`."""


class ImportResult(_Model):
    """What became of the rows so far."""

    created: int
    """Customers created."""

    updated: int
    """Customers changed."""

    unchanged: int
    """Rows that changed nothing."""

    rejected: int
    """Rows that were not imported."""


class InvitationAccept(_Model):
    """Acceptance: with a name and a new password, or with the password (and second factor) of an account that exists."""

    token: str
    """The part of the link after `#token=`."""

    name: str | None = None
    """Required when there is no account yet."""

    password: str
    """A new password, or the one of the account that exists."""

    totp_code: str | None = None
    """Six digits, when the account has a second factor."""

    recovery_code: str | None = None
    """One of the recovery codes, in place of the code."""


class InvitationIn(_Model):
    """Whom to invite."""

    email: str
    """The address the invitation goes to."""

    role_id: _uuid.UUID
    """The role they get, within the caller's own rights."""

    visibility: _Literal['all', 'folders', 'assigned'] | str = 'all'
    """Which customers they see: all, those of the folders granted to them and assigned ones, or assigned ones only."""


class InvitationLookup(_Model):
    """The secret of an invitation."""

    token: str
    """The part of the link after `#token=`."""


class InvitationOut(_Model):
    """An invitation. Its secret is only in the e-mail."""

    id: _uuid.UUID
    """Identifier."""

    email: str
    """The address it went to."""

    role: RoleShort
    """The role it gives."""

    visibility: _Literal['all', 'folders', 'assigned'] | str
    """Which customers they see: all, those of the folders granted to them and assigned ones, or assigned ones only."""

    state: _Literal['open', 'accepted', 'revoked', 'expired'] | str
    """Only an open one can be accepted."""

    invited_by_name: str
    """Who sent it."""

    created_at: _datetime.datetime
    """When it was made."""

    sent_at: _datetime.datetime
    """When it was last sent."""

    expires_at: _datetime.datetime
    """Until when it can be accepted."""


class InvitationPreview(_Model):
    """What an invited person sees before accepting."""

    workspace_name: str
    """The workspace they are invited to."""

    email: str
    """The address that was invited."""

    role_name: str
    """The role they will have."""

    invited_by_name: str
    """Who invited them."""

    account_exists: bool
    """Whether to ask for the password they have, rather than for a name and a new password."""

    totp_required: bool
    """Whether to ask for a code of their authenticator app as well."""

    expires_at: _datetime.datetime
    """Until when it can be accepted."""


class JobOut(_Model):
    """Background work."""

    id: _uuid.UUID
    """Identifier."""

    kind: str
    """What it does."""

    state: _Literal['queued', 'running', 'succeeded', 'failed', 'cancelled'] | str
    """Where it stands."""

    progress: Progress
    """How far it is."""

    result: dict[str, _Any]
    """Counts so far, in the end the outcome."""

    errors_url: str | None
    """File of what was rejected and why, if there is one and it is the caller's."""

    result_url: str | None
    """File that it made, if there is one and it is the caller's."""

    error: str | None
    """Why it failed, if it did."""

    cancel_requested: bool
    """Whether it was asked to stop."""

    started_by: ActorOut
    """Who started it."""

    created_at: _datetime.datetime
    """When it was started."""

    finished_at: _datetime.datetime | None
    """When it ended, if it has."""


class JobRef(_Model):
    """A job that was started."""

    job_id: _uuid.UUID
    """Follow it at `/jobs/{id}`."""


class KindPreferenceOut(_Model):
    """How a member hears of one kind."""

    kind: str
    """What kind of thing."""

    label: str
    """What it is called, in English."""

    in_app: bool
    """Whether it is shown in Atrium."""

    email: _Literal['off', 'hourly', 'daily'] | str
    """Whether and how often it comes in an e-mail digest."""


class KindPreferencePatch(_Model):
    """How to hear of one kind from now on."""

    kind: str
    """What kind of thing."""

    in_app: bool | None = None
    """Whether to show it in Atrium. Absent: unchanged."""

    email: _Literal['off', 'hourly', 'daily'] | str | None = None
    """Whether and how often to send it in an e-mail digest. Absent: unchanged."""


class Limits(_Model):
    """Brakes."""

    runs_per_customer_and_hour: int = 20
    """Runs of this automation for one customer within an hour."""


class LoginIn(_Model):
    """Who signs in, with what."""

    email: str
    """E-mail address, in any case."""

    password: str
    """The password."""

    totp_code: str | None = None
    """Six digits of the authenticator app, if it is on."""

    recovery_code: str | None = None
    """A recovery code, in place of the six digits."""

    workspace_id: _uuid.UUID | None = None
    """Which workspace to enter; null enters the last one."""


class Loss(_Model):
    """Something that goes with the customer."""

    what: str
    """Stable machine name."""

    count: int
    """How many."""


class ManualTrigger(_Model):
    """Somebody starts it: on a customer, a selection, or all that a filter finds."""

    kind: _Literal['manual']
    """What starts it."""


class MeOut(_Model):
    """Who the caller is and what they may do here."""

    actor: ActorOut
    """Who acts: a member or an API key."""

    user: UserOut | None
    """The signed-in person; null for API keys."""

    member: OwnMemberOut
    """The member who acts, or on whose behalf the API key acts."""

    workspace: OwnWorkspaceOut
    """Where."""

    workspaces: list[WorkspaceChoice]
    """Every workspace the person belongs to, the last used first."""

    role: OwnRoleOut
    """The member's role."""

    permissions: list[str]
    """What the caller may do, A to Z."""

    visibility: VisibilityOut

    features: dict[str, _Any]
    """What the workspace's plan includes, by capability: whether it is `allowed` and, if not, why (`unmet`)."""

    csrf_token: str | None
    """Send it as `X-CSRF-Token` on unsafe methods; null for API keys."""

    totp_enabled: bool
    """Whether signing in needs a second factor."""


class MePatch(_Model):
    """What to change about oneself."""

    name: str | None = None
    """New name."""

    availability: _Literal['available', 'busy', 'away'] | str | None = None
    """What colleagues see."""


class MemberOut(_Model):
    """A person in the workspace."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    email: str
    """The address they sign in with."""

    role: RoleShort
    """Their role."""

    visibility: _Literal['all', 'folders', 'assigned'] | str
    """Which customers they see: all, those of the folders granted to them and assigned ones, or assigned ones only."""

    availability: _Literal['available', 'busy', 'away'] | str
    """What they say of themselves."""

    state: _Literal['active', 'suspended', 'removed'] | str
    """Only active members can sign in."""

    avatar_url: str | None
    """Address of their picture, if they have one."""

    last_seen_at: _datetime.datetime | None
    """When they were last here."""

    created_at: _datetime.datetime
    """When they joined."""

    updated_at: _datetime.datetime
    """When this was last changed."""


class MemberPatch(_Model):
    """What to change of a member."""

    role_id: _uuid.UUID | None = None
    """New role, within the caller's own rights."""

    visibility: _Literal['all', 'folders', 'assigned'] | str | None = None
    """Which customers they see: all, those of the folders granted to them and assigned ones, or assigned ones only."""

    state: _Literal['active', 'suspended'] | str | None = None
    """A suspended member is signed out and cannot sign in."""


class MemberRef(_Model):
    """A member."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""


class MenuEntry(_Model):
    """An entry of the customer's menu."""

    key: str
    """The entry."""

    feature: str
    """The feature that opens it."""

    visible: bool
    """Whether it is there; a locked one is shown with its reason."""

    locked: bool
    """Whether it says why it cannot be used, in place of its content."""

    unmet: list[Unmet]
    """The reasons."""


class MeteringIn(_Model):
    """What to count."""

    metrics: list[_Literal['api_calls', 'automation_steps', 'webhooks'] | str]
    """Counted from now on for the customer concerned."""


class MeteringOut(_Model):
    """What is counted besides tool calls."""

    metrics: list[_Literal['api_calls', 'automation_steps', 'webhooks'] | str]
    """Counted for the customer concerned."""


class Move(_Model):
    """Move to a folder."""

    type: _Literal['move']
    """What to do."""

    folder_id: _uuid.UUID | None
    """The new folder; null for none."""

    status_id: _uuid.UUID | None = None
    """Its new status; else one of the same name, else the default."""


class MovePlan(_Model):
    """What a move would change."""

    allowed: bool
    """Whether it can be done now."""

    status: StatusRef | None
    """The status the customer would have there."""

    status_found: _Literal['given', 'same_name', 'default', 'none'] | str
    """How that status was found."""

    appearing: list[FieldRef]
    """Fields that would appear."""

    disappearing: list[FieldRef]
    """Fields that would no longer be shown; their values are kept."""

    missing: list[FieldRef]
    """Required fields to fill first."""

    sections_appearing: list[str]
    """Sections of the profile that would appear."""

    sections_disappearing: list[str]
    """Sections that would no longer be shown."""


class MoveToFolderStep(_Model):
    """Move the customer to a folder."""

    folder_id: _uuid.UUID | None
    """The folder; null for none."""

    status_id: _uuid.UUID | None = None
    """Its status there; else one of the same name, else the folder's default."""


class NoteAuthor(_Model):
    """Who wrote a note."""

    type: _Literal['member', 'api_key', 'embed', 'system', 'customer'] | str
    """Kind of actor."""

    id: str | None
    """Its identifier, if it has one."""

    name: str
    """Its name when it acted."""

    avatar_url: str | None
    """Picture of the member who wrote it, if there is one."""


class NoteIn(_Model):
    """A new note."""

    body: str
    """Markdown. A member is mentioned as `@[Name](member:<member id>)`."""


class NoteOut(_Model):
    """A note about a customer."""

    id: _uuid.UUID
    """Identifier."""

    customer_id: _uuid.UUID
    """The customer it is about."""

    body: str
    """Markdown as written."""

    html: str
    """The same as HTML that is safe to show."""

    author: NoteAuthor
    """Who wrote it."""

    mentions: list[MemberRef]
    """Members mentioned in it, A to Z."""

    pinned: bool
    """Whether it stays on top."""

    editable: bool
    """Whether the caller may edit and delete it."""

    created_at: _datetime.datetime
    """When it was written."""

    edited_at: _datetime.datetime | None
    """When its text was last changed, if ever."""

    pinned_at: _datetime.datetime | None
    """When it was pinned, if it is."""


class NotePatch(_Model):
    """What to change of a note."""

    body: str | None = None
    """New Markdown."""


class NotificationCount(_Model):
    """How much is waiting."""

    unread: int
    """How many were not read, counted up to 100."""


class NotificationOut(_Model):
    """Something a member is told."""

    id: _uuid.UUID
    """Identifier; later ones sort after earlier ones."""

    kind: str
    """What kind of thing."""

    sentence: str
    """The same for people, in English."""

    path: str | None
    """Where to look at it, an address inside Atrium."""

    actor: ActorOut
    """Who did it."""

    customer: MemberRef | None
    """The customer it is about, if any."""

    subject_id: _uuid.UUID | None
    """The note, import or job it is about, if any."""

    count: int
    """How many things of this kind it stands for."""

    created_at: _datetime.datetime
    """When it happened."""

    read_at: _datetime.datetime | None
    """When the member saw it, if they did."""


class NotificationPreferencesOut(_Model):
    """How a member wants to hear of things."""

    kinds: list[KindPreferenceOut]
    """Every kind there is."""

    time_zone: str | None
    """The member's time zone; null for the workspace's."""

    hour: int
    """The hour of the day, there, at which daily digests are sent."""


class NotificationPreferencesPatch(_Model):
    """What to change. Kinds that are not named stay as they are."""

    kinds: list[KindPreferencePatch] | None = None
    """Kinds to change."""

    time_zone: str | None = None
    """IANA time zone; null for the workspace's."""

    hour: int | None = None
    """The hour of the day at which daily digests are sent."""


class NotificationsRead(_Model):
    """Which notifications to mark as read."""

    until_id: _uuid.UUID | None = None
    """The newest one that was seen; null for all there are."""


class NotifyMembersStep(_Model):
    """Tell members, those of them who may see the customer."""

    to: list[_Literal['owner', 'workers'] | str] | None = None
    """Members by what they are to the customer."""

    member_ids: list[_uuid.UUID] | None = None
    """Members by name."""

    title: str
    """Template."""

    message: str = ''
    """Template. Plain text."""


class Overview(_Model):
    """Everything the open profile shows at first."""

    customer: CustomerOut
    """The customer."""

    version: int
    """Send it as `If-Match` with a change, in double quotes."""

    sections: list[str] | None
    """Sections of the profile that its folder shows; null for all."""

    fields: list[FieldShown]
    """Custom fields that its folder shows the caller, in order."""

    counts: Counts
    """How much there is in the sections."""

    timeline: list[TimelineItem]
    """The newest events."""

    capabilities: list[Capability]
    """What the caller can do with it, with the reasons where not."""


class OwnMemberOut(_Model):
    """A person's place in this workspace."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name in this workspace."""

    email: str
    """E-mail address."""

    availability: _Literal['available', 'busy', 'away'] | str
    """What colleagues see."""

    avatar_url: str | None
    """Address of the picture, if there is one."""


class OwnRoleOut(_Model):
    """The role that permissions come from."""

    id: _uuid.UUID
    """Identifier."""

    key: _Literal['owner', 'admin', 'manager', 'agent', 'viewer'] | str | None
    """Which built-in role it is; null for custom ones."""

    name: str
    """Name."""


class OwnWorkspaceOut(_Model):
    """The workspace that the caller is in."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    logo_url: str | None
    """Address of its logo, if it has one."""

    colours: ColoursOut
    """Its own colours."""

    locale: str
    """Language and region."""

    time_zone: str
    """IANA time zone."""

    currency: str
    """ISO 4217 code."""

    plan: _Literal['basic', 'pro', 'enterprise'] | str
    """Its plan."""

    saas_mode: bool
    """Whether its customers have workspaces of their own."""

P = _Literal['workspace:manage', 'members:read', 'members:manage', 'roles:manage', 'audit:read', 'api_keys:manage', 'customers:read', 'customers:write', 'customers:delete', 'customers:import', 'customers:export', 'customers:assign', 'notes:read', 'notes:write', 'notes:manage', 'tags:read', 'tags:write', 'tags:manage', 'folders:read', 'folders:manage', 'custom_fields:read', 'custom_fields:manage', 'views:read', 'views:write', 'views:share', 'timeline:read', 'jobs:read', 'forms:read', 'forms:write', 'forms:submit', 'events:read', 'automations:read', 'automations:write', 'automations:run', 'email_templates:read', 'email_templates:write', 'credits:read', 'credits:manage', 'credits:consume', 'features:read', 'features:manage', 'quotas:read', 'quotas:consume', 'quotas:manage', 'embeds:read', 'embeds:manage', 'webhooks:read', 'webhooks:write'] | str


class Page_ApiKeyOut_(_Model):
    """One page of a list."""

    items: list[ApiKeyOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_AuditEntry_(_Model):
    """One page of a list."""

    items: list[AuditEntry]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_AutomationSummary_(_Model):
    """One page of a list."""

    items: list[AutomationSummary]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_CreditEntryOut_(_Model):
    """One page of a list."""

    items: list[CreditEntryOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_CreditGrantOut_(_Model):
    """One page of a list."""

    items: list[CreditGrantOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_CreditHoldOut_(_Model):
    """One page of a list."""

    items: list[CreditHoldOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_CreditUnitOut_(_Model):
    """One page of a list."""

    items: list[CreditUnitOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_CustomFieldOut_(_Model):
    """One page of a list."""

    items: list[CustomFieldOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_EmailTemplateOut_(_Model):
    """One page of a list."""

    items: list[EmailTemplateOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_EmbedConfigOut_(_Model):
    """One page of a list."""

    items: list[EmbedConfigOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_EmbedCreditEntry_(_Model):
    """One page of a list."""

    items: list[EmbedCreditEntry]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_EmbedNote_(_Model):
    """One page of a list."""

    items: list[EmbedNote]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_EmbedRefusalOut_(_Model):
    """One page of a list."""

    items: list[EmbedRefusalOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_EmbedTimelineItem_(_Model):
    """One page of a list."""

    items: list[EmbedTimelineItem]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_EmbedTokenOut_(_Model):
    """One page of a list."""

    items: list[EmbedTokenOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_EventOut_(_Model):
    """One page of a list."""

    items: list[EventOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_EventTypeOut_(_Model):
    """One page of a list."""

    items: list[EventTypeOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_FeatureDefinition_(_Model):
    """One page of a list."""

    items: list[FeatureDefinition]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_FolderOut_(_Model):
    """One page of a list."""

    items: list[FolderOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_FormOut_(_Model):
    """One page of a list."""

    items: list[FormOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_ImportOut_(_Model):
    """One page of a list."""

    items: list[ImportOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_InvitationOut_(_Model):
    """One page of a list."""

    items: list[InvitationOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_JobOut_(_Model):
    """One page of a list."""

    items: list[JobOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_MemberOut_(_Model):
    """One page of a list."""

    items: list[MemberOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_NoteOut_(_Model):
    """One page of a list."""

    items: list[NoteOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_NotificationOut_(_Model):
    """One page of a list."""

    items: list[NotificationOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_PathOut_(_Model):
    """One page of a list."""

    items: list[PathOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_PermissionOut_(_Model):
    """One page of a list."""

    items: list[PermissionOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_PlanOut_(_Model):
    """One page of a list."""

    items: list[PlanOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_ProfileConflictOut_(_Model):
    """One page of a list."""

    items: list[ProfileConflictOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_ProfileOut_(_Model):
    """One page of a list."""

    items: list[ProfileOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_RejectOut_(_Model):
    """One page of a list."""

    items: list[RejectOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_RelationOut_(_Model):
    """One page of a list."""

    items: list[RelationOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_RelationTypeOut_(_Model):
    """One page of a list."""

    items: list[RelationTypeOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_RoleOut_(_Model):
    """One page of a list."""

    items: list[RoleOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_RunOut_(_Model):
    """One page of a list."""

    items: list[RunOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_SessionOut_(_Model):
    """One page of a list."""

    items: list[SessionOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_StatusOut_(_Model):
    """One page of a list."""

    items: list[StatusOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_SubmissionOut_(_Model):
    """One page of a list."""

    items: list[SubmissionOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_TagGroupOut_(_Model):
    """One page of a list."""

    items: list[TagGroupOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_TagOut_(_Model):
    """One page of a list."""

    items: list[TagOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_TimelineItem_(_Model):
    """One page of a list."""

    items: list[TimelineItem]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_UsageOut_(_Model):
    """One page of a list."""

    items: list[UsageOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_VersionOut_(_Model):
    """One page of a list."""

    items: list[VersionOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_ViewOut_(_Model):
    """One page of a list."""

    items: list[ViewOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_WebhookDeliveryOut_(_Model):
    """One page of a list."""

    items: list[WebhookDeliveryOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class Page_WebhookEndpointOut_(_Model):
    """One page of a list."""

    items: list[WebhookEndpointOut]
    """The items of this page."""

    next_cursor: str | None
    """Send it as `cursor` to get the next page; null on the last one."""


class PathOut(_Model):
    """A path that conditions and placeholders may use."""

    path: str
    """The path."""

    kind: str
    """Kind of its values: text, number, date, time, id, list, boolean or any."""

    refers_to: str | None
    """What its ids are: folder, status, member, tag or customer."""

    options: list[str]
    """All values it can have, if they are few."""


class PermissionOut(_Model):
    """A permission that a role or an API key can have."""

    key: P
    """Stable name."""

    group: str
    """What it is about; permissions of one group belong together."""

    group_label: str
    """The group for people."""

    label: str
    """Short form for people."""

    description: str
    """What it allows."""


class PhoneIn(_Model):
    """A phone number to keep."""

    number: str
    """In any usual form; without a country code it is taken to be in the workspace's country."""

    label: str = ''
    """What kind of number."""

    primary: bool = False
    """Whether it is the one to call; the first becomes it when none is."""


class PhoneOut(_Model):
    """A phone number."""

    number: str
    """E.164 form."""

    display: str
    """The form people in that country write."""

    extension: str | None
    """Extension, if any."""

    label: str
    """What kind of number."""

    primary: bool
    """Whether it is the one to call."""


class PlanIn(_Model):
    """A new plan."""

    key: str
    """Stable name, unique in the workspace. It cannot be changed."""

    name: str
    """What people read."""

    based_on: _Literal['basic', 'pro', 'enterprise'] | str = 'basic'
    """The built-in plan whose values it has where it says nothing itself."""

    values: dict[str, _Any] | None = None
    """Its own values, by feature."""


class PlanOfCustomer(_Model):
    """The plan a customer is on."""

    key: str
    """Its key."""

    name: str
    """Its name."""

    source: _Literal['customer', 'default'] | str
    """Whether the customer was given it, or has the workspace's default."""


class PlanOut(_Model):
    """A plan that customers may be on."""

    key: str
    """Stable name."""

    name: str
    """What people read."""

    based_on: _Literal['basic', 'pro', 'enterprise'] | str
    """The built-in plan whose values it has where it says nothing itself."""

    values: dict[str, bool | int | str | list[str] | None]
    """What it gives, by feature."""

    own_values: dict[str, bool | int | str | list[str] | None]
    """Those of them that the workspace set."""

    is_default: bool
    """Whether customers without a plan of their own have it."""

    built_in: bool
    """Whether it comes with Atrium and cannot be deleted."""


class PlanPatch(_Model):
    """What to change of a plan."""

    name: str | None = None
    """New name."""

    values: dict[str, _Any] | None = None
    """Values to set, by feature; null goes back to the plan it is based on."""

    is_default: _Literal[True]
    """Customers without a plan of their own get this one from now on."""


class PresenceOut(_Model):
    """Who is looking at a customer just now."""

    items: list[ViewerOut]
    """Members other than the caller, A to Z."""


class PreviewCustomer(_Model):
    """A customer as it would come out."""

    name: str
    """Name."""

    kind: str
    """person or company."""

    lifecycle: str
    """prospect or customer."""

    emails: list[str]
    """E-mail addresses."""

    phones: list[str]
    """Phone numbers."""

    location: str | None
    """Where they are."""

    folder: str | None
    """Path of the folder."""

    status: str | None
    """Status."""

    owner: str | None
    """Owner."""

    tags: list[str]
    """Tags that would be added."""

    custom_fields: dict[str, _Any]
    """Values of custom fields by label."""


class PreviewOut(_Model):
    """A look at a file before it is imported."""

    file: FileOut
    """How the file is read."""

    columns: list[ColumnOut]
    """Its columns."""

    match_by: str
    """How rows would find their customers."""

    rows: list[PreviewRow]
    """The first rows."""


class PreviewRow(_Model):
    """One of the first rows."""

    number: int
    """Its number in the file, as a spreadsheet counts."""

    values: list[str]
    """Its cells."""

    outcome: _Literal['created', 'updated', 'unchanged', 'rejected'] | str
    """What it would come to."""

    customer: PreviewCustomer | None
    """The customer as it would come out; null when the row would be rejected."""

    problems: list[CellProblemOut]
    """Why it would be rejected."""


class Problem(_Model):
    """The body of every error answer (RFC 9457)."""

    type: str
    """Address of this kind of problem's documentation."""

    title: str
    """Short summary of the kind of problem."""

    status: int
    """The HTTP status again."""

    detail: str
    """What happened this time, for people."""

    instance: str
    """The path that was called."""

    code: str
    """Stable machine name of the kind of problem."""

    request_id: str
    """Quote this when you ask for help."""

    errors: list[FieldError] | None = None
    """What is wrong with which part of the request."""

    unmet: list[Unmet] | None = None
    """Missing prerequisites, for status 409."""

    existing_id: str | None = None
    """The record that is in the way, if the caller may see it."""


class ProfileConflictOut(_Model):
    """Two customers were met with the same identity: a person decides whose it is."""

    id: _uuid.UUID
    """Identifier."""

    profile: ProfileOut
    """The identity."""

    held_by: Reference
    """The customer who has it now."""

    claimed_by: Reference
    """The customer who was met with it too."""

    state: _Literal['open', 'kept', 'moved'] | str
    """Still open, left where it was, or moved to the claimant."""

    created_at: _datetime.datetime
    """When the second customer was first met with it."""

    resolved_at: _datetime.datetime | None
    """When it was decided, if it was."""

    resolved_by: str | None
    """Name of who decided."""


class ProfileIn(_Model):
    """An identity by which a customer can be met on a channel."""

    channel: _Literal['webchat', 'email', 'whatsapp', 'sms', 'phone', 'messenger', 'instagram', 'telegram', 'api', 'other'] | str
    """The channel."""

    handle: str
    """Address, number or name there. Addresses are kept in lower case, numbers as E.164."""

    display_name: str | None = None
    """What they call themselves there."""

    verified: bool = False
    """Whether it is certain that it is them."""


class ProfileOut(_Model):
    """A channel identity of a customer."""

    id: _uuid.UUID
    """Identifier."""

    customer_id: _uuid.UUID
    """The customer."""

    channel: str
    """The channel."""

    handle: str
    """Address, number or name there."""

    display_name: str | None
    """What they call themselves there."""

    verified: bool
    """Whether it is certain that it is them."""

    verified_at: _datetime.datetime | None
    """Since when that is certain."""

    first_seen_at: _datetime.datetime
    """When they were first met there."""

    last_seen_at: _datetime.datetime
    """When they were last met there."""


class ProfilePatch(_Model):
    """What to change of a profile. Another channel or handle is another profile."""

    display_name: str | None = None
    """What they call themselves there."""

    verified: bool | None = None
    """Whether it is certain that it is them."""


class Progress(_Model):
    """How far a job is."""

    done: int
    """Items dealt with."""

    total: int | None
    """Items there are, once that is known."""


class PublicField(_Model):
    """One question as a visitor sees it."""

    key: str
    """Name of its value."""

    type: _Literal['text', 'long_text', 'number', 'currency', 'percent', 'date', 'date_time', 'checkbox', 'select', 'multi_select', 'email', 'phone', 'url', 'address', 'consent'] | str
    """What kind of answer it takes."""

    property: _Literal['name', 'email', 'phone', 'location', 'company', 'message'] | str | None
    """The customer's property it is bound to, if any."""

    label: str | None
    """What to ask; null: the page names the property in the visitor's language."""

    help: str
    """A hint, or empty."""

    consent_text: str
    """What is agreed to, for a consent."""

    required: bool
    """Whether it must be answered; a box must be ticked."""

    options: list[PublicOption]
    """Options, for selects."""

    limits: PublicLimits
    """Limits to the answer."""


class PublicForm(_Model):
    """What a page needs to show a form. It holds nothing that a visitor may not know."""

    title: str
    """Heading."""

    description: str
    """Text below it."""

    submit_label: str
    """Text of the button; empty: the page's own word."""

    workspace_name: str
    """Who asks."""

    fields: list[PublicField]
    """The questions in order."""

    token: str
    """To be sent back with the answers, once, after a moment and within a day."""


class PublicLimits(_Model):
    """Limits to an answer; null where there is none. The server checks them again."""

    min: float | str | None
    """Smallest number, amount (minor units), date or time."""

    max: float | str | None
    """Largest number, amount (minor units), date or time."""

    min_length: int | None
    """Fewest characters."""

    max_length: int | None
    """Most characters."""

    pattern: str | None
    """Regular expression that the whole text must match."""

    currency: str | None
    """Currency (ISO 4217) of amounts."""


class PublicOption(_Model):
    """One option of a question."""

    key: str
    """What to send."""

    label: str
    """What people read."""


class QuotaIn(_Model):
    """How much a customer may use."""

    tier: _Literal['basic', 'pro', 'enterprise', 'custom'] | str | None
    """`basic` 100, `pro` 500, `enterprise` 2,000, `custom`; null: as its plan says."""

    limit: int | None = None
    """With `custom`, and only then: how much within a sliding 15 minutes."""


class QuotaOut(_Model):
    """A quota and what is left of it."""

    metric: str
    """What is counted."""

    tier: _Literal['basic', 'pro', 'enterprise', 'custom'] | str
    """The tier."""

    source: _Literal['customer', 'plan'] | str
    """Whether the customer was given the tier, or has its plan's."""

    limit: int
    """How much is allowed within the window."""

    used: int
    """How much was used within the window that ends now."""

    remaining: int
    """How much is left now."""

    window_seconds: int
    """Length of the sliding window."""

    resets_at: _datetime.datetime | None
    """When the oldest use leaves the window and more is left; null when nothing is used."""

    full_at: _datetime.datetime | None
    """When everything is left again, if nothing else is used; null when it is now."""


class Received(_Model):
    """A webhook's call was taken in."""

    duplicate: bool
    """Whether it was here before under the same id; then nothing happens."""

    run_id: _uuid.UUID | None
    """The run it started, if any."""


class RecoveryCodes(_Model):
    """Each opens the account once when the authenticator app is lost. Shown only here."""

    recovery_codes: list[str]
    """Ten single-use codes."""


class Reference(_Model):
    """A short form of something that has an address of its own."""

    id: str
    """Identifier."""

    name: str
    """Its name."""


class RejectOut(_Model):
    """A row that was not imported."""

    row_number: int
    """Its number in the file."""

    values: list[str]
    """Its cells."""

    reasons: list[CellProblemOut]
    """Why."""


class RelatedCustomer(_Model):
    """The customer at the other end."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    kind: str
    """person or company."""

    lifecycle: str
    """prospect or customer."""

    email: str | None
    """The primary address."""

    phone: str | None
    """The primary number (E.164)."""

    avatar_url: str | None
    """Its picture, if any."""


class RelationIn(_Model):
    """Another customer to link, known or new."""

    type_id: _uuid.UUID
    """The type of relation."""

    direction: _Literal['outgoing', 'incoming'] | str = 'outgoing'
    """`outgoing`: the other one is the type's `name` to this customer; `incoming`: its `inverse_name`."""

    customer_id: _uuid.UUID | None = None
    """The customer to link."""

    new_customer: CustomerIn | None = None
    """Or a customer to create and link at once."""


class RelationOut(_Model):
    """A relation, as read from one of its customers."""

    id: _uuid.UUID
    """Identifier."""

    type_id: _uuid.UUID
    """The type of relation."""

    label: str
    """What the other one is to this customer."""

    direction: _Literal['outgoing', 'incoming', 'mutual'] | str
    """Which way the type is read; `mutual` when both ways are the same."""

    customer: RelatedCustomer

    created_at: _datetime.datetime
    """When they were linked."""


class RelationTypeIn(_Model):
    """A new way in which customers can be related."""

    name: str
    """What the second customer is to the first."""

    inverse_name: str | None = None
    """What the first is to the second; absent, null or equal to `name` when both are the same to each other."""

    is_tree: bool = False
    """Whether each customer has at most one of the first kind, without cycles. Cannot be changed later."""


class RelationTypeOut(_Model):
    """A way in which customers can be related."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """What the second customer is to the first."""

    inverse_name: str
    """What the first is to the second."""

    is_symmetrical: bool
    """Whether it reads the same both ways."""

    is_tree: bool
    """Whether each customer has at most one of the first kind, without cycles."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class RelationTypePatch(_Model):
    """What to change of a relation type. One that reads the same both ways stays so."""

    name: str | None = None
    """New name."""

    inverse_name: str | None = None
    """New name of the way back."""


class RemoveTags(_Model):
    """Remove tags."""

    type: _Literal['remove_tags']
    """What to do."""

    tag_ids: list[_uuid.UUID]
    """Tags."""


class ResetPassword(_Model):
    """A new password, by the link of the e-mail."""

    token: str
    """What follows `#token=` in the link."""

    password: str
    """The new password, of at least ten characters."""


class RetriedOut(_Model):
    """How many failed runs go on."""

    retried: int
    """Runs that go on."""

    left_out: int
    """Runs whose failed step the newest flow does not have any more."""


class RetryIn(_Model):
    """How to go on with a failed run, from the step that failed."""

    flow: _Literal['same', 'newest'] | str = 'same'
    """By the flow it began with, or by the newest one, which must still have that step."""


class RoleIn(_Model):
    """A new role."""

    name: str
    """Unique among the roles, whatever the case of its letters."""

    description: str = ''
    """What it is for."""

    permissions: list[P]
    """What its members may do."""


class RoleOut(_Model):
    """A role."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    description: str
    """What it is for."""

    system_key: _Literal['owner', 'admin', 'manager', 'agent', 'viewer'] | str | None
    """Set for the five built-in roles, which cannot be changed."""

    permissions: list[P]
    """What its members may do."""

    members: int
    """How many people have it, suspended ones included."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class RolePatch(_Model):
    """What to change of a role of the workspace's own."""

    name: str | None = None
    """New name."""

    description: str | None = None
    """New description."""

    permissions: list[P] | None = None
    """What its members may do."""


class RoleShort(_Model):
    """A role, in short."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    system_key: _Literal['owner', 'admin', 'manager', 'agent', 'viewer'] | str | None
    """Set for built-in roles."""


class RunAutomationStep(_Model):
    """Start another automation with the same customer, and go on without waiting for it."""

    automation_id: _uuid.UUID
    """The other automation."""


class RunIn(_Model):
    """For which customers to run an automation."""

    selection: Selection
    """Some customers, or all that a filter finds."""

    data: dict[str, _Any] | None = None
    """What steps find under `trigger.data`."""


class RunOut(_Model):
    """A run of an automation."""

    id: _uuid.UUID
    """Identifier."""

    automation_id: _uuid.UUID
    """The automation."""

    automation_name: str
    """Its name."""

    flow_version: int
    """The flow that this run follows."""

    customer: CustomerRef | None
    """The customer, if it has one."""

    state: _Literal['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'] | str
    """Where it stands."""

    trigger_kind: str
    """What started it: event, manual, schedule, date, webhook or automation."""

    trigger_type: str | None
    """The type of the event, if it was one."""

    acts_for: ActorOut
    """Whose present rights it has."""

    step_id: str | None
    """The step it does, waits at, or failed at."""

    error: str | None
    """Why it failed, or why it is trying again."""

    error_code: str | None
    """The same, for machines."""

    next_at: _datetime.datetime | None
    """When it goes on, if it waits."""

    failures: int
    """How often the present step has failed so far."""

    created_at: _datetime.datetime
    """When it started."""

    finished_at: _datetime.datetime | None
    """When it ended."""


class RunTrace(_Model):
    """A run with all that it did."""

    id: _uuid.UUID
    """Identifier."""

    automation_id: _uuid.UUID
    """The automation."""

    automation_name: str
    """Its name."""

    flow_version: int
    """The flow that this run follows."""

    customer: CustomerRef | None
    """The customer, if it has one."""

    state: _Literal['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'] | str
    """Where it stands."""

    trigger_kind: str
    """What started it: event, manual, schedule, date, webhook or automation."""

    trigger_type: str | None
    """The type of the event, if it was one."""

    acts_for: ActorOut
    """Whose present rights it has."""

    step_id: str | None
    """The step it does, waits at, or failed at."""

    error: str | None
    """Why it failed, or why it is trying again."""

    error_code: str | None
    """The same, for machines."""

    next_at: _datetime.datetime | None
    """When it goes on, if it waits."""

    failures: int
    """How often the present step has failed so far."""

    created_at: _datetime.datetime
    """When it started."""

    finished_at: _datetime.datetime | None
    """When it ended."""

    trigger: dict[str, _Any]
    """What started it: `kind`, `type`, `data`, `changes`, `actor`, `occurred_at`."""

    trigger_hidden: bool
    """Whether it tells of a custom field that the reader may not see, and is left out."""

    flow_steps: list[Step]
    """The steps of the flow that this run follows."""

    steps: list[StepTrace]
    """What it did, in order."""


class RunsStarted(_Model):
    """Runs that were started, or the job that starts them."""

    started: list[Started]
    """For up to 100 customers: what became of each."""

    job_id: _uuid.UUID | None
    """For more, and for a filter: follow it at `/jobs/{id}`; its result counts `started` and `skipped`."""


class ScheduleTrigger(_Model):
    """At certain times in the workspace's time zone: once, or once for each customer that a filter finds."""

    kind: _Literal['schedule']
    """What starts it."""

    cron: str
    """Minute, hour, day of month, month, day of week."""

    filter: CustomerFilter | None = None
    """For which customers; null: one run without a customer."""


class SecretRotation(_Model):
    """How to change over to a new secret."""

    overlap_seconds: int = 86400
    """How long the former secret signs as well, at most seven days."""


class Selection(_Model):
    """Either some customers, or all that a filter finds."""

    customer_ids: list[_uuid.UUID] | None = None
    """These customers."""

    filter: CustomerFilter | None = None
    """All that this finds, once, when the job begins."""


class SendEmailStep(_Model):
    """Send an e-mail to the customer or to an address: a template, or a subject and a body of the step's own."""

    to: _Literal['customer', 'address'] | str = 'customer'
    """To the customer's primary address, or to `address`."""

    address: str | None = None
    """Template. The address, for `to: address`."""

    template_id: _uuid.UUID | None = None
    """The e-mail template, as it reads when it is sent; then without `subject` and `body`."""

    subject: str | None = None
    """Template."""

    body: str | None = None
    """Template. Plain text; blank lines part paragraphs."""

    reply_to: _Literal['owner'] | None = None
    """Whether answers go to the customer's owner."""


class SessionOut(_Model):
    """A browser that is signed in."""

    id: _uuid.UUID
    """Identifier."""

    current: bool
    """Whether it is the one that asks."""

    workspace: WorkspaceChoice
    """The workspace it is in."""

    user_agent: str
    """What the browser says it is."""

    address: str
    """Network address it signed in from."""

    created_at: _datetime.datetime
    """When it signed in."""

    last_used_at: _datetime.datetime
    """When it was last used, to the minute."""

    expires_at: _datetime.datetime
    """When it ends unless used before."""


class SetFieldStep(_Model):
    """Set or clear one field of the customer."""

    field: str
    """`custom_fields.<key>`, or `name`, `location`, `language`, `time_zone`, `availability`, `source`, `lifecycle` (only to `customer`)."""

    value: _Any
    """Template. The new value, in the form that the customer itself has; null clears."""


class SetFields(_Model):
    """Set or clear custom fields."""

    type: _Literal['set_fields']
    """What to do."""

    custom_fields: dict[str, _Any]
    """Values by the fields' keys; null clears."""


class SetStatus(_Model):
    """Set the status."""

    type: _Literal['set_status']
    """What to do."""

    status_id: _uuid.UUID
    """A status; customers in other folders than its own are refused."""


class SetStatusStep(_Model):
    """Set the status. Fails for a customer who lies in another folder than the status's own."""

    status_id: _uuid.UUID
    """The status."""


class StalePart(_Model):
    """A part of a view that names something that is gone, or that the caller may not see."""

    pointer: str
    """JSON Pointer into the view."""

    kind: _Literal['folder', 'status', 'tag', 'member', 'field'] | str
    """What it named."""

    message: str
    """The same for people."""


class Started(_Model):
    """What became of one customer."""

    customer_id: _uuid.UUID
    """The customer."""

    run_id: _uuid.UUID | None
    """The run, if one was started."""

    reason: _Literal['stopped', 'disabled', 'actor_gone', 'actor_may_not', 'no_customer', 'not_visible', 'out_of_scope', 'conditions', 'too_many', 'too_deep', 'other_trigger', 'no_event', 'before'] | str | None
    """Why none was."""

    message: str | None
    """The same, for people."""

    decisions: list[Decision]
    """How the conditions were decided."""


class StatusIn(_Model):
    """A new status."""

    name: str
    """Unique within its folder, whatever the case of its letters."""

    colour: str = '#64748b'
    """Its colour."""

    category: _Literal['open', 'won', 'lost', 'closed'] | str = 'open'
    """What it means for reports and automations."""

    is_default: bool = False
    """Whether customers who come into the folder get it. The first status of a folder always is."""


class StatusOrder(_Model):
    """A folder's statuses in their new order."""

    status_ids: list[_uuid.UUID]
    """First to last; those left out follow in their old order."""


class StatusOut(_Model):
    """A status that customers in a folder can have."""

    id: _uuid.UUID
    """Identifier."""

    folder_id: _uuid.UUID
    """Its folder."""

    name: str
    """Name."""

    colour: str
    """Its colour."""

    category: _Literal['open', 'won', 'lost', 'closed'] | str
    """What it means for reports and automations."""

    position: int
    """Place among the folder's statuses."""

    is_default: bool
    """Whether customers who come into the folder get it."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class StatusPatch(_Model):
    """What to change of a status. Customers keep it."""

    name: str | None = None
    """New name."""

    colour: str | None = None
    """New colour."""

    category: _Literal['open', 'won', 'lost', 'closed'] | str | None = None
    """New category."""

    is_default: bool | None = None
    """True makes it the default; make another one the default to end it."""


class StatusRef(_Model):
    """Its status."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    colour: str
    """Colour."""

    category: str
    """open, won, lost or closed."""


class Step(_Model):
    """One step of a flow."""

    id: str
    """Unique in the flow."""

    kind: str
    """What it does."""

    label: str = ''
    """What people call it."""

    config: dict[str, _Any] | None = None
    """As its kind demands."""

    then: list[Step] | None = None
    """`branch`: if the conditions hold. `for_each_related`: for each of them."""

    otherwise: list[Step] | None = None
    """`branch`: if they do not hold."""

    on_error: _Literal['fail', 'continue'] | str = 'fail'
    """Whether the run fails with it, or goes on to the next step."""


class StepKindOut(_Model):
    """A kind of step."""

    kind: str
    """Name for `kind`."""

    title: str
    """Title, in English."""

    description: str
    """What it does, in English."""

    needs_customer: bool
    """Whether runs without a customer cannot do it."""

    outside: bool
    """Whether it reaches beyond Atrium: a dry run only shows what it would send."""

    config_schema: dict[str, _Any]
    """JSON schema of its `config`."""


class StepTrace(_Model):
    """What became of one step."""

    step_id: str
    """The step."""

    kind: str
    """Its kind."""

    label: str
    """What people call it."""

    round: int
    """Turn of the loop it is in, 0 outside of loops."""

    customer_id: _uuid.UUID | None
    """The customer it was done with."""

    state: _Literal['done', 'failed', 'waiting', 'sending', 'would_send', 'would_wait'] | str
    """What became of it; `would_…` only in a dry run."""

    attempts: int
    """How often it was tried."""

    input: dict[str, _Any]
    """Its configuration with placeholders filled."""

    decision: dict[str, _Any]
    """What was decided and why: conditions, outcome."""

    output: dict[str, _Any]
    """What it left for later steps."""

    error: str | None
    """Why it failed."""

    error_code: str | None
    """The same, for machines."""

    hidden: bool
    """Whether input, decision and output are left out, because they tell of a custom field that the reader may not see."""

    started_at: _datetime.datetime
    """When it began."""

    finished_at: _datetime.datetime | None
    """When it ended."""


class StopStep(_Model):
    """End the run here."""

    reason: str = ''
    """For the trace."""


class SubmissionOut(_Model):
    """What somebody sent."""

    id: _uuid.UUID
    """Identifier."""

    submitted_at: _datetime.datetime
    """When it came; for consents, when they were given."""

    outcome: _Literal['created', 'updated', 'ignored'] | str
    """Whether the customer was created, updated, or left alone."""

    customer: Reference
    """The customer it became or belongs to."""

    duplicate_of: Reference | None
    """Who has the e-mail address already, so that it was not added; null also when out of sight."""

    values: dict[str, _Any]
    """Answers by property; `message` needs `notes:read`."""

    custom_fields: dict[str, _Any]
    """Answers by custom field, without those that the caller may not view."""

    consents: list[ConsentOut]
    """The consents that were asked for."""

    page_url: str | None
    """The page on which it was filled in."""

    language: str | None
    """The page's language."""


class SwitchWorkspace(_Model):
    """Where to go on."""

    workspace_id: _uuid.UUID
    """One of the workspaces of `GET /me`."""


class TagGroupIn(_Model):
    """A new tag group."""

    name: str
    """Unique among the groups, whatever the case of its letters."""

    colour: str = '#64748b'
    """Colour of its tags that have none of their own."""

    sort: _Literal['name', 'position'] | str = 'name'
    """How its tags are ordered: A to Z, or by hand."""

    position: int = 0
    """Place among the groups."""


class TagGroupOut(_Model):
    """A tag group."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    colour: str
    """Colour of its tags that have none of their own."""

    sort: _Literal['name', 'position'] | str
    """How its tags are ordered."""

    position: int
    """Place among the groups."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class TagGroupPatch(_Model):
    """What to change of a tag group."""

    name: str | None = None
    """New name."""

    colour: str | None = None
    """New colour."""

    sort: _Literal['name', 'position'] | str | None = None
    """New order of its tags."""

    position: int | None = None
    """New place among the groups."""


class TagIn(_Model):
    """A new tag."""

    name: str
    """Unique within its group, whatever the case of its letters."""

    group_id: _uuid.UUID | None = None
    """Its group, if any."""

    colour: str | None = None
    """Its own colour; null takes the group's."""

    position: int = 0
    """Place within its group when that is ordered by hand."""


class TagMerge(_Model):
    """Which tags to melt into this one."""

    tag_ids: list[_uuid.UUID]
    """Tags that vanish; their customers get this one."""


class TagMergeOut(_Model):
    """What a merge did."""

    customers: int
    """How many customers got the tag that did not have it."""


class TagOut(_Model):
    """A tag."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    group_id: _uuid.UUID | None
    """Its group, if any."""

    colour: str
    """The colour to show: its own, else its group's."""

    own_colour: str | None
    """Its own colour, if any."""

    position: int
    """Place within its group."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class TagPatch(_Model):
    """What to change of a tag. Its id stays, so customers keep it."""

    name: str | None = None
    """New name."""

    group_id: _uuid.UUID | None = None
    """New group; null takes it out of its group."""

    colour: str | None = None
    """New colour; null takes the group's."""

    position: int | None = None
    """New place within its group."""


class TagRef(_Model):
    """A tag it carries."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    colour: str
    """Colour."""

    group_id: _uuid.UUID | None
    """Its group, if any."""


class TagsStep(_Model):
    """Tags and whole groups of tags, to add or to remove."""

    tag_ids: list[_uuid.UUID] | None = None
    """Tags."""

    group_ids: list[_uuid.UUID] | None = None
    """Groups, meaning each of their tags at that time."""


class TagsToAdd(_Model):
    """Tags, and whole groups of tags, to add."""

    tag_ids: list[_uuid.UUID] | None = None
    """Tags to add."""

    group_ids: list[_uuid.UUID] | None = None
    """Groups whose tags are all added."""


class TagsToHave(_Model):
    """The tags that the customer shall have, and no others."""

    tag_ids: list[_uuid.UUID]
    """All its tags."""


class TemplateOut(_Model):
    """An automation to start from: send it, changed or not, to `POST /automations`."""

    key: str
    """Stable name."""

    automation: AutomationIn
    """The automation, switched off."""


class TemplatesOut(_Model):
    """Automations to start from."""

    templates: list[TemplateOut]
    """The templates."""


class TimelineItem(_Model):
    """Something that happened with a customer."""

    id: _uuid.UUID
    """Identifier of the event."""

    type: str
    """What happened."""

    kind: str
    """Group of types, for filters."""

    occurred_at: _datetime.datetime
    """When."""

    actor: ActorOut
    """Who did it."""

    subject_id: _uuid.UUID | None
    """The note, profile or relation it happened to, if not the customer itself."""

    sentence: str
    """The same for people, in English."""

    data: dict[str, _Any]
    """Further facts, by event type."""

    changes: dict[str, ChangeOut]
    """Fields that changed, without those the caller may not view; custom fields as `custom_fields.<key>`."""


class TopUpRule(_Model):
    """Below `below` available credits, `amount` are to be bought, at most `monthly_ceiling` a month."""

    below: int
    """When less than this is available."""

    amount: int
    """How many are to be added."""

    monthly_ceiling: int
    """Most that is added in a calendar month (UTC)."""


class TopUpRuleOut(_Model):
    """When credits are to be bought."""

    below: int
    """When less than this is available."""

    amount: int
    """How many are to be added."""

    monthly_ceiling: int
    """Most that is added in a calendar month (UTC)."""

    asked_this_month: bool
    """Whether members were told already this month."""


class TotpBegin(_Model):
    """Proof that it is still the same person."""

    password: str
    """The present password."""


class TotpConfirm(_Model):
    """A code that the authenticator app shows."""

    code: str
    """Six digits."""


class TotpDisable(_Model):
    """Both factors, so that a stolen session cannot take one away. Either a code or a recovery code."""

    password: str
    """The present password."""

    code: str | None = None
    """Six digits of the authenticator app."""

    recovery_code: str | None = None
    """One of the recovery codes, in place of the code."""


class TotpSetup(_Model):
    """What an authenticator app needs. The second factor is on only once a code was confirmed."""

    secret: str
    """The shared secret in Base32, for typing it in."""

    provisioning_uri: str
    """The same as the `otpauth://` address of a QR code."""


class TrialOut(_Model):
    """What would have happened with one customer or event."""

    customer: CustomerRef | None
    """The customer."""

    event_id: _uuid.UUID | None
    """The event, if one was tried."""

    event_type: str | None
    """Its type."""

    occurred_at: _datetime.datetime | None
    """When it happened."""

    would_run: bool
    """Whether a run would start."""

    reason: _Literal['stopped', 'disabled', 'actor_gone', 'actor_may_not', 'no_customer', 'not_visible', 'out_of_scope', 'conditions', 'too_many', 'too_deep', 'other_trigger', 'no_event', 'before'] | str | None
    """Why not."""

    message: str | None
    """The same, for people."""

    decisions: list[Decision]
    """How the conditions were decided."""

    steps: list[StepTrace]
    """What the steps would do. Waits are passed over; nothing is sent."""

    error: str | None
    """Where it would fail, the reason."""


class TriggerEventOut(_Model):
    """An event type that can start automations."""

    type: str
    """The type."""

    fields: list[str]
    """What it carries under `trigger.data`."""


class Unassign(_Model):
    """Take members off, those assigned; an owner among them owns the customer no longer."""

    type: _Literal['unassign']
    """What to do."""

    worker_ids: list[_uuid.UUID]
    """Members to take off."""


class Unmet(_Model):
    """A prerequisite that is missing, and how to meet it."""

    code: str
    """Stable machine name."""

    message: str
    """The reason, for people."""

    fix: Fix | None = None
    """Where to mend it, if anywhere."""


class UpdateOperation(_Model):
    """Change a customer."""

    op: _Literal['update']
    """What to do."""

    customer_id: _uuid.UUID
    """Which."""

    data: CustomerPatch
    """What to change."""


class UpsertOperation(_Model):
    """Create or change a customer by an address or an id elsewhere."""

    op: _Literal['upsert']
    """What to do."""

    scheme: str
    """`email`, or the name of the other system."""

    value: str
    """The address, or the id there."""

    data: CustomerUpsert
    """The customer."""


class UsageOut(_Model):
    """How much of something was used within the window that ends now. It is counted, not limited."""

    metric: _Literal['api_calls', 'automation_steps', 'webhooks'] | str
    """What is counted: calls with a key of the customer, steps of automations that ran for it, attempts to tell webhooks about it."""

    used: int
    """How much."""

    window_seconds: int
    """Length of the sliding window."""


class UserOut(_Model):
    """A person."""

    id: _uuid.UUID
    """Identifier, the same in every workspace."""

    email: str
    """The address they sign in with."""

    name: str
    """Name."""


class VersionOut(_Model):
    """A flow as it was saved."""

    number: int
    """Its number."""

    author: ActorOut
    """Who saved it."""

    created_at: _datetime.datetime
    """When."""


class ViewIn(_Model):
    """A new view."""

    name: str
    """Unique among the caller's own views, whatever the case of its letters."""

    shared: bool = False
    """Whether every member sees it; needs `views:share`."""

    position: int = 0
    """Place among the views."""

    filters: CustomerFilter | None = None
    """Which customers it shows."""

    columns: list[str] | None = None
    """Columns in order, custom fields as `field.<key>`; empty for the standard ones."""

    sort: str = '-last_activity_at'
    """Order, as in the list of customers."""


class ViewOut(_Model):
    """A saved view of the list of customers."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    shared: bool
    """Whether every member sees it."""

    own: bool
    """Whether it is the caller's."""

    owner: MemberRef | None
    """Whose it is."""

    editable: bool
    """Whether the caller may change it."""

    position: int
    """Place among the views."""

    filters: CustomerFilter
    """Which customers it shows. Conditions on custom fields that the caller may not view are left out."""

    columns: list[str]
    """Columns in order; empty for the standard ones."""

    sort: str
    """Order."""

    stale: list[StalePart]
    """Parts that no longer exist for the caller; ids stay in `filters`, fields are left out. Pointers refer to the view as saved."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class ViewPatch(_Model):
    """What to change of a view. `filters` and `columns` are replaced whole."""

    name: str | None = None
    """New name."""

    shared: bool | None = None
    """Whether every member sees it; only its owner can make it private."""

    position: int | None = None
    """New place among the views."""

    filters: CustomerFilter | None = None
    """Which customers it shows."""

    columns: list[str] | None = None
    """Columns in order."""

    sort: str | None = None
    """New order."""


class ViewerOut(_Model):
    """A member who is looking at a customer."""

    id: _uuid.UUID
    """The member."""

    name: str
    """Name."""

    avatar_url: str | None
    """Address of the picture, if there is one."""


class VisibilityOut(_Model):
    """Which customers the caller sees."""

    mode: _Literal['all', 'folders', 'assigned', 'customer'] | str
    """`all`; those in granted `folders`; those `assigned` to the member; or one `customer`."""

    customer_id: _uuid.UUID | None
    """The one customer of an API key that is bound to one."""


class WaitStep(_Model):
    """Wait for a time, until a moment, or until something happens with the customer."""

    wait: _Literal['for', 'until', 'event'] | str
    """What to wait for."""

    seconds: int | None = None
    """`for`: how long. `event`: how long at most; null waits 30 days."""

    until: str | None = None
    """Template. `until`: a day or a moment, such as `{{customer.custom_fields.renewal_on}}`."""

    offset_days: int = 0
    """`until`: so many days later, or earlier when negative."""

    at: str | None = None
    """`until`: at this time of that day in the workspace's time zone; null: at that moment, or midnight."""

    event_types: list[str] | None = None
    """`event`: any of these."""


class WebhookAttemptOut(_Model):
    """One call of the endpoint."""

    attempted_at: _datetime.datetime
    """When it ended."""

    duration_ms: int
    """How long it took, in milliseconds."""

    status: int | None
    """HTTP status of the answer, if there was one."""

    error: _Literal['timeout', 'connection', 'protocol', 'redirect', 'status', 'gone', 'not_allowed'] | str | None
    """Why it failed, if it did: no answer in time, no connection, no HTTP, a redirect, a status outside 2xx, 410, an address that may not be called."""

    response_body: str | None
    """The beginning of the answer. Null unless the reader is the endpoint's owner or sees everything: an answer may repeat what was sent."""

    response_truncated: bool
    """Whether the answer was longer."""


class WebhookData(_Model):
    """The event, with the customer it happened to as it is when this is sent."""

    id: _uuid.UUID
    """Identifier, the same wherever this event appears."""

    type: str
    """What happened."""

    occurred_at: _datetime.datetime
    """When."""

    actor: ActorOut
    """Who did it."""

    customer_id: _uuid.UUID | None
    """The customer it happened to, if any."""

    subject_id: _uuid.UUID | None
    """What else it happened to: a note, a tag, a folder."""

    cause_id: _uuid.UUID | None
    """The event that led to this one, if an automation did it."""

    data: dict[str, _Any]
    """Further facts, by type: see the contract's webhooks."""

    changes: dict[str, Change]
    """Fields that changed, without those the reader may not view; custom fields as `custom_fields.<key>`."""

    customer: CustomerOut | None
    """The customer as the endpoint's owner sees it now; null when there is none or they may not see it."""


class WebhookDeliveryDetail(_Model):
    """A delivery with its last attempts and payload."""

    id: _uuid.UUID
    """Identifier; the header `webhook-id` is made from it."""

    webhook_id: str
    """The header `webhook-id`, the same at every attempt."""

    event_id: _uuid.UUID | None
    """The event; null for a test."""

    event_type: str
    """Its type."""

    state: _Literal['queued', 'running', 'delivered', 'failed', 'withheld'] | str
    """`withheld`: the endpoint's owner may not see the event, so it was not sent."""

    attempts: int
    """Attempts since it was last queued."""

    last_status: int | None
    """HTTP status of the last attempt, if it was answered."""

    next_attempt_at: _datetime.datetime | None
    """When it is tried next, if it waits."""

    created_at: _datetime.datetime
    """When it was queued first."""

    finished_at: _datetime.datetime | None
    """When it got through or was given up."""

    payload: WebhookPayload | None
    """What would be sent now, as far as the reader may see it: payloads are not kept. Null when the reader may not see the event."""

    calls: list[WebhookAttemptOut]
    """The last fifty attempts, newest first."""


class WebhookDeliveryOut(_Model):
    """An event on its way to an endpoint."""

    id: _uuid.UUID
    """Identifier; the header `webhook-id` is made from it."""

    webhook_id: str
    """The header `webhook-id`, the same at every attempt."""

    event_id: _uuid.UUID | None
    """The event; null for a test."""

    event_type: str
    """Its type."""

    state: _Literal['queued', 'running', 'delivered', 'failed', 'withheld'] | str
    """`withheld`: the endpoint's owner may not see the event, so it was not sent."""

    attempts: int
    """Attempts since it was last queued."""

    last_status: int | None
    """HTTP status of the last attempt, if it was answered."""

    next_attempt_at: _datetime.datetime | None
    """When it is tried next, if it waits."""

    created_at: _datetime.datetime
    """When it was queued first."""

    finished_at: _datetime.datetime | None
    """When it got through or was given up."""


class WebhookEndpointCreated(_Model):
    """A webhook endpoint with its secret, which is shown only here."""

    id: _uuid.UUID
    """Identifier."""

    url: str
    """Where it is called."""

    description: str
    """What it is for."""

    event_types: list[str]
    """Which events it is told."""

    api_version: str
    """Version of the contract in which payloads are written."""

    header_names: list[str]
    """Names of the further headers it is sent."""

    owner: Reference | None
    """The member whose sight and permissions decide what it is told; null when they are gone."""

    state: _Literal['enabled', 'disabled'] | str
    """A disabled one is told nothing."""

    disabled_reason: _Literal['manual', 'gone', 'failing', 'owner_gone', 'owner_not_allowed'] | str | None
    """Why it is disabled: by hand, it answered 410, it failed for five days, its owner left, its owner may no longer manage webhooks."""

    disabled_at: _datetime.datetime | None
    """Since when it is disabled."""

    failing_since: _datetime.datetime | None
    """Since when nothing has got through, if the last attempt failed."""

    previous_secret_until: _datetime.datetime | None
    """Until when the secret before the last rotation signs as well."""

    created_at: _datetime.datetime
    """When it was added."""

    updated_at: _datetime.datetime
    """When it was last changed."""

    secret: str
    """What to verify signatures with (Standard Webhooks). Keep it: it cannot be shown again."""


class WebhookEndpointIn(_Model):
    """A new webhook endpoint."""

    url: str
    """Where to POST, https outside development."""

    event_types: list[str]
    """Types, families such as `customer.*`, or `*` for all."""

    description: str = ''
    """What it is for."""

    api_version: _Literal['v1']
    """Version of the contract in which payloads are written."""

    headers: dict[str, str] | None = None
    """Further headers to send. Their values are never shown again."""


class WebhookEndpointOut(_Model):
    """A webhook endpoint. Its secret and the values of its headers cannot be shown again."""

    id: _uuid.UUID
    """Identifier."""

    url: str
    """Where it is called."""

    description: str
    """What it is for."""

    event_types: list[str]
    """Which events it is told."""

    api_version: str
    """Version of the contract in which payloads are written."""

    header_names: list[str]
    """Names of the further headers it is sent."""

    owner: Reference | None
    """The member whose sight and permissions decide what it is told; null when they are gone."""

    state: _Literal['enabled', 'disabled'] | str
    """A disabled one is told nothing."""

    disabled_reason: _Literal['manual', 'gone', 'failing', 'owner_gone', 'owner_not_allowed'] | str | None
    """Why it is disabled: by hand, it answered 410, it failed for five days, its owner left, its owner may no longer manage webhooks."""

    disabled_at: _datetime.datetime | None
    """Since when it is disabled."""

    failing_since: _datetime.datetime | None
    """Since when nothing has got through, if the last attempt failed."""

    previous_secret_until: _datetime.datetime | None
    """Until when the secret before the last rotation signs as well."""

    created_at: _datetime.datetime
    """When it was added."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class WebhookEndpointPatch(_Model):
    """What to change of a webhook endpoint. `headers` merge name by name: null removes one."""

    description: str | None = None
    """What it is for."""

    url: str | None = None
    """Where to POST, https outside development."""

    event_types: list[str] | None = None
    """Types, families such as `customer.*`, or `*` for all."""

    api_version: _Literal['v1']
    """Version of the contract in which payloads are written."""

    headers: dict[str, str | None] | None = None
    """Headers to set or, with null, to remove."""


class WebhookPayload(_Model):
    """What an endpoint is sent."""

    type: str
    """The event's type."""

    timestamp: _datetime.datetime
    """When it happened."""

    data: WebhookData
    """The event, and the customer."""


class WebhookReplayIn(_Model):
    """What to send again."""

    since: _datetime.datetime
    """The first moment, at most thirty days ago."""

    until: _datetime.datetime | None = None
    """The first moment after; null means now."""

    failed_only: bool = True
    """Only what did not get through, what happened while the endpoint was disabled included."""


class WebhookReplayOut(_Model):
    """A replay that has begun."""

    job_id: _uuid.UUID
    """Its progress and counts are at `/jobs/{id}`."""


class WebhookTestIn(_Model):
    """What to send as a test."""

    event_type: str | None = None
    """A type whose example is sent; null sends `webhook_endpoint.tested`."""


class WebhookTrigger(_Model):
    """Another system posts JSON to a secret address (`POST /automations/{id}/hook` makes it). The body is `trigger.data`."""

    kind: _Literal['webhook']
    """What starts it."""

    match: HookMatch | None = None
    """How the customer is found; null: runs have no customer."""

    id_path: str | None = None
    """Where the other system's own id of the message is, so that it counts once; else the header `webhook-id` or `Idempotency-Key`."""


class WhyOut(_Model):
    """Why an automation did not run, or that it did."""

    ran: bool
    """Whether it did."""

    run_id: _uuid.UUID | None
    """The run, if it did."""

    reason: _Literal['stopped', 'disabled', 'actor_gone', 'actor_may_not', 'no_customer', 'not_visible', 'out_of_scope', 'conditions', 'too_many', 'too_deep', 'other_trigger', 'no_event', 'before'] | str | None
    """Why not."""

    message: str
    """The answer, for people."""

    decisions: list[Decision]
    """How the conditions were decided; the last one is the one that failed."""

    basis: _Literal['recorded', 'now'] | str
    """Whether this was noted when it happened, or is decided as things are now."""

    happened_at: _datetime.datetime | None
    """When it was noted."""


class WorkersOut(_Model):
    """Who works with the customer."""

    owner: MemberRef | None
    """The member responsible, if any."""

    items: list[MemberRef]
    """Members assigned, A to Z."""


class WorkersToHave(_Model):
    """Who works with the customer."""

    worker_ids: list[_uuid.UUID]
    """All members assigned; the owner is one of them in any case."""

    owner_id: _uuid.UUID | None = None
    """The member responsible; null for nobody. Absent: unchanged."""


class WorkspaceChoice(_Model):
    """A workspace that the person can switch to."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""


class WorkspaceOut(_Model):
    """The workspace."""

    id: _uuid.UUID
    """Identifier."""

    name: str
    """Name."""

    logo_url: str | None
    """Address of its logo, if it has one."""

    colours: ColoursOut
    """Its own colours."""

    locale: str
    """Language and formats, a BCP 47 tag."""

    country: str
    """Where it is, ISO 3166-1."""

    time_zone: str
    """Where its day begins, an IANA name."""

    currency: str
    """Currency of new amounts, ISO 4217."""

    plan: _Literal['basic', 'pro', 'enterprise'] | str
    """What the installation grants it; set by the operator."""

    saas_mode: bool
    """Whether it resells Atrium to its customers."""

    settle_seconds: int
    """Seconds within which one person's edits of a customer or note become one event."""

    automations_stopped: bool
    """Whether all automations stand still."""

    created_at: _datetime.datetime
    """When it was made."""

    updated_at: _datetime.datetime
    """When it was last changed."""


class WorkspacePatch(_Model):
    """What to change of the workspace."""

    name: str | None = None
    """New name."""

    colours: Colours | None = None
    """Colours to change."""

    locale: str | None = None
    """Language and formats, a BCP 47 tag."""

    country: str | None = None
    """Where it is: how phone numbers without a country code are read. ISO 3166-1."""

    time_zone: str | None = None
    """Where its day begins, an IANA name."""

    currency: str | None = None
    """Currency of new amounts, ISO 4217."""

    saas_mode: bool | None = None
    """Whether it resells Atrium to its customers."""

    settle_seconds: int | None = None
    """One person's edits of a customer or note within so many seconds become one event for webhooks and automations; 0 keeps them apart."""

    automations_stopped: bool | None = None
    """The emergency switch: no automation starts, and those under way stand still until it is off again."""
