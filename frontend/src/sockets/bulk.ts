import type { LucideIcon } from 'lucide-react';
import type { ComponentType, LazyExoticComponent } from 'react';
import type { BulkIn } from '@/api/gen/types.gen';
import { collect, type Name } from './collect';
import type { Selection } from './selection';

/** What every dialog of the bar is given. */
export type BulkDialogProps = {
  selection: Selection;
  onStarted: (jobId: string, action: BulkIn['action']) => void;
  onClose: () => void;
};

/** Something that can be done with many customers; those `first` stand in the bar itself, the others in its menu. */
export type BulkEntry = {
  id: string;
  order: number;
  label: Name;
  icon: LucideIcon;
  permission: string;
  dialog: LazyExoticComponent<ComponentType<BulkDialogProps>>;
  first?: boolean;
  danger?: boolean;
};

export const bulkEntries = collect(
  import.meta.glob<BulkEntry | readonly BulkEntry[]>('../features/*/*/bulk.ts', { eager: true, import: 'default' }),
);
