/** The parts of an automation's page, as the address names them. A file of its own: routes are in the entry chunk. */
export const automationTabs = ['flow', 'runs', 'test', 'settings'] as const;
export type AutomationTab = (typeof automationTabs)[number];
export const runStates = ['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'] as const;
export type RunState = (typeof runStates)[number];
/** In place of an id: one that is not saved yet. */
export const NEW = 'new';
