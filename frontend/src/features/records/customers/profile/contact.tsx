import type { ProfileProps } from '@/sockets/profile';
import { mayWith } from '@/sockets/record';
import { ContactLines } from '../shared/contact-lines';

export default function ContactBlock({ overview, save }: ProfileProps) {
  return <ContactLines customer={overview.customer} mayEdit={mayWith(overview, 'edit')} save={save} />;
}
