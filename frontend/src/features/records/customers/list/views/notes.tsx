import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ViewOut } from '@/api/gen/types.gen';
import { useMay } from '@/api/session';
import { Button } from '@/ui/button';

const Note = ({ children }: { children: ReactNode }) => (
  <p
    role="status"
    className="flex shrink-0 items-center gap-2 border-b bg-caution-soft px-gutter py-1.5 text-caution-ink text-sm"
  >
    <TriangleAlert size={14} aria-hidden className="shrink-0" />
    {children}
  </p>
);

/** The address names a view that was deleted, or is somebody else's. */
export const ViewGone = () => <Note>{useTranslation('records/customers').t('views.gone')}</Note>;

/** The view names things that are gone: what is shown may be less than it was. */
export function StaleView({ view }: { view: ViewOut }) {
  const { t } = useTranslation('records/customers');
  const kinds = [...new Set(view.stale.map(({ kind }) => kind))];
  if (kinds.length === 0) return null;
  return <Note>{t('views.stale', { kinds: kinds.map((kind) => t(`views.kinds.${kind}`)).join(', ') })}</Note>;
}

type ChangesProps = {
  view: ViewOut | undefined;
  busy: boolean;
  onSave: () => void;
  onSaveAs: () => void;
  onReset: () => void;
};

/** What can be done with a list that is not as its view keeps it. */
export function ViewChanges({ view, busy, onSave, onSaveAs, onReset }: ChangesProps) {
  const { t } = useTranslation('records/customers');
  const mayWrite = useMay('views:write');
  return (
    <div className="flex items-center gap-1">
      {view?.editable && (
        <Button size="sm" busy={busy} onClick={onSave}>
          {t('views.save')}
        </Button>
      )}
      {mayWrite && (
        <Button size="sm" variant="quiet" onClick={onSaveAs}>
          {t(view ? 'views.saveAs' : 'views.saveFirst')}
        </Button>
      )}
      {view && (
        <Button size="sm" variant="quiet" onClick={onReset}>
          {t('views.reset')}
        </Button>
      )}
    </div>
  );
}
