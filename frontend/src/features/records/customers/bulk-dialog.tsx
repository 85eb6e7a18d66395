import { lazy } from 'react';
import type { ActionName } from './bulk-actions';
import { BulkAssign, BulkUnassign } from './bulk-assign';
import { BulkConvert, BulkDelete } from './bulk-confirm';
import type { BulkDialogProps } from './bulk-form';
import BulkMove from './bulk-move';
import BulkStatus from './bulk-status';
import BulkTags from './bulk-tags';
import { countOf } from './selection-model';

const ExportDialog = lazy(() => import('@/components/export-dialog/export-dialog'));
const RunAutomation = lazy(() => import('@/components/run-automation/run-automation'));
const BulkField = lazy(() => import('./bulk-field'));

/** What the chosen action asks. */
export default function BulkDialog({ name, ...props }: BulkDialogProps & { name: ActionName }) {
  switch (name) {
    case 'move':
      return <BulkMove {...props} />;
    case 'tag':
      return <BulkTags mode="add" {...props} />;
    case 'untag':
      return <BulkTags mode="remove" {...props} />;
    case 'assign':
      return <BulkAssign {...props} />;
    case 'unassign':
      return <BulkUnassign {...props} />;
    case 'status':
      return <BulkStatus {...props} />;
    case 'field':
      return <BulkField {...props} />;
    case 'convert':
      return <BulkConvert {...props} />;
    case 'delete':
      return <BulkDelete {...props} />;
    case 'automation':
      return <Automate selection={props.selection} onClose={props.onClose} />;
    case 'export':
      return <Export selection={props.selection} onClose={props.onClose} />;
    default:
      return name satisfies never;
  }
}

function Automate({ selection, onClose }: Pick<BulkDialogProps, 'selection' | 'onClose'>) {
  const chosen = selection.kind === 'ids' ? { ids: selection.ids } : { filter: selection.filter };
  return <RunAutomation selection={chosen} count={countOf(selection)} onClose={onClose} />;
}

function Export({ selection, onClose }: Pick<BulkDialogProps, 'selection' | 'onClose'>) {
  return selection.kind === 'ids' ? (
    <ExportDialog filter={{}} customerIds={selection.ids} onClose={onClose} />
  ) : (
    <ExportDialog filter={selection.filter} total={selection.total} onClose={onClose} />
  );
}
