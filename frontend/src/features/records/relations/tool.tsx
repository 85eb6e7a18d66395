import { useTranslation } from 'react-i18next';
import { Section } from '@/components/section';
import { Related } from './related';

type Props = { customerId: string; count: number; mayEdit: boolean };

/** Related customers beside the profile: linked or made on the spot. */
export function RelatedTool({ customerId, count, mayEdit }: Props) {
  const { t } = useTranslation('records/relations');
  return (
    <Section name="tools.related" title={t('title')} count={count || undefined}>
      <Related customerId={customerId} mayEdit={mayEdit} compact known={count} />
    </Section>
  );
}
