import './styles/app.css';
import { DirectionProvider } from '@base-ui/react/direction-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { getI18n } from 'react-i18next';
import { sayEnded } from './api/session';
import { startApi } from './api/setup';
import { startI18n, useDirection } from './i18n';
import { createQueryClient } from './lib/query-client';
import { createAppRouter } from './router';
import { ToastHost } from './ui/toast-host';
import { notify } from './ui/toast-manager';
import { TooltipHost } from './ui/tooltip-host';

startApi();
startI18n('shell');
const queryClient = createQueryClient({
  onSignedOut: () => sayEnded(),
  onWriteFailed: ({ status, detail, title }) => {
    const reason =
      status === 0
        ? getI18n().t('components:problem.unreachable.title')
        : detail || title || getI18n().t('components:problem.unknown.text');
    notify({ title: getI18n().t('components:writeFailed', { reason: String(reason) }), tone: 'danger' });
  },
});
const router = createAppRouter(queryClient);

function App() {
  return (
    <DirectionProvider direction={useDirection()}>
      <QueryClientProvider client={queryClient}>
        <Suspense>
          <RouterProvider router={router} />
          <ToastHost />
        </Suspense>
        <TooltipHost />
      </QueryClientProvider>
    </DirectionProvider>
  );
}

const place = document.getElementById('atrium');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
