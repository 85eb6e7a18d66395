import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FeatureChange, FeaturesPreview } from '@/api/gen/types.gen';
import { Confirm } from '@/components/confirm';
import { useFeatureWords } from './words';

type Props = { preview: FeaturesPreview; onConfirm: () => Promise<unknown>; onClose: () => void };

/** What a change would change besides what was asked for, before it is made. */
export function CascadeDialog({ preview, onConfirm, onClose }: Props) {
  const { t } = useTranslation('billing/features');
  const also = preview.changes.filter(({ asked }) => !asked);
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('cascade.title', { count: also.length })}
      text={t('cascade.text')}
      confirmLabel={t('cascade.confirm')}
      onConfirm={onConfirm}
    >
      <ul className="flex flex-col gap-2 text-sm">
        {preview.changes.map((change) => (
          <Step key={change.key} change={change} />
        ))}
      </ul>
    </Confirm>
  );
}

function Step({ change }: { change: FeatureChange }) {
  const { t } = useTranslation('billing/features');
  const words = useFeatureWords();
  const because = change.because && words.label({ key: change.because, label: change.because });
  return (
    <li className="flex flex-wrap items-center gap-x-2 rounded-md bg-sunken px-3 py-2">
      <span className="font-medium">{words.label(change)}</span>
      <span className="inline-flex items-center gap-1.5">
        <span className="text-muted">{words.value(change.before)}</span>
        <ArrowRight size={14} aria-label={t('cascade.becomes')} className="text-muted rtl:rotate-180" />
        <span>{words.value(change.after)}</span>
      </span>
      {because && <span className="w-full text-muted text-xs">{t('cascade.because', { name: because })}</span>}
    </li>
  );
}
