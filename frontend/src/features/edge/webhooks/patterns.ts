import type { EventTypeOut } from '@/api/gen/types.gen';
import type { Option } from '@/ui/combobox';

type Names = { all: string; family: (name: string) => string };

export const familyOf = (type: string): string => type.split('.')[0] ?? type;

/** What an endpoint can be told: all, a family, a type, in this order; a family stands before its types. */
export function patternOptions(types: readonly EventTypeOut[], names: Names): Option[] {
  const families = new Map<string, EventTypeOut[]>();
  for (const each of types) families.set(familyOf(each.type), [...(families.get(familyOf(each.type)) ?? []), each]);
  const options: Option[] = [{ id: '*', name: names.all, hint: '*' }];
  for (const [family, members] of families) {
    if (members.length > 1) {
      options.push({ id: `${family}.*`, name: names.family(family.replaceAll('_', ' ')), hint: `${family}.*` });
    }
    options.push(...members.map(({ type, description }) => ({ id: type, name: type, hint: description })));
  }
  return options;
}

/** The options of saved patterns; one that no longer exists is shown as it is. */
export const chosenOptions = (options: readonly Option[], patterns: readonly string[]): Option[] =>
  patterns.map((id) => options.find((option) => option.id === id) ?? { id, name: id });

/** After a choice: `*` stands for everything, a family for its types. */
export function tidy(patterns: readonly string[]): string[] {
  if (patterns.includes('*')) return ['*'];
  const families = new Set(patterns.filter((each) => each.endsWith('.*')).map(familyOf));
  return patterns.filter((each) => each.endsWith('.*') || !families.has(familyOf(each)));
}
