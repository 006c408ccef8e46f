import { formatTable } from './table.js';

const COLUMNS = [
  { title: 'name', value: ({ name }: { name: string }) => name },
  { title: 'size', value: ({ size }: { size: number }) => String(size), isNumber: true },
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
