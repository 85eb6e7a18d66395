import { Suspense } from 'react';
import { SectionOrder } from '@/components/section-order';
import { fetchTexts } from '@/i18n';
import { type ToolProps, tools } from '@/sockets/tools';

for (const { component } of tools) void component.preload();
fetchTexts(...tools.flatMap(({ texts }) => texts));

/** What is done with the open customer, in the order the person wants. */
export function Tools(props: ToolProps) {
  const shown = tools.filter((tool) => tool.shown?.(props.overview) ?? true);
  return (
    <Suspense>
      <SectionOrder
        name="tools"
        sections={shown.map(({ id, component: Tool }) => ({ id, node: <Tool {...props} /> }))}
      />
    </Suspense>
  );
}
