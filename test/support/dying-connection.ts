import { EngineUnavailableError } from '../../src/lib/errors/engine-errors.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';

/** A connection that carries out so many commands and fails all later ones, like a process that is killed between two. */
export function dyingConnection(connection: RedisConnection, commands: number): RedisConnection {
  let left = commands;
  const spend = <T>(run: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left < 0) return Promise.reject(new EngineUnavailableError('The connection was cut by the test.'));
    return run();
  };
  return {
    capabilities: connection.capabilities,
    send: (command, options) => spend(() => connection.send(command, options)),
    run: (script, keys, args, options) => spend(() => connection.run(script, keys, args, options)),
    pipeline: async (all, options) => {
      const alive = all.slice(0, Math.max(left, 0));
      left -= all.length;
      const replies = alive.length === 0 ? [] : await connection.pipeline(alive, options);
      const dead = all.slice(alive.length).map(() => new EngineUnavailableError('The connection was cut by the test.'));
      return [...replies, ...dead];
    },
    exclusive: (use) => spend(() => connection.exclusive(use)),
    subscriber: connection.subscriber,
    primaries: () => connection.primaries(),
    isReady: () => left > 0,
    losses: () => connection.losses(),
    close: () => Promise.resolve(),
  };
}
