import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startServerProcess } from '../support/server-process.js';
import type { ServerProcess } from '../support/server-process.js';
import { startTestEngine } from '../../src/lib/testing/index.js';
import type { TestEngine } from '../../src/lib/testing/index.js';

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const run = promisify(execFile);

/** The commands of the README's shell blocks that begin with curl, with their continuation lines. */
const curls = [...readme.matchAll(/```sh\n(.*?)```/gs)]
  .flatMap(([, block = '']) => block.split(/\n(?=curl )/))
  .map((command) => command.trim())
  .filter((command) => command.startsWith('curl '));

describe('the README', () => {
  let engine: TestEngine;
  let server: ServerProcess;

  beforeAll(async () => {
    engine = await startTestEngine();
    server = await startServerProcess({ AISLE_REDIS_URL: engine.url, AISLE_SEED: 'on' });
    await server.ready();
  });

  afterAll(async () => {
    await server.stop();
    await engine.close();
  });

  it('has the commands that are run here', () => {
    expect(curls).toHaveLength(8);
  });

  it('prints commands that work, one after the other', async () => {
    const replies: { status: number; body: { hits?: unknown[]; total?: number; facets?: object } | null }[] = [];
    for (const command of curls) {
      const local = command.replaceAll('http://localhost:3000', server.url);
      const { stdout } = await run('bash', ['-c', local.replace(/^curl /, "curl -sS -w '\\n%{http_code}' ")]);
      const [, text = '', status] = /^(.*)\n(\d+)$/s.exec(stdout) ?? [];
      replies.push({ status: Number(status), body: text === '' ? null : JSON.parse(text) });
    }
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 201, 201, 200, 204]);
    const [keyboards, audio, shops, pans] = replies.map(({ body }) => body);
    expect(keyboards).toMatchObject({ total: 4, partial: false });
    expect(Object.keys(keyboards?.facets ?? {})).toEqual(['brand', 'categories', 'price']);
    expect(audio?.hits).toHaveLength(3);
    expect(shops?.total).toBeGreaterThan(0);
    expect(pans?.total).toBeGreaterThan(0);
    expect(replies[6]?.body).toMatchObject({ total: 1 });
  });

  it('shows the code of the example application', () => {
    const blocks = [...readme.matchAll(/<!-- (\S+) -->\s+```ts\n(.*?)```/gs)];
    expect(blocks.map(([, path]) => path)).toEqual(['examples/shop/src/books.ts', 'examples/shop/src/book.service.ts']);
    for (const [, path = '', code] of blocks) expect(readFileSync(join(root, path), 'utf8')).toBe(code);
  });
});
