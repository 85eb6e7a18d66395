import { lazy } from 'react';
import { countOf } from '../list/selection';
import type { ActionName } from './actions';
import { BulkAssign, BulkUnassign } from './assign';
import { BulkConvert, BulkDelete } from './confirm';
import type { BulkDialogProps } from './form';
import BulkMove from './move';
import BulkStatus from './status';
import BulkTags from './tags';

const ExportDialog = lazy(() => import('@/features/records/transfers/shared/export-dialog'));
const RunAutomation = lazy(() => import('@/features/edge/automations/manual/dialog'));
const BulkField = lazy(() => import('./field'));

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
