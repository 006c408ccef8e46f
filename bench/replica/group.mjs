import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { ensureEngine } from '../../dist/lib/redis/embedded/fetch-engine.js';

const NAME = 'shop';
const MOST_WAIT_MS = 120_000;
const AT_ONCE = ['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1'];

/**
 * Starts a primary, a replica of it and a sentinel, without persistence.
 * @returns {Promise<{ redis: object, copied: () => Promise<void>, close: () => Promise<void> }>}
 */
export async function startGroup() {
  const folder = await mkdtemp(join(tmpdir(), 'aisle-bench-'));
  const engine = await ensureEngine({ home: process.env.AISLE_HOME ?? '.aisle' });
  const [primary, replica, sentinel] = await Promise.all([freePort(), freePort(), freePort()]);
  const modules = ['--loadmodule', engine.searchModule, '--loadmodule', engine.jsonModule];
  const common = ['--bind', '127.0.0.1', '--dir', folder, '--save', '', ...AT_ONCE, ...modules];
  const config = join(folder, 'sentinel.conf');
  const watched = [`port ${sentinel}`, 'bind 127.0.0.1', `sentinel monitor ${NAME} 127.0.0.1 ${primary} 1`];
  await writeFile(config, `${watched.join('\n')}\n`);
  const children = [];
  const start = (args) => children.push(spawn(engine.server, args, { stdio: 'ignore' }));
  start(['--port', String(primary), ...common]);
  await answering(primary);
  start(['--port', String(replica), ...common, '--replicaof', '127.0.0.1', String(primary)]);
  start([config, '--sentinel']);
  await Promise.all([replica, sentinel].map(answering));
  await until('the sentinel knows the replica', async () =>
    /flags slave[^-]/.test((await ask(sentinel, ['SENTINEL', 'REPLICAS', NAME])).flat().join(' ')),
  );
  return {
    redis: { sentinels: [{ host: '127.0.0.1', port: sentinel }], name: NAME, replicas: 1 },
    copied: () =>
      until('the replica has all writes', async () => {
        const offsets = await Promise.all([primary, replica].map(offsetOf));
        return offsets[0] === offsets[1];
      }),
    close: async () => {
      await Promise.all(children.map(kill));
      await rm(folder, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

async function ask(port, command) {
  const client = createClient({ url: `redis://127.0.0.1:${port}`, RESP: 2, socket: { reconnectStrategy: false } });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.sendCommand(command);
  } finally {
    client.destroy();
  }
}

async function offsetOf(port) {
  const text = await ask(port, ['INFO', 'replication']);
  return /^(?:master_repl_offset|slave_repl_offset):(\d+)/m.exec(text)?.[1];
}

const answering = (port) =>
  until(`a server at ${port}`, () =>
    ask(port, ['PING']).then(
      () => true,
      () => false,
    ),
  );

async function until(what, isSo) {
  const end = performance.now() + MOST_WAIT_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function kill(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
