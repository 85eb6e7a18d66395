import { createFileRoute } from '@tanstack/react-router';
import { TopBar } from '@/components/top-bar';
import { AboutPage } from '@/features/app/about/page';

export const Route = createFileRoute('/about')({
  component: () => (
    <>
      <TopBar />
      <AboutPage />
    </>
  ),
});
