import { LockKeyhole, LockKeyholeOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '@/ui/code-block';
import type { Content, Contract, Operation, Parameter } from './contract';
import { JsonText } from './json-text';
import { inline, Markdown } from './markdown';
import { MethodBadge } from './method-badge';
import { mediaExample } from './schema';
import { Disclosure, FieldRow, SchemaView } from './schema-view';

const places = ['path', 'query', 'header'] as const;

/** Everything the contract says about one operation or webhook. */
export function OperationView({ contract, operation }: { contract: Contract; operation: Operation }) {
  const { t } = useTranslation('app/reference');
  return (
    <article>
      <h1 id="title" tabIndex={-1} className="font-semibold text-2xl outline-none">
        {operation.summary}
      </h1>
      <p className="mt-2 flex flex-wrap items-center gap-2 font-mono text-sm">
        <MethodBadge method={operation.method} />
        <span>{operation.path}</span>
      </p>
      <Access operation={operation} />
      {operation.deprecated && <p className="mt-2 text-caution-ink text-sm">{t('operation.deprecated')}</p>}
      {operation.description && <Markdown text={operation.description} className="mt-3 max-w-prose" />}
      {places.map((place) => (
        <Parameters
          key={place}
          contract={contract}
          place={place}
          parameters={operation.parameters.filter((p) => p.in === place)}
        />
      ))}
      {operation.body && (
        <Section title={t(operation.kind === 'webhook' ? 'operation.payload' : 'operation.body')}>
          {operation.body.description && <Markdown text={operation.body.description} className="text-muted text-sm" />}
          <ContentView contract={contract} content={operation.body.content ?? {}} />
        </Section>
      )}
      <Section title={t('operation.responses')}>
        <div className="divide-y border-y">
          {operation.responses.map(([status, reply], index) => (
            <Disclosure
              key={status}
              open={index === 0}
              label={
                <span className="flex items-baseline gap-3 py-2 text-sm">
                  <span className="font-medium font-mono text-ink">{status}</span>
                  <span>{inline(reply.description ?? '')}</span>
                </span>
              }
            >
              {() => (
                <div className="pb-4 ps-5">
                  <ContentView contract={contract} content={reply.content ?? {}} />
                </div>
              )}
            </Disclosure>
          ))}
        </div>
      </Section>
    </article>
  );
}

function Access({ operation }: { operation: Operation }) {
  const { t } = useTranslation('app/reference');
  if (operation.kind === 'webhook') return <p className="mt-2 text-muted text-sm">{t('operation.webhook')}</p>;
  const Icon = operation.open ? LockKeyholeOpen : LockKeyhole;
  return (
    <p className="mt-2 flex items-center gap-1.5 text-muted text-sm">
      <Icon size={14} aria-hidden className="shrink-0" />
      <span>
        {t(operation.open ? 'operation.open' : 'operation.signedIn')}
        {operation.permission && (
          <>
            {' '}
            {t('operation.permission')} <code className="font-mono text-ink text-xs">{operation.permission}</code>
          </>
        )}
      </span>
    </p>
  );
}

type ParametersProps = { contract: Contract; place: (typeof places)[number]; parameters: Parameter[] };

function Parameters({ contract, place, parameters }: ParametersProps) {
  const { t } = useTranslation('app/reference');
  if (parameters.length === 0) return null;
  return (
    <Section title={t(`operation.${place}`)}>
      <ul className="divide-y border-y">
        {parameters.map((parameter) => (
          <FieldRow
            key={parameter.name}
            name={parameter.name}
            contract={contract}
            schema={parameter.schema ?? {}}
            required={parameter.required}
            description={parameter.description}
            deprecated={parameter.deprecated}
          />
        ))}
      </ul>
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-8">
      <h2 className="mb-2 font-semibold text-lg">{title}</h2>
      {children}
    </section>
  );
}

function ContentView({ contract, content }: { contract: Contract; content: Content }) {
  const { t } = useTranslation(['app/reference', 'components']);
  const media = Object.entries(content);
  if (media.length === 0) return <p className="py-2 text-muted text-sm">{t('operation.empty')}</p>;
  return media.map(([type, each]) => {
    const sample = type.includes('json') ? JSON.stringify(mediaExample(contract, each), null, 2) : '';
    return (
      <div key={type} className="mb-3">
        <p className="font-mono text-muted text-xs">{type}</p>
        {each.schema && (
          <div className="my-2 border-y">
            <SchemaView contract={contract} schema={each.schema} />
          </div>
        )}
        {sample && sample !== 'null' && (
          <CodeBlock
            text={sample}
            label={t('operation.example')}
            copyLabel={t('components:copy')}
            copiedLabel={t('components:copied')}
          >
            <JsonText text={sample} />
          </CodeBlock>
        )}
      </div>
    );
  });
}
