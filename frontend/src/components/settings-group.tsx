import { type ReactNode, useId } from 'react';

type Props = {
  id?: string;
  title: string;
  text?: ReactNode /** Beside the heading. */;
  actions?: ReactNode;
  children?: ReactNode;
};

/** One subject of a page of settings: what it is on the left, what to set on the right; stacked on a phone. */
export function SettingsGroup({ id, title, text, actions, children }: Props) {
  const heading = useId();
  return (
    <section
      id={id}
      aria-labelledby={heading}
      className="grid scroll-mt-4 gap-x-10 gap-y-4 border-t py-6 md:grid-cols-[14rem_minmax(0,1fr)]"
    >
      <div>
        <h2 id={heading} className="font-medium text-base">
          {title}
        </h2>
        {text && <p className="mt-1 text-muted text-sm">{text}</p>}
        {actions && <div className="mt-3">{actions}</div>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
