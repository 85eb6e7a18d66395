/** A schedule as people say it; `custom` is any other cron expression. `day`: of the week (0 is Sunday) or of the month. */
export type Schedule = { every: 'day' | 'workday' | 'week' | 'month' | 'custom'; at: string; day: number };

const two = (part: string | number) => String(part).padStart(2, '0');

export function scheduleOf(cron: string): Schedule {
  const [minute = '', hour = '', date = '', month = '', weekday = ''] = cron.trim().split(/\s+/);
  const at = /^\d+$/.test(minute) && /^\d+$/.test(hour) ? `${two(hour)}:${two(minute)}` : '';
  const custom: Schedule = { every: 'custom', at: at || '09:00', day: 1 };
  if (!at || month !== '*') return custom;
  if (date === '*' && weekday === '*') return { every: 'day', at, day: 1 };
  if (date === '*' && weekday === '1-5') return { every: 'workday', at, day: 1 };
  if (date === '*' && /^[0-7]$/.test(weekday)) return { every: 'week', at, day: Number(weekday) % 7 };
  if (/^\d+$/.test(date) && weekday === '*') return { every: 'month', at, day: Number(date) };
  return custom;
}

/** The cron expression of a schedule; `custom` has its own. */
export function cronOf({ every, at, day }: Schedule): string {
  const [hour = '9', minute = '0'] = at.split(':');
  const clock = `${Number(minute)} ${Number(hour)}`;
  if (every === 'week') return `${clock} * * ${day}`;
  if (every === 'month') return `${clock} ${day} * *`;
  return `${clock} * * ${every === 'workday' ? '1-5' : '*'}`;
}
