"""What one customer may use. One planner says what holds, what a change would do, and does it: for every actor the same
(X2).

States are computed, never stored: whatever changes meanwhile (a plan, a fact, another feature), nothing is on whose
prerequisites are not met."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from atrium.billing.features.entitlements.events import CustomerFeaturesChanged
from atrium.billing.features.entitlements.queries import Subject, load_subject
from atrium.billing.features.plans.catalogue import PLAN, Condition, Feature, Value
from atrium.billing.features.plans.schemas import PlanDefinition
from atrium.billing.features.plans.service import check_value, lock_customer, pointer_part, store_customer
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Fix, Invalid, Unmet
from atrium.kernel.events import Change
from atrium.records.customers.record.service import CustomerNotFound, touch
from atrium.records.customers.record.sight import require_write


class PrerequisitesUnmet(Conflict):
    """``unmet`` says what is missing and where to mend it."""

    code, title = "prerequisites-unmet", "Something has to be settled first"


Check = Callable[[Ctx, Subject], Awaitable[list[Unmet]]]
CONDITIONS: dict[Condition, Check] = {}
"""What has to hold outside the catalogue. Whoever knows better than the placeholder below puts its own check here."""


def checks(name: Condition) -> Callable[[Check], Check]:
    """Register the check of a condition: it returns what is missing, nothing when it holds."""

    def register(check: Check) -> Check:
        CONDITIONS[name] = check
        return check

    return register


@checks("white_label_portal")
async def _white_label_portal(_ctx: Ctx, subject: Subject) -> list[Unmet]:
    if subject.saas_mode:
        return []
    fix = Fix(label="Open the workspace's settings", href="/settings/workspace")
    return [
        Unmet(
            code="white-label-portal-off",
            message="The white-label portal is not set up: the workspace's SaaS mode is off.",
            fix=fix,
        )
    ]


@checks("stripe_connect")
async def _stripe_connect(_ctx: Ctx, _subject: Subject) -> list[Unmet]:
    # Held until the billing slices can connect an account: then they register a check of account, onboarding and
    # charges.
    return [
        Unmet(
            code="stripe-not-connected",
            message="No Stripe account is connected, and this version of Atrium cannot connect one yet.",
        )
    ]


@checks("active_account")
async def _active_account(_ctx: Ctx, subject: Subject) -> list[Unmet]:
    if subject.lifecycle == "customer":
        return []
    fix = Fix(label="Open the customer", href=f"/customers?customer={subject.customer_id}&manage=info")
    return [Unmet(code="account-not-active", message="The account is not active: this is still a prospect.", fix=fix)]


@dataclass(frozen=True, slots=True)
class State:
    """What holds of one feature. ``wanted`` is what it would be without locks and forces."""

    feature: Feature
    value: Value
    wanted: Value
    source: str
    forced_by: str | None = None
    unmet: list[Unmet] = field(default_factory=list)

    @property
    def on(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class Features:
    """What a customer may use. ``version`` is 0 while nothing was ever set for it."""

    subject: Subject
    states: Mapping[str, State]

    @property
    def plan(self) -> PlanDefinition:
        return self.subject.catalogue.plan(self.subject.plan_key)

    @property
    def version(self) -> int:
        return self.subject.version

    def on(self, key: str) -> bool:
        return key in self.states and self.states[key].on

    def value(self, key: str) -> Value:
        return self.states[key].value if key in self.states else None

    def reasons(self, key: str) -> list[Unmet]:
        """Why it cannot be used; empty when it is on."""
        state = self.states.get(key)
        if state is not None and state.on:
            return []
        if state is None:
            return [Unmet(code="unknown-feature", message="There is no such feature.")]
        return state.unmet or [_is_off(state.feature, self.subject.customer_id)]


@dataclass(frozen=True, slots=True)
class Step:
    """One feature (or the plan) whose value is another thing after a change. ``because``: the feature, or ``plan``, it
    follows from."""

    key: str
    label: str
    before: Value
    after: Value
    asked: bool
    because: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A change before it is made: what it leads to, step by step, and what stands in its way by feature."""

    before: Features
    after: Features
    steps: list[Step]
    refused: dict[str, list[Unmet]]


async def features_of(ctx: Ctx, customer_id: UUID) -> Features:
    """What a customer may use now. Raises ``CustomerNotFound`` (404)."""
    subject = await load_subject(ctx, customer_id)
    if subject is None:
        raise CustomerNotFound
    return _evaluate(subject, await _unmet_conditions(ctx, subject))


async def require(ctx: Ctx, customer_id: UUID, key: str) -> Value:
    """The feature's value. Raises ``PrerequisitesUnmet`` (409) with ``unmet`` when it is off or locked,
    ``CustomerNotFound`` (404)."""
    features = await features_of(ctx, customer_id)
    reasons = features.reasons(key)
    if reasons:
        raise PrerequisitesUnmet(" ".join(reason.message for reason in reasons), unmet=reasons)
    return features.value(key)


async def preview(ctx: Ctx, customer_id: UUID, given: Mapping[str, Any]) -> Plan:
    """What setting these values would do. Changes nothing. Raises ``CustomerNotFound`` (404) and ``Invalid`` (422)."""
    subject = await load_subject(ctx, customer_id)
    if subject is None:
        raise CustomerNotFound
    return _plan(subject, await _unmet_conditions(ctx, subject), given)


async def lock_features(ctx: Ctx, customer_id: UUID) -> Features:
    """The same as ``features_of``, and nobody else changes it until the transaction ends. Raises as it does, and
    ``Forbidden`` (403) in a read-only folder."""
    require_write(ctx, (await features_of(ctx, customer_id)).subject.folder_id)
    await lock_customer(ctx, customer_id)
    return await features_of(ctx, customer_id)


async def change_features(ctx: Ctx, locked: Features, given: Mapping[str, Any]) -> tuple[Features, list[Step]]:
    """Set values by feature (null: back to the plan's), all of them or none. ``locked`` must be from ``lock_features``.

    Raises ``Invalid`` (422) and ``PrerequisitesUnmet`` (409)."""
    customer_id = locked.subject.customer_id
    plan = _plan(locked.subject, await _unmet_conditions(ctx, locked.subject), given)
    if plan.refused:
        unmet = list(
            {reason.code + reason.message: reason for reasons in plan.refused.values() for reason in reasons}.values()
        )
        errors = [
            FieldError(pointer=f"/{pointer_part(key)}", code=reasons[0].code, message=reasons[0].message)
            for key, reasons in plan.refused.items()
        ]
        raise PrerequisitesUnmet(" ".join(reason.message for reason in unmet), unmet=unmet, errors=errors)
    after = plan.after.subject
    if (after.plan_key, after.overrides) != (locked.subject.plan_key, locked.subject.overrides):
        await store_customer(ctx, customer_id, after.plan_key, after.overrides)
    if plan.steps:
        changes = {step.key: Change(before=step.before, after=step.after) for step in plan.steps}
        ctx.emit(CustomerFeaturesChanged(customer_id=customer_id, plan=plan.after.plan.key, changes=changes))
        await touch(ctx, customer_id)
    return await features_of(ctx, customer_id), plan.steps


async def _unmet_conditions(ctx: Ctx, subject: Subject) -> dict[str, list[Unmet]]:
    names = {name for feature in subject.catalogue.features.values() for name in feature.conditions}
    return {name: await CONDITIONS[name](ctx, subject) for name in sorted(names)}


def _evaluate(subject: Subject, conditions: Mapping[str, list[Unmet]]) -> Features:
    """The state of every feature. What a feature requires and is forced by is settled before it: the catalogue has no
    circles."""
    known = subject.catalogue.features
    forcing = {target: feature for feature in known.values() for target in feature.forces}
    states: dict[str, State] = {}

    def settle(key: str) -> State:
        if key not in states:
            feature = known[key]
            needed = [settle(need) for need in feature.requires if need in known]
            forced_by = settle(forcing[key].key) if key in forcing else None
            states[key] = _state(
                subject,
                feature,
                needed,
                [reason for name in feature.conditions for reason in conditions[name]],
                forced_by,
            )
        return states[key]

    return Features(subject, {key: settle(key) for key in known})


def _state(
    subject: Subject, feature: Feature, needed: list[State], unmet: list[Unmet], forced_by: State | None
) -> State:
    plan = subject.catalogue.plan(subject.plan_key)
    overridden = feature.key in subject.overrides
    wanted = subject.overrides[feature.key] if overridden else plan.value(feature)
    source = "override" if overridden else "plan" if plan.says(feature) else "default"
    missing = [state for state in needed if not state.on]
    unmet = [*unmet, *(_is_off(state.feature, subject.customer_id) for state in missing)]
    if unmet:
        by = missing[0].feature.key if missing else None
        return State(feature, feature.off, wanted, "forced" if wanted else source, by if wanted else None, unmet)
    if forced_by is not None and forced_by.on:
        said = Unmet(
            code="forced-by-feature",
            message=(
                f"{feature.label} is {_told(forced_by.feature.forces[feature.key])} while {forced_by.feature.label}"
                " is on."
            ),
            fix=_features_tab(subject.customer_id),
        )
        return State(feature, forced_by.feature.forces[feature.key], wanted, "forced", forced_by.feature.key, [said])
    return State(feature, wanted, wanted, source)


def _plan(subject: Subject, conditions: Mapping[str, list[Unmet]], given: Mapping[str, Any]) -> Plan:
    before = _evaluate(subject, conditions)
    asked, plan_key = _checked(subject, given)
    overrides = {
        key: value for key, value in {**subject.overrides, **asked}.items() if asked.get(key, value) is not None
    }
    after = _evaluate(replace(subject, plan_key=plan_key, overrides=overrides), conditions)
    turned_off: dict[str, str] = {}
    for key, state in before.states.items():
        if state.on and not after.on(key):
            turned_off |= {
                target: key
                for target in state.feature.turns_off
                if target not in asked and before.states[target].wanted
            }
    if turned_off:
        overrides |= {target: subject.catalogue.features[target].off for target in turned_off}
        after = _evaluate(replace(subject, plan_key=plan_key, overrides=overrides), conditions)
    refused = {
        key: after.states[key].unmet
        for key, value in asked.items()
        if value is not None and after.states[key].value != value and after.states[key].unmet
    }
    return Plan(before, after, _steps(before, after, asked, turned_off, plan_asked=PLAN in given), refused)


def _checked(subject: Subject, given: Mapping[str, Any]) -> tuple[dict[str, Value], str | None]:
    """Values by feature, null where the plan's is wanted back, and the plan's key. Raises ``Invalid`` (422) naming
    every bad place."""
    errors: list[FieldError] = []
    asked: dict[str, Value] = {}
    plan_key = subject.plan_key
    for key, value in given.items():
        pointer = f"/{pointer_part(key)}"
        feature = subject.catalogue.features.get(key)
        if key == PLAN:
            plan_key = value
            if value is not None and (not isinstance(value, str) or value not in subject.catalogue.plans):
                errors.append(
                    FieldError(pointer=pointer, code="unknown_plan", message="is not a plan of this workspace")
                )
        elif feature is None:
            errors.append(FieldError(pointer=pointer, code="unknown_feature", message="is not a feature"))
        else:
            asked[key] = None if value is None else check_value(feature, value, pointer, errors)
    if errors:
        raise Invalid("The values are not acceptable.", errors=errors[:50])
    return asked, plan_key


def _steps(
    before: Features, after: Features, asked: Mapping[str, Value], turned_off: Mapping[str, str], *, plan_asked: bool
) -> list[Step]:
    steps = []
    if before.plan.key != after.plan.key:
        steps.append(Step(PLAN, "Plan", before.plan.key, after.plan.key, True, None, f"The plan is {after.plan.name}."))
    for key, state in after.states.items():
        old = before.states[key]
        if old.value == state.value:
            continue
        label, is_asked, because = state.feature.label, key in asked, None
        if not is_asked:
            because = state.forced_by or old.forced_by or turned_off.get(key) or (PLAN if plan_asked else None)
        steps.append(Step(key, label, old.value, state.value, is_asked, because, _message(state, because, after)))
    return steps


def _message(state: State, because: str | None, after: Features) -> str:
    cause = after.states[because].feature.label if because and because in after.states else "the plan"
    told = f"{state.feature.label} becomes {_told(state.value)}"
    return f"{told}." if because is None else f"{told} because of {cause}."


def _told(value: Value) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case list():
            return ", ".join(value) or "empty"
    return str(value) if value not in (None, "") else "empty"


def _is_off(feature: Feature, customer_id: UUID) -> Unmet:
    message = f"{feature.label} is off." if feature.type == "boolean" else f"{feature.label}: nothing is chosen."
    return Unmet(code=f"{feature.key.replace('_', '-')}-off", message=message, fix=_features_tab(customer_id))


def _features_tab(customer_id: UUID) -> Fix:
    return Fix(label="Open Features & Add-ons", href=f"/customers?customer={customer_id}&manage=features")
