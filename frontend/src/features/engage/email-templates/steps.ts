import { Mail } from 'lucide-react';
import { preloadable } from '@/lib/preloadable';
import type { StepEntry } from '@/sockets/steps';

export default {
  kind: 'send_email',
  order: 80,
  label: 'engage/email-templates.steps.send_email.title',
  icon: Mail,
  form: preloadable(() => import('./step-form')),
  texts: ['engage/email-templates'],
  shows: ['to', 'address', 'template_id', 'subject', 'body'],
  says: ({ to, address, subject, template_id }, { say, text, name }) =>
    say('engage/email-templates.steps.send_email.says', {
      subject: template_id ? name('template', template_id) : text(subject),
      to: to === 'address' ? text(address) : say('engage/email-templates.steps.send_email.theCustomer'),
    }),
} satisfies StepEntry;
