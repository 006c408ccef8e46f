import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureEngine } from '../../src/lib/redis/embedded/fetch-engine.js';
import { ENGINES_HOME } from './engine-homes.js';
import { until } from './processes.js';

export interface RedisProcessOptions {
  /** Further arguments of redis-server. */
  readonly args?: readonly string[];
  /** Load the search and the JSON module. @default true */
  readonly modules?: boolean;
}

/** A server that a test may kill, freeze and start again on the same port. */
export interface RedisProcess {
  readonly port: number;
  readonly url: string;
  readonly unixSocket: string;
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>;
  /** Starts it again after {@link kill}, with further arguments for this time. */
  start(args?: readonly string[]): Promise<void>;
  /** Freezes it: connections stay open, nothing answers. */
  freeze(): void;
  thaw(): void;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

export async function startRedis({ args = [], modules = true }: RedisProcessOptions = {}): Promise<RedisProcess> {
  const files = await ensureEngine({ home: ENGINES_HOME });
  const folder = await mkdtemp(join(tmpdir(), 'aisle-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const unixSocket = join(folder, 'redis.sock');
  const all = [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--unixsocket', unixSocket],
    ...(modules ? ['--loadmodule', files.searchModule, '--loadmodule', files.jsonModule] : []),
    ...args,
  ];
  let child: ChildProcess | undefined;
  const start = async (more: readonly string[] = []) => {
    child = spawn(files.server, [...all, ...more], { stdio: 'ignore' });
    await until(`a server at ${url}`, () => isListening(port));
  };
  const kill = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    port,
    url,
    unixSocket,
    kill,
    start,
    freeze() {
      child?.kill('SIGSTOP');
    },
    thaw() {
      child?.kill('SIGCONT');
    },
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return once(socket, 'connect')
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy());
}
