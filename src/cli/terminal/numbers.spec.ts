import { formatBytes, formatCount, formatDocuments, formatSeconds } from './numbers.js';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [12_345, '12.3 kB'],
    [123_456_789, '123 MB'],
    [5_000_000_000, '5.0 GB'],
    [7e15, '7000 TB'],
  ])('%d is %s', (bytes, expected) => {
    expect(formatBytes(bytes)).toBe(expected);
  });
});

describe('formatSeconds', () => {
  it.each([
    [0.04, '0.0 s'],
    [9.94, '9.9 s'],
    [42.4, '42 s'],
    [200, '3 min 20 s'],
    [3_600, '60 min 0 s'],
  ])('%d is %s', (seconds, expected) => {
    expect(formatSeconds(seconds)).toBe(expected);
  });
});

it('counts have separators, and documents the right number', () => {
  expect([formatCount(12_345), formatDocuments(1), formatDocuments(0)]).toEqual([
    '12,345',
    '1 document',
    '0 documents',
  ]);
});
