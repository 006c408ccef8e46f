import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failToStart } from '../support/failing-server.js';
import type { FailedStart } from '../support/failing-server.js';
import { freePort, startRedis } from '../support/redis-process.js';
import type { RedisProcess, RedisProcessOptions } from '../support/redis-process.js';
import { startTestServer } from '../support/test-server.js';

const SECRET = 'a-word-that-nobody-may-see';

/** One message for eyes, and nothing else. */
function expectMessage({ code, stdout, stderr }: FailedStart, ...parts: readonly (string | RegExp)[]): void {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^Aisle cannot start\. /);
  for (const part of parts) expect(stderr).toMatch(part);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toContain(SECRET);
}

describe('a server that cannot start', () => {
  let folder: string;
  const redises: RedisProcess[] = [];

  const redis = async (options: RedisProcessOptions) => {
    const started = await startRedis(options);
    redises.push(started);
    return started;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aisle-start-'));
  });
  afterAll(async () => {
    await Promise.all(redises.map((started) => started.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('names the port that is taken and the ways out', async () => {
    const other: Server = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expectMessage(await failToStart({ PORT: String(port), AISLE_HOME: folder }), `Port ${port} on 127.0.0.1`, 'PORT=0');
    other.closeAllConnections();
    other.close();
  });

  it('says that Aisle runs there already', async () => {
    const server = await startTestServer();
    try {
      const { port } = new URL(server.url);
      for (const host of ['127.0.0.1', 'localhost']) {
        const failed = await failToStart({ PORT: port, HOST: host, AISLE_HOME: folder });
        expectMessage(failed, `Aisle already runs there: http://${host}:${port}. `, 'PORT=0');
      }
    } finally {
      await server.close();
    }
  });

  it.each([
    ['something else', 200, '{"status":"live","more":1}'],
    ['no JSON', 200, 'live'],
    ['a fault', 500, '{"status":"live"}'],
  ])('takes for another program what answers the probe with %s', async (_, status, body) => {
    const other = createServer((__, response) => response.writeHead(status, { 'x-request-id': 'r' }).end(body)).listen(
      0,
      '127.0.0.1',
    );
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expectMessage(await failToStart({ PORT: String(port), AISLE_HOME: folder }), 'is taken by another program');
    other.close();
  });

  it('names an address that is none of this machine', async () => {
    const env = { HOST: '203.0.113.7', AISLE_ADMIN_KEY: 'x'.repeat(16), AISLE_HOME: folder };
    expectMessage(await failToStart(env), '203.0.113.7', 'HOST');
  });

  it('names a data folder that is a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    expectMessage(await failToStart({ AISLE_HOME: file }), file, 'it is a file', 'AISLE_HOME');
    expectMessage(await failToStart({ AISLE_HOME: join(file, 'below') }), join(file, 'below'), 'AISLE_HOME');
  });

  it('names what a Redis lacks and the ways out', async () => {
    const { url } = await redis({ modules: false });
    expectMessage(await failToStart({ AISLE_REDIS_URL: url }), /search/, /ReJSON/, /redis:8/);
  });

  it('tells that a password is wrong or missing, and shows none', async () => {
    const { port, url } = await redis({ args: ['--requirepass', 'right'] });
    expectMessage(await failToStart({ AISLE_REDIS_URL: url }), /password/i);
    expectMessage(await failToStart({ AISLE_REDIS_URL: `redis://:${SECRET}@127.0.0.1:${port}` }), /password/i);
  });

  it('tells which Redis does not answer, and takes no other', async () => {
    const port = await freePort();
    expectMessage(await failToStart({ AISLE_REDIS_URL: `redis://:${SECRET}@127.0.0.1:${port}` }), `127.0.0.1:${port}`);
  });

  it.each([
    ['PORT', 'many', 'a whole number'],
    ['AISLE_SEED', 'maybe', 'auto, on, off'],
    ['AISLE_REDIS_URL', `http://${SECRET}`, 'redis://'],
    ['AISLE_ADMIN_KEY', SECRET.slice(0, 10), 'at least 16'],
    ['HOST', '0.0.0.0', 'AISLE_ADMIN_KEY'],
  ])('names the variable %s that is wrong', async (name, value, allowed) => {
    expectMessage(await failToStart({ [name]: value }), name, allowed);
  });
});
