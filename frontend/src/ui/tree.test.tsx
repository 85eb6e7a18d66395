import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { Tree } from './tree';

const nodes = [
  { id: 'leads', name: 'Leads', parentId: null },
  { id: 'new', name: 'New', parentId: 'leads' },
  { id: 'orphan', name: 'Orphan', parentId: 'gone' },
];

function Place({ onOpen }: { onOpen: (name: string) => void }) {
  const [expanded, setExpanded] = useState<string[]>([]);
  return (
    <Tree
      label="Folders"
      nodes={nodes}
      expanded={[...expanded]} // a new list with every render, as an owner may well give
      onExpandedChange={setExpanded}
      onOpen={({ name }) => onOpen(name)}
      renderRow={({ name }) => name}
    />
  );
}
const names = () => screen.getAllByRole('treeitem').map((row) => row.textContent);

test('arrows open, move and close; Enter goes in; nobody is lost without a parent', async () => {
  const onOpen = vi.fn();
  render(<Place onOpen={onOpen} />);
  expect(names()).toEqual(['Leads', 'Orphan']);
  await userEvent.tab();
  await userEvent.keyboard('{ArrowRight}');
  expect(names()).toEqual(['Leads', 'New', 'Orphan']);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(onOpen).toHaveBeenCalledExactlyOnceWith('New');
  await userEvent.keyboard('{ArrowUp}{ArrowLeft}');
  expect(names()).toEqual(['Leads', 'Orphan']);
});

test('a click goes in, its arrow only opens', async () => {
  const onOpen = vi.fn();
  render(<Place onOpen={onOpen} />);
  await userEvent.click(screen.getByTitle('Expand Leads'));
  expect(names()).toContain('New');
  expect(onOpen).not.toHaveBeenCalled();
  await userEvent.click(screen.getByText('New'));
  expect(onOpen).toHaveBeenCalledExactlyOnceWith('New');
});
