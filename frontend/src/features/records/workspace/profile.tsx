import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '@/api/gen/types.gen';
import { ProfileHeader } from '@/features/records/customers/shared/profile-header';
import { fetchTexts } from '@/i18n';
import { useCommands } from '@/lib/commands';
import { profileEntries } from '@/sockets/profile';
import type { CustomerChange } from '@/sockets/record';
import { mayWith } from '@/sockets/record';
import { Loading, Skeleton, SkeletonLines } from '@/ui/skeleton';
import { tabLook } from '@/ui/tab-look';
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

const blocks = profileEntries.filter(({ label }) => !label);
for (const { component } of blocks) void component.preload();
fetchTexts('names', ...blocks.flatMap(({ texts }) => texts));

/** Header, sections and the section of the address; the first one has no name there and is made of blocks. */
export function Profile({ overview, ready, save, toolsShown, onTools }: Props) {
  const { t } = useTranslation(['records/workspace', 'names']);
  const { search, setSearch, close } = useWorkspace();
  const [called, setCalled] = useState(0);
  useEntry(overview.customer.id, ready);
  const entries = profileEntries.filter((entry) => entry.shown?.(overview) ?? true);
  const sections = entries.filter(({ label }) => label);
  const section = sections.find(({ id }) => id === search.section);
  const group = t('title');
  useCommands(
    entries.flatMap(({ id: named, command }) =>
      command && ready && command.allowed(overview)
        ? {
            id: command.id,
            label: t(`names:${command.label}`),
            keys: command.keys,
            group,
            icon: command.icon,
            run: () => {
              setSearch({ section: named });
              setCalled((times) => times + 1);
            },
          }
        : [],
    ),
  );
  const props = { overview, save, called };
  const link = (name: string | undefined, label: string, count = 0) => (
    <Link
      key={name ?? ''}
      to="."
      search={(before) => ({ ...before, section: name, kinds: undefined })}
      replace
      resetScroll={false}
      data-active={name === section?.id || undefined}
      activeOptions={{ exact: true, includeSearch: true }}
      className={tabLook}
    >
      {label}
      {count > 0 && <span className="text-muted text-xs tabular-nums">{count}</span>}
    </Link>
  );
  return (
    <div
      data-profile={ready ? overview.customer.id : undefined}
      className="flex min-h-0 flex-1 flex-col overflow-y-auto [scrollbar-width:thin]"
    >
      <div className="mx-auto w-full max-w-[52rem] flex-1 px-gutter pb-12 md:px-6">
        <ProfileHeader
          overview={overview}
          mayEdit={mayWith(overview, 'edit')}
          save={save}
          toolsShown={toolsShown}
          onTools={onTools}
          onBack={close}
        />
        <nav
          aria-label={t('sections.label')}
          className="sticky top-0 z-10 -mx-2 flex gap-1 overflow-x-auto border-b bg-canvas"
        >
          {link(undefined, t('sections.profile'))}
          {sections.map(({ id, label, count }) => label && link(id, t(`names:${label}`), count?.(overview)))}
        </nav>
        <Suspense fallback={section ? <SkeletonLines lines={6} /> : <FieldSkeletons />}>
          {section ? (
            <section.component key={section.id} {...props} />
          ) : (
            <>
              {entries.map(
                ({ id, label, early, component: Block }) => !label && (ready || early) && <Block key={id} {...props} />,
              )}
              {!ready && <FieldSkeletons />}
            </>
          )}
        </Suspense>
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
