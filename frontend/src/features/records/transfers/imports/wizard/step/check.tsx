import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { startImportMutation } from '@/api/gen/@tanstack/react-query.gen';
import { useMay } from '@/api/session';
import { ProblemNotice } from '@/components/problem';
import { asProblem } from '@/lib/problem';
import { useOnline } from '@/lib/use-online';
import { Button } from '@/ui/button';
import { SkeletonLines } from '@/ui/skeleton';
import { importQuery, importsQuery, previewQuery } from '../../../queries';
import { PreviewRows } from '../../preview-rows';
import { stepOf, toOptions } from '../draft';
import { WizardFrame } from '../frame';
import { PlanSummary } from '../plan-summary';
import type { StepProps } from '../wizard';

/** What was chosen, what the first rows would come to, and the start. */
export default function CheckStep({ file, look, draft, mapping }: StepProps) {
  const { t } = useTranslation('records/transfers/imports');
  const client = useQueryClient();
  const navigate = useNavigate();
  const online = useOnline();
  const mayWrite = useMay('customers:write');
  const options = toOptions(draft, look.columns);
  const preview = useQuery(previewQuery(file.id, options));
  const start = useMutation({
    ...startImportMutation(),
    meta: { inline: true },
    onSuccess: (found) => {
      client.setQueryData(importQuery(file.id).queryKey, found);
      void client.invalidateQueries({ queryKey: importsQuery.queryKey });
      return navigate({ to: '/imports/$importId', params: { importId: file.id }, replace: true });
    },
    onError: (error) => {
      // Somebody else, or another tab, was quicker: what runs is shown.
      if (asProblem(error).code === 'import-started')
        void client.invalidateQueries({ queryKey: importQuery(file.id).queryKey });
    },
  });
  const blocked = !mayWrite
    ? t('check.mayNotWrite')
    : !online
      ? t('check.offline')
      : preview.error
        ? t('check.mendFirst')
        : undefined;
  return (
    <WizardFrame
      step="check"
      name={file.file_name}
      importId={file.id}
      blocked={blocked}
      forward={
        <Button
          variant="primary"
          busy={start.isPending || preview.isPending}
          disabled={blocked !== undefined || !preview.data}
          onClick={() => start.mutate({ path: { import_id: file.id }, body: options })}
        >
          <Play size={16} aria-hidden />
          {t('check.start')}
        </Button>
      }
    >
      <div className="flex flex-col gap-5 py-5">
        {start.error && <Wrong error={start.error} importId={file.id} />}
        {preview.error && <Wrong error={preview.error} importId={file.id} retry={() => void preview.refetch()} />}
        <PlanSummary
          importId={file.id}
          columns={look.columns}
          mapping={mapping}
          draft={draft}
          matchBy={preview.data?.match_by}
        />
        {preview.isPending && <SkeletonLines lines={8} />}
        {preview.data && !preview.error && <PreviewRows key={file.id} preview={preview.data} />}
      </div>
    </WizardFrame>
  );
}

/** What the server refuses, each with the step where it is mended. */
function Wrong({ error, importId, retry }: { error: unknown; importId: string; retry?: () => void }) {
  const { t } = useTranslation('records/transfers/imports');
  const { errors, status } = asProblem(error);
  return (
    <div className="flex flex-col gap-2">
      <ProblemNotice error={error} retry={status === 422 ? undefined : retry} />
      {errors.length > 0 && (
        <ul className="flex flex-col gap-1 text-sm">
          {errors.map(({ pointer, message }) => {
            const step = stepOf(pointer);
            return (
              <li key={pointer + message} className="flex flex-wrap gap-x-2">
                <span>{message}</span>
                <Link
                  to="/imports/$importId/$step"
                  params={{ importId, step }}
                  className="font-medium text-accent-ink underline-offset-2 hover:underline"
                >
                  {t('check.mendAt', { step: t(`steps.${step}`) })}
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
