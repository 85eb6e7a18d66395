import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { createImport } from '@/api/gen/sdk.gen';
import { ProblemNotice } from '@/components/problem';
import { formatBytes } from '@/lib/format';
import { useOnline } from '@/lib/use-online';
import { Button } from '@/ui/button';
import { FileDrop } from '@/ui/file-drop';
import { Progress } from '@/ui/progress';
import { importQuery, importsQuery, previewQuery } from '../queries';
import { WizardFrame } from './wizard/frame';

const ENDINGS = ['.csv', '.tsv', '.txt', '.xlsx', '.vcf', '.vcard', '.jsonl', '.ndjson', '.json'];
/** What an installation takes unless it is set otherwise; the server says so when its own limit is lower. */
const MAX_BYTES = 1024 ** 3;

/** The first step: takes a file and keeps it on the server, where it waits for its import. */
export function UploadPage() {
  const { t, i18n } = useTranslation('records/transfers/imports');
  const client = useQueryClient();
  const navigate = useNavigate();
  const online = useOnline();
  const stop = useRef<AbortController>(null);
  const upload = useMutation({
    meta: { inline: true },
    mutationFn: async (file: File) => {
      stop.current = new AbortController();
      const body = { file, options: JSON.stringify({ preview: true }) };
      return (await createImport({ body, signal: stop.current.signal, throwOnError: true })).data;
    },
    onSuccess: (found) => {
      client.setQueryData(importQuery(found.id).queryKey, found);
      if (found.preview) client.setQueryData(previewQuery(found.id, {}).queryKey, found.preview);
      void client.invalidateQueries({ queryKey: importsQuery.queryKey });
      void navigate({ to: '/imports/$importId/$step', params: { importId: found.id, step: 'file' } });
    },
  });
  const file = upload.variables;
  const size = file && formatBytes(file.size, i18n.resolvedLanguage);
  const stopped = upload.error instanceof DOMException && upload.error.name === 'AbortError';
  return (
    <WizardFrame step="file" name="">
      <div className="mx-auto flex max-w-2xl flex-col gap-4 py-6">
        {upload.error && !stopped && (
          <div className="flex flex-col gap-1">
            {file && <p className="text-muted text-sm">{t('upload.refused', { name: file.name })}</p>}
            <ProblemNotice
              error={upload.error}
              retry={file && !isAboutFile(upload.error) ? () => upload.mutate(file) : undefined}
            />
          </div>
        )}
        {upload.isPending && file ? (
          <div className="flex flex-col gap-3 rounded-lg border bg-surface px-4 py-6">
            <Progress label={t('upload.busy', { name: file.name, size })} showLabel value={null} />
            <Button size="sm" className="self-start" onClick={() => stop.current?.abort()}>
              {t('upload.stop')}
            </Button>
          </div>
        ) : (
          <FileDrop
            label={t('upload.drop')}
            hint={t('upload.kinds')}
            accept={ENDINGS}
            maxBytes={MAX_BYTES}
            disabled={!online}
            onFile={(chosen) => upload.mutate(chosen)}
          />
        )}
        {!online && <p className="text-muted text-sm">{t('upload.offline')}</p>}
        <ul className="flex list-disc flex-col gap-1 ps-5 text-muted text-sm">
          {(['sources', 'again', 'nothingYet'] as const).map((line) => (
            <li key={line}>{t(`upload.${line}`)}</li>
          ))}
        </ul>
      </div>
    </WizardFrame>
  );
}

/** Sending the same file again cannot mend what is wrong with it. */
const isAboutFile = (error: unknown) =>
  typeof error === 'object' && error !== null && 'status' in error && [413, 415, 422].includes(Number(error.status));
