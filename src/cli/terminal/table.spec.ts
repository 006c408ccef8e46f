import { formatTable } from './table.js';
import type { Column } from './table.js';

interface Row {
  readonly name: string;
  readonly size: number;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'name', value: ({ name }) => name },
  { title: 'size', value: ({ size }) => String(size), isNumber: true },
];

it('columns are as wide as their widest value, numbers to the right', () => {
  const rows = [
    { name: 'a', size: 1 },
    { name: 'longest', size: 12_345 },
  ];
  expect(formatTable(COLUMNS, rows)).toEqual(['name      size', 'a            1', 'longest  12345']);
});

it('a table without rows is its titles', () => {
  expect(formatTable(COLUMNS, [])).toEqual(['name  size']);
});
