import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { allFolders, allTags } from '@/api/catalogues';
import { createCustomer } from '@/api/gen/sdk.gen';
import { zCustomerIn } from '@/api/gen/zod.gen';
import { FormField, FormProblem, useServerForm } from '@/components/server-form';
import { overviewQuery } from '@/features/records/overview/shared/queries';
import { askAgain } from '@/lib/optimistic';
import { Button } from '@/ui/button';
import { Dot } from '@/ui/chip';
import { MultiCombobox, type Option } from '@/ui/combobox';
import { Dialog } from '@/ui/dialog';
import { Input } from '@/ui/input';
import { Segmented } from '@/ui/segmented';
import { Select } from '@/ui/select';

export type NewCustomerProps = {
  lifecycle: 'prospect' | 'customer';
  /** The folder that is chosen at first, if one may write there. */
  folderId?: string;
  /** The new one, or the one that was there already. */
  onOpen: (customerId: string) => void;
  onClose: () => void;
};

const schema = zCustomerIn.pick({ name: true, email: true, phone: true }).extend({
  kind: z.enum(['person', 'company']),
  email: z.union([z.literal(''), z.email()]),
  phone: z.string().max(60),
  folder_id: z.string(),
  tag_ids: z.array(z.string()),
});

/** A new lead or customer; its profile opens as soon as it is saved. */
export default function NewCustomerDialog({ lifecycle, folderId, onOpen, onClose }: NewCustomerProps) {
  const { t } = useTranslation(['records/customers/shared', 'components', 'records/folders', 'records/tags']);
  const client = useQueryClient();
  const folders = useQuery(allFolders);
  const tags = useQuery(allTags);
  const writable = (folders.data ?? []).filter(({ level }) => level === 'write' || level === 'manage');
  const here = writable.find(({ id }) => id === folderId)?.id ?? '';
  const options: Option[] = (tags.data ?? []).map(({ id, name, colour }) => ({ id, name, colour }));
  const form = useServerForm({
    schema,
    defaultValues: { kind: 'person', name: '', email: '', phone: '', folder_id: here, tag_ids: [] },
    onSubmit: async ({ email, phone, folder_id, ...rest }) => {
      const { data } = await createCustomer({
        body: {
          ...rest,
          lifecycle,
          ...(email && { email }),
          ...(phone.trim() && { phone }),
          ...(folder_id && { folder_id }),
        },
        throwOnError: true,
      });
      void client.prefetchQuery(overviewQuery(data.id));
      void askAgain(client, ['listCustomers', 'countCustomers']);
      onClose();
      onOpen(data.id);
    },
  });
  const existing = form.problem?.existingId;
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={t(`create.${lifecycle}`)}
      footer={
        <>
          <Button onClick={onClose}>{t('components:cancel')}</Button>
          <Button variant="primary" busy={form.busy} onClick={() => form.submit()}>
            {t('create.submit')}
          </Button>
        </>
      }
    >
      <form onSubmit={form.submit} noValidate className="flex flex-col gap-3">
        <FormProblem in={form} />
        {existing && (
          <Button
            className="self-start"
            onClick={() => {
              onClose();
              onOpen(existing);
            }}
          >
            {t('create.existing')}
          </Button>
        )}
        <FormField in={form} name="kind" label={t('create.kind')}>
          {(field) => (
            <Segmented
              label={t('create.kind')}
              value={field.value}
              onValueChange={field.onChange}
              items={[
                { value: 'person', label: t('create.person') },
                { value: 'company', label: t('create.company') },
              ]}
              className="self-start"
            />
          )}
        </FormField>
        <FormField in={form} name="name" label={t('contact.name')}>
          {(field) => <Input {...field} autoFocus autoComplete="off" />}
        </FormField>
        <div className="grid gap-3 sm:grid-cols-2">
          <FormField in={form} name="email" label={t('contact.email')} optional>
            {(field) => <Input {...field} type="email" autoComplete="off" />}
          </FormField>
          <FormField in={form} name="phone" label={t('contact.phone')} optional>
            {(field) => <Input {...field} type="tel" autoComplete="off" />}
          </FormField>
        </div>
        <FormField in={form} name="folder_id" label={t('records/folders:title')} optional>
          {(field) => (
            <Select
              aria-label={t('records/folders:title')}
              value={field.value}
              onValueChange={field.onChange}
              items={[
                { value: '', label: t('records/folders:none') },
                ...writable.map(({ id, name, colour }) => ({
                  value: id,
                  label: name,
                  before: <Dot colour={colour} />,
                })),
              ]}
            />
          )}
        </FormField>
        <FormField in={form} name="tag_ids" label={t('records/tags:title')} optional>
          {(field) => (
            <MultiCombobox
              aria-label={t('records/tags:title')}
              items={options}
              value={options.filter(({ id }) => field.value.includes(id))}
              onValueChange={(chosen) => field.onChange(chosen.map(({ id }) => id))}
              loading={tags.isPending}
            />
          )}
        </FormField>
      </form>
    </Dialog>
  );
}
