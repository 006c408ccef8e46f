import { createClient } from 'redis';
import type { ConnectionRuntimeOptions } from './connection-options.js';
import type { DirectTarget } from './connection-target.js';
import type { Place } from './place.js';
import { REPLY_TYPES } from './reply.js';

/** Commands that may wait for a socket that takes no more. */
const MAX_QUEUE = 100_000;

export type LinkOptions = Pick<
  ConnectionRuntimeOptions,
  'connectTimeoutMs' | 'commandTimeoutMs' | 'keepAliveMs' | 'clientName'
> & {
  readonly target: DirectTarget;
  /** How a lost connection is made again; null: never. */
  readonly reconnect: ConnectionRuntimeOptions['reconnect'] | null;
  /** Where the server is when it is not always at `target`. */
  readonly place?: Place;
};

export type RedisClient = ReturnType<typeof createRedisClient>;

/**
 * Makes a client, not connected yet. Deadlines are ours, for the client's cover only commands that it has not written yet;
 * and so are reconnections, for between two of its own it cannot be ended.
 */
export function createRedisClient(options: LinkOptions) {
  const { target, connectTimeoutMs, keepAliveMs, clientName, place } = options;
  const { endpoint, tls, username, password, database } = target;
  const common = { connectTimeout: connectTimeoutMs, reconnectStrategy: false as const };
  const tcp = { ...common, keepAlive: true, keepAliveInitialDelay: keepAliveMs };
  const socket =
    'path' in endpoint
      ? { ...common, path: endpoint.path }
      : tls === null
        ? { ...tcp, ...endpoint }
        : { ...tcp, ...endpoint, ...tls, tls: true as const };
  return createClient({
    socket,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    database,
    name: clientName,
    readonly: place?.role === 'cluster-replica',
    RESP: 3,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_QUEUE,
    maintNotifications: 'disabled',
    commandOptions: { typeMapping: REPLY_TYPES, timeout: 0 },
  });
}
