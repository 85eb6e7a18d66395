import { useQuery } from '@tanstack/react-query';
import { FilePlus2, LayoutTemplate, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { getAutomationTemplatesOptions } from '@/api/gen/@tanstack/react-query.gen';
import { ProblemNotice } from '@/components/problem';
import { Dialog } from '@/ui/dialog';
import { SkeletonLines } from '@/ui/skeleton';

/** What to start from. Nothing is made before it is saved. */
export default function NewDialog({
  onClose,
  onChoose,
}: {
  onClose: () => void;
  onChoose: (key: string | null) => void;
}) {
  const { t } = useTranslation('edge/automations');
  const templates = useQuery({ ...getAutomationTemplatesOptions(), staleTime: 60_000 });
  const own = (key: string, part: 'name' | 'text', fallback: string) =>
    t(`templates.${key}.${part}` as 'templates.welcome.name', { defaultValue: fallback });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('new.title')} description={t('new.text')}>
      <ul className="flex flex-col gap-1.5">
        <Choice icon={FilePlus2} title={t('new.blank')} text={t('new.blankText')} onClick={() => onChoose(null)} />
        {templates.data?.templates.map(({ key, automation }) => (
          <Choice
            key={key}
            icon={LayoutTemplate}
            title={own(key, 'name', automation.name)}
            text={own(key, 'text', automation.description ?? '')}
            onClick={() => onChoose(key)}
          />
        ))}
      </ul>
      {templates.isPending && <SkeletonLines lines={4} className="mt-2" />}
      {templates.error && <ProblemNotice error={templates.error} retry={() => void templates.refetch()} />}
    </Dialog>
  );
}

type ChoiceProps = { icon: LucideIcon; title: string; text: string; onClick: () => void };

const Choice = ({ icon: Icon, title, text, onClick }: ChoiceProps) => (
  <li>
    <button
      type="button"
      onClick={onClick}
      className="flex w-full items-start gap-3 rounded-md border px-3 py-2.5 text-start text-sm hover:bg-hover"
    >
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
      <span>
        <span className="block font-medium">{title}</span>
        <span className="block text-muted text-xs">{text}</span>
      </span>
    </button>
  </li>
);
