import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** The commands are measured in three ways each, the patterns in two. */
const ROWS = {
  ...{ SET: 3, GET: 3, HSET: 3, LPUSH: 3, ZADD: 3, 'JSON.SET': 3 },
  ...{ 'cache hit': 2, 'session get': 2, 'rate limit check': 2, 'rate limit check, log': 2 },
  ...{ 'lock cycle': 2, 'link resolve': 2, 'stock reserve': 2 },
};

it('the benchmark of shared state gets a right answer to everything it asks', async () => {
  const { stdout, stderr } = await run('node', ['bench/run.mjs', 'state', '--quick'], { cwd: root });
  const rows = stdout.split('\n').filter((line) => /^\S.* {2}.* \d+\.\d\d +\d/.test(line));
  const counts: Record<string, number> = {};
  for (const [work = ''] of rows.map((line) => line.split(/ {2,}/))) counts[work] = (counts[work] ?? 0) + 1;
  expect(counts).toEqual(ROWS);
  expect(stderr).toBe('');
}, 60_000);

it('the benchmark of a replica finds the same there as on the primary', async () => {
  const { stdout, stderr } = await run('node', ['bench/run.mjs', 'replica', '--quick'], { cwd: root });
  const rows = stdout
    .split('\n')
    .flatMap((line) => /^(.+) \(\d+\) +(?:\d+\/s \(\d+\.\d\d\) *){3}$/.exec(line)?.[1] ?? []);
  const works = ['word', 'filter and sort', 'page, narrow', 'page, category and brands', 'page, broad'];
  expect(rows).toEqual(works.flatMap((work) => [work, work]));
  expect(stderr).toBe('');
}, 60_000);
