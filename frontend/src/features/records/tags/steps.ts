import { Tag, Tags } from 'lucide-react';
import { preloadable } from '@/lib/preloadable';
import { idsIn, type StepConfig, type StepEntry, type StepWords, type Thing } from '@/sockets/steps';

function tagsOf({ tag_ids, group_ids }: StepConfig, { say, list, name }: StepWords): string {
  const called = (thing: Thing, value: unknown) => idsIn(value).map((id) => name(thing, id));
  const groups = called('group', group_ids).map((group) => say('records/tags.steps.groupOf', { name: group }));
  return list([...called('tag', tag_ids), ...groups]);
}

const form = preloadable(() => import('./step-form'));

export default [
  {
    kind: 'add_tags',
    order: 40,
    label: 'records/tags.steps.add_tags.title',
    icon: Tags,
    form: form,
    texts: ['records/tags'],
    shows: ['tag_ids', 'group_ids'],
    says: (config, words) => words.say('records/tags.steps.add_tags.says', { tags: tagsOf(config, words) }),
  },
  {
    kind: 'remove_tags',
    order: 50,
    label: 'records/tags.steps.remove_tags.title',
    icon: Tag,
    form: form,
    texts: ['records/tags'],
    shows: ['tag_ids', 'group_ids'],
    says: (config, words) => words.say('records/tags.steps.remove_tags.says', { tags: tagsOf(config, words) }),
  },
] satisfies StepEntry[];
