import { TextCursorInput } from 'lucide-react';
import type { RailEntry } from '@/sockets/rail';

export default {
  id: 'forms',
  order: 50,
  to: '/forms',
  label: 'edge/forms.label',
  icon: TextCursorInput,
  permission: 'forms:read',
  keys: 'g f',
} satisfies RailEntry;
