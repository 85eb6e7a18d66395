import { Link } from '@tanstack/react-router';
import type { EmailTemplateOut } from '@/api/gen/types.gen';
import { RelativeTime } from '@/components/relative-time';
import { TemplateMenu } from './menu';

/** One template: what it is called and about, and what can be done with it. */
export function TemplateRow({ template, mayWrite }: { template: EmailTemplateOut; mayWrite: boolean }) {
  const { id, name, subject, updated_at } = template;
  return (
    <li className="relative flex min-h-14 items-center gap-3 py-2 hover:bg-hover">
      <div className="min-w-0 flex-1 px-1.5">
        <Link
          to="/settings/email-templates/$templateId"
          params={{ templateId: id }}
          className="block truncate font-medium text-sm after:absolute after:inset-0"
        >
          {name}
        </Link>
        <p className="truncate text-muted text-xs">{subject}</p>
      </div>
      <span className="shrink-0 text-muted text-xs max-sm:hidden">
        <RelativeTime at={updated_at} />
      </span>
      {mayWrite && (
        <span className="relative z-10">
          <TemplateMenu template={template} />
        </span>
      )}
    </li>
  );
}
