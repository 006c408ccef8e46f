import { readFile, mkdtemp, rm, symlink } from 'node:fs/promises';
import { once } from 'node:events';
import { request as openRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ensureEngine } from '../../src/lib/redis/embedded/fetch-engine.js';
import { readEngineState } from '../../src/lib/redis/embedded/engine-state.js';
import { startTestEngine } from '../support/engine.js';
import { ENGINES_HOME } from '../support/engine-homes.js';
import { isAlive, until } from '../support/processes.js';
import { startServerProcess } from '../support/server-process.js';
import type { ServerProcess } from '../support/server-process.js';

const NDJSON = { 'content-type': 'application/x-ndjson' };
const NOTES = '/v1/collections/notes';

async function makeNotes({ url }: ServerProcess): Promise<void> {
  const reply = await fetch(`${url}${NOTES}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fields: { title: { kind: 'text' } } }),
  });
  expect(reply.status).toBe(201);
}

describe('the server as a process', () => {
  it('leaves nothing behind when it is killed, and goes on with its data', async () => {
    await ensureEngine({ home: ENGINES_HOME });
    const home = await mkdtemp(join(tmpdir(), 'aisle-life-'));
    await symlink(join(ENGINES_HOME, 'engine'), join(home, 'engine'));
    try {
      const first = await startServerProcess({ AISLE_HOME: home });
      await first.ready();
      const { pid, supervisorPid } = await readEngineState(home);
      expect([pid, supervisorPid].every((process) => process !== null && isAlive(process))).toBe(true);
      await fetch(`${first.url}/v1/collections/shops/documents`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          id: 'kept',
          name: 'Kept',
          address: '1 Long Street',
          city: 'Berlin',
          country: 'DE',
          location: { lat: 52.5, lon: 13.4 },
        }),
      });
      process.kill(first.pid, 'SIGKILL');
      for (const process of [first.pid, pid!, supervisorPid!]) {
        await until(`the end of the process ${process}`, () => !isAlive(process));
      }
      const second = await startServerProcess({ AISLE_HOME: home });
      await second.ready();
      expect((await fetch(`${second.url}/v1/collections/shops/documents/kept`)).status).toBe(200);
      const engine = await readEngineState(home);
      await second.stop();
      await until('the end of the second engine', () => !isAlive(engine.pid!) && !isAlive(engine.supervisorPid!));
    } finally {
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    }
  });

  it('holds no more of an upload than a few batches', async () => {
    const engine = await startTestEngine();
    const server = await startServerProcess({ AISLE_REDIS_URL: engine.url, LOG_LEVEL: 'warn' });
    try {
      await makeNotes(server);
      const line = Buffer.from(`${JSON.stringify({ id: 'same', title: 'x', more: 'word '.repeat(2_000) })}\n`);
      const batch = Buffer.concat(Array.from({ length: 50 }, () => line));
      const upload = async (batches: number) => {
        const request = openRequest(`${server.url}${NOTES}/import`, { method: 'POST', headers: NDJSON });
        for (let sent = 0; sent < batches; sent++) if (!request.write(batch)) await once(request, 'drain');
        request.end();
        const [reply] = (await once(request, 'response')) as [IncomingMessage];
        expect((await text(reply)).trim().split('\n').at(-1)).toContain(`"total":${batches * 50}`);
      };
      await upload(40);
      const before = await peakBytes(server.pid);
      await upload(300);
      const grown = (await peakBytes(server.pid)) - before;
      expect(grown).toBeLessThan((260 * batch.length) / 3);
    } finally {
      await server.stop();
      await engine.close();
    }
  });

  it('ends what is under way when it is asked to end, and takes nothing new', async () => {
    const engine = await startTestEngine();
    const server = await startServerProcess({ AISLE_REDIS_URL: engine.url, LOG_LEVEL: 'fatal' });
    try {
      await makeNotes(server);
      const upload = openRequest(`${server.url}${NOTES}/import`, { method: 'POST', headers: NDJSON });
      for (let n = 0; n < 100; n++) upload.write(`{"id":"a${n}","title":"x"}\n`);
      await until('the upload is being read', async () => (await fetch(`${server.url}${NOTES}/documents/a0`)).ok);
      const stopped = server.stop();
      await until('no connection is taken', () =>
        fetch(`${server.url}/health/live`, { headers: { connection: 'close' } }).then(
          () => false,
          () => true,
        ),
      );
      upload.end('{"id":"last","title":"x"}\n');
      const [reply] = (await once(upload, 'response')) as [IncomingMessage];
      expect(reply.statusCode).toBe(200);
      expect(await text(reply)).toContain('"total":101');
      await stopped;
    } finally {
      await server.stop();
      await engine.close();
    }
  });
});

/** The most memory that a process ever had. */
async function peakBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN) * 1_024;
}
