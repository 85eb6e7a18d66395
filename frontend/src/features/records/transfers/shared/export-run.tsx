import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cancelJobMutation } from '@/api/gen/@tanstack/react-query.gen';
import { isUnderWay, jobQuery } from '@/api/job';
import { ProblemNotice } from '@/components/problem';
import { saveAddress } from '@/lib/download';
import { formatNumber } from '@/lib/format';
import { asProblem } from '@/lib/problem';
import { Button, buttonLook } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Progress } from '@/ui/progress';

type Props = { jobId: string; who: string; onClose: () => void; onAgain: () => void };

/** An export at work: how far it is, and its file once it is there. Closing the dialog does not end it. */
export function ExportRun({ jobId, who, onClose, onAgain }: Props) {
  const { t, i18n } = useTranslation('records/transfers/shared');
  const client = useQueryClient();
  const { data: job, error, refetch } = useQuery(jobQuery(jobId));
  const stop = useMutation({
    ...cancelJobMutation(),
    meta: { inline: true },
    onSettled: () => client.invalidateQueries({ queryKey: jobQuery(jobId).queryKey }),
  });
  const file = job?.state === 'succeeded' ? job.result_url : null;
  useSaving(file);
  const number = (value: number) => formatNumber(value, i18n.resolvedLanguage);
  const working = !job || isUnderWay(job.state);
  const { done = 0, total = null } = job?.progress ?? {};
  const stopping = stop.isPending || (working && job?.cancel_requested);
  const label = stopping
    ? t('stopping')
    : total === null
      ? t('counting')
      : t('progress', { done: number(done), total: number(total) });
  const refused = stop.error && asProblem(stop.error).code !== 'job-finished' ? stop.error : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      description={who}
      footer={
        <>
          {working ? (
            <Button busy={stopping} onClick={() => stop.mutate({ path: { job_id: jobId } })}>
              {t('stop')}
            </Button>
          ) : (
            !file && <Button onClick={onAgain}>{t('again')}</Button>
          )}
          {file && (
            <a href={file} download className={buttonLook()}>
              <Download size={16} aria-hidden />
              {t('download')}
            </a>
          )}
          <Button variant={working ? 'secondary' : 'primary'} onClick={onClose}>
            {t('close')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {working && <Progress label={label} showLabel value={total === null ? null : done} max={total || 1} />}
        <p role="status" className="text-sm">
          {job && !working
            ? t(`ended.${job.state as 'succeeded'}`, { count: done, formatted: number(done) })
            : t('leave')}
        </p>
        {job?.error && <p className="text-danger-ink text-sm">{job.error}</p>}
        {(refused ?? error) != null && <ProblemNotice error={refused ?? error} retry={() => void refetch()} />}
      </div>
    </Dialog>
  );
}

/** The file is saved by itself, once. */
function useSaving(file: string | null | undefined): void {
  const saved = useRef<string>(null);
  useEffect(() => {
    if (!file || saved.current === file) return;
    saved.current = file;
    saveAddress(file);
  }, [file]);
}
