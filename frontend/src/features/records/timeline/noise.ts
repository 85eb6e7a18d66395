export type Event = { id: string; kind: string; actor: { type: string; id: string | null; name: string } };
export type Entry<T> = { noise: false; event: T } | { noise: true; id: string; name: string; events: T[] };

/** Kinds that matter one by one only to whoever looks for them. */
const QUIET = new Set(['field', 'tag', 'profile', 'work']);
const FEWEST = 3;

/** What nobody did by hand, and small edits. */
const isQuiet = ({ kind, actor }: Event) => QUIET.has(kind) || actor.type === 'system';

/** Three or more quiet events of one actor in a row become one line that opens; everything else stays as it is. */
export function groupNoise<T extends Event>(events: readonly T[]): Entry<T>[] {
  const runs: T[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const same = before && isQuiet(before) && isQuiet(event) && before.actor.name === event.actor.name;
    if (run && same && before.actor.type === event.actor.type) run.push(event);
    else runs.push([event]);
  }
  return runs.flatMap((run): Entry<T>[] => {
    const [first] = run;
    if (!first || run.length < FEWEST) return run.map((event) => ({ noise: false, event }));
    return [{ noise: true, id: first.id, name: first.actor.name, events: run }];
  });
}
