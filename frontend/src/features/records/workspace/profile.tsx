import { Link } from '@tanstack/react-router';
import { NotebookPen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '@/api/gen/types.gen';
import { Fields } from '@/features/records/custom-fields/shared/fields';
import { ContactLines } from '@/features/records/customers/shared/contact-lines';
import { ProfileHeader } from '@/features/records/customers/shared/profile-header';
import { Notes } from '@/features/records/notes/notes';
import type { CustomerChange } from '@/features/records/overview/shared/writes';
import { Channels } from '@/features/records/profiles/channels/channels';
import { Related } from '@/features/records/relations/related';
import { Timeline } from '@/features/records/timeline/timeline';
import { useCommands } from '@/lib/commands';
import { Loading, Skeleton } from '@/ui/skeleton';
import { tabLook } from '@/ui/tab-look';
import { SECTIONS, type SectionName } from './address';
import { useEntry } from './go-in';
import { useWorkspace } from './use-workspace';

type Props = {
  overview: Overview;
  /** False while only what the list knew is shown. */
  ready: boolean;
  save: (change: CustomerChange) => void;
  toolsShown: boolean;
  onTools: () => void;
};

/** Header, sections and the section of the address. */
export function Profile({ overview, ready, save, toolsShown, onTools }: Props) {
  const { t } = useTranslation(['records/workspace', 'records/notes']);
  const { search, setSearch, close } = useWorkspace();
  const [writing, setWriting] = useState(0);
  useEntry(overview.customer.id, ready);
  const hidden = overview.sections && !overview.sections.includes('related_customers');
  const sections = SECTIONS.filter((name) => name !== 'related' || !hidden);
  const section = search.section && sections.includes(search.section) ? search.section : 'profile';
  const mayNote = overview.capabilities.some(({ key, allowed }) => key === 'note' && allowed);
  const mayEdit = overview.capabilities.some(({ key, allowed }) => key === 'edit' && allowed);
  const group = t('title');
  useCommands(
    ready && mayNote
      ? [
          {
            id: 'customer.note',
            label: t('records/notes:write'),
            keys: 'n',
            group,
            icon: NotebookPen,
            run: () => {
              setSearch({ section: 'notes' });
              setWriting((times) => times + 1);
            },
          },
        ]
      : [],
  );
  const counts: Partial<Record<SectionName, number>> = {
    notes: overview.counts.notes,
    related: overview.counts.relations,
  };
  return (
    <div
      data-profile={ready ? overview.customer.id : undefined}
      className="flex min-h-0 flex-1 flex-col overflow-y-auto [scrollbar-width:thin]"
    >
      <div className="mx-auto w-full max-w-[52rem] flex-1 px-gutter pb-12 md:px-6">
        <ProfileHeader
          overview={overview}
          mayEdit={mayEdit}
          save={save}
          toolsShown={toolsShown}
          onTools={onTools}
          onBack={close}
        />
        <nav
          aria-label={t('sections.label')}
          className="sticky top-0 z-10 -mx-2 flex gap-1 overflow-x-auto border-b bg-canvas"
        >
          {sections.map((name) => (
            <Link
              key={name}
              to="."
              search={(before) => ({ ...before, section: name === 'profile' ? undefined : name, kinds: undefined })}
              replace
              resetScroll={false}
              data-active={name === section || undefined}
              activeOptions={{ exact: true, includeSearch: true }}
              className={tabLook}
            >
              {t(`sections.${name}`)}
              {!!counts[name] && <span className="text-muted text-xs tabular-nums">{counts[name]}</span>}
            </Link>
          ))}
        </nav>
        {section === 'profile' && (
          <>
            <ContactLines customer={overview.customer} mayEdit={ready && mayEdit} save={save} />
            {ready && <Channels customer={overview.customer} count={overview.counts.profiles} mayEdit={mayEdit} />}
            {ready ? <Fields overview={overview} save={save} /> : <FieldSkeletons />}
          </>
        )}
        {section === 'timeline' && (
          <Timeline
            customerId={overview.customer.id}
            timeZone={overview.customer.time_zone}
            kinds={search.kinds}
            onKinds={(kinds) => setSearch({ kinds })}
            mayNote={mayNote}
          />
        )}
        {section === 'notes' && <Notes customerId={overview.customer.id} mayWrite={mayNote} focus={writing} />}
        {section === 'related' && <Related customerId={overview.customer.id} mayEdit={mayEdit} />}
      </div>
    </div>
  );
}

const FieldSkeletons = () => (
  <Loading className="flex flex-col gap-4 py-5">
    {['a', 'b', 'c', 'd'].map((row) => (
      <span key={row} className="grid grid-cols-[minmax(7rem,11rem)_minmax(0,1fr)] gap-4 px-1.5">
        <Skeleton className="w-20" />
        <Skeleton className="w-40" />
      </span>
    ))}
  </Loading>
);

export const ProfileSkeleton = () => (
  <Loading className="mx-auto w-full max-w-[52rem] px-gutter py-5 md:px-6">
    <div className="flex items-center gap-4">
      <Skeleton className="size-16 rounded-full" />
      <span className="flex flex-1 flex-col gap-2">
        <Skeleton className="h-5 w-48" />
        <Skeleton className="w-64" />
      </span>
    </div>
  </Loading>
);
