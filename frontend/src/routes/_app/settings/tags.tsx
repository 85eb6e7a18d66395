import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/app/settings/layout';
import { TagsPage } from '@/features/records/tags/settings/page';
import { text } from '@/lib/search';

export const Route = createFileRoute('/_app/settings/tags')({
  validateSearch: (search: Record<string, unknown>): { q?: string } => ({ q: text(search, 'q') }),
  component: Tags,
});

function Tags() {
  const navigate = Route.useNavigate();
  return (
    <Guarded entry="tags">
      <TagsPage
        q={Route.useSearch().q ?? ''}
        onQ={(q) => void navigate({ search: { q: q || undefined }, replace: true })}
      />
    </Guarded>
  );
}
