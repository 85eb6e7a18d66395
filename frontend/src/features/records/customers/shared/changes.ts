import type { CustomerOut, CustomerPatch } from '@/api/gen/types.gen';
import type { CustomerChange } from '@/sockets/record';

type Plain = 'name' | 'kind' | 'location' | 'time_zone' | 'language' | 'source' | 'availability';
type Said = { label: string; saved: string };

/** A change of one plain value. */
export const plainChange = <K extends Plain>(
  customer: CustomerOut,
  key: K,
  next: CustomerOut[K],
  said: Said,
): CustomerChange => ({
  patch: { [key]: next } as CustomerPatch,
  back: { [key]: customer[key] } as CustomerPatch,
  apply: (shown) => ({ ...shown, [key]: next }),
  revert: (shown) => ({ ...shown, [key]: customer[key] }),
  read: (shown) => shown[key] ?? '',
  ...said,
});

type Emails = CustomerOut['emails'];
type Phones = CustomerOut['phones'];
const emailsIn = (emails: Emails) => emails.map(({ address, label }, at) => ({ address, label, primary: at === 0 }));
const phonesIn = (phones: Phones) =>
  phones.map(({ number, extension, label }, at) => ({
    number: extension ? `${number};ext=${extension}` : number,
    label,
    primary: at === 0,
  }));

/** The address to write to becomes another one; the other addresses stay. Empty takes it away, and the next one is used. */
export function emailChange(customer: CustomerOut, address: string, said: Said): CustomerChange {
  const [first, ...others] = customer.emails;
  const emails = address ? [{ label: first?.label ?? 'work', address, primary: true }, ...others] : others;
  const show = (list: Emails) => (shown: CustomerOut) => ({ ...shown, emails: list, email: list[0]?.address ?? null });
  return {
    patch: { emails: emailsIn(emails) },
    back: { emails: emailsIn(customer.emails) },
    apply: show(emails),
    revert: show(customer.emails),
    read: (shown) => shown.email ?? '',
    ...said,
  };
}

/** The same with the number to call. */
export function phoneChange(customer: CustomerOut, number: string, said: Said): CustomerChange {
  const [first, ...others] = customer.phones;
  const typed = { label: first?.label ?? 'mobile', number, display: number, extension: null, primary: true };
  const phones = number ? [typed, ...others] : others;
  const show = (list: Phones) => (shown: CustomerOut) => ({ ...shown, phones: list, phone: list[0]?.number ?? null });
  return {
    patch: { phones: phonesIn(phones) },
    back: { phones: phonesIn(customer.phones) },
    apply: show(phones),
    revert: show(customer.phones),
    read: (shown) => shown.phone ?? '',
    ...said,
  };
}

/** An id in another system; null takes it away. */
export function externalIdChange(
  customer: CustomerOut,
  scheme: string,
  value: string | null,
  said: Said,
): CustomerChange {
  const before = customer.external_ids[scheme] ?? null;
  const show = (id: string | null) => (shown: CustomerOut) => {
    const { [scheme]: _gone, ...others } = shown.external_ids;
    return { ...shown, external_ids: id === null ? others : { ...others, [scheme]: id } };
  };
  return {
    patch: { external_ids: { [scheme]: value } },
    back: { external_ids: { [scheme]: before } },
    apply: show(value),
    revert: show(before),
    read: (shown) => shown.external_ids[scheme] ?? '',
    ...said,
  };
}
