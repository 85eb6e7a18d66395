import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getEmbedConfigOptions } from '@/api/gen/@tanstack/react-query.gen';
import { updateEmbedConfig } from '@/api/gen/sdk.gen';
import type { EmbedConfigOut, EmbedTheme, EmbedTokenOut } from '@/api/gen/types.gen';
import { ProblemNotice } from '@/components/problem';
import { Button } from '@/ui/button';
import { CodeBlock } from '@/ui/code-block';
import { SkeletonLines } from '@/ui/skeleton';
import { notify } from '@/ui/toast/manager';
import { frameSnippet, reactSnippet, scriptSnippet, serverSnippet } from '../snippets';
import { ThemeEditor } from '../theme-editor';

const Preview = lazy(() => import('../preview'));

/** What to paste, and how it looks there. */
export function UseToken({ token, mayManage }: { token: EmbedTokenOut; mayManage: boolean }) {
  const { t } = useTranslation('edge/embeds');
  const copy = { copyLabel: t('copy'), copiedLabel: t('copied') };
  return (
    <div className="flex flex-col gap-4 rounded-md border bg-sunken p-4">
      {token.effective_origins.length === 0 && (
        <p role="status" className="rounded-md bg-caution-soft px-3 py-2 text-caution-ink text-sm">
          {t('sitesFirst')}
        </p>
      )}
      <p className="text-muted text-sm">{t('useText')}</p>
      <CodeBlock label={t('snippets.server')} text={serverSnippet()} {...copy} />
      <CodeBlock label={t('snippets.script')} text={scriptSnippet(token)} {...copy} />
      <CodeBlock label={t('snippets.frame')} text={frameSnippet(token)} {...copy} />
      <CodeBlock label={t('snippets.react')} text={reactSnippet(token)} {...copy} />
      {mayManage && <Look token={token} />}
    </div>
  );
}

function Look({ token }: { token: EmbedTokenOut }) {
  const config = useQuery(getEmbedConfigOptions({ path: { config_id: token.config.id } }));
  if (config.isError) return <ProblemNotice error={config.error} retry={() => void config.refetch()} />;
  if (!config.data) return <SkeletonLines lines={4} />;
  return <Edited token={token} config={config.data} />;
}

function Edited({ token, config }: { token: EmbedTokenOut; config: EmbedConfigOut }) {
  const { t } = useTranslation('edge/embeds');
  const client = useQueryClient();
  const [draft, setDraft] = useState<EmbedTheme>(config.theme);
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const changed = JSON.stringify(draft) !== JSON.stringify(config.theme);
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    const path = { config_id: config.id };
    try {
      await updateEmbedConfig({ path, body: { theme: draft }, throwOnError: true });
      await client.invalidateQueries({ queryKey: getEmbedConfigOptions({ path }).queryKey });
      notify({ title: t('theme.saved'), tone: 'positive' });
    } catch (thrown) {
      setProblem(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="grid gap-4 border-t pt-4 lg:grid-cols-[18rem_1fr]">
      <section aria-label={t('theme.title')} className="flex flex-col gap-3">
        <h3 className="font-medium text-sm">{t('theme.title')}</h3>
        <p className="text-muted text-xs">{t('theme.text', { name: config.name })}</p>
        <ThemeEditor theme={draft} onTheme={setDraft} />
        {problem !== undefined && <ProblemNotice error={problem} />}
        <Button variant="primary" busy={busy} disabled={!changed} onClick={() => void save()}>
          {t('theme.save')}
        </Button>
      </section>
      <Suspense fallback={<SkeletonLines lines={4} />}>
        <Preview token={token} theme={draft} />
      </Suspense>
    </div>
  );
}
