import { ChevronRight, Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchField } from '@/components/search-field';
import { cn } from '@/lib/cn';
import { filterGroups, type Group } from './contract';
import { MethodBadge } from './method-badge';

/** The list of operations by group with an instant filter; `/` goes to it. The open group follows the address. */
export function Navigation({ groups, current, onChoose }: { groups: Group[]; current: string; onChoose: () => void }) {
  const { t } = useTranslation('app/reference');
  const [query, setQuery] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const found = filterGroups(groups, query);
  const count = found.reduce((sum, group) => sum + group.operations.length, 0);

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.closest('input, textarea, select');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);

  return (
    <nav aria-label={t('nav.label')} className="flex h-full flex-col">
      <div className="relative border-b p-3">
        <Search size={14} aria-hidden className="absolute start-5.5 top-1/2 -translate-y-1/2 text-muted" />
        <SearchField
          label={t('nav.filter')}
          value={query}
          onChange={setQuery}
          ref={input}
          icon={undefined}
          aria-keyshortcuts="/"
          className="ps-8"
        />
        <p role="status" className="sr-only">
          {query && t('nav.found', { count })}
        </p>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        <NavLink href="#" current={current === ''} onChoose={onChoose}>
          {t('nav.overview')}
        </NavLink>
        {count === 0 && <p className="px-2 py-4 text-muted text-sm">{t('nav.none', { query })}</p>}
        {found.map((group) => (
          <NavGroup key={group.name} group={group} current={current} filtering={query !== ''} onChoose={onChoose} />
        ))}
      </div>
    </nav>
  );
}

type GroupProps = { group: Group; current: string; filtering: boolean; onChoose: () => void };

function NavGroup({ group, current, filtering, onChoose }: GroupProps) {
  const holdsCurrent = group.operations.some((operation) => operation.id === current);
  const [open, setOpen] = useState(holdsCurrent);
  const [seen, setSeen] = useState(current);
  if (seen !== current) {
    setSeen(current);
    if (holdsCurrent) setOpen(true);
  }
  return (
    <details open={filtering || open} onToggle={(event) => !filtering && setOpen(event.currentTarget.open)}>
      <summary className="flex h-row items-center gap-1.5 rounded-md px-2 font-medium text-sm hover:bg-hover">
        <ChevronRight
          size={14}
          aria-hidden
          className="shrink-0 text-muted transition-transform rtl:-scale-x-100 [details[open]>summary>&]:rotate-90"
        />
        <span className="min-w-0 flex-1 truncate">{groupTitle(group.name)}</span>
        <span className="font-normal text-muted text-xs">{group.operations.length}</span>
      </summary>
      <ul className="mb-2">
        {group.operations.map((operation) => (
          <li key={operation.id}>
            <NavLink href={`#${operation.id}`} current={operation.id === current} onChoose={onChoose}>
              <MethodBadge method={operation.method} className="w-12 bg-transparent" />
              <span className={cn('min-w-0 flex-1 truncate', operation.deprecated && 'line-through')}>
                {operation.summary}
              </span>
            </NavLink>
          </li>
        ))}
      </ul>
    </details>
  );
}

type LinkProps = { href: string; current: boolean; onChoose: () => void; children: React.ReactNode };

function NavLink({ href, current, onChoose, children }: LinkProps) {
  return (
    <a
      href={href}
      aria-current={current ? 'page' : undefined}
      onClick={onChoose}
      className="flex h-row items-center gap-2 rounded-md px-2 text-muted text-sm hover:bg-hover hover:text-ink focus-visible:-outline-offset-2 aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent-ink"
    >
      {children}
    </a>
  );
}

/** `custom_fields` reads `Custom fields`. */
export const groupTitle = (name: string) => {
  const words = name.replaceAll(/[_-]/g, ' ').replace(/^api\b/, 'API');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
