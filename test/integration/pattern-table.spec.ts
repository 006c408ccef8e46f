import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as aisle from '../../src/lib/index.js';
import { PRINTED } from '../support/printed-by-examples.js';

const root = join(import.meta.dirname, '../..');
const patterns = readFileSync(join(root, 'docs/patterns.md'), 'utf8');
const table = patterns.slice(0, patterns.indexOf('\n## '));
const rows = table
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (for|-)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, system = '', names = '', tests = '', section = '']) => ({
    system,
    names: [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    tests: [...tests.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
    section: /^\[(.+)\]\((.+)\)$/.exec(section)?.slice(1) ?? [],
  }));

it('the table of patterns has rows', () => {
  expect(rows.length).toBeGreaterThan(10);
});

it.each(rows)('what the table says of "$system" is there', ({ names, tests, section: [title = '', link = ''] }) => {
  expect(names.filter((name) => !Object.hasOwn(aisle, name))).toEqual([]);
  expect(names).not.toEqual([]);
  expect(tests.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  expect(tests).not.toEqual([]);
  if (!link.startsWith('#')) {
    expect(existsSync(join(root, 'docs', link))).toBe(true);
    return;
  }
  expect(link).toBe(`#${title.toLowerCase().replaceAll(',', '').replaceAll(' ', '-')}`);
  expect(patterns).toContain(`\n## ${title}\n`);
  expect(Object.keys(PRINTED)).toContain(title);
});
