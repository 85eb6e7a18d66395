import { preloadable } from '@/lib/preloadable';
import type { Tool } from '@/sockets/tools';

export default {
  id: 'folder',
  order: 20,
  component: preloadable(async () => ({ default: (await import('./shared/tool')).FolderTool })),
  texts: ['records/folders'],
  prepare: () => import('./shared/move-dialog'),
} satisfies Tool;
