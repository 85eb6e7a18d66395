import './styles/app.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { ReferencePage } from './features/app/reference/page';
import { startI18n } from './i18n';
import { createQueryClient } from './lib/query-client';

startI18n('app/reference');
const place = document.getElementById('atrium');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={createQueryClient()}>
        <Suspense>
          <ReferencePage />
        </Suspense>
      </QueryClientProvider>
    </StrictMode>,
  );
}
