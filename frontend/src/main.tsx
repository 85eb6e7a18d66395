import './styles/app.css';
import { DirectionProvider } from '@base-ui/react/direction-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { getI18n } from 'react-i18next';
import { startApi } from './api/setup';
import { startI18n, useDirection } from './i18n';
import { createQueryClient } from './lib/query-client';
import { createAppRouter } from './router';
import { ToastHost } from './ui/toast/host';
import { notify } from './ui/toast/manager';

const TooltipHost = lazy(() => import('./ui/tooltip-host').then(({ TooltipHost }) => ({ default: TooltipHost })));

startApi();
startI18n('app/shell', 'rail');
const queryClient = createQueryClient(({ status, detail, title }) => {
  const t = getI18n().getFixedT(null, 'components');
  const reason = status === 0 ? t('problem.unreachable.title') : detail || title || t('problem.unknown.text');
  notify({ title: t('writeFailed', { reason }), tone: 'danger' });
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
        <Suspense>
          <TooltipHost />
        </Suspense>
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
