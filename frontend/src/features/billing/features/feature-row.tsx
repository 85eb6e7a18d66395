import { Lock, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FeatureState } from '@/api/gen/types.gen';
import { UnmetList } from '@/components/problem';
import { Badge } from '@/ui/badge';
import { IconButton } from '@/ui/icon-button';
import { FeatureValueControl } from './value-control';
import { useFeatureWords } from './words';

type Props = {
  state: FeatureState;
  disabled: boolean;
  /** Null goes back to the plan's value. */
  onChange: (value: FeatureState['value']) => void;
  children?: ReactNode;
};

/** One feature: what holds, where that comes from, and the reason why it cannot be changed with the place to mend it. */
export function FeatureRow({ state, disabled, onChange, children }: Props) {
  const { t } = useTranslation('billing/features');
  const words = useFeatureWords();
  const label = words.label(state);
  return (
    <li className="py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="flex flex-wrap items-center gap-x-2 font-medium text-sm">
            {label}
            {state.locked && <Lock size={13} aria-label={t('locked')} className="text-muted" />}
            <Badge>{t(`source.${state.source}`)}</Badge>
          </p>
          <p className="text-muted text-sm">{words.description(state)}</p>
        </div>
        <div className="flex items-center gap-1">
          <FeatureValueControl
            feature={state}
            value={state.value}
            label={label}
            disabled={disabled}
            onChange={onChange}
          />
          {state.source === 'override' && (
            <IconButton
              size="sm"
              icon={RotateCcw}
              label={t('back', { name: label })}
              disabled={disabled}
              onClick={() => onChange(null)}
            />
          )}
        </div>
      </div>
      {state.locked && !children && (
        <div className="mt-1.5 text-muted">
          <UnmetList unmet={state.unmet} />
        </div>
      )}
      {children}
    </li>
  );
}
