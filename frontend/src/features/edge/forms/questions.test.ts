import { expect, test } from 'vitest';
import type { CustomFieldOut } from '@/api/gen/types.gen';
import { askable, askConsent, askField, askProperty, freeKey, identifies, notYetAsked } from './questions';

const field = (more: Partial<CustomFieldOut>) =>
  ({
    id: '1',
    key: 'plan',
    label: 'Plan',
    type: 'select',
    editable: true,
    required: false,
    archived_at: null,
    ...more,
  }) as CustomFieldOut;

test('keys do not repeat', () => {
  const email = askProperty([], 'email');
  expect(freeKey([email], 'email')).toBe('email_2');
  expect(askField([email], field({ key: 'email' })).key).toBe('email_2');
  const first = askConsent([], 'Yes');
  expect(askConsent([first], 'Yes').key).toBe('consent_2');
});

test('what strangers cannot answer is not offered', () => {
  const offered = askable([
    field({}),
    field({ type: 'member' }),
    field({ type: 'customer' }),
    field({ editable: false }),
  ]);
  expect(offered).toHaveLength(1);
});

test('what is asked is not offered again', () => {
  const plan = field({});
  const questions = [askProperty([], 'email'), askField([], plan)];
  const left = notYetAsked(questions, [plan, field({ id: '2', key: 'size' })]);
  expect(left.properties).not.toContain('email');
  expect(left.fields.map(({ key }) => key)).toEqual(['size']);
});

test('a message alone names nobody', () => {
  expect(identifies([askProperty([], 'message')])).toBe(false);
  expect(identifies([askProperty([], 'message'), askProperty([], 'phone')])).toBe(true);
});
