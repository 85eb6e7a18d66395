import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { ColumnChooser } from './column-chooser';
import { DataTable } from './data-table';
import { type Column, useTableLayout } from './layout';

type Row = { id: string; name: string; amount: number };
const rows: Row[] = Array.from({ length: 300 }, (_, index) => ({
  id: `r${index}`,
  name: `Row ${index}`,
  amount: index,
}));
const columns: Column<Row>[] = [
  { id: 'name', name: 'Name', cell: (row) => row.name, sortable: true, fixed: true, initiallyPinned: true },
  { id: 'amount', name: 'Amount', cell: (row) => row.amount, align: 'end', sortable: true },
];

function Place({
  onOpen,
  onSort,
  loadMore,
}: {
  onOpen?: (row: Row) => void;
  onSort?: () => void;
  loadMore?: () => void;
}) {
  const [layout, setLayout] = useTableLayout('test', columns);
  const [selection, setSelection] = useState<Set<string>>(new Set());
  return (
    <>
      <ColumnChooser columns={columns} layout={layout} onLayoutChange={setLayout} />
      <DataTable
        label="Rows"
        columns={columns}
        rows={rows}
        keyOf={(row) => row.id}
        nameOf={(row) => row.name}
        layout={layout}
        onLayoutChange={setLayout}
        selection={selection}
        onSelectionChange={setSelection}
        onOpen={onOpen}
        sort={{ id: 'name', desc: false }}
        onSort={onSort}
        hasMore={!!loadMore}
        loadMore={loadMore}
      />
      <output>{[...selection].join(' ')}</output>
    </>
  );
}

beforeEach(() => {
  localStorage.clear();
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400); // jsdom has no layout
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(400);
});

test('only what is in view is in the page; the pinned column comes first', () => {
  render(<Place />);
  const grid = screen.getByRole('grid', { name: 'Rows' });
  expect(grid).toHaveAttribute('aria-rowcount', '301');
  expect(within(grid).getAllByRole('row').length).toBeLessThan(60);
  expect(
    within(grid)
      .getAllByRole('columnheader')
      .map((header) => header.textContent),
  ).toEqual(['', 'Name', 'Amount']);
});

test('keys move, open and select; Shift selects a range', async () => {
  const onOpen = vi.fn();
  render(<Place onOpen={onOpen} />);
  screen.getByRole('grid').focus();
  await userEvent.keyboard('jj{Enter}');
  expect(onOpen).toHaveBeenCalledExactlyOnceWith(rows[2]);
  await userEvent.keyboard('xj{Shift>}{ArrowDown}{/Shift}');
  expect(screen.getByRole('status')).toHaveTextContent('r2 r3 r4');
});

test('a heading sorts the other way round', async () => {
  const onSort = vi.fn();
  render(<Place onSort={onSort} />);
  expect(screen.getByRole('columnheader', { name: /Name/ })).toHaveAttribute('aria-sort', 'ascending');
  await userEvent.click(screen.getByTitle('Sort by Name'));
  expect(onSort).toHaveBeenCalledWith({ id: 'name', desc: true });
});

test('a column is hidden by its menu and comes back by the chooser', async () => {
  render(<Place />);
  await userEvent.click(screen.getByRole('button', { name: 'Options of Amount' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Hide column' }));
  expect(screen.queryByRole('columnheader', { name: /Amount/ })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Amount' }));
  expect(screen.getByRole('columnheader', { name: /Amount/, hidden: true })).toBeInTheDocument();
});

test('more is asked for near the end, not before', () => {
  const loadMore = vi.fn();
  render(<Place loadMore={loadMore} />);
  expect(loadMore).not.toHaveBeenCalled();
  const grid = screen.getByRole('grid');
  grid.focus();
  fireEvent.keyDown(grid, { key: 'End' });
  grid.scrollTop = 12_000;
  fireEvent.scroll(grid);
  expect(loadMore).toHaveBeenCalled();
});
