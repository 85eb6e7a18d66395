"""Generated from openapi/openapi.json by scripts/python_client.py; `make gen` writes it again."""

from __future__ import annotations

import datetime as _datetime
import uuid as _uuid
from collections.abc import Iterator as _Iterator
from collections.abc import Mapping as _Mapping
from collections.abc import Sequence as _Sequence
from typing import Any as _Any
from typing import Literal as _Literal

from atrium_client import models
from atrium_client.call import Call as _Call
from atrium_client.call import Upload as _Upload
from atrium_client.core import Core as _Core
from atrium_client.model import Model as _Model


class Operations(_Core):
    """One method for each operation of the contract, under the name it has there."""

    def list_api_keys(self, *, state: _Sequence[_Literal['active', 'expired', 'revoked'] | str] | None = None, member_id: _uuid.UUID | str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_ApiKeyOut_:
        """List API keys

        Newest first, whoever made them."""
        call = _Call('GET', '/api/v1/api-keys', query={'state': state, 'member_id': member_id, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_ApiKeyOut_)

    def iterate_api_keys(self, *, state: _Sequence[_Literal['active', 'expired', 'revoked'] | str] | None = None, member_id: _uuid.UUID | str | None = None, limit: int | None = None) -> _Iterator[models.ApiKeyOut]:
        """List API keys: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/api-keys', query={'state': state, 'member_id': member_id, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_ApiKeyOut_)

    def create_api_key(self, body: models.ApiKeyIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.ApiKeyCreated:
        """Create an API key

        Acts for the caller, within these scopes and never beyond what the caller may do and see at the time. The secret is in this answer only. 403 for scopes the caller lacks."""
        call = _Call('POST', '/api/v1/api-keys', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.ApiKeyCreated)

    def get_api_key(self, key_id: _uuid.UUID | str) -> models.ApiKeyOut:
        """Get an API key

        One key with its ETag, without its secret."""
        call = _Call('GET', f'/api/v1/api-keys/{self.segment(key_id)}')
        return self.receive(call, models.ApiKeyOut)

    def update_api_key(self, key_id: _uuid.UUID | str, body: models.ApiKeyPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.ApiKeyOut:
        """Change an API key

        Name, scopes, expiry and networks. A revoked key stays revoked (409)."""
        call = _Call('PATCH', f'/api/v1/api-keys/{self.segment(key_id)}', body=body, if_match=if_match)
        return self.receive(call, models.ApiKeyOut)

    def delete_api_key(self, key_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Revoke an API key

        Stops working at once, and stays in the list as revoked."""
        call = _Call('DELETE', f'/api/v1/api-keys/{self.segment(key_id)}', if_match=if_match)
        self.perform(call)

    def roll_api_key(self, key_id: _uuid.UUID | str, body: models.ApiKeyRoll | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.ApiKeyCreated:
        """Roll an API key

        A new secret, in this answer only. The old one goes on working for `overlap_seconds`, so that nothing stops while you change over. Whoever rolls a key holds it, so its rights must lie within the caller's (403)."""
        call = _Call('POST', f'/api/v1/api-keys/{self.segment(key_id)}/roll', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.ApiKeyCreated)

    def list_audit(self, *, type: _Sequence[str] | None = None, kind: _Sequence[str] | None = None, actor_id: _uuid.UUID | str | None = None, customer_id: _uuid.UUID | str | None = None, from_: _datetime.datetime | str | None = None, to: _datetime.datetime | str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_AuditEntry_:
        """List what happened

        Newest first: changes of customers and settings, sign-ins and everything about members, roles and keys. Nothing can be changed or deleted here. Entries about customers that the caller does not see, and fields closed to the caller's role, are left out."""
        call = _Call('GET', '/api/v1/audit', query={'type': type, 'kind': kind, 'actor_id': actor_id, 'customer_id': customer_id, 'from': from_, 'to': to, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_AuditEntry_)

    def iterate_audit(self, *, type: _Sequence[str] | None = None, kind: _Sequence[str] | None = None, actor_id: _uuid.UUID | str | None = None, customer_id: _uuid.UUID | str | None = None, from_: _datetime.datetime | str | None = None, to: _datetime.datetime | str | None = None, limit: int | None = None) -> _Iterator[models.AuditEntry]:
        """List what happened: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/audit', query={'type': type, 'kind': kind, 'actor_id': actor_id, 'customer_id': customer_id, 'from': from_, 'to': to, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_AuditEntry_)

    def logout(self, *, idempotency_key: str | None = None) -> None:
        """Sign out

        Ends this session at once."""
        call = _Call('POST', '/api/v1/auth/logout', accepts_key=True, idempotency_key=idempotency_key)
        self.perform(call)

    def switch_workspace(self, body: models.SwitchWorkspace | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.MeOut:
        """Switch to another workspace

        This session goes on in another workspace of the person; other sessions stay where they are. Answers what `GET /me` answers there."""
        call = _Call('POST', '/api/v1/auth/workspace', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.MeOut)

    def get_automation_catalogue(self) -> models.CatalogueOut:
        """Get what automations can be made of

        Event types, kinds of steps with the schema of their configuration, paths for conditions and placeholders, and comparisons."""
        call = _Call('GET', '/api/v1/automation-catalogue')
        return self.receive(call, models.CatalogueOut)

    def list_automation_runs(self, *, customer_id: _uuid.UUID | str | None = None, automation_id: _uuid.UUID | str | None = None, state: _Literal['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'] | str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_RunOut_:
        """List runs of all automations

        The newest first; only those without a customer or with one that you may see."""
        call = _Call('GET', '/api/v1/automation-runs', query={'customer_id': customer_id, 'automation_id': automation_id, 'state': state, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_RunOut_)

    def iterate_automation_runs(self, *, customer_id: _uuid.UUID | str | None = None, automation_id: _uuid.UUID | str | None = None, state: _Literal['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'] | str | None = None, limit: int | None = None) -> _Iterator[models.RunOut]:
        """List runs of all automations: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/automation-runs', query={'customer_id': customer_id, 'automation_id': automation_id, 'state': state, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_RunOut_)

    def get_automation_run(self, run_id: _uuid.UUID | str) -> models.RunTrace:
        """Get a run with its trace

        Every step with its input, decision and output. What tells of a custom field that you may not see is left out."""
        call = _Call('GET', f'/api/v1/automation-runs/{self.segment(run_id)}')
        return self.receive(call, models.RunTrace)

    def cancel_automation_run(self, run_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.RunTrace:
        """Cancel a run

        It ends where it stands; what it did stays. 409 when it has ended."""
        call = _Call('POST', f'/api/v1/automation-runs/{self.segment(run_id)}/cancel', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.RunTrace)

    def retry_automation_run(self, run_id: _uuid.UUID | str, body: models.RetryIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.RunTrace:
        """Go on with a failed run

        From the step that failed, by the flow it began with or by the newest one. 409 when it has not failed."""
        call = _Call('POST', f'/api/v1/automation-runs/{self.segment(run_id)}/retry', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.RunTrace)

    def get_automation_templates(self) -> models.TemplatesOut:
        """Get templates of automations

        Automations to start from, made for this workspace."""
        call = _Call('GET', '/api/v1/automation-templates')
        return self.receive(call, models.TemplatesOut)

    def list_automations(self, *, q: str | None = None, enabled: bool | None = None, trigger_kind: _Literal['event', 'manual', 'schedule', 'date', 'webhook'] | str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_AutomationSummary_:
        """List automations

        A to Z."""
        call = _Call('GET', '/api/v1/automations', query={'q': q, 'enabled': enabled, 'trigger_kind': trigger_kind, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_AutomationSummary_)

    def iterate_automations(self, *, q: str | None = None, enabled: bool | None = None, trigger_kind: _Literal['event', 'manual', 'schedule', 'date', 'webhook'] | str | None = None, limit: int | None = None) -> _Iterator[models.AutomationSummary]:
        """List automations: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/automations', query={'q': q, 'enabled': enabled, 'trigger_kind': trigger_kind, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_AutomationSummary_)

    def create_automation(self, body: models.AutomationIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.AutomationOut:
        """Create an automation

        A flow that cannot work is refused (422), with a pointer to each step and the reason."""
        call = _Call('POST', '/api/v1/automations', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.AutomationOut)

    def check_automation(self, body: models.DraftIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.CheckOut:
        """Check a draft of an automation

        What saving it would refuse, without saving it."""
        call = _Call('POST', '/api/v1/automations/check', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CheckOut)

    def import_automation(self, body: models.Exported | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.AutomationOut:
        """Import an automation

        Makes it, switched off. What it refers to is found by name; 422 points at what is not found, and at secrets that must be filled in."""
        call = _Call('POST', '/api/v1/automations/import', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.AutomationOut)

    def get_automation(self, automation_id: _uuid.UUID | str) -> models.AutomationOut:
        """Get an automation

        With the flow that new runs follow, and what is wrong with it by now."""
        call = _Call('GET', f'/api/v1/automations/{self.segment(automation_id)}')
        return self.receive(call, models.AutomationOut)

    def update_automation(self, automation_id: _uuid.UUID | str, body: models.AutomationPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.AutomationOut:
        """Change an automation

        Also to switch it on or off. A changed flow acts for whoever saves it; runs under way end by the flow they began with."""
        call = _Call('PATCH', f'/api/v1/automations/{self.segment(automation_id)}', body=body, if_match=if_match)
        return self.receive(call, models.AutomationOut)

    def delete_automation(self, automation_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Delete an automation

        With all its runs; those under way end here. 409 while other automations run it."""
        call = _Call('DELETE', f'/api/v1/automations/{self.segment(automation_id)}', if_match=if_match)
        self.perform(call)

    def dry_run_automation(self, automation_id: _uuid.UUID | str, body: models.DryRunIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.DryRunOut:
        """Try an automation without effects

        On customers, or on the last real events, with your own rights: nothing is written and nothing is sent. It need not be switched on."""
        call = _Call('POST', f'/api/v1/automations/{self.segment(automation_id)}/dry-run', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.DryRunOut)

    def duplicate_automation(self, automation_id: _uuid.UUID | str, body: models.DuplicateIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.AutomationOut:
        """Duplicate an automation

        The copy is switched off and acts for you. Secret headers are not copied: 422 names them."""
        call = _Call('POST', f'/api/v1/automations/{self.segment(automation_id)}/duplicate', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.AutomationOut)

    def export_automation(self, automation_id: _uuid.UUID | str) -> models.Exported:
        """Export an automation

        A file that another workspace can import. Secrets are null."""
        call = _Call('GET', f'/api/v1/automations/{self.segment(automation_id)}/export')
        return self.receive(call, models.Exported)

    def make_automation_hook(self, automation_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.HookOut:
        """Make a webhook's address

        Shown only now; a former address stops working. 409 when the trigger is no webhook."""
        call = _Call('POST', f'/api/v1/automations/{self.segment(automation_id)}/hook', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.HookOut)

    def retry_failed_runs(self, automation_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.RetriedOut:
        """Go on with all failed runs

        Those of customers that you may see, each from the step that failed, by the newest flow. At most 10,000 at once."""
        call = _Call('POST', f'/api/v1/automations/{self.segment(automation_id)}/retry-failed', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.RetriedOut)

    def run_automation(self, automation_id: _uuid.UUID | str, body: models.RunIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.RunsStarted:
        """Run an automation

        On behalf of the caller, whatever its trigger is: conditions on the customer and the scope hold, conditions on an event are left out.

        Up to 100 customers are started at once, more and filters by a job. Needs an `Idempotency-Key`."""
        call = _Call('POST', f'/api/v1/automations/{self.segment(automation_id)}/run', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.RunsStarted)

    def list_runs_of_automation(self, automation_id: _uuid.UUID | str, *, state: _Literal['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'] | str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_RunOut_:
        """List an automation's runs

        The newest first; only those without a customer or with one that you may see."""
        call = _Call('GET', f'/api/v1/automations/{self.segment(automation_id)}/runs', query={'state': state, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_RunOut_)

    def iterate_runs_of_automation(self, automation_id: _uuid.UUID | str, *, state: _Literal['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'] | str | None = None, limit: int | None = None) -> _Iterator[models.RunOut]:
        """List an automation's runs: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/automations/{self.segment(automation_id)}/runs', query={'state': state, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_RunOut_)

    def list_automation_versions(self, automation_id: _uuid.UUID | str, *, limit: int | None = None, cursor: str | None = None) -> models.Page_VersionOut_:
        """List an automation's versions

        Who saved its flow when, the newest first."""
        call = _Call('GET', f'/api/v1/automations/{self.segment(automation_id)}/versions', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_VersionOut_)

    def iterate_automation_versions(self, automation_id: _uuid.UUID | str, *, limit: int | None = None) -> _Iterator[models.VersionOut]:
        """List an automation's versions: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/automations/{self.segment(automation_id)}/versions', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_VersionOut_)

    def explain_automation(self, automation_id: _uuid.UUID | str, *, customer_id: _uuid.UUID | str | None = None, event_id: _uuid.UUID | str | None = None) -> models.WhyOut:
        """Ask why an automation did not run

        With the condition that failed. Name one of `customer_id` and `event_id`."""
        call = _Call('GET', f'/api/v1/automations/{self.segment(automation_id)}/why', query={'customer_id': customer_id, 'event_id': event_id})
        return self.receive(call, models.WhyOut)

    def list_credit_units(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_CreditUnitOut_:
        """List credit units

        What customers can have credits of, by key."""
        call = _Call('GET', '/api/v1/credit-units', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_CreditUnitOut_)

    def iterate_credit_units(self, *, limit: int | None = None) -> _Iterator[models.CreditUnitOut]:
        """List credit units: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/credit-units', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_CreditUnitOut_)

    def create_credit_unit(self, body: models.CreditUnitIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.CreditUnitOut:
        """Create a credit unit

        Every customer has an account of it from now on, empty at first."""
        call = _Call('POST', '/api/v1/credit-units', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CreditUnitOut)

    def get_credit_unit(self, unit: str) -> models.CreditUnitOut:
        """Get a credit unit

        One unit with its ETag."""
        call = _Call('GET', f'/api/v1/credit-units/{self.segment(unit)}')
        return self.receive(call, models.CreditUnitOut)

    def update_credit_unit(self, unit: str, body: models.CreditUnitPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.CreditUnitOut:
        """Rename a credit unit

        Its name and description; the key stays."""
        call = _Call('PATCH', f'/api/v1/credit-units/{self.segment(unit)}', body=body, if_match=if_match)
        return self.receive(call, models.CreditUnitOut)

    def delete_credit_unit(self, unit: str, *, if_match: str | _Model | None = None) -> None:
        """Delete a credit unit

        Refused (409) for a built-in one, and once a customer has a history in it."""
        call = _Call('DELETE', f'/api/v1/credit-units/{self.segment(unit)}', if_match=if_match)
        self.perform(call)

    def list_custom_fields(self, *, archived: bool | None = None, folder_id: _uuid.UUID | str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_CustomFieldOut_:
        """List custom fields

        In their order. Who may not see a field's values does not see the field, unless they manage the fields."""
        call = _Call('GET', '/api/v1/custom-fields', query={'archived': archived, 'folder_id': folder_id, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_CustomFieldOut_)

    def iterate_custom_fields(self, *, archived: bool | None = None, folder_id: _uuid.UUID | str | None = None, limit: int | None = None) -> _Iterator[models.CustomFieldOut]:
        """List custom fields: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/custom-fields', query={'archived': archived, 'folder_id': folder_id, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_CustomFieldOut_)

    def create_custom_field(self, body: models.CustomFieldIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.CustomFieldOut:
        """Create a custom field

        Its key, made from the label when absent, and its type are for ever. It comes last."""
        call = _Call('POST', '/api/v1/custom-fields', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CustomFieldOut)

    def reorder_custom_fields(self, body: models.CustomFieldOrder | _Mapping[str, _Any]) -> None:
        """Order custom fields

        Puts the fields into the given order."""
        call = _Call('PUT', '/api/v1/custom-fields/order', body=body)
        self.perform(call)

    def get_custom_field(self, field_id: _uuid.UUID | str) -> models.CustomFieldOut:
        """Get a custom field

        One field, archived or not, with its ETag."""
        call = _Call('GET', f'/api/v1/custom-fields/{self.segment(field_id)}')
        return self.receive(call, models.CustomFieldOut)

    def update_custom_field(self, field_id: _uuid.UUID | str, body: models.CustomFieldPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.CustomFieldOut:
        """Change a custom field

        Values that customers have stay as they are, whatever the new limits. An option that customers have cannot be left out (409)."""
        call = _Call('PATCH', f'/api/v1/custom-fields/{self.segment(field_id)}', body=body, if_match=if_match)
        return self.receive(call, models.CustomFieldOut)

    def delete_custom_field(self, field_id: _uuid.UUID | str, *, force: bool | None = None, if_match: str | _Model | None = None) -> None:
        """Delete a custom field

        Only one in which no customer has a value (409); archive the others. 409 also lists the forms and automations that use it."""
        call = _Call('DELETE', f'/api/v1/custom-fields/{self.segment(field_id)}', query={'force': force}, if_match=if_match)
        self.perform(call)

    def archive_custom_field(self, field_id: _uuid.UUID | str, *, force: bool | None = None, idempotency_key: str | None = None) -> models.CustomFieldOut:
        """Archive a custom field

        Its values are kept, out of sight, until it is restored. 409 lists the forms and automations that use it."""
        call = _Call('POST', f'/api/v1/custom-fields/{self.segment(field_id)}/archive', query={'force': force}, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CustomFieldOut)

    def restore_custom_field(self, field_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.CustomFieldOut:
        """Restore an archived custom field

        With the values it had."""
        call = _Call('POST', f'/api/v1/custom-fields/{self.segment(field_id)}/restore', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CustomFieldOut)

    def count_customers(self, *, by: _Literal['folder', 'status', 'tag', 'lifecycle'] | str | None = None) -> models.CountsOut:
        """Count customers by group

        Only customers the caller may see."""
        call = _Call('GET', '/api/v1/customer-counts', query={'by': by})
        return self.receive(call, models.CountsOut)

    def list_customers(self, *, q: str | None = None, lifecycle: _Sequence[_Literal['prospect', 'customer'] | str] | None = None, folder_id: _Sequence[_uuid.UUID | str] | None = None, no_folder: bool | None = None, status_id: _Sequence[_uuid.UUID | str] | None = None, tag_id: _Sequence[_uuid.UUID | str] | None = None, all_tag_id: _Sequence[_uuid.UUID | str] | None = None, owner_id: _Sequence[_uuid.UUID | str] | None = None, worker_id: _Sequence[_uuid.UUID | str] | None = None, trashed: bool | None = None, include_total: bool | None = None, sort: str | None = None, limit: int | None = None, cursor: str | None = None, filters: _Mapping[str, _Any] | None = None) -> models.CustomerPage:
        """List and search customers

        The customers the caller may see. Custom fields filter as `field[renewal_on][gte]=2026-01-01`, with the operators `eq`, `in`, `gt`, `gte`, `lt`, `lte`, `contains`, `exists` and `missing`, as far as the field's type has them."""
        call = _Call('GET', '/api/v1/customers', query={'q': q, 'lifecycle': lifecycle, 'folder_id': folder_id, 'no_folder': no_folder, 'status_id': status_id, 'tag_id': tag_id, 'all_tag_id': all_tag_id, 'owner_id': owner_id, 'worker_id': worker_id, 'trashed': trashed, 'include_total': include_total, 'sort': sort, 'limit': limit, 'cursor': cursor}, filters=filters)
        return self.receive(call, models.CustomerPage)

    def iterate_customers(self, *, q: str | None = None, lifecycle: _Sequence[_Literal['prospect', 'customer'] | str] | None = None, folder_id: _Sequence[_uuid.UUID | str] | None = None, no_folder: bool | None = None, status_id: _Sequence[_uuid.UUID | str] | None = None, tag_id: _Sequence[_uuid.UUID | str] | None = None, all_tag_id: _Sequence[_uuid.UUID | str] | None = None, owner_id: _Sequence[_uuid.UUID | str] | None = None, worker_id: _Sequence[_uuid.UUID | str] | None = None, trashed: bool | None = None, include_total: bool | None = None, sort: str | None = None, limit: int | None = None, filters: _Mapping[str, _Any] | None = None) -> _Iterator[models.CustomerOut]:
        """List and search customers: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/customers', query={'q': q, 'lifecycle': lifecycle, 'folder_id': folder_id, 'no_folder': no_folder, 'status_id': status_id, 'tag_id': tag_id, 'all_tag_id': all_tag_id, 'owner_id': owner_id, 'worker_id': worker_id, 'trashed': trashed, 'include_total': include_total, 'sort': sort, 'limit': limit, 'cursor': None}, filters=filters)
        return self.walk(call, models.CustomerPage)

    def create_customer(self, body: models.CustomerIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.CustomerOut:
        """Create a customer

        A duplicate address or external id answers 409 with `existing_id`, if the caller may see that customer."""
        call = _Call('POST', '/api/v1/customers', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CustomerOut)

    def batch_customers(self, body: models.BatchIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.BatchOut:
        """Do up to 100 operations

        In order, each by itself: one that is refused leaves no trace and does not stop the others. The answer is 200 even so; look at the results."""
        call = _Call('POST', '/api/v1/customers/batch', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.BatchOut)

    def edit_customers(self, body: models.BulkIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.JobRef:
        """Edit many customers

        A job edits a selection, or everything a filter finds. Its result counts `changed` and `failed`; the error file says why.

        Needs the permission of the single operation: `customers:write`, `tags:write` or `customers:delete`."""
        call = _Call('POST', '/api/v1/customers/bulk', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.JobRef)

    def upsert_customer_by_identifier(self, scheme: str, value: str, body: models.CustomerUpsert | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.CustomerOut:
        """Create or change a customer

        Finds the customer by an address or an id elsewhere, then creates (201) or changes it (200). Repeating it changes nothing."""
        call = _Call('PUT', f'/api/v1/customers/by/{self.segment(scheme)}/{self.segment(value)}', body=body, if_match=if_match)
        return self.receive(call, models.CustomerOut)

    def get_customer(self, customer_id: _uuid.UUID | str) -> models.CustomerOut:
        """Get a customer

        One customer with its ETag."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}')
        return self.receive(call, models.CustomerOut)

    def update_customer(self, customer_id: _uuid.UUID | str, body: models.CustomerPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.CustomerOut:
        """Change a customer

        Moving to another folder keeps the values it hides and maps the status: the given one, else one of the same name, else the default. It is refused (409) while a field that the folder requires is empty."""
        call = _Call('PATCH', f'/api/v1/customers/{self.segment(customer_id)}', body=body, if_match=if_match)
        return self.receive(call, models.CustomerOut)

    def delete_customer(self, customer_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Delete a customer

        Puts it into the trash for 30 days. Refused (409, `unmet`) while tickets or live chats exist."""
        call = _Call('DELETE', f'/api/v1/customers/{self.segment(customer_id)}', if_match=if_match)
        self.perform(call)

    def get_customer_avatar(self, customer_id: _uuid.UUID | str, *, v: str | None = None) -> bytes:
        """Get a customer's picture

        256 × 256 pixels, WebP. 404 when there is none."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/avatar', query={'v': v})
        return self.download(call)

    def set_customer_avatar(self, customer_id: _uuid.UUID | str, *, file: _Upload, x: str | _Model | _Mapping[str, _Any] | None = None, y: str | _Model | _Mapping[str, _Any] | None = None, size: str | _Model | _Mapping[str, _Any] | None = None, if_match: str | _Model | None = None) -> models.CustomerOut:
        """Set a customer's picture

        It is cropped to a square (`x`, `y` and `size` choose which), scaled to 256 by 256 and re-encoded without its metadata."""
        call = _Call('PUT', f'/api/v1/customers/{self.segment(customer_id)}/avatar', form={'file': file, 'x': x, 'y': y, 'size': size}, if_match=if_match)
        return self.receive(call, models.CustomerOut)

    def remove_customer_avatar(self, customer_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Remove a customer's picture

        Answers 404 when it has none."""
        call = _Call('DELETE', f'/api/v1/customers/{self.segment(customer_id)}/avatar', if_match=if_match)
        self.perform(call)

    def convert_customer(self, customer_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.CustomerOut:
        """Make a prospect a customer

        Once in its life; the id stays. A customer answers 409."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/convert', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CustomerOut)

    def get_credits(self, customer_id: _uuid.UUID | str) -> models.CreditBalancesOut:
        """Get a customer's credits

        The balance of every unit of the workspace, those never used included."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/credits')
        return self.receive(call, models.CreditBalancesOut)

    def price_call(self, customer_id: _uuid.UUID | str, *, seconds: int, unit: str | None = None) -> models.CallPriceOut:
        """Price a running call

        Each minute that began after the grace costs the price per minute: with 6 seconds of grace, 6 seconds cost nothing, 66 one minute, 67 two. `seconds_covered` tells when a call has to end. Nothing is taken: hold credits at the beginning and capture what this answers at the end."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/credits/call-price', query={'seconds': seconds, 'unit': unit})
        return self.receive(call, models.CallPriceOut)

    def consume_credits(self, customer_id: _uuid.UUID | str, body: models.CreditConsumeIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.CreditMovementOut:
        """Pay for usage with credits

        For systems that meter: `source` names the call, tool call or order that it pays for. 402 `insufficient-credits` when less is available, and then nothing is stored: the same key may be sent again once there is more."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/credits/consume', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CreditMovementOut)

    def deduct_credits(self, customer_id: _uuid.UUID | str, body: models.CreditDeductionIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.CreditMovementOut:
        """Deduct credits

        Takes credits away with a reason. 402 `insufficient-credits` when less is available, and then nothing is stored."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/credits/deductions', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CreditMovementOut)

    def list_credit_entries(self, customer_id: _uuid.UUID | str, *, unit: str | None = None, type: _Sequence[_Literal['grant', 'consume', 'deduct', 'capture', 'expire', 'void', 'reversal'] | str] | None = None, source_type: str | None = None, source_id: str | None = None, since: _datetime.datetime | str | None = None, until: _datetime.datetime | str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_CreditEntryOut_:
        """List the history of a customer's credits

        Newest first. Entries are never changed: a mistake is reversed by another entry."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/credits/entries', query={'unit': unit, 'type': type, 'source_type': source_type, 'source_id': source_id, 'since': since, 'until': until, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_CreditEntryOut_)

    def iterate_credit_entries(self, customer_id: _uuid.UUID | str, *, unit: str | None = None, type: _Sequence[_Literal['grant', 'consume', 'deduct', 'capture', 'expire', 'void', 'reversal'] | str] | None = None, source_type: str | None = None, source_id: str | None = None, since: _datetime.datetime | str | None = None, until: _datetime.datetime | str | None = None, limit: int | None = None) -> _Iterator[models.CreditEntryOut]:
        """List the history of a customer's credits: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/credits/entries', query={'unit': unit, 'type': type, 'source_type': source_type, 'source_id': source_id, 'since': since, 'until': until, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_CreditEntryOut_)

    def reverse_credit_entry(self, customer_id: _uuid.UUID | str, entry_id: _uuid.UUID | str, body: models.CreditNoteIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.CreditMovementOut:
        """Reverse a debit

        Its credits go back to the grants they came from; what came from a grant that has ended since, ends at once again. 409 for anything but a debit, and for one that was reversed."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/credits/entries/{self.segment(entry_id)}/reverse', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CreditMovementOut)

    def download_credit_entries(self, customer_id: _uuid.UUID | str, *, unit: str | None = None, type: _Sequence[_Literal['grant', 'consume', 'deduct', 'capture', 'expire', 'void', 'reversal'] | str] | None = None, source_type: str | None = None, source_id: str | None = None, since: _datetime.datetime | str | None = None, until: _datetime.datetime | str | None = None) -> bytes:
        """Download the history of a customer's credits

        All of it as it stands now, through the same filters as the list, newest first. Cells that a spreadsheet would take for formulas are guarded."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/credits/export', query={'unit': unit, 'type': type, 'source_type': source_type, 'source_id': source_id, 'since': since, 'until': until})
        return self.download(call)

    def forecast_credits(self, customer_id: _uuid.UUID | str, *, unit: str | None = None) -> models.CreditForecastOut:
        """Forecast when credits run out

        Debits of the last thirty days, less reversals, divided by the days, are taken from the grants day by day in the order in which they burn; what expires meanwhile is lost. The first day that cannot be paid is the answer."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/credits/forecast', query={'unit': unit})
        return self.receive(call, models.CreditForecastOut)

    def list_credit_grants(self, customer_id: _uuid.UUID | str, *, unit: str | None = None, state: _Sequence[_Literal['active', 'pending', 'spent', 'expired', 'voided'] | str] | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_CreditGrantOut_:
        """List a customer's grants

        Newest first. They burn in another order: by priority, then those that end earlier, then the older ones."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/credits/grants', query={'unit': unit, 'state': state, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_CreditGrantOut_)

    def iterate_credit_grants(self, customer_id: _uuid.UUID | str, *, unit: str | None = None, state: _Sequence[_Literal['active', 'pending', 'spent', 'expired', 'voided'] | str] | None = None, limit: int | None = None) -> _Iterator[models.CreditGrantOut]:
        """List a customer's grants: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/credits/grants', query={'unit': unit, 'state': state, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_CreditGrantOut_)

    def create_credit_grant(self, customer_id: _uuid.UUID | str, body: models.CreditGrantIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.CreditGrantedOut:
        """Give credits

        They burn by priority, then those that end earlier, then the older ones. What is left when they end is taken out of the balance."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/credits/grants', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CreditGrantedOut)

    def void_credit_grant(self, customer_id: _uuid.UUID | str, grant_id: _uuid.UUID | str, body: models.CreditNoteIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.CreditGrantedOut:
        """Take a grant back

        What is left of it leaves the balance; what was used stays used. 409 when nothing is left, or when a part of it is held."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/credits/grants/{self.segment(grant_id)}/void', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CreditGrantedOut)

    def list_credit_holds(self, customer_id: _uuid.UUID | str, *, unit: str | None = None, state: _Sequence[_Literal['open', 'captured', 'released', 'expired'] | str] | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_CreditHoldOut_:
        """List a customer's holds

        Newest first."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/credits/holds', query={'unit': unit, 'state': state, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_CreditHoldOut_)

    def iterate_credit_holds(self, customer_id: _uuid.UUID | str, *, unit: str | None = None, state: _Sequence[_Literal['open', 'captured', 'released', 'expired'] | str] | None = None, limit: int | None = None) -> _Iterator[models.CreditHoldOut]:
        """List a customer's holds: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/credits/holds', query={'unit': unit, 'state': state, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_CreditHoldOut_)

    def create_credit_hold(self, customer_id: _uuid.UUID | str, body: models.CreditHoldIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.CreditHoldSettledOut:
        """Hold credits

        Reserves credits for something that is still running, such as a call: nobody else can spend them until the hold is captured, released or expires. 402 `insufficient-credits` when less is available."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/credits/holds', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CreditHoldSettledOut)

    def get_credit_hold(self, customer_id: _uuid.UUID | str, hold_id: _uuid.UUID | str) -> models.CreditHoldOut:
        """Get a hold

        One hold with its ETag."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/credits/holds/{self.segment(hold_id)}')
        return self.receive(call, models.CreditHoldOut)

    def capture_credit_hold(self, customer_id: _uuid.UUID | str, hold_id: _uuid.UUID | str, body: models.CreditCaptureIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.CreditHoldSettledOut:
        """Pay a part of a hold

        Once; the rest is free again. 409 when it was settled, when its time is over, or when it holds less."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/credits/holds/{self.segment(hold_id)}/capture', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CreditHoldSettledOut)

    def release_credit_hold(self, customer_id: _uuid.UUID | str, hold_id: _uuid.UUID | str, body: models.CreditNoteIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.CreditHoldSettledOut:
        """Release a hold

        Everything it reserved is free again. 409 when it was settled."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/credits/holds/{self.segment(hold_id)}/release', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CreditHoldSettledOut)

    def get_credit_series(self, customer_id: _uuid.UUID | str, *, unit: str | None = None, since: _datetime.date | str | None = None, until: _datetime.date | str | None = None) -> models.CreditSeriesOut:
        """Get balance and burn by day

        For a chart: at most 367 days, every one of them."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/credits/series', query={'unit': unit, 'since': since, 'until': until})
        return self.receive(call, models.CreditSeriesOut)

    def get_credit_settings(self, customer_id: _uuid.UUID | str, unit: str) -> models.CreditSettingsOut:
        """Get the settings of a customer's credits

        Threshold, price of calls and rule for topping up, with their ETag."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/credits/settings/{self.segment(unit)}')
        return self.receive(call, models.CreditSettingsOut)

    def update_credit_settings(self, customer_id: _uuid.UUID | str, unit: str, body: models.CreditSettingsPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.CreditSettingsOut:
        """Change the settings of a customer's credits

        The low balance is told once each time the available credits go below the threshold. Topping up is told once a calendar month until billing can buy."""
        call = _Call('PATCH', f'/api/v1/customers/{self.segment(customer_id)}/credits/settings/{self.segment(unit)}', body=body, if_match=if_match)
        return self.receive(call, models.CreditSettingsOut)

    def get_deletion_plan(self, customer_id: _uuid.UUID | str) -> models.DeletionPlan:
        """Ask what deleting a customer would mean

        What blocks it, what would be lost, and until when it could be restored."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/deletion-plan')
        return self.receive(call, models.DeletionPlan)

    def list_embed_refusals(self, customer_id: _uuid.UUID | str, *, limit: int | None = None, cursor: str | None = None) -> models.Page_EmbedRefusalOut_:
        """List sites that were turned away

        Sites that tried to show the customer's widgets and may not, one line for each token and site; the newest site first."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/embed-refusals', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_EmbedRefusalOut_)

    def iterate_embed_refusals(self, customer_id: _uuid.UUID | str, *, limit: int | None = None) -> _Iterator[models.EmbedRefusalOut]:
        """List sites that were turned away: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/embed-refusals', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_EmbedRefusalOut_)

    def list_embed_tokens(self, customer_id: _uuid.UUID | str, *, state: _Sequence[_Literal['active', 'expired', 'revoked'] | str] | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_EmbedTokenOut_:
        """List a customer's embed tokens

        Newest first, whoever made them."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/embed-tokens', query={'state': state, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_EmbedTokenOut_)

    def iterate_embed_tokens(self, customer_id: _uuid.UUID | str, *, state: _Sequence[_Literal['active', 'expired', 'revoked'] | str] | None = None, limit: int | None = None) -> _Iterator[models.EmbedTokenOut]:
        """List a customer's embed tokens: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/embed-tokens', query={'state': state, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_EmbedTokenOut_)

    def create_embed_token(self, customer_id: _uuid.UUID | str, body: models.EmbedTokenIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.EmbedTokenCreated:
        """Create an embed token

        For one customer and one configuration. The secret is in this answer only. 409 with `unmet` while the customer's feature Embeds is off."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/embed-tokens', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.EmbedTokenCreated)

    def revoke_embed_tokens(self, customer_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.EmbedTokensRevoked:
        """Revoke all embed tokens of a customer

        Every token that works stops at once, and with it every open widget."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/embed-tokens/revoke', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.EmbedTokensRevoked)

    def get_embed_token(self, customer_id: _uuid.UUID | str, token_id: _uuid.UUID | str) -> models.EmbedTokenOut:
        """Get an embed token

        One token with its ETag, without its secret."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/embed-tokens/{self.segment(token_id)}')
        return self.receive(call, models.EmbedTokenOut)

    def update_embed_token(self, customer_id: _uuid.UUID | str, token_id: _uuid.UUID | str, body: models.EmbedTokenPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.EmbedTokenOut:
        """Change an embed token

        Label, expiry and sites. A revoked token stays revoked (409)."""
        call = _Call('PATCH', f'/api/v1/customers/{self.segment(customer_id)}/embed-tokens/{self.segment(token_id)}', body=body, if_match=if_match)
        return self.receive(call, models.EmbedTokenOut)

    def delete_embed_token(self, customer_id: _uuid.UUID | str, token_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Revoke an embed token

        It and every open widget of it stop at once; it stays in the list as revoked."""
        call = _Call('DELETE', f'/api/v1/customers/{self.segment(customer_id)}/embed-tokens/{self.segment(token_id)}', if_match=if_match)
        self.perform(call)

    def preview_embed_token(self, customer_id: _uuid.UUID | str, token_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.EmbedSessionOut:
        """Preview the widgets of an embed token

        A bearer as a page would get it, to see the widgets from inside. 403 for whoever may not see what they show."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/embed-tokens/{self.segment(token_id)}/preview', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.EmbedSessionOut)

    def rotate_embed_token(self, customer_id: _uuid.UUID | str, token_id: _uuid.UUID | str, body: models.EmbedTokenRotate | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.EmbedTokenCreated:
        """Rotate an embed token

        A new secret, in this answer only. The old one goes on working for `overlap_seconds`; snippets need no change."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/embed-tokens/{self.segment(token_id)}/rotate', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.EmbedTokenCreated)

    def get_customer_features(self, customer_id: _uuid.UUID | str) -> models.CustomerFeaturesOut:
        """Get what a customer may use

        Every feature with its value, where the value comes from, and the reason why it cannot be used with the place to mend it."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/features')
        return self.receive(call, models.CustomerFeaturesOut)

    def update_customer_features(self, customer_id: _uuid.UUID | str, body: models.FeaturesPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.CustomerFeaturesChangedOut:
        """Change what a customer may use

        Sets values for this customer; null goes back to the plan's. All of it or nothing: 409 with `unmet` when a prerequisite is missing. `changes` tells everything that is another thing now, what followed by itself included."""
        call = _Call('PATCH', f'/api/v1/customers/{self.segment(customer_id)}/features', body=body, if_match=if_match)
        return self.receive(call, models.CustomerFeaturesChangedOut)

    def preview_customer_features(self, customer_id: _uuid.UUID | str, body: models.FeaturesPatch | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.FeaturesPreview:
        """See what a change of features would do

        Takes what the change takes, changes nothing, and tells what else would change with it and what stands in its way."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/features/preview', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.FeaturesPreview)

    def get_move_plan(self, customer_id: _uuid.UUID | str, *, folder_id: _uuid.UUID | str | None = None, status_id: _uuid.UUID | str | None = None) -> models.MovePlan:
        """Ask what moving a customer would change

        The status it would get, fields and sections that would come and go, and what is missing. Nothing is changed; values of hidden fields are kept."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/move-plan', query={'folder_id': folder_id, 'status_id': status_id})
        return self.receive(call, models.MovePlan)

    def list_notes(self, customer_id: _uuid.UUID | str, *, limit: int | None = None, cursor: str | None = None) -> models.Page_NoteOut_:
        """List a customer's notes

        Pinned ones first, then the newest."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/notes', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_NoteOut_)

    def iterate_notes(self, customer_id: _uuid.UUID | str, *, limit: int | None = None) -> _Iterator[models.NoteOut]:
        """List a customer's notes: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/notes', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_NoteOut_)

    def create_note(self, customer_id: _uuid.UUID | str, body: models.NoteIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.NoteOut:
        """Write a note

        Members mentioned in it who may see the customer get an e-mail."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/notes', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.NoteOut)

    def get_overview(self, customer_id: _uuid.UUID | str) -> models.Overview:
        """Open a customer's profile

        In one round trip: the customer, its fields, counts per section, the newest events, and what the caller can do with it or why not."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/overview')
        return self.receive(call, models.Overview)

    def get_presence(self, customer_id: _uuid.UUID | str) -> models.PresenceOut:
        """See who is looking at a customer

        Just now, the caller left out."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/presence')
        return self.receive(call, models.PresenceOut)

    def enter_presence(self, customer_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.PresenceOut:
        """Say that one is looking at a customer

        Counts for 45 seconds: say it again every 20. Others who are looking get `presence` in their streams. Answers who they are."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/presence', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.PresenceOut)

    def leave_presence(self, customer_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Say that one no longer looks at a customer

        At once, in place of after 45 seconds."""
        call = _Call('DELETE', f'/api/v1/customers/{self.segment(customer_id)}/presence', if_match=if_match)
        self.perform(call)

    def list_profiles(self, customer_id: _uuid.UUID | str, *, limit: int | None = None, cursor: str | None = None) -> models.Page_ProfileOut_:
        """List a customer's profiles

        Through which channels the customer is met, and by which identity; the most recent first."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/profiles', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_ProfileOut_)

    def iterate_profiles(self, customer_id: _uuid.UUID | str, *, limit: int | None = None) -> _Iterator[models.ProfileOut]:
        """List a customer's profiles: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/profiles', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_ProfileOut_)

    def create_profile(self, customer_id: _uuid.UUID | str, body: models.ProfileIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.ProfileOut:
        """Add a profile

        An identity belongs to one customer of the workspace (409)."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/profiles', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.ProfileOut)

    def purge_customer(self, customer_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Delete a customer for good

        Only from the trash, and only once: nothing of it remains but the log's line that it was purged."""
        call = _Call('DELETE', f'/api/v1/customers/{self.segment(customer_id)}/purge', if_match=if_match)
        self.perform(call)

    def get_customer_quota(self, customer_id: _uuid.UUID | str) -> models.QuotaOut:
        """Get a customer's quota of tool calls

        What is used and left of it now, and when there will be more. 409 with `unmet` unless Integration is on and apps are chosen."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/quota')
        return self.receive(call, models.QuotaOut)

    def set_customer_quota(self, customer_id: _uuid.UUID | str, body: models.QuotaIn | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.QuotaOut:
        """Set a customer's quota of tool calls

        Holds at once; what was used within the last 15 minutes stays used."""
        call = _Call('PUT', f'/api/v1/customers/{self.segment(customer_id)}/quota', body=body, if_match=if_match)
        return self.receive(call, models.QuotaOut)

    def consume_customer_quota(self, customer_id: _uuid.UUID | str, body: models.ConsumeIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.QuotaOut:
        """Use some of a customer's quota

        Call this before a tool is called. The `Idempotency-Key` is required: a repetition is answered alike and not counted twice. 429 with `Retry-After`, to the second in which there is room again, counts nothing and is not kept: the same key may try again."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/quota/consume', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.QuotaOut)

    def list_relations(self, customer_id: _uuid.UUID | str, *, type_id: _Sequence[_uuid.UUID | str] | None = None, direction: _Literal['outgoing', 'incoming'] | str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_RelationOut_:
        """List related customers

        In both directions, labelled as read from this customer, the newest first; only customers the caller may see."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/relations', query={'type_id': type_id, 'direction': direction, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_RelationOut_)

    def iterate_relations(self, customer_id: _uuid.UUID | str, *, type_id: _Sequence[_uuid.UUID | str] | None = None, direction: _Literal['outgoing', 'incoming'] | str | None = None, limit: int | None = None) -> _Iterator[models.RelationOut]:
        """List related customers: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/relations', query={'type_id': type_id, 'direction': direction, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_RelationOut_)

    def create_relation(self, customer_id: _uuid.UUID | str, body: models.RelationIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.RelationOut:
        """Link a customer

        With `new_customer` the other one is created and linked in one step (sub-customer). Trees refuse cycles and second parents (409)."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/relations', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.RelationOut)

    def restore_customer(self, customer_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.CustomerOut:
        """Restore a customer from the trash

        Refused (409) when another customer has taken one of its addresses or ids meanwhile."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/restore', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CustomerOut)

    def add_customer_tag_group(self, customer_id: _uuid.UUID | str, group_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.CustomerTagsOut:
        """Add a group of tags to a customer

        Adds every tag of the group."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/tag-groups/{self.segment(group_id)}', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CustomerTagsOut)

    def remove_customer_tag_group(self, customer_id: _uuid.UUID | str, group_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Remove a group of tags from a customer

        Removes every tag of the group that it has."""
        call = _Call('DELETE', f'/api/v1/customers/{self.segment(customer_id)}/tag-groups/{self.segment(group_id)}', if_match=if_match)
        self.perform(call)

    def list_customer_tags(self, customer_id: _uuid.UUID | str) -> models.CustomerTagsOut:
        """List a customer's tags

        A to Z."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/tags')
        return self.receive(call, models.CustomerTagsOut)

    def add_customer_tags(self, customer_id: _uuid.UUID | str, body: models.TagsToAdd | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.CustomerTagsOut:
        """Add tags to a customer

        Single tags, whole groups, or both. Those it has already stay."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/tags', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.CustomerTagsOut)

    def set_customer_tags(self, customer_id: _uuid.UUID | str, body: models.TagsToHave | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.CustomerTagsOut:
        """Replace a customer's tags

        Adds what is missing and removes what is not named."""
        call = _Call('PUT', f'/api/v1/customers/{self.segment(customer_id)}/tags', body=body, if_match=if_match)
        return self.receive(call, models.CustomerTagsOut)

    def remove_customer_tag(self, customer_id: _uuid.UUID | str, tag_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Remove a tag from a customer

        The tag itself stays."""
        call = _Call('DELETE', f'/api/v1/customers/{self.segment(customer_id)}/tags/{self.segment(tag_id)}', if_match=if_match)
        self.perform(call)

    def list_timeline(self, customer_id: _uuid.UUID | str, *, kind: _Sequence[_Literal['automation', 'credits', 'customer', 'field', 'folder', 'import', 'note', 'other', 'profile', 'relation', 'security', 'settings', 'status', 'tag', 'work'] | str] | None = None, type: _Sequence[str] | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_TimelineItem_:
        """Read a customer's timeline

        Newest first. What the caller may not see is left out: custom fields, notes without `notes:read`, customers out of sight."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/timeline', query={'kind': kind, 'type': type, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_TimelineItem_)

    def iterate_timeline(self, customer_id: _uuid.UUID | str, *, kind: _Sequence[_Literal['automation', 'credits', 'customer', 'field', 'folder', 'import', 'note', 'other', 'profile', 'relation', 'security', 'settings', 'status', 'tag', 'work'] | str] | None = None, type: _Sequence[str] | None = None, limit: int | None = None) -> _Iterator[models.TimelineItem]:
        """Read a customer's timeline: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/timeline', query={'kind': kind, 'type': type, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_TimelineItem_)

    def list_customer_usage(self, customer_id: _uuid.UUID | str, *, limit: int | None = None, cursor: str | None = None) -> models.Page_UsageOut_:
        """List what is counted for a customer

        Calls with its keys, steps of automations, webhooks: what the workspace has counted besides tool calls."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/usage', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_UsageOut_)

    def iterate_customer_usage(self, customer_id: _uuid.UUID | str, *, limit: int | None = None) -> _Iterator[models.UsageOut]:
        """List what is counted for a customer: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/usage', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_UsageOut_)

    def visit_customer(self, customer_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> None:
        """Note that the member has seen a customer

        Clears the badge for new activity. Does nothing for API keys."""
        call = _Call('POST', f'/api/v1/customers/{self.segment(customer_id)}/visit', accepts_key=True, idempotency_key=idempotency_key)
        self.perform(call)

    def list_workers(self, customer_id: _uuid.UUID | str) -> models.WorkersOut:
        """List who works with a customer

        The owner and all members assigned."""
        call = _Call('GET', f'/api/v1/customers/{self.segment(customer_id)}/workers')
        return self.receive(call, models.WorkersOut)

    def set_workers(self, customer_id: _uuid.UUID | str, body: models.WorkersToHave | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.WorkersOut:
        """Choose who works with a customer

        Assigning others than oneself needs `customers:assign`.."""
        call = _Call('PUT', f'/api/v1/customers/{self.segment(customer_id)}/workers', body=body, if_match=if_match)
        return self.receive(call, models.WorkersOut)

    def list_email_templates(self, *, archived: bool | None = None, q: str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_EmailTemplateOut_:
        """List e-mail templates

        A to Z."""
        call = _Call('GET', '/api/v1/email-templates', query={'archived': archived, 'q': q, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_EmailTemplateOut_)

    def iterate_email_templates(self, *, archived: bool | None = None, q: str | None = None, limit: int | None = None) -> _Iterator[models.EmailTemplateOut]:
        """List e-mail templates: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/email-templates', query={'archived': archived, 'q': q, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_EmailTemplateOut_)

    def create_email_template(self, body: models.EmailTemplateIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.EmailTemplateOut:
        """Create an e-mail template

        Placeholders that lead nowhere are refused (422). Its name must not be taken (409)."""
        call = _Call('POST', '/api/v1/email-templates', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.EmailTemplateOut)

    def list_email_placeholders(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_PathOut_:
        """List placeholders of e-mail templates

        What may stand between `{{` and `}}`: of the customer, its custom fields that the caller may see, and the workspace. A to Z."""
        call = _Call('GET', '/api/v1/email-templates/placeholders', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_PathOut_)

    def iterate_email_placeholders(self, *, limit: int | None = None) -> _Iterator[models.PathOut]:
        """List placeholders of e-mail templates: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/email-templates/placeholders', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_PathOut_)

    def preview_email_draft(self, body: models.EmailDraftIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.EmailPreviewOut:
        """Preview a draft of an e-mail template

        Filled with a real customer, without saving it. Placeholders that lead nowhere are refused (422)."""
        call = _Call('POST', '/api/v1/email-templates/preview', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.EmailPreviewOut)

    def get_email_template(self, template_id: _uuid.UUID | str) -> models.EmailTemplateOut:
        """Get an e-mail template

        Archived or not, with its ETag."""
        call = _Call('GET', f'/api/v1/email-templates/{self.segment(template_id)}')
        return self.receive(call, models.EmailTemplateOut)

    def update_email_template(self, template_id: _uuid.UUID | str, body: models.EmailTemplatePatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.EmailTemplateOut:
        """Change an e-mail template

        Automations that use it send the new text from now on, runs under way included."""
        call = _Call('PATCH', f'/api/v1/email-templates/{self.segment(template_id)}', body=body, if_match=if_match)
        return self.receive(call, models.EmailTemplateOut)

    def delete_email_template(self, template_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Delete an e-mail template

        Only one that nothing uses: 409 lists the automations that do."""
        call = _Call('DELETE', f'/api/v1/email-templates/{self.segment(template_id)}', if_match=if_match)
        self.perform(call)

    def archive_email_template(self, template_id: _uuid.UUID | str, *, force: bool | None = None, idempotency_key: str | None = None) -> models.EmailTemplateOut:
        """Archive an e-mail template

        It is sent no more until it is restored. 409 lists the automations that use it; with `force`, their runs fail where they would send it."""
        call = _Call('POST', f'/api/v1/email-templates/{self.segment(template_id)}/archive', query={'force': force}, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.EmailTemplateOut)

    def preview_email_template(self, template_id: _uuid.UUID | str, body: models.EmailPreviewIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.EmailPreviewOut:
        """Preview an e-mail template

        Filled with a real customer. What the caller may not see of the customer stays empty."""
        call = _Call('POST', f'/api/v1/email-templates/{self.segment(template_id)}/preview', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.EmailPreviewOut)

    def restore_email_template(self, template_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.EmailTemplateOut:
        """Restore an archived e-mail template

        With the text it had."""
        call = _Call('POST', f'/api/v1/email-templates/{self.segment(template_id)}/restore', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.EmailTemplateOut)

    def list_embed_configs(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_EmbedConfigOut_:
        """List embed configurations

        A to Z."""
        call = _Call('GET', '/api/v1/embed-configs', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_EmbedConfigOut_)

    def iterate_embed_configs(self, *, limit: int | None = None) -> _Iterator[models.EmbedConfigOut]:
        """List embed configurations: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/embed-configs', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_EmbedConfigOut_)

    def create_embed_config(self, body: models.EmbedConfigIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.EmbedConfigOut:
        """Create an embed configuration

        Which widgets, on which sites, with which scopes. Scopes that the caller lacks answer 403."""
        call = _Call('POST', '/api/v1/embed-configs', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.EmbedConfigOut)

    def get_embed_config(self, config_id: _uuid.UUID | str) -> models.EmbedConfigOut:
        """Get an embed configuration

        One configuration with its ETag."""
        call = _Call('GET', f'/api/v1/embed-configs/{self.segment(config_id)}')
        return self.receive(call, models.EmbedConfigOut)

    def update_embed_config(self, config_id: _uuid.UUID | str, body: models.EmbedConfigPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.EmbedConfigOut:
        """Change an embed configuration

        Everything made with it follows at once, open widgets included: what a scope allowed is refused from then on."""
        call = _Call('PATCH', f'/api/v1/embed-configs/{self.segment(config_id)}', body=body, if_match=if_match)
        return self.receive(call, models.EmbedConfigOut)

    def delete_embed_config(self, config_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Delete an embed configuration

        409 while tokens work with it."""
        call = _Call('DELETE', f'/api/v1/embed-configs/{self.segment(config_id)}', if_match=if_match)
        self.perform(call)

    def create_embed_launch(self, *, idempotency_key: str | None = None) -> models.EmbedLaunchOut:
        """Get a launch code for a widget

        For your server, with the embed token: a code that is good once, for a minute. Give it to the page that shows the widget; the token itself never leaves your server. 401 with `embed-token-revoked` or `embed-token-expired`, 409 with `unmet` while the customer's feature Embeds is off."""
        call = _Call('POST', '/api/v1/embed/launches', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.EmbedLaunchOut)

    def get_embed_page(self, embed_key: str) -> models.EmbedPageOut:
        """Ask whether a site may show widgets

        For the loader on the host page. A site that is not allowed gets 403 `origin-not-allowed`, with a sentence to show in place of the widget, and the member finds a line in the log. 410 when the token was revoked or has expired."""
        call = _Call('GET', f'/api/v1/embed/pages/{self.segment(embed_key)}')
        return self.receive(call, models.EmbedPageOut)

    def create_embed_session(self, body: models.EmbedExchangeIn | _Mapping[str, _Any]) -> models.EmbedSessionOut:
        """Exchange a launch code

        A bearer for 15 minutes, for the widget's page. A code that was used answers 410 `launch-code-used`, one that is too old 410 `launch-code-expired`, and nothing is issued. No cookie is ever set or read."""
        call = _Call('POST', '/api/v1/embed/sessions', body=body)
        return self.receive(call, models.EmbedSessionOut)

    def list_event_types(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_EventTypeOut_:
        """List event types

        Everything that events, webhooks and automations can be about, A to Z."""
        call = _Call('GET', '/api/v1/event-types', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_EventTypeOut_)

    def iterate_event_types(self, *, limit: int | None = None) -> _Iterator[models.EventTypeOut]:
        """List event types: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/event-types', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_EventTypeOut_)

    def list_events(self, *, type: _Sequence[str] | None = None, customer_id: _uuid.UUID | str | None = None, since: _datetime.datetime | str | None = None, until: _datetime.datetime | str | None = None, after_id: _uuid.UUID | str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_EventOut_:
        """List events

        Of the last thirty days, in the order in which they settled, oldest first: follow it with `after_id` and nothing is missed. Edits of one sitting are one event, shown when the sitting is over. What the caller may not see is left out, so a page may be shorter than `limit`; events of the kinds `security` and `settings` need `audit:read`, those of customers `customers:read`."""
        call = _Call('GET', '/api/v1/events', query={'type': type, 'customer_id': customer_id, 'since': since, 'until': until, 'after_id': after_id, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_EventOut_)

    def iterate_events(self, *, type: _Sequence[str] | None = None, customer_id: _uuid.UUID | str | None = None, since: _datetime.datetime | str | None = None, until: _datetime.datetime | str | None = None, after_id: _uuid.UUID | str | None = None, limit: int | None = None) -> _Iterator[models.EventOut]:
        """List events: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/events', query={'type': type, 'customer_id': customer_id, 'since': since, 'until': until, 'after_id': after_id, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_EventOut_)

    def create_export(self, body: models.ExportIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.JobRef:
        """Export customers into a file

        A job writes the customers that you may see, with the fields that you may see; the file is at its `result_url`. Cells of a CSV that a spreadsheet would take for formulas are guarded by an apostrophe, which an import takes off again: importing an export changes nothing."""
        call = _Call('POST', '/api/v1/exports', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.JobRef)

    def get_public_form(self, form_key: str) -> models.PublicForm:
        """Get a public form

        What a page needs to show it. 410 while it is switched off."""
        call = _Call('GET', f'/api/v1/f/{self.segment(form_key)}')
        return self.receive(call, models.PublicForm)

    def submit_form(self, form_key: str, body: models.FormPost | _Mapping[str, _Any]) -> models.FormReceipt:
        """Fill in a public form

        Checks every answer (422 with a pointer to each question), then makes or updates the customer. Nothing is kept of answers that are refused.

        `token` comes from reading the form; sending the same answers with it again repeats the receipt (`Idempotent-Replayed: true`) and has no second effect. At most 64 KiB. Limited by network address and by form (429). Scripts of other sites need their origin to be allowed (403)."""
        call = _Call('POST', f'/api/v1/f/{self.segment(form_key)}', body=body)
        return self.receive(call, models.FormReceipt)

    def list_features(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_FeatureDefinition_:
        """List the catalogue of features

        Those that come with Atrium, then the workspace's own: with what each needs, forces and switches off, and its value in every plan."""
        call = _Call('GET', '/api/v1/features', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_FeatureDefinition_)

    def iterate_features(self, *, limit: int | None = None) -> _Iterator[models.FeatureDefinition]:
        """List the catalogue of features: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/features', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_FeatureDefinition_)

    def create_feature(self, body: models.FeatureIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.FeatureDefinition:
        """Add a feature

        One of the workspace's own. Its key must not be taken (409)."""
        call = _Call('POST', '/api/v1/features', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.FeatureDefinition)

    def get_feature(self, feature_key: str) -> models.FeatureDefinition:
        """Get a feature of the catalogue

        One feature with its ETag."""
        call = _Call('GET', f'/api/v1/features/{self.segment(feature_key)}')
        return self.receive(call, models.FeatureDefinition)

    def update_feature(self, feature_key: str, body: models.FeaturePatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.FeatureDefinition:
        """Change a feature

        One of the workspace's own: those that come with Atrium are refused (409)."""
        call = _Call('PATCH', f'/api/v1/features/{self.segment(feature_key)}', body=body, if_match=if_match)
        return self.receive(call, models.FeatureDefinition)

    def delete_feature(self, feature_key: str, *, if_match: str | _Model | None = None) -> None:
        """Delete a feature

        With what plans and customers have of it. 409 for one that comes with Atrium or that others require."""
        call = _Call('DELETE', f'/api/v1/features/{self.segment(feature_key)}', if_match=if_match)
        self.perform(call)

    def list_folders(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_FolderOut_:
        """List folders

        Each after the folder it lies in, with its statuses and what the caller may do there. Hidden folders are left out."""
        call = _Call('GET', '/api/v1/folders', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_FolderOut_)

    def iterate_folders(self, *, limit: int | None = None) -> _Iterator[models.FolderOut]:
        """List folders: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/folders', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_FolderOut_)

    def create_folder(self, body: models.FolderIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.FolderOut:
        """Create a folder

        Its statuses can be given at once; the one marked as default, else the first, is what customers who come into it get."""
        call = _Call('POST', '/api/v1/folders', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.FolderOut)

    def reorder_folders(self, body: models.FolderOrder | _Mapping[str, _Any]) -> None:
        """Order folders

        Puts the folders of one parent into the given order."""
        call = _Call('PUT', '/api/v1/folders/order', body=body)
        self.perform(call)

    def get_folder(self, folder_id: _uuid.UUID | str) -> models.FolderOut:
        """Get a folder

        One folder with its policy and its ETag."""
        call = _Call('GET', f'/api/v1/folders/{self.segment(folder_id)}')
        return self.receive(call, models.FolderOut)

    def update_folder(self, folder_id: _uuid.UUID | str, body: models.FolderPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.FolderOut:
        """Change a folder

        Name, looks, place in the tree, visible sections. Needs the level manage in it, and in the folder it is moved into."""
        call = _Call('PATCH', f'/api/v1/folders/{self.segment(folder_id)}', body=body, if_match=if_match)
        return self.receive(call, models.FolderOut)

    def delete_folder(self, folder_id: _uuid.UUID | str, *, force: bool | None = None, if_match: str | _Model | None = None) -> None:
        """Delete a folder

        Only an empty one: 409 counts the customers and folders in it, or lists the forms and automations that use it. Its statuses and permissions go with it."""
        call = _Call('DELETE', f'/api/v1/folders/{self.segment(folder_id)}', query={'force': force}, if_match=if_match)
        self.perform(call)

    def get_folder_permissions(self, folder_id: _uuid.UUID | str) -> models.FolderPermissionsOut:
        """Get a folder's permissions

        What it grants by itself. Who is not named has what the folder above grants, else every level; owners always have every level."""
        call = _Call('GET', f'/api/v1/folders/{self.segment(folder_id)}/permissions')
        return self.receive(call, models.FolderPermissionsOut)

    def set_folder_permissions(self, folder_id: _uuid.UUID | str, body: models.FolderPermissionsIn | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.FolderPermissionsOut:
        """Set a folder's permissions

        Replaces them all. Refused (409) when the caller would no longer manage the folder."""
        call = _Call('PUT', f'/api/v1/folders/{self.segment(folder_id)}/permissions', body=body, if_match=if_match)
        return self.receive(call, models.FolderPermissionsOut)

    def list_statuses(self, folder_id: _uuid.UUID | str, *, limit: int | None = None, cursor: str | None = None) -> models.Page_StatusOut_:
        """List a folder's statuses

        In their order."""
        call = _Call('GET', f'/api/v1/folders/{self.segment(folder_id)}/statuses', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_StatusOut_)

    def iterate_statuses(self, folder_id: _uuid.UUID | str, *, limit: int | None = None) -> _Iterator[models.StatusOut]:
        """List a folder's statuses: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/folders/{self.segment(folder_id)}/statuses', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_StatusOut_)

    def create_status(self, folder_id: _uuid.UUID | str, body: models.StatusIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.StatusOut:
        """Create a status

        At the end of the folder's list. Its name must not be taken there (409)."""
        call = _Call('POST', f'/api/v1/folders/{self.segment(folder_id)}/statuses', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.StatusOut)

    def reorder_statuses(self, folder_id: _uuid.UUID | str, body: models.StatusOrder | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> None:
        """Order a folder's statuses

        Puts them into the given order."""
        call = _Call('PUT', f'/api/v1/folders/{self.segment(folder_id)}/statuses/order', body=body, if_match=if_match)
        self.perform(call)

    def list_forms(self, *, q: str | None = None, active: bool | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_FormOut_:
        """List forms

        A to Z."""
        call = _Call('GET', '/api/v1/forms', query={'q': q, 'active': active, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_FormOut_)

    def iterate_forms(self, *, q: str | None = None, active: bool | None = None, limit: int | None = None) -> _Iterator[models.FormOut]:
        """List forms: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/forms', query={'q': q, 'active': active, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_FormOut_)

    def create_form(self, body: models.FormIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.FormOut:
        """Create a form

        Without `fields` it asks for name and e-mail address. It takes answers once it is `active`."""
        call = _Call('POST', '/api/v1/forms', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.FormOut)

    def get_form(self, form_id: _uuid.UUID | str) -> models.FormOut:
        """Get a form

        One form with its questions and its ETag."""
        call = _Call('GET', f'/api/v1/forms/{self.segment(form_id)}')
        return self.receive(call, models.FormOut)

    def update_form(self, form_id: _uuid.UUID | str, body: models.FormPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.FormOut:
        """Change a form

        Pages that are open somewhere keep the questions they have; what they send is checked against the new ones."""
        call = _Call('PATCH', f'/api/v1/forms/{self.segment(form_id)}', body=body, if_match=if_match)
        return self.receive(call, models.FormOut)

    def delete_form(self, form_id: _uuid.UUID | str, *, force: bool | None = None, if_match: str | _Model | None = None) -> None:
        """Delete a form

        Refused (409) while it has submissions, since the consents in them would go too, or automations start from it. Switching it off keeps them."""
        call = _Call('DELETE', f'/api/v1/forms/{self.segment(form_id)}', query={'force': force}, if_match=if_match)
        self.perform(call)

    def duplicate_form(self, form_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.FormOut:
        """Duplicate a form

        A copy with an address of its own, switched off, without submissions."""
        call = _Call('POST', f'/api/v1/forms/{self.segment(form_id)}/duplicate', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.FormOut)

    def list_form_submissions(self, form_id: _uuid.UUID | str, *, outcome: _Sequence[_Literal['created', 'updated', 'ignored'] | str] | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_SubmissionOut_:
        """List a form's submissions

        Newest first, of customers whom the caller may see."""
        call = _Call('GET', f'/api/v1/forms/{self.segment(form_id)}/submissions', query={'outcome': outcome, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_SubmissionOut_)

    def iterate_form_submissions(self, form_id: _uuid.UUID | str, *, outcome: _Sequence[_Literal['created', 'updated', 'ignored'] | str] | None = None, limit: int | None = None) -> _Iterator[models.SubmissionOut]:
        """List a form's submissions: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/forms/{self.segment(form_id)}/submissions', query={'outcome': outcome, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_SubmissionOut_)

    def receive_hook(self, token: str, body: _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.Received:
        """Call an automation's webhook

        Takes any JSON object of up to 256 KiB in, once for each id of the sender. 404 for an unknown address."""
        call = _Call('POST', f'/api/v1/hooks/{self.segment(token)}', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.Received)

    def list_imports(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_ImportOut_:
        """List imports

        Newest first: one's own, or with `workspace:manage` everybody's."""
        call = _Call('GET', '/api/v1/imports', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_ImportOut_)

    def iterate_imports(self, *, limit: int | None = None) -> _Iterator[models.ImportOut]:
        """List imports: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/imports', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_ImportOut_)

    def create_import(self, *, file: _Upload, options: str | _Model | _Mapping[str, _Any] | None = None, idempotency_key: str | None = None) -> models.ImportOut:
        """Import customers from a file

        Starts at once (202): the job's progress and counts are at `/jobs/{id}`, with a file of the rejected rows in `errors_url`. With `preview` in the options the file is only kept, and the answer (201) shows its columns, what they most likely mean, and what the first rows would come to.

        Importing the same file again changes nothing. A row that cannot be imported is rejected with its reasons and never ends the import."""
        call = _Call('POST', '/api/v1/imports', form={'file': file, 'options': options}, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.ImportOut)

    def get_import(self, import_id: _uuid.UUID | str) -> models.ImportOut:
        """Get an import

        Its state, progress and counts."""
        call = _Call('GET', f'/api/v1/imports/{self.segment(import_id)}')
        return self.receive(call, models.ImportOut)

    def get_import_preview(self, import_id: _uuid.UUID | str, *, encoding: str | None = None, delimiter: str | None = None, has_header: bool | None = None, sheet: str | None = None) -> models.PreviewOut:
        """Look at an import's file again

        As in the answer to the upload, read in another way."""
        call = _Call('GET', f'/api/v1/imports/{self.segment(import_id)}/preview', query={'encoding': encoding, 'delimiter': delimiter, 'has_header': has_header, 'sheet': sheet})
        return self.receive(call, models.PreviewOut)

    def preview_import(self, import_id: _uuid.UUID | str, body: models.ImportOptions | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.PreviewOut:
        """Preview an import

        What the first rows would come to with these options. Changes nothing."""
        call = _Call('POST', f'/api/v1/imports/{self.segment(import_id)}/preview', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.PreviewOut)

    def list_import_rejects(self, import_id: _uuid.UUID | str, *, limit: int | None = None, cursor: str | None = None) -> models.Page_RejectOut_:
        """List rejected rows

        In the order of the file, also while the import runs and after it was cancelled. The job's `errors_url` has them as a CSV file."""
        call = _Call('GET', f'/api/v1/imports/{self.segment(import_id)}/rejects', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_RejectOut_)

    def iterate_import_rejects(self, import_id: _uuid.UUID | str, *, limit: int | None = None) -> _Iterator[models.RejectOut]:
        """List rejected rows: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/imports/{self.segment(import_id)}/rejects', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_RejectOut_)

    def start_import(self, import_id: _uuid.UUID | str, body: models.ImportOptions | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.ImportOut:
        """Start an import

        Once: 409 when it was started already."""
        call = _Call('POST', f'/api/v1/imports/{self.segment(import_id)}/start', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.ImportOut)

    def list_invitations(self, *, state: _Sequence[_Literal['open', 'accepted', 'revoked', 'expired'] | str] | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_InvitationOut_:
        """List invitations

        Newest first."""
        call = _Call('GET', '/api/v1/invitations', query={'state': state, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_InvitationOut_)

    def iterate_invitations(self, *, state: _Sequence[_Literal['open', 'accepted', 'revoked', 'expired'] | str] | None = None, limit: int | None = None) -> _Iterator[models.InvitationOut]:
        """List invitations: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/invitations', query={'state': state, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_InvitationOut_)

    def create_invitation(self, body: models.InvitationIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.InvitationOut:
        """Invite someone

        Sends an e-mail with a link that works once within seven days. 409 when the address belongs to a member or was invited already; 403 when the role or visibility goes beyond the caller's own."""
        call = _Call('POST', '/api/v1/invitations', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.InvitationOut)

    def accept_invitation(self, body: models.InvitationAccept | _Mapping[str, _Any]) -> models.MemberOut:
        """Accept an invitation

        Makes the invited person a member and signs nobody in: sign in afterwards. Works once (410). An account that exists is proved by its password (422) and second factor (401)."""
        call = _Call('POST', '/api/v1/invitations/accept', body=body)
        return self.receive(call, models.MemberOut)

    def lookup_invitation(self, body: models.InvitationLookup | _Mapping[str, _Any]) -> models.InvitationPreview:
        """Look at an invitation

        What an invited person sees before accepting. 404 for an unknown secret, 410 when it was accepted, revoked or has expired."""
        call = _Call('POST', '/api/v1/invitations/lookup', body=body)
        return self.receive(call, models.InvitationPreview)

    def get_invitation(self, invitation_id: _uuid.UUID | str) -> models.InvitationOut:
        """Get an invitation

        One invitation with its ETag."""
        call = _Call('GET', f'/api/v1/invitations/{self.segment(invitation_id)}')
        return self.receive(call, models.InvitationOut)

    def delete_invitation(self, invitation_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Revoke an invitation

        Its link stops working at once. 409 once it was accepted or revoked."""
        call = _Call('DELETE', f'/api/v1/invitations/{self.segment(invitation_id)}', if_match=if_match)
        self.perform(call)

    def resend_invitation(self, invitation_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.InvitationOut:
        """Send an invitation again

        A new link, good for seven more days; the link of the earlier e-mail stops working. 409 once it was accepted or revoked."""
        call = _Call('POST', f'/api/v1/invitations/{self.segment(invitation_id)}/resend', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.InvitationOut)

    def list_jobs(self, *, state: _Sequence[_Literal['queued', 'running', 'succeeded', 'failed', 'cancelled'] | str] | None = None, kind: str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_JobOut_:
        """List jobs

        Newest first: the caller's own, or with `workspace:manage` everybody's. Those that ended more than thirty days ago are gone."""
        call = _Call('GET', '/api/v1/jobs', query={'state': state, 'kind': kind, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_JobOut_)

    def iterate_jobs(self, *, state: _Sequence[_Literal['queued', 'running', 'succeeded', 'failed', 'cancelled'] | str] | None = None, kind: str | None = None, limit: int | None = None) -> _Iterator[models.JobOut]:
        """List jobs: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/jobs', query={'state': state, 'kind': kind, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_JobOut_)

    def get_job(self, job_id: _uuid.UUID | str) -> models.JobOut:
        """Get a job

        Ask again until `state` is succeeded, failed or cancelled."""
        call = _Call('GET', f'/api/v1/jobs/{self.segment(job_id)}')
        return self.receive(call, models.JobOut)

    def cancel_job(self, job_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.JobOut:
        """Cancel a job

        A waiting job ends at once, a running one before its next step; what it did so far stays. 409 once it has ended otherwise."""
        call = _Call('POST', f'/api/v1/jobs/{self.segment(job_id)}/cancel', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.JobOut)

    def get_job_errors(self, job_id: _uuid.UUID | str) -> bytes:
        """Download a job's rejects

        What was rejected and why, for whoever started the job."""
        call = _Call('GET', f'/api/v1/jobs/{self.segment(job_id)}/errors')
        return self.download(call)

    def get_job_result(self, job_id: _uuid.UUID | str) -> bytes:
        """Download a job's result

        The file that the job made, for whoever started it."""
        call = _Call('GET', f'/api/v1/jobs/{self.segment(job_id)}/result')
        return self.download(call)

    def get_me(self) -> models.MeOut:
        """Who am I, and what may I do?

        For a signed-in person also their other workspaces and the CSRF token. Answers API keys, too."""
        call = _Call('GET', '/api/v1/me')
        return self.receive(call, models.MeOut)

    def update_me(self, body: models.MePatch | _Mapping[str, _Any]) -> models.MeOut:
        """Change oneself

        Name and availability."""
        call = _Call('PATCH', '/api/v1/me', body=body)
        return self.receive(call, models.MeOut)

    def send_notification_digest(self, *, idempotency_key: str | None = None) -> models.NotificationCount:
        """Send oneself a digest now

        An e-mail with all unread notifications, whatever their rhythm. Answers how many there are; of none no mail is sent."""
        call = _Call('POST', '/api/v1/me/notification-digest', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.NotificationCount)

    def get_notification_preferences(self) -> models.NotificationPreferencesOut:
        """Read how one is notified

        Every kind with its channels, and when digests are sent."""
        call = _Call('GET', '/api/v1/me/notification-preferences')
        return self.receive(call, models.NotificationPreferencesOut)

    def update_notification_preferences(self, body: models.NotificationPreferencesPatch | _Mapping[str, _Any]) -> models.NotificationPreferencesOut:
        """Change how one is notified

        Holds for what happens from now on; the rhythm of digests also for what has not been mailed yet."""
        call = _Call('PATCH', '/api/v1/me/notification-preferences', body=body)
        return self.receive(call, models.NotificationPreferencesOut)

    def change_password(self, body: models.ChangePassword | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> None:
        """Change the password

        Ends the person's other sessions; this one goes on."""
        call = _Call('POST', '/api/v1/me/password', body=body, accepts_key=True, idempotency_key=idempotency_key)
        self.perform(call)

    def begin_totp(self, body: models.TotpBegin | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.TotpSetup:
        """Begin to set up the second factor

        Answers a new secret for an authenticator app. It replaces one that was begun and never confirmed; 409 when the second factor is on."""
        call = _Call('POST', '/api/v1/me/totp', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.TotpSetup)

    def disable_totp(self, body: models.TotpDisable | _Mapping[str, _Any]) -> None:
        """Switch the second factor off

        Needs the password and a code or recovery code. The remaining recovery codes end with it."""
        call = _Call('DELETE', '/api/v1/me/totp', body=body)
        self.perform(call)

    def confirm_totp(self, body: models.TotpConfirm | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.RecoveryCodes:
        """Switch the second factor on

        From now on signing in needs a code. The ten recovery codes are shown only in this answer."""
        call = _Call('POST', '/api/v1/me/totp/confirm', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.RecoveryCodes)

    def list_members(self, *, q: str | None = None, state: _Sequence[_Literal['active', 'suspended', 'removed'] | str] | None = None, role_id: _uuid.UUID | str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_MemberOut_:
        """List members

        A to Z."""
        call = _Call('GET', '/api/v1/members', query={'q': q, 'state': state, 'role_id': role_id, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_MemberOut_)

    def iterate_members(self, *, q: str | None = None, state: _Sequence[_Literal['active', 'suspended', 'removed'] | str] | None = None, role_id: _uuid.UUID | str | None = None, limit: int | None = None) -> _Iterator[models.MemberOut]:
        """List members: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/members', query={'q': q, 'state': state, 'role_id': role_id, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_MemberOut_)

    def get_member(self, member_id: _uuid.UUID | str) -> models.MemberOut:
        """Get a member

        One member with their ETag."""
        call = _Call('GET', f'/api/v1/members/{self.segment(member_id)}')
        return self.receive(call, models.MemberOut)

    def update_member(self, member_id: _uuid.UUID | str, body: models.MemberPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.MemberOut:
        """Change a member

        Role, visibility, suspension. Takes effect with the member's next request. Nobody can give or take rights beyond their own (403), and the last owner stays an owner (409)."""
        call = _Call('PATCH', f'/api/v1/members/{self.segment(member_id)}', body=body, if_match=if_match)
        return self.receive(call, models.MemberOut)

    def delete_member(self, member_id: _uuid.UUID | str, *, transfer_to: _uuid.UUID | str | None = None, if_match: str | _Model | None = None) -> None:
        """Remove a member

        Signs them out and keeps what they did under their name. 409 with `unmet` while they own customers or working API keys and `transfer_to` does not say who takes over; the last owner cannot be removed (409)."""
        call = _Call('DELETE', f'/api/v1/members/{self.segment(member_id)}', query={'transfer_to': transfer_to}, if_match=if_match)
        self.perform(call)

    def get_member_avatar(self, member_id: _uuid.UUID | str, *, v: str | None = None) -> bytes:
        """Get a member's picture

        256 × 256 pixels. 404 when they have none."""
        call = _Call('GET', f'/api/v1/members/{self.segment(member_id)}/avatar', query={'v': v})
        return self.download(call)

    def set_member_avatar(self, member_id: _uuid.UUID | str, *, file: _Upload, if_match: str | _Model | None = None) -> models.MemberOut:
        """Set a member's picture

        One's own, or with `members:manage` somebody else's."""
        call = _Call('PUT', f'/api/v1/members/{self.segment(member_id)}/avatar', form={'file': file}, if_match=if_match)
        return self.receive(call, models.MemberOut)

    def delete_member_avatar(self, member_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Remove a member's picture

        One's own, or with `members:manage` somebody else's."""
        call = _Call('DELETE', f'/api/v1/members/{self.segment(member_id)}/avatar', if_match=if_match)
        self.perform(call)

    def get_metering(self) -> models.MeteringOut:
        """Get what is counted

        What the workspace has counted for the customer concerned, besides tool calls."""
        call = _Call('GET', '/api/v1/metering')
        return self.receive(call, models.MeteringOut)

    def set_metering(self, body: models.MeteringIn | _Mapping[str, _Any]) -> models.MeteringOut:
        """Choose what is counted

        Replaces the list. What was counted before stays counted."""
        call = _Call('PUT', '/api/v1/metering', body=body)
        return self.receive(call, models.MeteringOut)

    def get_note(self, note_id: _uuid.UUID | str) -> models.NoteOut:
        """Get a note

        One note with its ETag."""
        call = _Call('GET', f'/api/v1/notes/{self.segment(note_id)}')
        return self.receive(call, models.NoteOut)

    def update_note(self, note_id: _uuid.UUID | str, body: models.NotePatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.NoteOut:
        """Edit a note

        Somebody else's note needs `notes:manage`."""
        call = _Call('PATCH', f'/api/v1/notes/{self.segment(note_id)}', body=body, if_match=if_match)
        return self.receive(call, models.NoteOut)

    def delete_note(self, note_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Delete a note

        For good. Somebody else's note needs `notes:manage`."""
        call = _Call('DELETE', f'/api/v1/notes/{self.segment(note_id)}', if_match=if_match)
        self.perform(call)

    def pin_note(self, note_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> models.NoteOut:
        """Pin a note

        It stays above the others, for everybody."""
        call = _Call('PUT', f'/api/v1/notes/{self.segment(note_id)}/pin', if_match=if_match)
        return self.receive(call, models.NoteOut)

    def unpin_note(self, note_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Unpin a note

        It takes its place by time again."""
        call = _Call('DELETE', f'/api/v1/notes/{self.segment(note_id)}/pin', if_match=if_match)
        self.perform(call)

    def list_notifications(self, *, unread: bool | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_NotificationOut_:
        """List one's notifications

        Newest first. Those about customers whom one may no longer see are left out. For people, not for keys."""
        call = _Call('GET', '/api/v1/notifications', query={'unread': unread, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_NotificationOut_)

    def iterate_notifications(self, *, unread: bool | None = None, limit: int | None = None) -> _Iterator[models.NotificationOut]:
        """List one's notifications: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/notifications', query={'unread': unread, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_NotificationOut_)

    def count_notifications(self) -> models.NotificationCount:
        """Count unread notifications

        For the badge of the bell."""
        call = _Call('GET', '/api/v1/notifications/count')
        return self.receive(call, models.NotificationCount)

    def read_notifications(self, body: models.NotificationsRead | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.NotificationCount:
        """Mark all notifications as read

        Up to the newest one that was seen, so that one that comes meanwhile stays unread. Answers how many remain."""
        call = _Call('POST', '/api/v1/notifications/read', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.NotificationCount)

    def read_notification(self, notification_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.NotificationOut:
        """Mark a notification as read

        Doing it twice is no error; the first time stands."""
        call = _Call('POST', f'/api/v1/notifications/{self.segment(notification_id)}/read', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.NotificationOut)

    def unread_notification(self, notification_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.NotificationOut:
        """Mark a notification as unread

        To come back to it later."""
        call = _Call('POST', f'/api/v1/notifications/{self.segment(notification_id)}/unread', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.NotificationOut)

    def list_permissions(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_PermissionOut_:
        """List permissions

        Everything a role or an API key can be allowed, in the order of the role editor."""
        call = _Call('GET', '/api/v1/permissions', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_PermissionOut_)

    def iterate_permissions(self, *, limit: int | None = None) -> _Iterator[models.PermissionOut]:
        """List permissions: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/permissions', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_PermissionOut_)

    def list_plans(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_PlanOut_:
        """List the plans of customers

        Those that come with Atrium, then the workspace's own."""
        call = _Call('GET', '/api/v1/plans', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_PlanOut_)

    def iterate_plans(self, *, limit: int | None = None) -> _Iterator[models.PlanOut]:
        """List the plans of customers: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/plans', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_PlanOut_)

    def create_plan(self, body: models.PlanIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.PlanOut:
        """Add a plan

        Its key must not be taken (409)."""
        call = _Call('POST', '/api/v1/plans', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.PlanOut)

    def get_plan(self, plan_key: str) -> models.PlanOut:
        """Get a plan

        One plan with its ETag."""
        call = _Call('GET', f'/api/v1/plans/{self.segment(plan_key)}')
        return self.receive(call, models.PlanOut)

    def update_plan(self, plan_key: str, body: models.PlanPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.PlanOut:
        """Change a plan

        Customers on it who do not say otherwise themselves have the new values at once; what they may not use stays locked."""
        call = _Call('PATCH', f'/api/v1/plans/{self.segment(plan_key)}', body=body, if_match=if_match)
        return self.receive(call, models.PlanOut)

    def delete_plan(self, plan_key: str, *, if_match: str | _Model | None = None) -> None:
        """Delete a plan

        409 while customers are on it, for the default one, and for those that come with Atrium."""
        call = _Call('DELETE', f'/api/v1/plans/{self.segment(plan_key)}', if_match=if_match)
        self.perform(call)

    def list_profile_conflicts(self, *, state: _Literal['open', 'kept', 'moved'] | str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_ProfileConflictOut_:
        """List profile conflicts

        Identities that two customers were met with, the oldest first; only where the caller may see both."""
        call = _Call('GET', '/api/v1/profile-conflicts', query={'state': state, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_ProfileConflictOut_)

    def iterate_profile_conflicts(self, *, state: _Literal['open', 'kept', 'moved'] | str | None = None, limit: int | None = None) -> _Iterator[models.ProfileConflictOut]:
        """List profile conflicts: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/profile-conflicts', query={'state': state, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_ProfileConflictOut_)

    def resolve_profile_conflict(self, conflict_id: _uuid.UUID | str, body: models.ConflictDecision | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.ProfileConflictOut:
        """Resolve a profile conflict

        Keep the identity where it is, or move it to the claimant."""
        call = _Call('POST', f'/api/v1/profile-conflicts/{self.segment(conflict_id)}/resolve', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.ProfileConflictOut)

    def get_profile(self, profile_id: _uuid.UUID | str) -> models.ProfileOut:
        """Get a profile

        One profile with its ETag."""
        call = _Call('GET', f'/api/v1/profiles/{self.segment(profile_id)}')
        return self.receive(call, models.ProfileOut)

    def update_profile(self, profile_id: _uuid.UUID | str, body: models.ProfilePatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.ProfileOut:
        """Change a profile

        Its name, or whether it is verified. Channel and handle are what it is: for others, add another profile."""
        call = _Call('PATCH', f'/api/v1/profiles/{self.segment(profile_id)}', body=body, if_match=if_match)
        return self.receive(call, models.ProfileOut)

    def delete_profile(self, profile_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Delete a profile

        Conflicts about it go with it."""
        call = _Call('DELETE', f'/api/v1/profiles/{self.segment(profile_id)}', if_match=if_match)
        self.perform(call)

    def list_relation_types(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_RelationTypeOut_:
        """List relation types

        A to Z."""
        call = _Call('GET', '/api/v1/relation-types', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_RelationTypeOut_)

    def iterate_relation_types(self, *, limit: int | None = None) -> _Iterator[models.RelationTypeOut]:
        """List relation types: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/relation-types', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_RelationTypeOut_)

    def create_relation_type(self, body: models.RelationTypeIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.RelationTypeOut:
        """Create a relation type

        Its name must not be taken (409)."""
        call = _Call('POST', '/api/v1/relation-types', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.RelationTypeOut)

    def get_relation_type(self, type_id: _uuid.UUID | str) -> models.RelationTypeOut:
        """Get a relation type

        One relation type with its ETag."""
        call = _Call('GET', f'/api/v1/relation-types/{self.segment(type_id)}')
        return self.receive(call, models.RelationTypeOut)

    def update_relation_type(self, type_id: _uuid.UUID | str, body: models.RelationTypePatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.RelationTypeOut:
        """Rename a relation type

        Relations of this type read by the new names at once."""
        call = _Call('PATCH', f'/api/v1/relation-types/{self.segment(type_id)}', body=body, if_match=if_match)
        return self.receive(call, models.RelationTypeOut)

    def delete_relation_type(self, type_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Delete a relation type

        Refused (409) while customers are related in this way."""
        call = _Call('DELETE', f'/api/v1/relation-types/{self.segment(type_id)}', if_match=if_match)
        self.perform(call)

    def delete_relation(self, relation_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Unlink two customers

        Both customers stay."""
        call = _Call('DELETE', f'/api/v1/relations/{self.segment(relation_id)}', if_match=if_match)
        self.perform(call)

    def list_roles(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_RoleOut_:
        """List roles

        A to Z, the built-in ones included."""
        call = _Call('GET', '/api/v1/roles', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_RoleOut_)

    def iterate_roles(self, *, limit: int | None = None) -> _Iterator[models.RoleOut]:
        """List roles: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/roles', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_RoleOut_)

    def create_role(self, body: models.RoleIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.RoleOut:
        """Create a role

        It can allow only what the caller may do too (403). Its name must not be taken (409)."""
        call = _Call('POST', '/api/v1/roles', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.RoleOut)

    def get_role(self, role_id: _uuid.UUID | str) -> models.RoleOut:
        """Get a role

        One role with its ETag."""
        call = _Call('GET', f'/api/v1/roles/{self.segment(role_id)}')
        return self.receive(call, models.RoleOut)

    def update_role(self, role_id: _uuid.UUID | str, body: models.RolePatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.RoleOut:
        """Change a role

        Takes effect with the next request of everyone who has it. Built-in roles cannot be changed (409)."""
        call = _Call('PATCH', f'/api/v1/roles/{self.segment(role_id)}', body=body, if_match=if_match)
        return self.receive(call, models.RoleOut)

    def delete_role(self, role_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Delete a role

        Refused (409, `unmet` says why) while members or open invitations have it, or a custom field would lose its only guard."""
        call = _Call('DELETE', f'/api/v1/roles/{self.segment(role_id)}', if_match=if_match)
        self.perform(call)

    def list_sessions(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_SessionOut_:
        """List the browsers one is signed in with

        One's own, in every workspace, the newest first."""
        call = _Call('GET', '/api/v1/sessions', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_SessionOut_)

    def iterate_sessions(self, *, limit: int | None = None) -> _Iterator[models.SessionOut]:
        """List the browsers one is signed in with: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/sessions', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_SessionOut_)

    def delete_other_sessions(self) -> None:
        """Sign all other browsers out

        All of one's sessions but this one."""
        call = _Call('DELETE', '/api/v1/sessions')
        self.perform(call)

    def delete_session(self, session_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Sign a browser out

        Its next request is refused."""
        call = _Call('DELETE', f'/api/v1/sessions/{self.segment(session_id)}', if_match=if_match)
        self.perform(call)

    def get_status(self, status_id: _uuid.UUID | str) -> models.StatusOut:
        """Get a status

        One status with its ETag."""
        call = _Call('GET', f'/api/v1/statuses/{self.segment(status_id)}')
        return self.receive(call, models.StatusOut)

    def update_status(self, status_id: _uuid.UUID | str, body: models.StatusPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.StatusOut:
        """Change a status

        Customers keep it, whatever it is called."""
        call = _Call('PATCH', f'/api/v1/statuses/{self.segment(status_id)}', body=body, if_match=if_match)
        return self.receive(call, models.StatusOut)

    def delete_status(self, status_id: _uuid.UUID | str, *, force: bool | None = None, if_match: str | _Model | None = None) -> None:
        """Delete a status

        Only one that no customer has (409): give them another first, by a bulk edit. The next status becomes the default in its stead. 409 also lists the forms and automations that use it."""
        call = _Call('DELETE', f'/api/v1/statuses/{self.segment(status_id)}', query={'force': force}, if_match=if_match)
        self.perform(call)

    def list_tag_groups(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_TagGroupOut_:
        """List tag groups

        In the order set by hand, then A to Z."""
        call = _Call('GET', '/api/v1/tag-groups', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_TagGroupOut_)

    def iterate_tag_groups(self, *, limit: int | None = None) -> _Iterator[models.TagGroupOut]:
        """List tag groups: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/tag-groups', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_TagGroupOut_)

    def create_tag_group(self, body: models.TagGroupIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.TagGroupOut:
        """Create a tag group

        Its name must not be taken (409)."""
        call = _Call('POST', '/api/v1/tag-groups', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.TagGroupOut)

    def get_tag_group(self, group_id: _uuid.UUID | str) -> models.TagGroupOut:
        """Get a tag group

        One tag group with its ETag."""
        call = _Call('GET', f'/api/v1/tag-groups/{self.segment(group_id)}')
        return self.receive(call, models.TagGroupOut)

    def update_tag_group(self, group_id: _uuid.UUID | str, body: models.TagGroupPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.TagGroupOut:
        """Change a tag group

        Its tags stay in it."""
        call = _Call('PATCH', f'/api/v1/tag-groups/{self.segment(group_id)}', body=body, if_match=if_match)
        return self.receive(call, models.TagGroupOut)

    def delete_tag_group(self, group_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Delete a tag group

        Its tags stay, without a group."""
        call = _Call('DELETE', f'/api/v1/tag-groups/{self.segment(group_id)}', if_match=if_match)
        self.perform(call)

    def list_tags(self, *, group_id: _uuid.UUID | str | None = None, q: str | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_TagOut_:
        """List tags

        A to Z; of one group in the order set by hand where the group is sorted so."""
        call = _Call('GET', '/api/v1/tags', query={'group_id': group_id, 'q': q, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_TagOut_)

    def iterate_tags(self, *, group_id: _uuid.UUID | str | None = None, q: str | None = None, limit: int | None = None) -> _Iterator[models.TagOut]:
        """List tags: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/tags', query={'group_id': group_id, 'q': q, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_TagOut_)

    def create_tag(self, body: models.TagIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.TagOut:
        """Create a tag

        Its name must not be taken within its group (409)."""
        call = _Call('POST', '/api/v1/tags', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.TagOut)

    def get_tag(self, tag_id: _uuid.UUID | str) -> models.TagOut:
        """Get a tag

        One tag with its ETag."""
        call = _Call('GET', f'/api/v1/tags/{self.segment(tag_id)}')
        return self.receive(call, models.TagOut)

    def update_tag(self, tag_id: _uuid.UUID | str, body: models.TagPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.TagOut:
        """Change a tag

        Renaming keeps the id, so customers keep the tag."""
        call = _Call('PATCH', f'/api/v1/tags/{self.segment(tag_id)}', body=body, if_match=if_match)
        return self.receive(call, models.TagOut)

    def delete_tag(self, tag_id: _uuid.UUID | str, *, force: bool | None = None, if_match: str | _Model | None = None) -> None:
        """Delete a tag

        Takes it from every customer. 409 lists the forms and automations that use it."""
        call = _Call('DELETE', f'/api/v1/tags/{self.segment(tag_id)}', query={'force': force}, if_match=if_match)
        self.perform(call)

    def merge_tags(self, tag_id: _uuid.UUID | str, body: models.TagMerge | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.TagMergeOut:
        """Merge tags into this one

        The others vanish; their customers get this one."""
        call = _Call('POST', f'/api/v1/tags/{self.segment(tag_id)}/merge', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.TagMergeOut)

    def list_views(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_ViewOut_:
        """List views

        The caller's own and the shared ones, in the order set by hand, then A to Z."""
        call = _Call('GET', '/api/v1/views', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_ViewOut_)

    def iterate_views(self, *, limit: int | None = None) -> _Iterator[models.ViewOut]:
        """List views: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/views', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_ViewOut_)

    def create_view(self, body: models.ViewIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.ViewOut:
        """Save a view

        A shared one needs `views:share`."""
        call = _Call('POST', '/api/v1/views', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.ViewOut)

    def get_view(self, view_id: _uuid.UUID | str) -> models.ViewOut:
        """Get a view

        One view with its ETag. Others' private views do not exist for the caller (404)."""
        call = _Call('GET', f'/api/v1/views/{self.segment(view_id)}')
        return self.receive(call, models.ViewOut)

    def update_view(self, view_id: _uuid.UUID | str, body: models.ViewPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.ViewOut:
        """Change a view

        Whatever touches a shared view needs `views:share`; only its owner can make it private."""
        call = _Call('PATCH', f'/api/v1/views/{self.segment(view_id)}', body=body, if_match=if_match)
        return self.receive(call, models.ViewOut)

    def delete_view(self, view_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Delete a view

        A shared one needs `views:share`."""
        call = _Call('DELETE', f'/api/v1/views/{self.segment(view_id)}', if_match=if_match)
        self.perform(call)

    def list_webhook_endpoints(self, *, limit: int | None = None, cursor: str | None = None) -> models.Page_WebhookEndpointOut_:
        """List webhook endpoints

        Newest first, whoever added them."""
        call = _Call('GET', '/api/v1/webhook-endpoints', query={'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_WebhookEndpointOut_)

    def iterate_webhook_endpoints(self, *, limit: int | None = None) -> _Iterator[models.WebhookEndpointOut]:
        """List webhook endpoints: every item of every page, fetched as they are needed."""
        call = _Call('GET', '/api/v1/webhook-endpoints', query={'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_WebhookEndpointOut_)

    def create_webhook_endpoint(self, body: models.WebhookEndpointIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.WebhookEndpointCreated:
        """Add a webhook endpoint

        It is told what the caller may see at the time, signed as Standard Webhooks say. The secret is in this answer only. An endpoint that an API key adds is told no more than the key may read."""
        call = _Call('POST', '/api/v1/webhook-endpoints', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.WebhookEndpointCreated)

    def get_webhook_endpoint(self, endpoint_id: _uuid.UUID | str) -> models.WebhookEndpointOut:
        """Get a webhook endpoint

        One endpoint with its ETag, without its secret."""
        call = _Call('GET', f'/api/v1/webhook-endpoints/{self.segment(endpoint_id)}')
        return self.receive(call, models.WebhookEndpointOut)

    def update_webhook_endpoint(self, endpoint_id: _uuid.UUID | str, body: models.WebhookEndpointPatch | _Mapping[str, _Any], *, if_match: str | _Model | None = None) -> models.WebhookEndpointOut:
        """Change a webhook endpoint

        Whoever decides where payloads go gets to read them, so the rights of the endpoint's owner must lie within the caller's (403)."""
        call = _Call('PATCH', f'/api/v1/webhook-endpoints/{self.segment(endpoint_id)}', body=body, if_match=if_match)
        return self.receive(call, models.WebhookEndpointOut)

    def delete_webhook_endpoint(self, endpoint_id: _uuid.UUID | str, *, if_match: str | _Model | None = None) -> None:
        """Delete a webhook endpoint

        With everything that waits for it, and its log."""
        call = _Call('DELETE', f'/api/v1/webhook-endpoints/{self.segment(endpoint_id)}', if_match=if_match)
        self.perform(call)

    def list_webhook_deliveries(self, endpoint_id: _uuid.UUID | str, *, state: _Sequence[_Literal['queued', 'running', 'delivered', 'failed', 'withheld'] | str] | None = None, event_type: _Sequence[str] | None = None, limit: int | None = None, cursor: str | None = None) -> models.Page_WebhookDeliveryOut_:
        """List an endpoint's deliveries

        Of the last thirty days, newest first."""
        call = _Call('GET', f'/api/v1/webhook-endpoints/{self.segment(endpoint_id)}/deliveries', query={'state': state, 'event_type': event_type, 'limit': limit, 'cursor': cursor})
        return self.receive(call, models.Page_WebhookDeliveryOut_)

    def iterate_webhook_deliveries(self, endpoint_id: _uuid.UUID | str, *, state: _Sequence[_Literal['queued', 'running', 'delivered', 'failed', 'withheld'] | str] | None = None, event_type: _Sequence[str] | None = None, limit: int | None = None) -> _Iterator[models.WebhookDeliveryOut]:
        """List an endpoint's deliveries: every item of every page, fetched as they are needed."""
        call = _Call('GET', f'/api/v1/webhook-endpoints/{self.segment(endpoint_id)}/deliveries', query={'state': state, 'event_type': event_type, 'limit': limit, 'cursor': None})
        return self.walk(call, models.Page_WebhookDeliveryOut_)

    def get_webhook_delivery(self, endpoint_id: _uuid.UUID | str, delivery_id: _uuid.UUID | str) -> models.WebhookDeliveryDetail:
        """Get a delivery

        With its payload and its last attempts, as far as the caller may see them."""
        call = _Call('GET', f'/api/v1/webhook-endpoints/{self.segment(endpoint_id)}/deliveries/{self.segment(delivery_id)}')
        return self.receive(call, models.WebhookDeliveryDetail)

    def redeliver_webhook(self, endpoint_id: _uuid.UUID | str, delivery_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.WebhookDeliveryOut:
        """Send a delivery again

        At once and from the first attempt on, under the same `webhook-id`. 409 while it is being sent, or the endpoint is disabled."""
        call = _Call('POST', f'/api/v1/webhook-endpoints/{self.segment(endpoint_id)}/deliveries/{self.segment(delivery_id)}/redeliver', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.WebhookDeliveryOut)

    def disable_webhook_endpoint(self, endpoint_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.WebhookEndpointOut:
        """Disable a webhook endpoint

        It is told nothing until it is enabled. What waits for it goes on waiting; what happens meanwhile can be replayed for thirty days."""
        call = _Call('POST', f'/api/v1/webhook-endpoints/{self.segment(endpoint_id)}/disable', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.WebhookEndpointOut)

    def enable_webhook_endpoint(self, endpoint_id: _uuid.UUID | str, *, idempotency_key: str | None = None) -> models.WebhookEndpointOut:
        """Enable a webhook endpoint

        What waits for it is sent at once. An endpoint whose owner is gone, or may no longer manage webhooks, becomes the caller's own."""
        call = _Call('POST', f'/api/v1/webhook-endpoints/{self.segment(endpoint_id)}/enable', accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.WebhookEndpointOut)

    def replay_webhook_endpoint(self, endpoint_id: _uuid.UUID | str, body: models.WebhookReplayIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.WebhookReplayOut:
        """Send a period again

        Everything that happened in the period and that the endpoint wants, or only what did not get through. Deliveries keep their `webhook-id`."""
        call = _Call('POST', f'/api/v1/webhook-endpoints/{self.segment(endpoint_id)}/replay', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.WebhookReplayOut)

    def rotate_webhook_secret(self, endpoint_id: _uuid.UUID | str, body: models.SecretRotation | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.WebhookEndpointCreated:
        """Rotate a webhook secret

        A new secret, in this answer only. For `overlap_seconds` both sign, so that nothing is refused while you change over."""
        call = _Call('POST', f'/api/v1/webhook-endpoints/{self.segment(endpoint_id)}/rotate', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.WebhookEndpointCreated)

    def test_webhook_endpoint(self, endpoint_id: _uuid.UUID | str, body: models.WebhookTestIn | _Mapping[str, _Any], *, idempotency_key: str | None = None) -> models.WebhookDeliveryOut:
        """Send a test

        An example of a type, made of this contract's examples; tried once, also while the endpoint is disabled. What came of it is in the log."""
        call = _Call('POST', f'/api/v1/webhook-endpoints/{self.segment(endpoint_id)}/test', body=body, accepts_key=True, idempotency_key=idempotency_key)
        return self.receive(call, models.WebhookDeliveryOut)

    def get_workspace(self) -> models.WorkspaceOut:
        """Get the workspace

        The workspace that the session or key belongs to, with its ETag."""
        call = _Call('GET', '/api/v1/workspace')
        return self.receive(call, models.WorkspaceOut)

    def update_workspace(self, body: models.WorkspacePatch | _Mapping[str, _Any]) -> models.WorkspaceOut:
        """Change the workspace

        Name, colours, language, country, time zone, currency. The plan is set by the operator."""
        call = _Call('PATCH', '/api/v1/workspace', body=body)
        return self.receive(call, models.WorkspaceOut)

    def get_workspace_logo(self, *, v: str | None = None) -> bytes:
        """Get the logo

        256 × 256 pixels. 404 when there is none."""
        call = _Call('GET', '/api/v1/workspace/logo', query={'v': v})
        return self.download(call)

    def set_workspace_logo(self, *, file: _Upload) -> models.WorkspaceOut:
        """Set the logo

        Decoded, cropped to a square and encoded anew, so that nothing but the picture remains of the file."""
        call = _Call('PUT', '/api/v1/workspace/logo', form={'file': file})
        return self.receive(call, models.WorkspaceOut)

    def delete_workspace_logo(self) -> None:
        """Remove the logo

        Atrium's own is shown again."""
        call = _Call('DELETE', '/api/v1/workspace/logo')
        self.perform(call)
