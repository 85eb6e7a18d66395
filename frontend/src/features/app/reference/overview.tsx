import { useTranslation } from 'react-i18next';
import type { Contract, Group, SecurityScheme } from './contract';
import { Markdown } from './markdown';
import { groupTitle } from './navigation';

const clients = [
  { name: 'Python', command: 'pip install ./clients/python' },
  { name: 'TypeScript', command: 'npm install ./clients/typescript' },
];

/** The first page: what the contract says of itself, how to sign in, and every group of operations. */
export function Overview({ contract, groups }: { contract: Contract; groups: Group[] }) {
  const { t } = useTranslation('app/reference');
  return (
    <article>
      <h1 id="title" tabIndex={-1} className="font-semibold text-2xl outline-none">
        {contract.info.title}
      </h1>
      <p className="mt-1 text-muted text-sm">
        {t('overview.version', { version: contract.info.version })} ·{' '}
        <a href="/api/v1/openapi.json" className="text-accent-ink underline underline-offset-2">
          {t('overview.contract')}
        </a>{' '}
        ·{' '}
        <a href="/api/v1/postman.json" download className="text-accent-ink underline underline-offset-2">
          {t('overview.postman')}
        </a>
      </p>
      {contract.info.description && <Markdown text={contract.info.description} className="mt-4 max-w-prose" />}
      <h2 className="mt-8 mb-2 font-semibold text-lg">{t('overview.signIn')}</h2>
      <dl className="divide-y border-y">
        {Object.entries(contract.components?.securitySchemes ?? {}).map(([name, scheme]) => (
          <div key={name} className="flex flex-wrap items-baseline gap-x-6 gap-y-1 px-2 py-2.5">
            <dt className="w-60 font-mono text-xs">{schemeHeader(scheme)}</dt>
            <dd className="min-w-0 flex-1 basis-64 text-muted text-sm">
              <Markdown text={scheme.description ?? name} className="*:my-0" />
            </dd>
          </div>
        ))}
      </dl>
      <h2 className="mt-8 mb-2 font-semibold text-lg">{t('overview.clients')}</h2>
      <p className="max-w-prose text-muted text-sm">{t('overview.clientsText')}</p>
      <dl className="mt-2 divide-y border-y">
        {clients.map(({ name, command }) => (
          <div key={name} className="flex flex-wrap items-baseline gap-x-6 gap-y-1 px-2 py-2.5 text-sm">
            <dt className="w-60 font-medium">{name}</dt>
            <dd className="min-w-0 flex-1 basis-64 font-mono text-xs">{command}</dd>
          </div>
        ))}
      </dl>
      <h2 className="mt-10 mb-2 font-semibold text-lg">{t('overview.groups')}</h2>
      <ul className="divide-y border-y">
        {groups.map((group) => (
          <li key={group.name}>
            <a
              href={`#${group.operations[0]?.id}`}
              className="flex flex-wrap items-baseline gap-x-3 px-2 py-2.5 hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="font-medium text-accent-ink">{groupTitle(group.name)}</span>
              <span className="min-w-0 flex-1 text-muted text-sm">{group.description}</span>
              <span className="text-muted text-sm">{t('overview.count', { count: group.operations.length })}</span>
            </a>
          </li>
        ))}
      </ul>
    </article>
  );
}

/** The header that carries the credential, as it is sent. */
function schemeHeader({ type, scheme = '', in: place, name = '' }: SecurityScheme): string {
  if (type === 'http') return `Authorization: ${scheme.charAt(0).toUpperCase()}${scheme.slice(1)} …`;
  return place === 'cookie' ? `Cookie: ${name}=…` : `${name}: …`;
}
