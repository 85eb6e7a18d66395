import { FolderInput, Milestone } from 'lucide-react';
import { preloadable } from '@/lib/preloadable';
import type { StepEntry } from '@/sockets/steps';

export default [
  {
    kind: 'set_status',
    order: 20,
    label: 'records/folders.steps.set_status.title',
    icon: Milestone,
    form: preloadable(async () => ({ default: (await import('./step-forms')).StatusForm })),
    texts: ['records/folders'],
    shows: ['status_id'],
    says: ({ status_id }, { say, name }) =>
      say('records/folders.steps.set_status.says', { status: name('status', status_id) }),
  },
  {
    kind: 'move_to_folder',
    order: 30,
    label: 'records/folders.steps.move_to_folder.title',
    icon: FolderInput,
    form: preloadable(async () => ({ default: (await import('./step-forms')).FolderForm })),
    texts: ['records/folders'],
    shows: ['folder_id', 'status_id'],
    says: ({ folder_id, status_id }, { say, name }) => {
      if (!folder_id) return say('records/folders.steps.move_to_folder.takeOut');
      const folder = name('folder', folder_id);
      return status_id
        ? say('records/folders.steps.move_to_folder.moveWith', { folder, status: name('status', status_id) })
        : say('records/folders.steps.move_to_folder.move', { folder });
    },
  },
] satisfies StepEntry[];
