// Generated from openapi/openapi.json by scripts/typescript_client.py; `make gen` writes it again.
import { Core, type Options, segment } from '../core.js';
import type * as t from './types.gen.js';

/**
 * One method for each operation of the contract, under the name it has there in camel case.
 */
export class Operations extends Core {
  /**
   * List API keys
   *
   * Newest first, whoever made them.
   */
  listApiKeys(query?: NonNullable<t.ListApiKeysData['query']>, options?: Options): Promise<t.ListApiKeysResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/api-keys', query }, options);
  }

  /**
   * List API keys: every item of every page, fetched as they are needed.
   */
  iterateApiKeys(query?: Omit<NonNullable<t.ListApiKeysData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListApiKeysResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/api-keys', query }, options);
  }

  /**
   * Create an API key
   *
   * Acts for the caller, within these scopes and never beyond what the caller may do and see at the time. The secret is in this answer only. 403 for scopes the caller lacks.
   */
  createApiKey(body: t.CreateApiKeyData['body'], options?: Options): Promise<t.CreateApiKeyResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/api-keys', body, acceptsKey: true }, options);
  }

  /**
   * Get an API key
   *
   * One key with its ETag, without its secret.
   */
  getApiKey(keyId: string, options?: Options): Promise<t.GetApiKeyResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/api-keys/${segment(keyId)}` }, options);
  }

  /**
   * Change an API key
   *
   * Name, scopes, expiry and networks. A revoked key stays revoked (409).
   */
  updateApiKey(keyId: string, body: t.UpdateApiKeyData['body'], options?: Options): Promise<t.UpdateApiKeyResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/api-keys/${segment(keyId)}`, body }, options);
  }

  /**
   * Revoke an API key
   *
   * Stops working at once, and stays in the list as revoked.
   */
  deleteApiKey(keyId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/api-keys/${segment(keyId)}` }, options);
  }

  /**
   * Roll an API key
   *
   * A new secret, in this answer only. The old one goes on working for `overlap_seconds`, so that nothing stops while you change over. Whoever rolls a key holds it, so its rights must lie within the caller's (403).
   */
  rollApiKey(keyId: string, body: t.RollApiKeyData['body'], options?: Options): Promise<t.RollApiKeyResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/api-keys/${segment(keyId)}/roll`, body, acceptsKey: true }, options);
  }

  /**
   * List what happened
   *
   * Newest first: changes of customers and settings, sign-ins and everything about members, roles and keys. Nothing can be changed or deleted here. Entries about customers that the caller does not see, and fields closed to the caller's role, are left out.
   */
  listAudit(query?: NonNullable<t.ListAuditData['query']>, options?: Options): Promise<t.ListAuditResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/audit', query }, options);
  }

  /**
   * List what happened: every item of every page, fetched as they are needed.
   */
  iterateAudit(query?: Omit<NonNullable<t.ListAuditData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListAuditResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/audit', query }, options);
  }

  /**
   * Sign out
   *
   * Ends this session at once.
   */
  logout(options?: Options): Promise<void> {
    return this.perform({ method: 'POST', path: '/api/v1/auth/logout', acceptsKey: true }, options);
  }

  /**
   * Switch to another workspace
   *
   * This session goes on in another workspace of the person; other sessions stay where they are. Answers what `GET /me` answers there.
   */
  switchWorkspace(body: t.SwitchWorkspaceData['body'], options?: Options): Promise<t.SwitchWorkspaceResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/auth/workspace', body, acceptsKey: true }, options);
  }

  /**
   * Get what automations can be made of
   *
   * Event types, kinds of steps with the schema of their configuration, paths for conditions and placeholders, and comparisons.
   */
  getAutomationCatalogue(options?: Options): Promise<t.GetAutomationCatalogueResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/automation-catalogue' }, options);
  }

  /**
   * List runs of all automations
   *
   * The newest first; only those without a customer or with one that you may see.
   */
  listAutomationRuns(query?: NonNullable<t.ListAutomationRunsData['query']>, options?: Options): Promise<t.ListAutomationRunsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/automation-runs', query }, options);
  }

  /**
   * List runs of all automations: every item of every page, fetched as they are needed.
   */
  iterateAutomationRuns(query?: Omit<NonNullable<t.ListAutomationRunsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListAutomationRunsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/automation-runs', query }, options);
  }

  /**
   * Get a run with its trace
   *
   * Every step with its input, decision and output. What tells of a custom field that you may not see is left out.
   */
  getAutomationRun(runId: string, options?: Options): Promise<t.GetAutomationRunResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/automation-runs/${segment(runId)}` }, options);
  }

  /**
   * Cancel a run
   *
   * It ends where it stands; what it did stays. 409 when it has ended.
   */
  cancelAutomationRun(runId: string, options?: Options): Promise<t.CancelAutomationRunResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/automation-runs/${segment(runId)}/cancel`, acceptsKey: true }, options);
  }

  /**
   * Go on with a failed run
   *
   * From the step that failed, by the flow it began with or by the newest one. 409 when it has not failed.
   */
  retryAutomationRun(runId: string, body: t.RetryAutomationRunData['body'], options?: Options): Promise<t.RetryAutomationRunResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/automation-runs/${segment(runId)}/retry`, body, acceptsKey: true }, options);
  }

  /**
   * Get templates of automations
   *
   * Automations to start from, made for this workspace.
   */
  getAutomationTemplates(options?: Options): Promise<t.GetAutomationTemplatesResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/automation-templates' }, options);
  }

  /**
   * List automations
   *
   * A to Z.
   */
  listAutomations(query?: NonNullable<t.ListAutomationsData['query']>, options?: Options): Promise<t.ListAutomationsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/automations', query }, options);
  }

  /**
   * List automations: every item of every page, fetched as they are needed.
   */
  iterateAutomations(query?: Omit<NonNullable<t.ListAutomationsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListAutomationsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/automations', query }, options);
  }

  /**
   * Create an automation
   *
   * A flow that cannot work is refused (422), with a pointer to each step and the reason.
   */
  createAutomation(body: t.CreateAutomationData['body'], options?: Options): Promise<t.CreateAutomationResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/automations', body, acceptsKey: true }, options);
  }

  /**
   * Check a draft of an automation
   *
   * What saving it would refuse, without saving it.
   */
  checkAutomation(body: t.CheckAutomationData['body'], options?: Options): Promise<t.CheckAutomationResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/automations/check', body, acceptsKey: true }, options);
  }

  /**
   * Import an automation
   *
   * Makes it, switched off. What it refers to is found by name; 422 points at what is not found, and at secrets that must be filled in.
   */
  importAutomation(body: t.ImportAutomationData['body'], options?: Options): Promise<t.ImportAutomationResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/automations/import', body, acceptsKey: true }, options);
  }

  /**
   * Get an automation
   *
   * With the flow that new runs follow, and what is wrong with it by now.
   */
  getAutomation(automationId: string, options?: Options): Promise<t.GetAutomationResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/automations/${segment(automationId)}` }, options);
  }

  /**
   * Change an automation
   *
   * Also to switch it on or off. A changed flow acts for whoever saves it; runs under way end by the flow they began with.
   */
  updateAutomation(automationId: string, body: t.UpdateAutomationData['body'], options?: Options): Promise<t.UpdateAutomationResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/automations/${segment(automationId)}`, body }, options);
  }

  /**
   * Delete an automation
   *
   * With all its runs; those under way end here. 409 while other automations run it.
   */
  deleteAutomation(automationId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/automations/${segment(automationId)}` }, options);
  }

  /**
   * Try an automation without effects
   *
   * On customers, or on the last real events, with your own rights: nothing is written and nothing is sent. It need not be switched on.
   */
  dryRunAutomation(automationId: string, body: t.DryRunAutomationData['body'], options?: Options): Promise<t.DryRunAutomationResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/automations/${segment(automationId)}/dry-run`, body, acceptsKey: true }, options);
  }

  /**
   * Duplicate an automation
   *
   * The copy is switched off and acts for you. Secret headers are not copied: 422 names them.
   */
  duplicateAutomation(automationId: string, body: t.DuplicateAutomationData['body'], options?: Options): Promise<t.DuplicateAutomationResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/automations/${segment(automationId)}/duplicate`, body, acceptsKey: true }, options);
  }

  /**
   * Export an automation
   *
   * A file that another workspace can import. Secrets are null.
   */
  exportAutomation(automationId: string, options?: Options): Promise<t.ExportAutomationResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/automations/${segment(automationId)}/export` }, options);
  }

  /**
   * Make a webhook's address
   *
   * Shown only now; a former address stops working. 409 when the trigger is no webhook.
   */
  makeAutomationHook(automationId: string, options?: Options): Promise<t.MakeAutomationHookResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/automations/${segment(automationId)}/hook`, acceptsKey: true }, options);
  }

  /**
   * Go on with all failed runs
   *
   * Those of customers that you may see, each from the step that failed, by the newest flow. At most 10,000 at once.
   */
  retryFailedRuns(automationId: string, options?: Options): Promise<t.RetryFailedRunsResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/automations/${segment(automationId)}/retry-failed`, acceptsKey: true }, options);
  }

  /**
   * Run an automation
   *
   * On behalf of the caller, whatever its trigger is: conditions on the customer and the scope hold, conditions on an event are left out.
   *
   * Up to 100 customers are started at once, more and filters by a job. Needs an `Idempotency-Key`.
   */
  runAutomation(automationId: string, body: t.RunAutomationData['body'], options?: Options): Promise<t.RunAutomationResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/automations/${segment(automationId)}/run`, body, acceptsKey: true }, options);
  }

  /**
   * List an automation's runs
   *
   * The newest first; only those without a customer or with one that you may see.
   */
  listRunsOfAutomation(automationId: string, query?: NonNullable<t.ListRunsOfAutomationData['query']>, options?: Options): Promise<t.ListRunsOfAutomationResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/automations/${segment(automationId)}/runs`, query }, options);
  }

  /**
   * List an automation's runs: every item of every page, fetched as they are needed.
   */
  iterateRunsOfAutomation(automationId: string, query?: Omit<NonNullable<t.ListRunsOfAutomationData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListRunsOfAutomationResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/automations/${segment(automationId)}/runs`, query }, options);
  }

  /**
   * List an automation's versions
   *
   * Who saved its flow when, the newest first.
   */
  listAutomationVersions(automationId: string, query?: NonNullable<t.ListAutomationVersionsData['query']>, options?: Options): Promise<t.ListAutomationVersionsResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/automations/${segment(automationId)}/versions`, query }, options);
  }

  /**
   * List an automation's versions: every item of every page, fetched as they are needed.
   */
  iterateAutomationVersions(automationId: string, query?: Omit<NonNullable<t.ListAutomationVersionsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListAutomationVersionsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/automations/${segment(automationId)}/versions`, query }, options);
  }

  /**
   * Ask why an automation did not run
   *
   * With the condition that failed. Name one of `customer_id` and `event_id`.
   */
  explainAutomation(automationId: string, query?: NonNullable<t.ExplainAutomationData['query']>, options?: Options): Promise<t.ExplainAutomationResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/automations/${segment(automationId)}/why`, query }, options);
  }

  /**
   * List credit units
   *
   * What customers can have credits of, by key.
   */
  listCreditUnits(query?: NonNullable<t.ListCreditUnitsData['query']>, options?: Options): Promise<t.ListCreditUnitsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/credit-units', query }, options);
  }

  /**
   * List credit units: every item of every page, fetched as they are needed.
   */
  iterateCreditUnits(query?: Omit<NonNullable<t.ListCreditUnitsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListCreditUnitsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/credit-units', query }, options);
  }

  /**
   * Create a credit unit
   *
   * Every customer has an account of it from now on, empty at first.
   */
  createCreditUnit(body: t.CreateCreditUnitData['body'], options?: Options): Promise<t.CreateCreditUnitResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/credit-units', body, acceptsKey: true }, options);
  }

  /**
   * Get a credit unit
   *
   * One unit with its ETag.
   */
  getCreditUnit(unit: string, options?: Options): Promise<t.GetCreditUnitResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/credit-units/${segment(unit)}` }, options);
  }

  /**
   * Rename a credit unit
   *
   * Its name and description; the key stays.
   */
  updateCreditUnit(unit: string, body: t.UpdateCreditUnitData['body'], options?: Options): Promise<t.UpdateCreditUnitResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/credit-units/${segment(unit)}`, body }, options);
  }

  /**
   * Delete a credit unit
   *
   * Refused (409) for a built-in one, and once a customer has a history in it.
   */
  deleteCreditUnit(unit: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/credit-units/${segment(unit)}` }, options);
  }

  /**
   * List custom fields
   *
   * In their order. Who may not see a field's values does not see the field, unless they manage the fields.
   */
  listCustomFields(query?: NonNullable<t.ListCustomFieldsData['query']>, options?: Options): Promise<t.ListCustomFieldsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/custom-fields', query }, options);
  }

  /**
   * List custom fields: every item of every page, fetched as they are needed.
   */
  iterateCustomFields(query?: Omit<NonNullable<t.ListCustomFieldsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListCustomFieldsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/custom-fields', query }, options);
  }

  /**
   * Create a custom field
   *
   * Its key, made from the label when absent, and its type are for ever. It comes last.
   */
  createCustomField(body: t.CreateCustomFieldData['body'], options?: Options): Promise<t.CreateCustomFieldResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/custom-fields', body, acceptsKey: true }, options);
  }

  /**
   * Order custom fields
   *
   * Puts the fields into the given order.
   */
  reorderCustomFields(body: t.ReorderCustomFieldsData['body'], options?: Options): Promise<void> {
    return this.perform({ method: 'PUT', path: '/api/v1/custom-fields/order', body }, options);
  }

  /**
   * Get a custom field
   *
   * One field, archived or not, with its ETag.
   */
  getCustomField(fieldId: string, options?: Options): Promise<t.GetCustomFieldResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/custom-fields/${segment(fieldId)}` }, options);
  }

  /**
   * Change a custom field
   *
   * Values that customers have stay as they are, whatever the new limits. An option that customers have cannot be left out (409).
   */
  updateCustomField(fieldId: string, body: t.UpdateCustomFieldData['body'], options?: Options): Promise<t.UpdateCustomFieldResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/custom-fields/${segment(fieldId)}`, body }, options);
  }

  /**
   * Delete a custom field
   *
   * Only one in which no customer has a value (409); archive the others. 409 also lists the forms and automations that use it.
   */
  deleteCustomField(fieldId: string, query?: NonNullable<t.DeleteCustomFieldData['query']>, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/custom-fields/${segment(fieldId)}`, query }, options);
  }

  /**
   * Archive a custom field
   *
   * Its values are kept, out of sight, until it is restored. 409 lists the forms and automations that use it.
   */
  archiveCustomField(fieldId: string, query?: NonNullable<t.ArchiveCustomFieldData['query']>, options?: Options): Promise<t.ArchiveCustomFieldResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/custom-fields/${segment(fieldId)}/archive`, query, acceptsKey: true }, options);
  }

  /**
   * Restore an archived custom field
   *
   * With the values it had.
   */
  restoreCustomField(fieldId: string, options?: Options): Promise<t.RestoreCustomFieldResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/custom-fields/${segment(fieldId)}/restore`, acceptsKey: true }, options);
  }

  /**
   * Count customers by group
   *
   * Only customers the caller may see.
   */
  countCustomers(query?: NonNullable<t.CountCustomersData['query']>, options?: Options): Promise<t.CountCustomersResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/customer-counts', query }, options);
  }

  /**
   * List and search customers
   *
   * The customers the caller may see. Custom fields filter as `field[renewal_on][gte]=2026-01-01`, with the operators `eq`, `in`, `gt`, `gte`, `lt`, `lte`, `contains`, `exists` and `missing`, as far as the field's type has them.
   */
  listCustomers(query?: NonNullable<t.ListCustomersData['query']> & { [filter: `field[${string}`]: string | number | boolean | string[] }, options?: Options): Promise<t.ListCustomersResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/customers', query }, options);
  }

  /**
   * List and search customers: every item of every page, fetched as they are needed.
   */
  iterateCustomers(query?: Omit<NonNullable<t.ListCustomersData['query']>, 'cursor'> & { [filter: `field[${string}`]: string | number | boolean | string[] }, options?: Options): AsyncGenerator<t.ListCustomersResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/customers', query }, options);
  }

  /**
   * Create a customer
   *
   * A duplicate address or external id answers 409 with `existing_id`, if the caller may see that customer.
   */
  createCustomer(body: t.CreateCustomerData['body'], options?: Options): Promise<t.CreateCustomerResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/customers', body, acceptsKey: true }, options);
  }

  /**
   * Do up to 100 operations
   *
   * In order, each by itself: one that is refused leaves no trace and does not stop the others. The answer is 200 even so; look at the results.
   */
  batchCustomers(body: t.BatchCustomersData['body'], options?: Options): Promise<t.BatchCustomersResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/customers/batch', body, acceptsKey: true }, options);
  }

  /**
   * Edit many customers
   *
   * A job edits a selection, or everything a filter finds. Its result counts `changed` and `failed`; the error file says why.
   *
   * Needs the permission of the single operation: `customers:write`, `tags:write` or `customers:delete`.
   */
  editCustomers(body: t.EditCustomersData['body'], options?: Options): Promise<t.EditCustomersResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/customers/bulk', body, acceptsKey: true }, options);
  }

  /**
   * Create or change a customer
   *
   * Finds the customer by an address or an id elsewhere, then creates (201) or changes it (200). Repeating it changes nothing.
   */
  upsertCustomerByIdentifier(scheme: string, value: string, body: t.UpsertCustomerByIdentifierData['body'], options?: Options): Promise<t.UpsertCustomerByIdentifierResponse> {
    return this.receive({ method: 'PUT', path: `/api/v1/customers/by/${segment(scheme)}/${segment(value)}`, body }, options);
  }

  /**
   * Get a customer
   *
   * One customer with its ETag.
   */
  getCustomer(customerId: string, options?: Options): Promise<t.GetCustomerResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}` }, options);
  }

  /**
   * Change a customer
   *
   * Moving to another folder keeps the values it hides and maps the status: the given one, else one of the same name, else the default. It is refused (409) while a field that the folder requires is empty.
   */
  updateCustomer(customerId: string, body: t.UpdateCustomerData['body'], options?: Options): Promise<t.UpdateCustomerResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/customers/${segment(customerId)}`, body }, options);
  }

  /**
   * Delete a customer
   *
   * Puts it into the trash for 30 days. Refused (409, `unmet`) while tickets or live chats exist.
   */
  deleteCustomer(customerId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/customers/${segment(customerId)}` }, options);
  }

  /**
   * Get a customer's picture
   *
   * 256 × 256 pixels, WebP. 404 when there is none.
   */
  getCustomerAvatar(customerId: string, query?: NonNullable<t.GetCustomerAvatarData['query']>, options?: Options): Promise<Blob> {
    return this.download({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/avatar`, query }, options);
  }

  /**
   * Set a customer's picture
   *
   * It is cropped to a square (`x`, `y` and `size` choose which), scaled to 256 by 256 and re-encoded without its metadata.
   */
  setCustomerAvatar(customerId: string, body: t.SetCustomerAvatarData['body'], options?: Options): Promise<t.SetCustomerAvatarResponse> {
    return this.receive({ method: 'PUT', path: `/api/v1/customers/${segment(customerId)}/avatar`, form: body }, options);
  }

  /**
   * Remove a customer's picture
   *
   * Answers 404 when it has none.
   */
  removeCustomerAvatar(customerId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/customers/${segment(customerId)}/avatar` }, options);
  }

  /**
   * Make a prospect a customer
   *
   * Once in its life; the id stays. A customer answers 409.
   */
  convertCustomer(customerId: string, options?: Options): Promise<t.ConvertCustomerResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/convert`, acceptsKey: true }, options);
  }

  /**
   * Get a customer's credits
   *
   * The balance of every unit of the workspace, those never used included.
   */
  getCredits(customerId: string, options?: Options): Promise<t.GetCreditsResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/credits` }, options);
  }

  /**
   * Price a running call
   *
   * Each minute that began after the grace costs the price per minute: with 6 seconds of grace, 6 seconds cost nothing, 66 one minute, 67 two. `seconds_covered` tells when a call has to end. Nothing is taken: hold credits at the beginning and capture what this answers at the end.
   */
  priceCall(customerId: string, query: NonNullable<t.PriceCallData['query']>, options?: Options): Promise<t.PriceCallResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/credits/call-price`, query }, options);
  }

  /**
   * Pay for usage with credits
   *
   * For systems that meter: `source` names the call, tool call or order that it pays for. 402 `insufficient-credits` when less is available, and then nothing is stored: the same key may be sent again once there is more.
   */
  consumeCredits(customerId: string, body: t.ConsumeCreditsData['body'], options?: Options): Promise<t.ConsumeCreditsResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/credits/consume`, body, acceptsKey: true }, options);
  }

  /**
   * Deduct credits
   *
   * Takes credits away with a reason. 402 `insufficient-credits` when less is available, and then nothing is stored.
   */
  deductCredits(customerId: string, body: t.DeductCreditsData['body'], options?: Options): Promise<t.DeductCreditsResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/credits/deductions`, body, acceptsKey: true }, options);
  }

  /**
   * List the history of a customer's credits
   *
   * Newest first. Entries are never changed: a mistake is reversed by another entry.
   */
  listCreditEntries(customerId: string, query?: NonNullable<t.ListCreditEntriesData['query']>, options?: Options): Promise<t.ListCreditEntriesResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/credits/entries`, query }, options);
  }

  /**
   * List the history of a customer's credits: every item of every page, fetched as they are needed.
   */
  iterateCreditEntries(customerId: string, query?: Omit<NonNullable<t.ListCreditEntriesData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListCreditEntriesResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/credits/entries`, query }, options);
  }

  /**
   * Reverse a debit
   *
   * Its credits go back to the grants they came from; what came from a grant that has ended since, ends at once again. 409 for anything but a debit, and for one that was reversed.
   */
  reverseCreditEntry(customerId: string, entryId: string, body: t.ReverseCreditEntryData['body'], options?: Options): Promise<t.ReverseCreditEntryResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/credits/entries/${segment(entryId)}/reverse`, body, acceptsKey: true }, options);
  }

  /**
   * Download the history of a customer's credits
   *
   * All of it as it stands now, through the same filters as the list, newest first. Cells that a spreadsheet would take for formulas are guarded.
   */
  downloadCreditEntries(customerId: string, query?: NonNullable<t.DownloadCreditEntriesData['query']>, options?: Options): Promise<Blob> {
    return this.download({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/credits/export`, query }, options);
  }

  /**
   * Forecast when credits run out
   *
   * Debits of the last thirty days, less reversals, divided by the days, are taken from the grants day by day in the order in which they burn; what expires meanwhile is lost. The first day that cannot be paid is the answer.
   */
  forecastCredits(customerId: string, query?: NonNullable<t.ForecastCreditsData['query']>, options?: Options): Promise<t.ForecastCreditsResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/credits/forecast`, query }, options);
  }

  /**
   * List a customer's grants
   *
   * Newest first. They burn in another order: by priority, then those that end earlier, then the older ones.
   */
  listCreditGrants(customerId: string, query?: NonNullable<t.ListCreditGrantsData['query']>, options?: Options): Promise<t.ListCreditGrantsResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/credits/grants`, query }, options);
  }

  /**
   * List a customer's grants: every item of every page, fetched as they are needed.
   */
  iterateCreditGrants(customerId: string, query?: Omit<NonNullable<t.ListCreditGrantsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListCreditGrantsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/credits/grants`, query }, options);
  }

  /**
   * Give credits
   *
   * They burn by priority, then those that end earlier, then the older ones. What is left when they end is taken out of the balance.
   */
  createCreditGrant(customerId: string, body: t.CreateCreditGrantData['body'], options?: Options): Promise<t.CreateCreditGrantResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/credits/grants`, body, acceptsKey: true }, options);
  }

  /**
   * Take a grant back
   *
   * What is left of it leaves the balance; what was used stays used. 409 when nothing is left, or when a part of it is held.
   */
  voidCreditGrant(customerId: string, grantId: string, body: t.VoidCreditGrantData['body'], options?: Options): Promise<t.VoidCreditGrantResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/credits/grants/${segment(grantId)}/void`, body, acceptsKey: true }, options);
  }

  /**
   * List a customer's holds
   *
   * Newest first.
   */
  listCreditHolds(customerId: string, query?: NonNullable<t.ListCreditHoldsData['query']>, options?: Options): Promise<t.ListCreditHoldsResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/credits/holds`, query }, options);
  }

  /**
   * List a customer's holds: every item of every page, fetched as they are needed.
   */
  iterateCreditHolds(customerId: string, query?: Omit<NonNullable<t.ListCreditHoldsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListCreditHoldsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/credits/holds`, query }, options);
  }

  /**
   * Hold credits
   *
   * Reserves credits for something that is still running, such as a call: nobody else can spend them until the hold is captured, released or expires. 402 `insufficient-credits` when less is available.
   */
  createCreditHold(customerId: string, body: t.CreateCreditHoldData['body'], options?: Options): Promise<t.CreateCreditHoldResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/credits/holds`, body, acceptsKey: true }, options);
  }

  /**
   * Get a hold
   *
   * One hold with its ETag.
   */
  getCreditHold(customerId: string, holdId: string, options?: Options): Promise<t.GetCreditHoldResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/credits/holds/${segment(holdId)}` }, options);
  }

  /**
   * Pay a part of a hold
   *
   * Once; the rest is free again. 409 when it was settled, when its time is over, or when it holds less.
   */
  captureCreditHold(customerId: string, holdId: string, body: t.CaptureCreditHoldData['body'], options?: Options): Promise<t.CaptureCreditHoldResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/credits/holds/${segment(holdId)}/capture`, body, acceptsKey: true }, options);
  }

  /**
   * Release a hold
   *
   * Everything it reserved is free again. 409 when it was settled.
   */
  releaseCreditHold(customerId: string, holdId: string, body: t.ReleaseCreditHoldData['body'], options?: Options): Promise<t.ReleaseCreditHoldResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/credits/holds/${segment(holdId)}/release`, body, acceptsKey: true }, options);
  }

  /**
   * Get balance and burn by day
   *
   * For a chart: at most 367 days, every one of them.
   */
  getCreditSeries(customerId: string, query?: NonNullable<t.GetCreditSeriesData['query']>, options?: Options): Promise<t.GetCreditSeriesResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/credits/series`, query }, options);
  }

  /**
   * Get the settings of a customer's credits
   *
   * Threshold, price of calls and rule for topping up, with their ETag.
   */
  getCreditSettings(customerId: string, unit: string, options?: Options): Promise<t.GetCreditSettingsResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/credits/settings/${segment(unit)}` }, options);
  }

  /**
   * Change the settings of a customer's credits
   *
   * The low balance is told once each time the available credits go below the threshold. Topping up is told once a calendar month until billing can buy.
   */
  updateCreditSettings(customerId: string, unit: string, body: t.UpdateCreditSettingsData['body'], options?: Options): Promise<t.UpdateCreditSettingsResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/customers/${segment(customerId)}/credits/settings/${segment(unit)}`, body }, options);
  }

  /**
   * Ask what deleting a customer would mean
   *
   * What blocks it, what would be lost, and until when it could be restored.
   */
  getDeletionPlan(customerId: string, options?: Options): Promise<t.GetDeletionPlanResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/deletion-plan` }, options);
  }

  /**
   * List sites that were turned away
   *
   * Sites that tried to show the customer's widgets and may not, one line for each token and site; the newest site first.
   */
  listEmbedRefusals(customerId: string, query?: NonNullable<t.ListEmbedRefusalsData['query']>, options?: Options): Promise<t.ListEmbedRefusalsResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/embed-refusals`, query }, options);
  }

  /**
   * List sites that were turned away: every item of every page, fetched as they are needed.
   */
  iterateEmbedRefusals(customerId: string, query?: Omit<NonNullable<t.ListEmbedRefusalsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListEmbedRefusalsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/embed-refusals`, query }, options);
  }

  /**
   * List a customer's embed tokens
   *
   * Newest first, whoever made them.
   */
  listEmbedTokens(customerId: string, query?: NonNullable<t.ListEmbedTokensData['query']>, options?: Options): Promise<t.ListEmbedTokensResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/embed-tokens`, query }, options);
  }

  /**
   * List a customer's embed tokens: every item of every page, fetched as they are needed.
   */
  iterateEmbedTokens(customerId: string, query?: Omit<NonNullable<t.ListEmbedTokensData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListEmbedTokensResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/embed-tokens`, query }, options);
  }

  /**
   * Create an embed token
   *
   * For one customer and one configuration. The secret is in this answer only. 409 with `unmet` while the customer's feature Embeds is off.
   */
  createEmbedToken(customerId: string, body: t.CreateEmbedTokenData['body'], options?: Options): Promise<t.CreateEmbedTokenResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/embed-tokens`, body, acceptsKey: true }, options);
  }

  /**
   * Revoke all embed tokens of a customer
   *
   * Every token that works stops at once, and with it every open widget.
   */
  revokeEmbedTokens(customerId: string, options?: Options): Promise<t.RevokeEmbedTokensResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/embed-tokens/revoke`, acceptsKey: true }, options);
  }

  /**
   * Get an embed token
   *
   * One token with its ETag, without its secret.
   */
  getEmbedToken(customerId: string, tokenId: string, options?: Options): Promise<t.GetEmbedTokenResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/embed-tokens/${segment(tokenId)}` }, options);
  }

  /**
   * Change an embed token
   *
   * Label, expiry and sites. A revoked token stays revoked (409).
   */
  updateEmbedToken(customerId: string, tokenId: string, body: t.UpdateEmbedTokenData['body'], options?: Options): Promise<t.UpdateEmbedTokenResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/customers/${segment(customerId)}/embed-tokens/${segment(tokenId)}`, body }, options);
  }

  /**
   * Revoke an embed token
   *
   * It and every open widget of it stop at once; it stays in the list as revoked.
   */
  deleteEmbedToken(customerId: string, tokenId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/customers/${segment(customerId)}/embed-tokens/${segment(tokenId)}` }, options);
  }

  /**
   * Preview the widgets of an embed token
   *
   * A bearer as a page would get it, to see the widgets from inside. 403 for whoever may not see what they show.
   */
  previewEmbedToken(customerId: string, tokenId: string, options?: Options): Promise<t.PreviewEmbedTokenResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/embed-tokens/${segment(tokenId)}/preview`, acceptsKey: true }, options);
  }

  /**
   * Rotate an embed token
   *
   * A new secret, in this answer only. The old one goes on working for `overlap_seconds`; snippets need no change.
   */
  rotateEmbedToken(customerId: string, tokenId: string, body: t.RotateEmbedTokenData['body'], options?: Options): Promise<t.RotateEmbedTokenResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/embed-tokens/${segment(tokenId)}/rotate`, body, acceptsKey: true }, options);
  }

  /**
   * Get what a customer may use
   *
   * Every feature with its value, where the value comes from, and the reason why it cannot be used with the place to mend it.
   */
  getCustomerFeatures(customerId: string, options?: Options): Promise<t.GetCustomerFeaturesResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/features` }, options);
  }

  /**
   * Change what a customer may use
   *
   * Sets values for this customer; null goes back to the plan's. All of it or nothing: 409 with `unmet` when a prerequisite is missing. `changes` tells everything that is another thing now, what followed by itself included.
   */
  updateCustomerFeatures(customerId: string, body: t.UpdateCustomerFeaturesData['body'], options?: Options): Promise<t.UpdateCustomerFeaturesResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/customers/${segment(customerId)}/features`, body }, options);
  }

  /**
   * See what a change of features would do
   *
   * Takes what the change takes, changes nothing, and tells what else would change with it and what stands in its way.
   */
  previewCustomerFeatures(customerId: string, body: t.PreviewCustomerFeaturesData['body'], options?: Options): Promise<t.PreviewCustomerFeaturesResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/features/preview`, body, acceptsKey: true }, options);
  }

  /**
   * Ask what moving a customer would change
   *
   * The status it would get, fields and sections that would come and go, and what is missing. Nothing is changed; values of hidden fields are kept.
   */
  getMovePlan(customerId: string, query?: NonNullable<t.GetMovePlanData['query']>, options?: Options): Promise<t.GetMovePlanResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/move-plan`, query }, options);
  }

  /**
   * List a customer's notes
   *
   * Pinned ones first, then the newest.
   */
  listNotes(customerId: string, query?: NonNullable<t.ListNotesData['query']>, options?: Options): Promise<t.ListNotesResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/notes`, query }, options);
  }

  /**
   * List a customer's notes: every item of every page, fetched as they are needed.
   */
  iterateNotes(customerId: string, query?: Omit<NonNullable<t.ListNotesData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListNotesResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/notes`, query }, options);
  }

  /**
   * Write a note
   *
   * Members mentioned in it who may see the customer get an e-mail.
   */
  createNote(customerId: string, body: t.CreateNoteData['body'], options?: Options): Promise<t.CreateNoteResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/notes`, body, acceptsKey: true }, options);
  }

  /**
   * Open a customer's profile
   *
   * In one round trip: the customer, its fields, counts per section, the newest events, and what the caller can do with it or why not.
   */
  getOverview(customerId: string, options?: Options): Promise<t.GetOverviewResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/overview` }, options);
  }

  /**
   * See who is looking at a customer
   *
   * Just now, the caller left out.
   */
  getPresence(customerId: string, options?: Options): Promise<t.GetPresenceResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/presence` }, options);
  }

  /**
   * Say that one is looking at a customer
   *
   * Counts for 45 seconds: say it again every 20. Others who are looking get `presence` in their streams. Answers who they are.
   */
  enterPresence(customerId: string, options?: Options): Promise<t.EnterPresenceResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/presence`, acceptsKey: true }, options);
  }

  /**
   * Say that one no longer looks at a customer
   *
   * At once, in place of after 45 seconds.
   */
  leavePresence(customerId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/customers/${segment(customerId)}/presence` }, options);
  }

  /**
   * List a customer's profiles
   *
   * Through which channels the customer is met, and by which identity; the most recent first.
   */
  listProfiles(customerId: string, query?: NonNullable<t.ListProfilesData['query']>, options?: Options): Promise<t.ListProfilesResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/profiles`, query }, options);
  }

  /**
   * List a customer's profiles: every item of every page, fetched as they are needed.
   */
  iterateProfiles(customerId: string, query?: Omit<NonNullable<t.ListProfilesData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListProfilesResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/profiles`, query }, options);
  }

  /**
   * Add a profile
   *
   * An identity belongs to one customer of the workspace (409).
   */
  createProfile(customerId: string, body: t.CreateProfileData['body'], options?: Options): Promise<t.CreateProfileResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/profiles`, body, acceptsKey: true }, options);
  }

  /**
   * Delete a customer for good
   *
   * Only from the trash, and only once: nothing of it remains but the log's line that it was purged.
   */
  purgeCustomer(customerId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/customers/${segment(customerId)}/purge` }, options);
  }

  /**
   * Get a customer's quota of tool calls
   *
   * What is used and left of it now, and when there will be more. 409 with `unmet` unless Integration is on and apps are chosen.
   */
  getCustomerQuota(customerId: string, options?: Options): Promise<t.GetCustomerQuotaResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/quota` }, options);
  }

  /**
   * Set a customer's quota of tool calls
   *
   * Holds at once; what was used within the last 15 minutes stays used.
   */
  setCustomerQuota(customerId: string, body: t.SetCustomerQuotaData['body'], options?: Options): Promise<t.SetCustomerQuotaResponse> {
    return this.receive({ method: 'PUT', path: `/api/v1/customers/${segment(customerId)}/quota`, body }, options);
  }

  /**
   * Use some of a customer's quota
   *
   * Call this before a tool is called. The `Idempotency-Key` is required: a repetition is answered alike and not counted twice. 429 with `Retry-After`, to the second in which there is room again, counts nothing and is not kept: the same key may try again.
   */
  consumeCustomerQuota(customerId: string, body: t.ConsumeCustomerQuotaData['body'], options?: Options): Promise<t.ConsumeCustomerQuotaResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/quota/consume`, body, acceptsKey: true }, options);
  }

  /**
   * List related customers
   *
   * In both directions, labelled as read from this customer, the newest first; only customers the caller may see.
   */
  listRelations(customerId: string, query?: NonNullable<t.ListRelationsData['query']>, options?: Options): Promise<t.ListRelationsResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/relations`, query }, options);
  }

  /**
   * List related customers: every item of every page, fetched as they are needed.
   */
  iterateRelations(customerId: string, query?: Omit<NonNullable<t.ListRelationsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListRelationsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/relations`, query }, options);
  }

  /**
   * Link a customer
   *
   * With `new_customer` the other one is created and linked in one step (sub-customer). Trees refuse cycles and second parents (409).
   */
  createRelation(customerId: string, body: t.CreateRelationData['body'], options?: Options): Promise<t.CreateRelationResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/relations`, body, acceptsKey: true }, options);
  }

  /**
   * Restore a customer from the trash
   *
   * Refused (409) when another customer has taken one of its addresses or ids meanwhile.
   */
  restoreCustomer(customerId: string, options?: Options): Promise<t.RestoreCustomerResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/restore`, acceptsKey: true }, options);
  }

  /**
   * Add a group of tags to a customer
   *
   * Adds every tag of the group.
   */
  addCustomerTagGroup(customerId: string, groupId: string, options?: Options): Promise<t.AddCustomerTagGroupResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/tag-groups/${segment(groupId)}`, acceptsKey: true }, options);
  }

  /**
   * Remove a group of tags from a customer
   *
   * Removes every tag of the group that it has.
   */
  removeCustomerTagGroup(customerId: string, groupId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/customers/${segment(customerId)}/tag-groups/${segment(groupId)}` }, options);
  }

  /**
   * List a customer's tags
   *
   * A to Z.
   */
  listCustomerTags(customerId: string, options?: Options): Promise<t.ListCustomerTagsResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/tags` }, options);
  }

  /**
   * Add tags to a customer
   *
   * Single tags, whole groups, or both. Those it has already stay.
   */
  addCustomerTags(customerId: string, body: t.AddCustomerTagsData['body'], options?: Options): Promise<t.AddCustomerTagsResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/tags`, body, acceptsKey: true }, options);
  }

  /**
   * Replace a customer's tags
   *
   * Adds what is missing and removes what is not named.
   */
  setCustomerTags(customerId: string, body: t.SetCustomerTagsData['body'], options?: Options): Promise<t.SetCustomerTagsResponse> {
    return this.receive({ method: 'PUT', path: `/api/v1/customers/${segment(customerId)}/tags`, body }, options);
  }

  /**
   * Remove a tag from a customer
   *
   * The tag itself stays.
   */
  removeCustomerTag(customerId: string, tagId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/customers/${segment(customerId)}/tags/${segment(tagId)}` }, options);
  }

  /**
   * Read a customer's timeline
   *
   * Newest first. What the caller may not see is left out: custom fields, notes without `notes:read`, customers out of sight.
   */
  listTimeline(customerId: string, query?: NonNullable<t.ListTimelineData['query']>, options?: Options): Promise<t.ListTimelineResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/timeline`, query }, options);
  }

  /**
   * Read a customer's timeline: every item of every page, fetched as they are needed.
   */
  iterateTimeline(customerId: string, query?: Omit<NonNullable<t.ListTimelineData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListTimelineResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/timeline`, query }, options);
  }

  /**
   * List what is counted for a customer
   *
   * Calls with its keys, steps of automations, webhooks: what the workspace has counted besides tool calls.
   */
  listCustomerUsage(customerId: string, query?: NonNullable<t.ListCustomerUsageData['query']>, options?: Options): Promise<t.ListCustomerUsageResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/usage`, query }, options);
  }

  /**
   * List what is counted for a customer: every item of every page, fetched as they are needed.
   */
  iterateCustomerUsage(customerId: string, query?: Omit<NonNullable<t.ListCustomerUsageData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListCustomerUsageResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/usage`, query }, options);
  }

  /**
   * Note that the member has seen a customer
   *
   * Clears the badge for new activity. Does nothing for API keys.
   */
  visitCustomer(customerId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'POST', path: `/api/v1/customers/${segment(customerId)}/visit`, acceptsKey: true }, options);
  }

  /**
   * List who works with a customer
   *
   * The owner and all members assigned.
   */
  listWorkers(customerId: string, options?: Options): Promise<t.ListWorkersResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/customers/${segment(customerId)}/workers` }, options);
  }

  /**
   * Choose who works with a customer
   *
   * Assigning others than oneself needs `customers:assign`..
   */
  setWorkers(customerId: string, body: t.SetWorkersData['body'], options?: Options): Promise<t.SetWorkersResponse> {
    return this.receive({ method: 'PUT', path: `/api/v1/customers/${segment(customerId)}/workers`, body }, options);
  }

  /**
   * List e-mail templates
   *
   * A to Z.
   */
  listEmailTemplates(query?: NonNullable<t.ListEmailTemplatesData['query']>, options?: Options): Promise<t.ListEmailTemplatesResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/email-templates', query }, options);
  }

  /**
   * List e-mail templates: every item of every page, fetched as they are needed.
   */
  iterateEmailTemplates(query?: Omit<NonNullable<t.ListEmailTemplatesData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListEmailTemplatesResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/email-templates', query }, options);
  }

  /**
   * Create an e-mail template
   *
   * Placeholders that lead nowhere are refused (422). Its name must not be taken (409).
   */
  createEmailTemplate(body: t.CreateEmailTemplateData['body'], options?: Options): Promise<t.CreateEmailTemplateResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/email-templates', body, acceptsKey: true }, options);
  }

  /**
   * List placeholders of e-mail templates
   *
   * What may stand between `{{` and `}}`: of the customer, its custom fields that the caller may see, and the workspace. A to Z.
   */
  listEmailPlaceholders(query?: NonNullable<t.ListEmailPlaceholdersData['query']>, options?: Options): Promise<t.ListEmailPlaceholdersResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/email-templates/placeholders', query }, options);
  }

  /**
   * List placeholders of e-mail templates: every item of every page, fetched as they are needed.
   */
  iterateEmailPlaceholders(query?: Omit<NonNullable<t.ListEmailPlaceholdersData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListEmailPlaceholdersResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/email-templates/placeholders', query }, options);
  }

  /**
   * Preview a draft of an e-mail template
   *
   * Filled with a real customer, without saving it. Placeholders that lead nowhere are refused (422).
   */
  previewEmailDraft(body: t.PreviewEmailDraftData['body'], options?: Options): Promise<t.PreviewEmailDraftResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/email-templates/preview', body, acceptsKey: true }, options);
  }

  /**
   * Get an e-mail template
   *
   * Archived or not, with its ETag.
   */
  getEmailTemplate(templateId: string, options?: Options): Promise<t.GetEmailTemplateResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/email-templates/${segment(templateId)}` }, options);
  }

  /**
   * Change an e-mail template
   *
   * Automations that use it send the new text from now on, runs under way included.
   */
  updateEmailTemplate(templateId: string, body: t.UpdateEmailTemplateData['body'], options?: Options): Promise<t.UpdateEmailTemplateResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/email-templates/${segment(templateId)}`, body }, options);
  }

  /**
   * Delete an e-mail template
   *
   * Only one that nothing uses: 409 lists the automations that do.
   */
  deleteEmailTemplate(templateId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/email-templates/${segment(templateId)}` }, options);
  }

  /**
   * Archive an e-mail template
   *
   * It is sent no more until it is restored. 409 lists the automations that use it; with `force`, their runs fail where they would send it.
   */
  archiveEmailTemplate(templateId: string, query?: NonNullable<t.ArchiveEmailTemplateData['query']>, options?: Options): Promise<t.ArchiveEmailTemplateResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/email-templates/${segment(templateId)}/archive`, query, acceptsKey: true }, options);
  }

  /**
   * Preview an e-mail template
   *
   * Filled with a real customer. What the caller may not see of the customer stays empty.
   */
  previewEmailTemplate(templateId: string, body: t.PreviewEmailTemplateData['body'], options?: Options): Promise<t.PreviewEmailTemplateResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/email-templates/${segment(templateId)}/preview`, body, acceptsKey: true }, options);
  }

  /**
   * Restore an archived e-mail template
   *
   * With the text it had.
   */
  restoreEmailTemplate(templateId: string, options?: Options): Promise<t.RestoreEmailTemplateResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/email-templates/${segment(templateId)}/restore`, acceptsKey: true }, options);
  }

  /**
   * List embed configurations
   *
   * A to Z.
   */
  listEmbedConfigs(query?: NonNullable<t.ListEmbedConfigsData['query']>, options?: Options): Promise<t.ListEmbedConfigsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/embed-configs', query }, options);
  }

  /**
   * List embed configurations: every item of every page, fetched as they are needed.
   */
  iterateEmbedConfigs(query?: Omit<NonNullable<t.ListEmbedConfigsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListEmbedConfigsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/embed-configs', query }, options);
  }

  /**
   * Create an embed configuration
   *
   * Which widgets, on which sites, with which scopes. Scopes that the caller lacks answer 403.
   */
  createEmbedConfig(body: t.CreateEmbedConfigData['body'], options?: Options): Promise<t.CreateEmbedConfigResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/embed-configs', body, acceptsKey: true }, options);
  }

  /**
   * Get an embed configuration
   *
   * One configuration with its ETag.
   */
  getEmbedConfig(configId: string, options?: Options): Promise<t.GetEmbedConfigResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/embed-configs/${segment(configId)}` }, options);
  }

  /**
   * Change an embed configuration
   *
   * Everything made with it follows at once, open widgets included: what a scope allowed is refused from then on.
   */
  updateEmbedConfig(configId: string, body: t.UpdateEmbedConfigData['body'], options?: Options): Promise<t.UpdateEmbedConfigResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/embed-configs/${segment(configId)}`, body }, options);
  }

  /**
   * Delete an embed configuration
   *
   * 409 while tokens work with it.
   */
  deleteEmbedConfig(configId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/embed-configs/${segment(configId)}` }, options);
  }

  /**
   * Get a launch code for a widget
   *
   * For your server, with the embed token: a code that is good once, for a minute. Give it to the page that shows the widget; the token itself never leaves your server. 401 with `embed-token-revoked` or `embed-token-expired`, 409 with `unmet` while the customer's feature Embeds is off.
   */
  createEmbedLaunch(options?: Options): Promise<t.CreateEmbedLaunchResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/embed/launches', acceptsKey: true }, options);
  }

  /**
   * Ask whether a site may show widgets
   *
   * For the loader on the host page. A site that is not allowed gets 403 `origin-not-allowed`, with a sentence to show in place of the widget, and the member finds a line in the log. 410 when the token was revoked or has expired.
   */
  getEmbedPage(embedKey: string, options?: Options): Promise<t.GetEmbedPageResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/embed/pages/${segment(embedKey)}` }, options);
  }

  /**
   * Exchange a launch code
   *
   * A bearer for 15 minutes, for the widget's page. A code that was used answers 410 `launch-code-used`, one that is too old 410 `launch-code-expired`, and nothing is issued. No cookie is ever set or read.
   */
  createEmbedSession(body: t.CreateEmbedSessionData['body'], options?: Options): Promise<t.CreateEmbedSessionResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/embed/sessions', body }, options);
  }

  /**
   * List event types
   *
   * Everything that events, webhooks and automations can be about, A to Z.
   */
  listEventTypes(query?: NonNullable<t.ListEventTypesData['query']>, options?: Options): Promise<t.ListEventTypesResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/event-types', query }, options);
  }

  /**
   * List event types: every item of every page, fetched as they are needed.
   */
  iterateEventTypes(query?: Omit<NonNullable<t.ListEventTypesData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListEventTypesResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/event-types', query }, options);
  }

  /**
   * List events
   *
   * Of the last thirty days, in the order in which they settled, oldest first: follow it with `after_id` and nothing is missed. Edits of one sitting are one event, shown when the sitting is over. What the caller may not see is left out, so a page may be shorter than `limit`; events of the kinds `security` and `settings` need `audit:read`, those of customers `customers:read`.
   */
  listEvents(query?: NonNullable<t.ListEventsData['query']>, options?: Options): Promise<t.ListEventsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/events', query }, options);
  }

  /**
   * List events: every item of every page, fetched as they are needed.
   */
  iterateEvents(query?: Omit<NonNullable<t.ListEventsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListEventsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/events', query }, options);
  }

  /**
   * Export customers into a file
   *
   * A job writes the customers that you may see, with the fields that you may see; the file is at its `result_url`. Cells of a CSV that a spreadsheet would take for formulas are guarded by an apostrophe, which an import takes off again: importing an export changes nothing.
   */
  createExport(body: t.CreateExportData['body'], options?: Options): Promise<t.CreateExportResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/exports', body, acceptsKey: true }, options);
  }

  /**
   * Get a public form
   *
   * What a page needs to show it. 410 while it is switched off.
   */
  getPublicForm(formKey: string, options?: Options): Promise<t.GetPublicFormResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/f/${segment(formKey)}` }, options);
  }

  /**
   * Fill in a public form
   *
   * Checks every answer (422 with a pointer to each question), then makes or updates the customer. Nothing is kept of answers that are refused.
   *
   * `token` comes from reading the form; sending the same answers with it again repeats the receipt (`Idempotent-Replayed: true`) and has no second effect. At most 64 KiB. Limited by network address and by form (429). Scripts of other sites need their origin to be allowed (403).
   */
  submitForm(formKey: string, body: t.SubmitFormData['body'], options?: Options): Promise<t.SubmitFormResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/f/${segment(formKey)}`, body }, options);
  }

  /**
   * List the catalogue of features
   *
   * Those that come with Atrium, then the workspace's own: with what each needs, forces and switches off, and its value in every plan.
   */
  listFeatures(query?: NonNullable<t.ListFeaturesData['query']>, options?: Options): Promise<t.ListFeaturesResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/features', query }, options);
  }

  /**
   * List the catalogue of features: every item of every page, fetched as they are needed.
   */
  iterateFeatures(query?: Omit<NonNullable<t.ListFeaturesData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListFeaturesResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/features', query }, options);
  }

  /**
   * Add a feature
   *
   * One of the workspace's own. Its key must not be taken (409).
   */
  createFeature(body: t.CreateFeatureData['body'], options?: Options): Promise<t.CreateFeatureResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/features', body, acceptsKey: true }, options);
  }

  /**
   * Get a feature of the catalogue
   *
   * One feature with its ETag.
   */
  getFeature(featureKey: string, options?: Options): Promise<t.GetFeatureResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/features/${segment(featureKey)}` }, options);
  }

  /**
   * Change a feature
   *
   * One of the workspace's own: those that come with Atrium are refused (409).
   */
  updateFeature(featureKey: string, body: t.UpdateFeatureData['body'], options?: Options): Promise<t.UpdateFeatureResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/features/${segment(featureKey)}`, body }, options);
  }

  /**
   * Delete a feature
   *
   * With what plans and customers have of it. 409 for one that comes with Atrium or that others require.
   */
  deleteFeature(featureKey: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/features/${segment(featureKey)}` }, options);
  }

  /**
   * List folders
   *
   * Each after the folder it lies in, with its statuses and what the caller may do there. Hidden folders are left out.
   */
  listFolders(query?: NonNullable<t.ListFoldersData['query']>, options?: Options): Promise<t.ListFoldersResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/folders', query }, options);
  }

  /**
   * List folders: every item of every page, fetched as they are needed.
   */
  iterateFolders(query?: Omit<NonNullable<t.ListFoldersData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListFoldersResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/folders', query }, options);
  }

  /**
   * Create a folder
   *
   * Its statuses can be given at once; the one marked as default, else the first, is what customers who come into it get.
   */
  createFolder(body: t.CreateFolderData['body'], options?: Options): Promise<t.CreateFolderResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/folders', body, acceptsKey: true }, options);
  }

  /**
   * Order folders
   *
   * Puts the folders of one parent into the given order.
   */
  reorderFolders(body: t.ReorderFoldersData['body'], options?: Options): Promise<void> {
    return this.perform({ method: 'PUT', path: '/api/v1/folders/order', body }, options);
  }

  /**
   * Get a folder
   *
   * One folder with its policy and its ETag.
   */
  getFolder(folderId: string, options?: Options): Promise<t.GetFolderResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/folders/${segment(folderId)}` }, options);
  }

  /**
   * Change a folder
   *
   * Name, looks, place in the tree, visible sections. Needs the level manage in it, and in the folder it is moved into.
   */
  updateFolder(folderId: string, body: t.UpdateFolderData['body'], options?: Options): Promise<t.UpdateFolderResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/folders/${segment(folderId)}`, body }, options);
  }

  /**
   * Delete a folder
   *
   * Only an empty one: 409 counts the customers and folders in it, or lists the forms and automations that use it. Its statuses and permissions go with it.
   */
  deleteFolder(folderId: string, query?: NonNullable<t.DeleteFolderData['query']>, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/folders/${segment(folderId)}`, query }, options);
  }

  /**
   * Get a folder's permissions
   *
   * What it grants by itself. Who is not named has what the folder above grants, else every level; owners always have every level.
   */
  getFolderPermissions(folderId: string, options?: Options): Promise<t.GetFolderPermissionsResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/folders/${segment(folderId)}/permissions` }, options);
  }

  /**
   * Set a folder's permissions
   *
   * Replaces them all. Refused (409) when the caller would no longer manage the folder.
   */
  setFolderPermissions(folderId: string, body: t.SetFolderPermissionsData['body'], options?: Options): Promise<t.SetFolderPermissionsResponse> {
    return this.receive({ method: 'PUT', path: `/api/v1/folders/${segment(folderId)}/permissions`, body }, options);
  }

  /**
   * List a folder's statuses
   *
   * In their order.
   */
  listStatuses(folderId: string, query?: NonNullable<t.ListStatusesData['query']>, options?: Options): Promise<t.ListStatusesResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/folders/${segment(folderId)}/statuses`, query }, options);
  }

  /**
   * List a folder's statuses: every item of every page, fetched as they are needed.
   */
  iterateStatuses(folderId: string, query?: Omit<NonNullable<t.ListStatusesData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListStatusesResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/folders/${segment(folderId)}/statuses`, query }, options);
  }

  /**
   * Create a status
   *
   * At the end of the folder's list. Its name must not be taken there (409).
   */
  createStatus(folderId: string, body: t.CreateStatusData['body'], options?: Options): Promise<t.CreateStatusResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/folders/${segment(folderId)}/statuses`, body, acceptsKey: true }, options);
  }

  /**
   * Order a folder's statuses
   *
   * Puts them into the given order.
   */
  reorderStatuses(folderId: string, body: t.ReorderStatusesData['body'], options?: Options): Promise<void> {
    return this.perform({ method: 'PUT', path: `/api/v1/folders/${segment(folderId)}/statuses/order`, body }, options);
  }

  /**
   * List forms
   *
   * A to Z.
   */
  listForms(query?: NonNullable<t.ListFormsData['query']>, options?: Options): Promise<t.ListFormsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/forms', query }, options);
  }

  /**
   * List forms: every item of every page, fetched as they are needed.
   */
  iterateForms(query?: Omit<NonNullable<t.ListFormsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListFormsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/forms', query }, options);
  }

  /**
   * Create a form
   *
   * Without `fields` it asks for name and e-mail address. It takes answers once it is `active`.
   */
  createForm(body: t.CreateFormData['body'], options?: Options): Promise<t.CreateFormResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/forms', body, acceptsKey: true }, options);
  }

  /**
   * Get a form
   *
   * One form with its questions and its ETag.
   */
  getForm(formId: string, options?: Options): Promise<t.GetFormResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/forms/${segment(formId)}` }, options);
  }

  /**
   * Change a form
   *
   * Pages that are open somewhere keep the questions they have; what they send is checked against the new ones.
   */
  updateForm(formId: string, body: t.UpdateFormData['body'], options?: Options): Promise<t.UpdateFormResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/forms/${segment(formId)}`, body }, options);
  }

  /**
   * Delete a form
   *
   * Refused (409) while it has submissions, since the consents in them would go too, or automations start from it. Switching it off keeps them.
   */
  deleteForm(formId: string, query?: NonNullable<t.DeleteFormData['query']>, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/forms/${segment(formId)}`, query }, options);
  }

  /**
   * Duplicate a form
   *
   * A copy with an address of its own, switched off, without submissions.
   */
  duplicateForm(formId: string, options?: Options): Promise<t.DuplicateFormResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/forms/${segment(formId)}/duplicate`, acceptsKey: true }, options);
  }

  /**
   * List a form's submissions
   *
   * Newest first, of customers whom the caller may see.
   */
  listFormSubmissions(formId: string, query?: NonNullable<t.ListFormSubmissionsData['query']>, options?: Options): Promise<t.ListFormSubmissionsResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/forms/${segment(formId)}/submissions`, query }, options);
  }

  /**
   * List a form's submissions: every item of every page, fetched as they are needed.
   */
  iterateFormSubmissions(formId: string, query?: Omit<NonNullable<t.ListFormSubmissionsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListFormSubmissionsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/forms/${segment(formId)}/submissions`, query }, options);
  }

  /**
   * Call an automation's webhook
   *
   * Takes any JSON object of up to 256 KiB in, once for each id of the sender. 404 for an unknown address.
   */
  receiveHook(token: string, body: t.ReceiveHookData['body'], options?: Options): Promise<t.ReceiveHookResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/hooks/${segment(token)}`, body, acceptsKey: true }, options);
  }

  /**
   * List imports
   *
   * Newest first: one's own, or with `workspace:manage` everybody's.
   */
  listImports(query?: NonNullable<t.ListImportsData['query']>, options?: Options): Promise<t.ListImportsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/imports', query }, options);
  }

  /**
   * List imports: every item of every page, fetched as they are needed.
   */
  iterateImports(query?: Omit<NonNullable<t.ListImportsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListImportsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/imports', query }, options);
  }

  /**
   * Import customers from a file
   *
   * Starts at once (202): the job's progress and counts are at `/jobs/{id}`, with a file of the rejected rows in `errors_url`. With `preview` in the options the file is only kept, and the answer (201) shows its columns, what they most likely mean, and what the first rows would come to.
   *
   * Importing the same file again changes nothing. A row that cannot be imported is rejected with its reasons and never ends the import.
   */
  createImport(body: t.CreateImportData['body'], options?: Options): Promise<t.CreateImportResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/imports', form: body, acceptsKey: true }, options);
  }

  /**
   * Get an import
   *
   * Its state, progress and counts.
   */
  getImport(importId: string, options?: Options): Promise<t.GetImportResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/imports/${segment(importId)}` }, options);
  }

  /**
   * Look at an import's file again
   *
   * As in the answer to the upload, read in another way.
   */
  getImportPreview(importId: string, query?: NonNullable<t.GetImportPreviewData['query']>, options?: Options): Promise<t.GetImportPreviewResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/imports/${segment(importId)}/preview`, query }, options);
  }

  /**
   * Preview an import
   *
   * What the first rows would come to with these options. Changes nothing.
   */
  previewImport(importId: string, body: t.PreviewImportData['body'], options?: Options): Promise<t.PreviewImportResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/imports/${segment(importId)}/preview`, body, acceptsKey: true }, options);
  }

  /**
   * List rejected rows
   *
   * In the order of the file, also while the import runs and after it was cancelled. The job's `errors_url` has them as a CSV file.
   */
  listImportRejects(importId: string, query?: NonNullable<t.ListImportRejectsData['query']>, options?: Options): Promise<t.ListImportRejectsResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/imports/${segment(importId)}/rejects`, query }, options);
  }

  /**
   * List rejected rows: every item of every page, fetched as they are needed.
   */
  iterateImportRejects(importId: string, query?: Omit<NonNullable<t.ListImportRejectsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListImportRejectsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/imports/${segment(importId)}/rejects`, query }, options);
  }

  /**
   * Start an import
   *
   * Once: 409 when it was started already.
   */
  startImport(importId: string, body: t.StartImportData['body'], options?: Options): Promise<t.StartImportResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/imports/${segment(importId)}/start`, body, acceptsKey: true }, options);
  }

  /**
   * List invitations
   *
   * Newest first.
   */
  listInvitations(query?: NonNullable<t.ListInvitationsData['query']>, options?: Options): Promise<t.ListInvitationsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/invitations', query }, options);
  }

  /**
   * List invitations: every item of every page, fetched as they are needed.
   */
  iterateInvitations(query?: Omit<NonNullable<t.ListInvitationsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListInvitationsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/invitations', query }, options);
  }

  /**
   * Invite someone
   *
   * Sends an e-mail with a link that works once within seven days. 409 when the address belongs to a member or was invited already; 403 when the role or visibility goes beyond the caller's own.
   */
  createInvitation(body: t.CreateInvitationData['body'], options?: Options): Promise<t.CreateInvitationResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/invitations', body, acceptsKey: true }, options);
  }

  /**
   * Accept an invitation
   *
   * Makes the invited person a member and signs nobody in: sign in afterwards. Works once (410). An account that exists is proved by its password (422) and second factor (401).
   */
  acceptInvitation(body: t.AcceptInvitationData['body'], options?: Options): Promise<t.AcceptInvitationResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/invitations/accept', body }, options);
  }

  /**
   * Look at an invitation
   *
   * What an invited person sees before accepting. 404 for an unknown secret, 410 when it was accepted, revoked or has expired.
   */
  lookupInvitation(body: t.LookupInvitationData['body'], options?: Options): Promise<t.LookupInvitationResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/invitations/lookup', body }, options);
  }

  /**
   * Get an invitation
   *
   * One invitation with its ETag.
   */
  getInvitation(invitationId: string, options?: Options): Promise<t.GetInvitationResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/invitations/${segment(invitationId)}` }, options);
  }

  /**
   * Revoke an invitation
   *
   * Its link stops working at once. 409 once it was accepted or revoked.
   */
  deleteInvitation(invitationId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/invitations/${segment(invitationId)}` }, options);
  }

  /**
   * Send an invitation again
   *
   * A new link, good for seven more days; the link of the earlier e-mail stops working. 409 once it was accepted or revoked.
   */
  resendInvitation(invitationId: string, options?: Options): Promise<t.ResendInvitationResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/invitations/${segment(invitationId)}/resend`, acceptsKey: true }, options);
  }

  /**
   * List jobs
   *
   * Newest first: the caller's own, or with `workspace:manage` everybody's. Those that ended more than thirty days ago are gone.
   */
  listJobs(query?: NonNullable<t.ListJobsData['query']>, options?: Options): Promise<t.ListJobsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/jobs', query }, options);
  }

  /**
   * List jobs: every item of every page, fetched as they are needed.
   */
  iterateJobs(query?: Omit<NonNullable<t.ListJobsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListJobsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/jobs', query }, options);
  }

  /**
   * Get a job
   *
   * Ask again until `state` is succeeded, failed or cancelled.
   */
  getJob(jobId: string, options?: Options): Promise<t.GetJobResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/jobs/${segment(jobId)}` }, options);
  }

  /**
   * Cancel a job
   *
   * A waiting job ends at once, a running one before its next step; what it did so far stays. 409 once it has ended otherwise.
   */
  cancelJob(jobId: string, options?: Options): Promise<t.CancelJobResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/jobs/${segment(jobId)}/cancel`, acceptsKey: true }, options);
  }

  /**
   * Download a job's rejects
   *
   * What was rejected and why, for whoever started the job.
   */
  getJobErrors(jobId: string, options?: Options): Promise<Blob> {
    return this.download({ method: 'GET', path: `/api/v1/jobs/${segment(jobId)}/errors` }, options);
  }

  /**
   * Download a job's result
   *
   * The file that the job made, for whoever started it.
   */
  getJobResult(jobId: string, options?: Options): Promise<Blob> {
    return this.download({ method: 'GET', path: `/api/v1/jobs/${segment(jobId)}/result` }, options);
  }

  /**
   * Who am I, and what may I do?
   *
   * For a signed-in person also their other workspaces and the CSRF token. Answers API keys, too.
   */
  getMe(options?: Options): Promise<t.GetMeResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/me' }, options);
  }

  /**
   * Change oneself
   *
   * Name and availability.
   */
  updateMe(body: t.UpdateMeData['body'], options?: Options): Promise<t.UpdateMeResponse> {
    return this.receive({ method: 'PATCH', path: '/api/v1/me', body }, options);
  }

  /**
   * Send oneself a digest now
   *
   * An e-mail with all unread notifications, whatever their rhythm. Answers how many there are; of none no mail is sent.
   */
  sendNotificationDigest(options?: Options): Promise<t.SendNotificationDigestResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/me/notification-digest', acceptsKey: true }, options);
  }

  /**
   * Read how one is notified
   *
   * Every kind with its channels, and when digests are sent.
   */
  getNotificationPreferences(options?: Options): Promise<t.GetNotificationPreferencesResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/me/notification-preferences' }, options);
  }

  /**
   * Change how one is notified
   *
   * Holds for what happens from now on; the rhythm of digests also for what has not been mailed yet.
   */
  updateNotificationPreferences(body: t.UpdateNotificationPreferencesData['body'], options?: Options): Promise<t.UpdateNotificationPreferencesResponse> {
    return this.receive({ method: 'PATCH', path: '/api/v1/me/notification-preferences', body }, options);
  }

  /**
   * Change the password
   *
   * Ends the person's other sessions; this one goes on.
   */
  changePassword(body: t.ChangePasswordData['body'], options?: Options): Promise<void> {
    return this.perform({ method: 'POST', path: '/api/v1/me/password', body, acceptsKey: true }, options);
  }

  /**
   * Begin to set up the second factor
   *
   * Answers a new secret for an authenticator app. It replaces one that was begun and never confirmed; 409 when the second factor is on.
   */
  beginTotp(body: t.BeginTotpData['body'], options?: Options): Promise<t.BeginTotpResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/me/totp', body, acceptsKey: true }, options);
  }

  /**
   * Switch the second factor off
   *
   * Needs the password and a code or recovery code. The remaining recovery codes end with it.
   */
  disableTotp(body: t.DisableTotpData['body'], options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: '/api/v1/me/totp', body }, options);
  }

  /**
   * Switch the second factor on
   *
   * From now on signing in needs a code. The ten recovery codes are shown only in this answer.
   */
  confirmTotp(body: t.ConfirmTotpData['body'], options?: Options): Promise<t.ConfirmTotpResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/me/totp/confirm', body, acceptsKey: true }, options);
  }

  /**
   * List members
   *
   * A to Z.
   */
  listMembers(query?: NonNullable<t.ListMembersData['query']>, options?: Options): Promise<t.ListMembersResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/members', query }, options);
  }

  /**
   * List members: every item of every page, fetched as they are needed.
   */
  iterateMembers(query?: Omit<NonNullable<t.ListMembersData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListMembersResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/members', query }, options);
  }

  /**
   * Get a member
   *
   * One member with their ETag.
   */
  getMember(memberId: string, options?: Options): Promise<t.GetMemberResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/members/${segment(memberId)}` }, options);
  }

  /**
   * Change a member
   *
   * Role, visibility, suspension. Takes effect with the member's next request. Nobody can give or take rights beyond their own (403), and the last owner stays an owner (409).
   */
  updateMember(memberId: string, body: t.UpdateMemberData['body'], options?: Options): Promise<t.UpdateMemberResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/members/${segment(memberId)}`, body }, options);
  }

  /**
   * Remove a member
   *
   * Signs them out and keeps what they did under their name. 409 with `unmet` while they own customers or working API keys and `transfer_to` does not say who takes over; the last owner cannot be removed (409).
   */
  deleteMember(memberId: string, query?: NonNullable<t.DeleteMemberData['query']>, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/members/${segment(memberId)}`, query }, options);
  }

  /**
   * Get a member's picture
   *
   * 256 × 256 pixels. 404 when they have none.
   */
  getMemberAvatar(memberId: string, query?: NonNullable<t.GetMemberAvatarData['query']>, options?: Options): Promise<Blob> {
    return this.download({ method: 'GET', path: `/api/v1/members/${segment(memberId)}/avatar`, query }, options);
  }

  /**
   * Set a member's picture
   *
   * One's own, or with `members:manage` somebody else's.
   */
  setMemberAvatar(memberId: string, body: t.SetMemberAvatarData['body'], options?: Options): Promise<t.SetMemberAvatarResponse> {
    return this.receive({ method: 'PUT', path: `/api/v1/members/${segment(memberId)}/avatar`, form: body }, options);
  }

  /**
   * Remove a member's picture
   *
   * One's own, or with `members:manage` somebody else's.
   */
  deleteMemberAvatar(memberId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/members/${segment(memberId)}/avatar` }, options);
  }

  /**
   * Get what is counted
   *
   * What the workspace has counted for the customer concerned, besides tool calls.
   */
  getMetering(options?: Options): Promise<t.GetMeteringResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/metering' }, options);
  }

  /**
   * Choose what is counted
   *
   * Replaces the list. What was counted before stays counted.
   */
  setMetering(body: t.SetMeteringData['body'], options?: Options): Promise<t.SetMeteringResponse> {
    return this.receive({ method: 'PUT', path: '/api/v1/metering', body }, options);
  }

  /**
   * Get a note
   *
   * One note with its ETag.
   */
  getNote(noteId: string, options?: Options): Promise<t.GetNoteResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/notes/${segment(noteId)}` }, options);
  }

  /**
   * Edit a note
   *
   * Somebody else's note needs `notes:manage`.
   */
  updateNote(noteId: string, body: t.UpdateNoteData['body'], options?: Options): Promise<t.UpdateNoteResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/notes/${segment(noteId)}`, body }, options);
  }

  /**
   * Delete a note
   *
   * For good. Somebody else's note needs `notes:manage`.
   */
  deleteNote(noteId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/notes/${segment(noteId)}` }, options);
  }

  /**
   * Pin a note
   *
   * It stays above the others, for everybody.
   */
  pinNote(noteId: string, options?: Options): Promise<t.PinNoteResponse> {
    return this.receive({ method: 'PUT', path: `/api/v1/notes/${segment(noteId)}/pin` }, options);
  }

  /**
   * Unpin a note
   *
   * It takes its place by time again.
   */
  unpinNote(noteId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/notes/${segment(noteId)}/pin` }, options);
  }

  /**
   * List one's notifications
   *
   * Newest first. Those about customers whom one may no longer see are left out. For people, not for keys.
   */
  listNotifications(query?: NonNullable<t.ListNotificationsData['query']>, options?: Options): Promise<t.ListNotificationsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/notifications', query }, options);
  }

  /**
   * List one's notifications: every item of every page, fetched as they are needed.
   */
  iterateNotifications(query?: Omit<NonNullable<t.ListNotificationsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListNotificationsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/notifications', query }, options);
  }

  /**
   * Count unread notifications
   *
   * For the badge of the bell.
   */
  countNotifications(options?: Options): Promise<t.CountNotificationsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/notifications/count' }, options);
  }

  /**
   * Mark all notifications as read
   *
   * Up to the newest one that was seen, so that one that comes meanwhile stays unread. Answers how many remain.
   */
  readNotifications(body: t.ReadNotificationsData['body'], options?: Options): Promise<t.ReadNotificationsResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/notifications/read', body, acceptsKey: true }, options);
  }

  /**
   * Mark a notification as read
   *
   * Doing it twice is no error; the first time stands.
   */
  readNotification(notificationId: string, options?: Options): Promise<t.ReadNotificationResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/notifications/${segment(notificationId)}/read`, acceptsKey: true }, options);
  }

  /**
   * Mark a notification as unread
   *
   * To come back to it later.
   */
  unreadNotification(notificationId: string, options?: Options): Promise<t.UnreadNotificationResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/notifications/${segment(notificationId)}/unread`, acceptsKey: true }, options);
  }

  /**
   * List permissions
   *
   * Everything a role or an API key can be allowed, in the order of the role editor.
   */
  listPermissions(query?: NonNullable<t.ListPermissionsData['query']>, options?: Options): Promise<t.ListPermissionsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/permissions', query }, options);
  }

  /**
   * List permissions: every item of every page, fetched as they are needed.
   */
  iteratePermissions(query?: Omit<NonNullable<t.ListPermissionsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListPermissionsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/permissions', query }, options);
  }

  /**
   * List the plans of customers
   *
   * Those that come with Atrium, then the workspace's own.
   */
  listPlans(query?: NonNullable<t.ListPlansData['query']>, options?: Options): Promise<t.ListPlansResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/plans', query }, options);
  }

  /**
   * List the plans of customers: every item of every page, fetched as they are needed.
   */
  iteratePlans(query?: Omit<NonNullable<t.ListPlansData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListPlansResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/plans', query }, options);
  }

  /**
   * Add a plan
   *
   * Its key must not be taken (409).
   */
  createPlan(body: t.CreatePlanData['body'], options?: Options): Promise<t.CreatePlanResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/plans', body, acceptsKey: true }, options);
  }

  /**
   * Get a plan
   *
   * One plan with its ETag.
   */
  getPlan(planKey: string, options?: Options): Promise<t.GetPlanResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/plans/${segment(planKey)}` }, options);
  }

  /**
   * Change a plan
   *
   * Customers on it who do not say otherwise themselves have the new values at once; what they may not use stays locked.
   */
  updatePlan(planKey: string, body: t.UpdatePlanData['body'], options?: Options): Promise<t.UpdatePlanResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/plans/${segment(planKey)}`, body }, options);
  }

  /**
   * Delete a plan
   *
   * 409 while customers are on it, for the default one, and for those that come with Atrium.
   */
  deletePlan(planKey: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/plans/${segment(planKey)}` }, options);
  }

  /**
   * List profile conflicts
   *
   * Identities that two customers were met with, the oldest first; only where the caller may see both.
   */
  listProfileConflicts(query?: NonNullable<t.ListProfileConflictsData['query']>, options?: Options): Promise<t.ListProfileConflictsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/profile-conflicts', query }, options);
  }

  /**
   * List profile conflicts: every item of every page, fetched as they are needed.
   */
  iterateProfileConflicts(query?: Omit<NonNullable<t.ListProfileConflictsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListProfileConflictsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/profile-conflicts', query }, options);
  }

  /**
   * Resolve a profile conflict
   *
   * Keep the identity where it is, or move it to the claimant.
   */
  resolveProfileConflict(conflictId: string, body: t.ResolveProfileConflictData['body'], options?: Options): Promise<t.ResolveProfileConflictResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/profile-conflicts/${segment(conflictId)}/resolve`, body, acceptsKey: true }, options);
  }

  /**
   * Get a profile
   *
   * One profile with its ETag.
   */
  getProfile(profileId: string, options?: Options): Promise<t.GetProfileResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/profiles/${segment(profileId)}` }, options);
  }

  /**
   * Change a profile
   *
   * Its name, or whether it is verified. Channel and handle are what it is: for others, add another profile.
   */
  updateProfile(profileId: string, body: t.UpdateProfileData['body'], options?: Options): Promise<t.UpdateProfileResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/profiles/${segment(profileId)}`, body }, options);
  }

  /**
   * Delete a profile
   *
   * Conflicts about it go with it.
   */
  deleteProfile(profileId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/profiles/${segment(profileId)}` }, options);
  }

  /**
   * List relation types
   *
   * A to Z.
   */
  listRelationTypes(query?: NonNullable<t.ListRelationTypesData['query']>, options?: Options): Promise<t.ListRelationTypesResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/relation-types', query }, options);
  }

  /**
   * List relation types: every item of every page, fetched as they are needed.
   */
  iterateRelationTypes(query?: Omit<NonNullable<t.ListRelationTypesData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListRelationTypesResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/relation-types', query }, options);
  }

  /**
   * Create a relation type
   *
   * Its name must not be taken (409).
   */
  createRelationType(body: t.CreateRelationTypeData['body'], options?: Options): Promise<t.CreateRelationTypeResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/relation-types', body, acceptsKey: true }, options);
  }

  /**
   * Get a relation type
   *
   * One relation type with its ETag.
   */
  getRelationType(typeId: string, options?: Options): Promise<t.GetRelationTypeResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/relation-types/${segment(typeId)}` }, options);
  }

  /**
   * Rename a relation type
   *
   * Relations of this type read by the new names at once.
   */
  updateRelationType(typeId: string, body: t.UpdateRelationTypeData['body'], options?: Options): Promise<t.UpdateRelationTypeResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/relation-types/${segment(typeId)}`, body }, options);
  }

  /**
   * Delete a relation type
   *
   * Refused (409) while customers are related in this way.
   */
  deleteRelationType(typeId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/relation-types/${segment(typeId)}` }, options);
  }

  /**
   * Unlink two customers
   *
   * Both customers stay.
   */
  deleteRelation(relationId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/relations/${segment(relationId)}` }, options);
  }

  /**
   * List roles
   *
   * A to Z, the built-in ones included.
   */
  listRoles(query?: NonNullable<t.ListRolesData['query']>, options?: Options): Promise<t.ListRolesResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/roles', query }, options);
  }

  /**
   * List roles: every item of every page, fetched as they are needed.
   */
  iterateRoles(query?: Omit<NonNullable<t.ListRolesData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListRolesResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/roles', query }, options);
  }

  /**
   * Create a role
   *
   * It can allow only what the caller may do too (403). Its name must not be taken (409).
   */
  createRole(body: t.CreateRoleData['body'], options?: Options): Promise<t.CreateRoleResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/roles', body, acceptsKey: true }, options);
  }

  /**
   * Get a role
   *
   * One role with its ETag.
   */
  getRole(roleId: string, options?: Options): Promise<t.GetRoleResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/roles/${segment(roleId)}` }, options);
  }

  /**
   * Change a role
   *
   * Takes effect with the next request of everyone who has it. Built-in roles cannot be changed (409).
   */
  updateRole(roleId: string, body: t.UpdateRoleData['body'], options?: Options): Promise<t.UpdateRoleResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/roles/${segment(roleId)}`, body }, options);
  }

  /**
   * Delete a role
   *
   * Refused (409, `unmet` says why) while members or open invitations have it, or a custom field would lose its only guard.
   */
  deleteRole(roleId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/roles/${segment(roleId)}` }, options);
  }

  /**
   * List the browsers one is signed in with
   *
   * One's own, in every workspace, the newest first.
   */
  listSessions(query?: NonNullable<t.ListSessionsData['query']>, options?: Options): Promise<t.ListSessionsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/sessions', query }, options);
  }

  /**
   * List the browsers one is signed in with: every item of every page, fetched as they are needed.
   */
  iterateSessions(query?: Omit<NonNullable<t.ListSessionsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListSessionsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/sessions', query }, options);
  }

  /**
   * Sign all other browsers out
   *
   * All of one's sessions but this one.
   */
  deleteOtherSessions(options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: '/api/v1/sessions' }, options);
  }

  /**
   * Sign a browser out
   *
   * Its next request is refused.
   */
  deleteSession(sessionId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/sessions/${segment(sessionId)}` }, options);
  }

  /**
   * Get a status
   *
   * One status with its ETag.
   */
  getStatus(statusId: string, options?: Options): Promise<t.GetStatusResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/statuses/${segment(statusId)}` }, options);
  }

  /**
   * Change a status
   *
   * Customers keep it, whatever it is called.
   */
  updateStatus(statusId: string, body: t.UpdateStatusData['body'], options?: Options): Promise<t.UpdateStatusResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/statuses/${segment(statusId)}`, body }, options);
  }

  /**
   * Delete a status
   *
   * Only one that no customer has (409): give them another first, by a bulk edit. The next status becomes the default in its stead. 409 also lists the forms and automations that use it.
   */
  deleteStatus(statusId: string, query?: NonNullable<t.DeleteStatusData['query']>, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/statuses/${segment(statusId)}`, query }, options);
  }

  /**
   * List tag groups
   *
   * In the order set by hand, then A to Z.
   */
  listTagGroups(query?: NonNullable<t.ListTagGroupsData['query']>, options?: Options): Promise<t.ListTagGroupsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/tag-groups', query }, options);
  }

  /**
   * List tag groups: every item of every page, fetched as they are needed.
   */
  iterateTagGroups(query?: Omit<NonNullable<t.ListTagGroupsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListTagGroupsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/tag-groups', query }, options);
  }

  /**
   * Create a tag group
   *
   * Its name must not be taken (409).
   */
  createTagGroup(body: t.CreateTagGroupData['body'], options?: Options): Promise<t.CreateTagGroupResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/tag-groups', body, acceptsKey: true }, options);
  }

  /**
   * Get a tag group
   *
   * One tag group with its ETag.
   */
  getTagGroup(groupId: string, options?: Options): Promise<t.GetTagGroupResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/tag-groups/${segment(groupId)}` }, options);
  }

  /**
   * Change a tag group
   *
   * Its tags stay in it.
   */
  updateTagGroup(groupId: string, body: t.UpdateTagGroupData['body'], options?: Options): Promise<t.UpdateTagGroupResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/tag-groups/${segment(groupId)}`, body }, options);
  }

  /**
   * Delete a tag group
   *
   * Its tags stay, without a group.
   */
  deleteTagGroup(groupId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/tag-groups/${segment(groupId)}` }, options);
  }

  /**
   * List tags
   *
   * A to Z; of one group in the order set by hand where the group is sorted so.
   */
  listTags(query?: NonNullable<t.ListTagsData['query']>, options?: Options): Promise<t.ListTagsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/tags', query }, options);
  }

  /**
   * List tags: every item of every page, fetched as they are needed.
   */
  iterateTags(query?: Omit<NonNullable<t.ListTagsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListTagsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/tags', query }, options);
  }

  /**
   * Create a tag
   *
   * Its name must not be taken within its group (409).
   */
  createTag(body: t.CreateTagData['body'], options?: Options): Promise<t.CreateTagResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/tags', body, acceptsKey: true }, options);
  }

  /**
   * Get a tag
   *
   * One tag with its ETag.
   */
  getTag(tagId: string, options?: Options): Promise<t.GetTagResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/tags/${segment(tagId)}` }, options);
  }

  /**
   * Change a tag
   *
   * Renaming keeps the id, so customers keep the tag.
   */
  updateTag(tagId: string, body: t.UpdateTagData['body'], options?: Options): Promise<t.UpdateTagResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/tags/${segment(tagId)}`, body }, options);
  }

  /**
   * Delete a tag
   *
   * Takes it from every customer. 409 lists the forms and automations that use it.
   */
  deleteTag(tagId: string, query?: NonNullable<t.DeleteTagData['query']>, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/tags/${segment(tagId)}`, query }, options);
  }

  /**
   * Merge tags into this one
   *
   * The others vanish; their customers get this one.
   */
  mergeTags(tagId: string, body: t.MergeTagsData['body'], options?: Options): Promise<t.MergeTagsResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/tags/${segment(tagId)}/merge`, body, acceptsKey: true }, options);
  }

  /**
   * List views
   *
   * The caller's own and the shared ones, in the order set by hand, then A to Z.
   */
  listViews(query?: NonNullable<t.ListViewsData['query']>, options?: Options): Promise<t.ListViewsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/views', query }, options);
  }

  /**
   * List views: every item of every page, fetched as they are needed.
   */
  iterateViews(query?: Omit<NonNullable<t.ListViewsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListViewsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/views', query }, options);
  }

  /**
   * Save a view
   *
   * A shared one needs `views:share`.
   */
  createView(body: t.CreateViewData['body'], options?: Options): Promise<t.CreateViewResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/views', body, acceptsKey: true }, options);
  }

  /**
   * Get a view
   *
   * One view with its ETag. Others' private views do not exist for the caller (404).
   */
  getView(viewId: string, options?: Options): Promise<t.GetViewResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/views/${segment(viewId)}` }, options);
  }

  /**
   * Change a view
   *
   * Whatever touches a shared view needs `views:share`; only its owner can make it private.
   */
  updateView(viewId: string, body: t.UpdateViewData['body'], options?: Options): Promise<t.UpdateViewResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/views/${segment(viewId)}`, body }, options);
  }

  /**
   * Delete a view
   *
   * A shared one needs `views:share`.
   */
  deleteView(viewId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/views/${segment(viewId)}` }, options);
  }

  /**
   * List webhook endpoints
   *
   * Newest first, whoever added them.
   */
  listWebhookEndpoints(query?: NonNullable<t.ListWebhookEndpointsData['query']>, options?: Options): Promise<t.ListWebhookEndpointsResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/webhook-endpoints', query }, options);
  }

  /**
   * List webhook endpoints: every item of every page, fetched as they are needed.
   */
  iterateWebhookEndpoints(query?: Omit<NonNullable<t.ListWebhookEndpointsData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListWebhookEndpointsResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: '/api/v1/webhook-endpoints', query }, options);
  }

  /**
   * Add a webhook endpoint
   *
   * It is told what the caller may see at the time, signed as Standard Webhooks say. The secret is in this answer only. An endpoint that an API key adds is told no more than the key may read.
   */
  createWebhookEndpoint(body: t.CreateWebhookEndpointData['body'], options?: Options): Promise<t.CreateWebhookEndpointResponse> {
    return this.receive({ method: 'POST', path: '/api/v1/webhook-endpoints', body, acceptsKey: true }, options);
  }

  /**
   * Get a webhook endpoint
   *
   * One endpoint with its ETag, without its secret.
   */
  getWebhookEndpoint(endpointId: string, options?: Options): Promise<t.GetWebhookEndpointResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/webhook-endpoints/${segment(endpointId)}` }, options);
  }

  /**
   * Change a webhook endpoint
   *
   * Whoever decides where payloads go gets to read them, so the rights of the endpoint's owner must lie within the caller's (403).
   */
  updateWebhookEndpoint(endpointId: string, body: t.UpdateWebhookEndpointData['body'], options?: Options): Promise<t.UpdateWebhookEndpointResponse> {
    return this.receive({ method: 'PATCH', path: `/api/v1/webhook-endpoints/${segment(endpointId)}`, body }, options);
  }

  /**
   * Delete a webhook endpoint
   *
   * With everything that waits for it, and its log.
   */
  deleteWebhookEndpoint(endpointId: string, options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: `/api/v1/webhook-endpoints/${segment(endpointId)}` }, options);
  }

  /**
   * List an endpoint's deliveries
   *
   * Of the last thirty days, newest first.
   */
  listWebhookDeliveries(endpointId: string, query?: NonNullable<t.ListWebhookDeliveriesData['query']>, options?: Options): Promise<t.ListWebhookDeliveriesResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/webhook-endpoints/${segment(endpointId)}/deliveries`, query }, options);
  }

  /**
   * List an endpoint's deliveries: every item of every page, fetched as they are needed.
   */
  iterateWebhookDeliveries(endpointId: string, query?: Omit<NonNullable<t.ListWebhookDeliveriesData['query']>, 'cursor'>, options?: Options): AsyncGenerator<t.ListWebhookDeliveriesResponse['items'][number], void, undefined> {
    return this.walk({ method: 'GET', path: `/api/v1/webhook-endpoints/${segment(endpointId)}/deliveries`, query }, options);
  }

  /**
   * Get a delivery
   *
   * With its payload and its last attempts, as far as the caller may see them.
   */
  getWebhookDelivery(endpointId: string, deliveryId: string, options?: Options): Promise<t.GetWebhookDeliveryResponse> {
    return this.receive({ method: 'GET', path: `/api/v1/webhook-endpoints/${segment(endpointId)}/deliveries/${segment(deliveryId)}` }, options);
  }

  /**
   * Send a delivery again
   *
   * At once and from the first attempt on, under the same `webhook-id`. 409 while it is being sent, or the endpoint is disabled.
   */
  redeliverWebhook(endpointId: string, deliveryId: string, options?: Options): Promise<t.RedeliverWebhookResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/webhook-endpoints/${segment(endpointId)}/deliveries/${segment(deliveryId)}/redeliver`, acceptsKey: true }, options);
  }

  /**
   * Disable a webhook endpoint
   *
   * It is told nothing until it is enabled. What waits for it goes on waiting; what happens meanwhile can be replayed for thirty days.
   */
  disableWebhookEndpoint(endpointId: string, options?: Options): Promise<t.DisableWebhookEndpointResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/webhook-endpoints/${segment(endpointId)}/disable`, acceptsKey: true }, options);
  }

  /**
   * Enable a webhook endpoint
   *
   * What waits for it is sent at once. An endpoint whose owner is gone, or may no longer manage webhooks, becomes the caller's own.
   */
  enableWebhookEndpoint(endpointId: string, options?: Options): Promise<t.EnableWebhookEndpointResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/webhook-endpoints/${segment(endpointId)}/enable`, acceptsKey: true }, options);
  }

  /**
   * Send a period again
   *
   * Everything that happened in the period and that the endpoint wants, or only what did not get through. Deliveries keep their `webhook-id`.
   */
  replayWebhookEndpoint(endpointId: string, body: t.ReplayWebhookEndpointData['body'], options?: Options): Promise<t.ReplayWebhookEndpointResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/webhook-endpoints/${segment(endpointId)}/replay`, body, acceptsKey: true }, options);
  }

  /**
   * Rotate a webhook secret
   *
   * A new secret, in this answer only. For `overlap_seconds` both sign, so that nothing is refused while you change over.
   */
  rotateWebhookSecret(endpointId: string, body: t.RotateWebhookSecretData['body'], options?: Options): Promise<t.RotateWebhookSecretResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/webhook-endpoints/${segment(endpointId)}/rotate`, body, acceptsKey: true }, options);
  }

  /**
   * Send a test
   *
   * An example of a type, made of this contract's examples; tried once, also while the endpoint is disabled. What came of it is in the log.
   */
  testWebhookEndpoint(endpointId: string, body: t.TestWebhookEndpointData['body'], options?: Options): Promise<t.TestWebhookEndpointResponse> {
    return this.receive({ method: 'POST', path: `/api/v1/webhook-endpoints/${segment(endpointId)}/test`, body, acceptsKey: true }, options);
  }

  /**
   * Get the workspace
   *
   * The workspace that the session or key belongs to, with its ETag.
   */
  getWorkspace(options?: Options): Promise<t.GetWorkspaceResponse> {
    return this.receive({ method: 'GET', path: '/api/v1/workspace' }, options);
  }

  /**
   * Change the workspace
   *
   * Name, colours, language, country, time zone, currency. The plan is set by the operator.
   */
  updateWorkspace(body: t.UpdateWorkspaceData['body'], options?: Options): Promise<t.UpdateWorkspaceResponse> {
    return this.receive({ method: 'PATCH', path: '/api/v1/workspace', body }, options);
  }

  /**
   * Get the logo
   *
   * 256 × 256 pixels. 404 when there is none.
   */
  getWorkspaceLogo(query?: NonNullable<t.GetWorkspaceLogoData['query']>, options?: Options): Promise<Blob> {
    return this.download({ method: 'GET', path: '/api/v1/workspace/logo', query }, options);
  }

  /**
   * Set the logo
   *
   * Decoded, cropped to a square and encoded anew, so that nothing but the picture remains of the file.
   */
  setWorkspaceLogo(body: t.SetWorkspaceLogoData['body'], options?: Options): Promise<t.SetWorkspaceLogoResponse> {
    return this.receive({ method: 'PUT', path: '/api/v1/workspace/logo', form: body }, options);
  }

  /**
   * Remove the logo
   *
   * Atrium's own is shown again.
   */
  deleteWorkspaceLogo(options?: Options): Promise<void> {
    return this.perform({ method: 'DELETE', path: '/api/v1/workspace/logo' }, options);
  }
}
