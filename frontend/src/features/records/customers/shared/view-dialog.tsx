import { useTranslation } from 'react-i18next';
import { createView, updateView } from '@/api/gen/sdk.gen';
import type { ViewIn, ViewOut } from '@/api/gen/types.gen';
import { zViewIn } from '@/api/gen/zod.gen';
import { useMay } from '@/api/session';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { Switch } from '@/ui/switch';

type Props = {
  title: string;
  /** What is kept under the name. */
  text?: string;
  sharedLabel: string;
  sharedHint: string;
  /** The one that gets another name; without it a new one is made of `contents`. */
  renamed?: ViewOut;
  contents: Pick<ViewIn, 'filters' | 'columns' | 'sort'>;
  onSaved: (view: ViewOut) => Promise<unknown>;
  onClose: () => void;
};

/** Names a view, and says who sees it. */
export default function ViewDialog({ title, text, renamed, contents, onSaved, onClose, ...shared }: Props) {
  const { t } = useTranslation(['records/customers/shared', 'components']);
  const mayShare = useMay('views:share');
  const form = useServerForm({
    schema: zViewIn.pick({ name: true, shared: true }),
    defaultValues: { name: renamed?.name ?? '', shared: renamed?.shared ?? false },
    onSubmit: async ({ name, shared }) => {
      const { data } = renamed
        ? await updateView({ path: { view_id: renamed.id }, body: { name }, throwOnError: true })
        : await createView({ body: { ...contents, name, shared }, throwOnError: true });
      await onSaved(data);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={text}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button variant="primary" busy={form.busy} onClick={() => form.submit()}>
            {t('components:save')}
          </Button>
        </>
      }
    >
      <form onSubmit={form.submit} className="flex flex-col gap-3">
        <FormProblem in={form} />
        <FormField in={form} name="name" label={t('contact.name')}>
          {(field) => <Input {...field} autoComplete="off" />}
        </FormField>
        {!renamed && mayShare && (
          <FormField in={form} name="shared" label={shared.sharedLabel} description={shared.sharedHint} inline>
            {({ value, onChange }) => <Switch checked={value} onCheckedChange={onChange} />}
          </FormField>
        )}
      </form>
    </Dialog>
  );
}
