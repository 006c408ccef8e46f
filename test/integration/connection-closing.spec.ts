import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { resolveConnectionOptions } from '../../src/lib/redis/connection-options.js';
import { Link } from '../../src/lib/redis/link.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { until } from '../support/processes.js';
import { startRedis } from '../support/redis-process.js';

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('a connection that is closed', () => {
  it('between two tries to make it again leaves no timer that would keep the process', async () => {
    const redis = await startRedis({ modules: false });
    const before = timers();
    const reconnect = { baseMs: 60_000, maxMs: 60_000, graceMs: 0 };
    const connection = await openConnection({ url: redis.url, requireModules: false, reconnect });
    await redis.kill();
    await until('the loss', () => !connection.isReady());
    await connection.close();
    expect(timers()).toBeLessThanOrEqual(before);
    await redis.close();
  });

  it('while it is being made leaves no socket', async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.resume());
      socket.on('close', () => sockets.delete(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { target, ...runtime } = resolveConnectionOptions({
      url: `redis://127.0.0.1:${port}`,
      connectTimeoutMs: 60_000,
    });
    if (target.kind !== 'direct') throw new Error('One server is no group.');
    const locate = () => {
      process.nextTick(() => void link.close());
      return Promise.resolve(target);
    };
    const link = Link.begin({ ...runtime, target, place: { role: 'any', locate } });
    await once(server, 'connection');
    await until('no socket is left', () => sockets.size === 0);
    server.close();
    await once(server, 'close');
  });
});
