import { useTranslation } from 'react-i18next';
import type { FeatureState } from '@/api/gen/types.gen';

type Named = { key: string; label: string };
type Described = Named & { description: string };

/** Names of features: those that come with Atrium in the reader's language, the workspace's own as it wrote them. */
export function useFeatureWords() {
  const { t } = useTranslation('billing/features');
  const label = ({ key, label }: Named) => t(`labels.${key}` as 'labels.portal', { defaultValue: label });
  return {
    label,
    description: ({ key, description }: Described) =>
      t(`texts.${key}` as 'texts.portal', { defaultValue: description }),
    group: (group: string) => t(`groups.${group}` as 'groups.own', { defaultValue: group }),
    /** A value for people. */
    value: (value: FeatureState['value']) => {
      if (typeof value === 'boolean') return value ? t('on') : t('off');
      if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : t('nothing');
      return value === null || value === '' ? t('nothing') : String(value);
    },
  };
}
