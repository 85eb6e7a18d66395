export const STEPS = ['file', 'columns', 'options', 'check'] as const;
export type Step = (typeof STEPS)[number];
export const isStep = (value: string): value is Step => STEPS.some((step) => step === value);
