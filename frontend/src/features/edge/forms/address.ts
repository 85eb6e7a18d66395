/** The parts of a form's page, as the address names them. A file of its own: routes are in the entry chunk. */
export const formTabs = ['build', 'settings', 'share', 'submissions'] as const;
export type FormTab = (typeof formTabs)[number];
