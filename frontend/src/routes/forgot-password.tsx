import { createFileRoute } from '@tanstack/react-router';
import { ForgotPage } from '@/features/access/sessions/forgot-page';

export const Route = createFileRoute('/forgot-password')({ component: ForgotPage });
