import { useTranslation } from 'react-i18next';
import { Section } from '@/components/section';
import { mayWith } from '@/sockets/record';
import type { ToolProps } from '@/sockets/tools';
import { Related } from './related';

/** Related customers beside the profile: linked or made on the spot. */
export default function RelatedTool({ overview }: ToolProps) {
  const { t } = useTranslation('records/relations');
  const { customer, counts } = overview;
  return (
    <Section name="tools.related" title={t('title')} count={counts.relations || undefined}>
      <Related customerId={customer.id} mayEdit={mayWith(overview, 'edit')} compact known={counts.relations} />
    </Section>
  );
}
