import { hash } from 'node:crypto';
import { AisleError } from '../../errors/aisle-error.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { END, STORE, TOUCH } from './express-session-scripts.js';
import { decodeSessionData } from './session-data.js';
import { resolveSessionOptions } from './session-options.js';
import type { SessionOptions, SessionRuntimeOptions } from './session-options.js';

/** Options of a store: `ttlMs` holds for sessions whose cookie has no `maxAge`. */
export type ExpressSessionStoreOptions = Omit<SessionOptions, 'maxPerUser'>;

/** What express-session calls a store by. */
export interface ExpressSessionMethods {
  readonly get: (id: string, done: Done<unknown>) => void;
  readonly set: (id: string, session: object, done?: Done) => void;
  readonly touch: (id: string, session: object, done?: Done) => void;
  readonly destroy: (id: string, done?: Done) => void;
}

type Done<T = void> = (error?: unknown, result?: T) => void;

/** How long an ended session is remembered, so that a request that began before does not bring it back. */
const TOMBSTONE_MS = 300_000;

/**
 * Makes a store for `express-session`. Only a hash of a session's id is stored, a session ends at `maxAgeMs` however often
 * it is used, and one that was destroyed is not brought back by a request that was under way.
 *
 * @param Store the class `session.Store` of `express-session`
 * @example
 * app.use(session({ store: createExpressSessionStore(session.Store, connection, keys), secret, resave: false, saveUninitialized: false }));
 * @throws INVALID_VALUE that names the option and its range
 */
export function createExpressSessionStore<Store extends object>(
  Store: abstract new () => Store,
  connection: RedisConnection,
  keys: Keys,
  options: ExpressSessionStoreOptions = {},
): Store & ExpressSessionMethods {
  const store = Reflect.construct(Store, []) as Store;
  return Object.assign(store, createMethods(connection, keys, resolveSessionOptions(options)));
}

function createMethods(connection: RedisConnection, keys: Keys, options: SessionRuntimeOptions): ExpressSessionMethods {
  const maxAge = String(options.maxAgeMs);
  const tombstone = String(TOMBSTONE_MS);
  const keyOf = (id: string) => keys.state('express-session', hash('sha256', id, 'base64url'));

  const read = async (id: string): Promise<unknown> => {
    const data = await connection.send(['HGET', keyOf(id), 'data']);
    return typeof data === 'string' ? decodeSessionData(data) : null;
  };
  const end = async (id: string) => {
    await connection.run(END, [keyOf(id)], [tombstone]);
  };
  const write = async (id: string, session: object) => {
    const ttl = String(Math.ceil(timeLeft(session, options.ttlMs)));
    await connection.run(STORE, [keyOf(id)], [JSON.stringify(session), ttl, maxAge, tombstone]);
  };
  const touch = async (id: string, session: object) => {
    const ttl = String(Math.ceil(timeLeft(session, options.ttlMs)));
    await connection.run(TOUCH, [keyOf(id)], [ttl, maxAge, tombstone]);
  };
  return {
    get: (id, done) => {
      answer(read(id), done);
    },
    set: (id, session, done = ignore) => {
      answer(write(id, session), done);
    },
    touch: (id, session, done = ignore) => {
      answer(touch(id, session), done);
    },
    destroy: (id, done = ignore) => {
      answer(end(id), done);
    },
  };
}

/** Milliseconds until the session's cookie expires; `ttlMs` for a cookie that lasts as long as the browser. */
function timeLeft(session: object, ttlMs: number): number {
  const cookie: unknown = 'cookie' in session ? session.cookie : undefined;
  const expires: unknown =
    typeof cookie === 'object' && cookie !== null && 'expires' in cookie ? cookie.expires : undefined;
  if (typeof expires !== 'string' && !(expires instanceof Date)) return ttlMs;
  const at = new Date(expires).getTime();
  if (!Number.isNaN(at)) return at - Date.now();
  throw new AisleError('INVALID_VALUE', `The session's cookie expires at "${String(expires)}", which is no time.`);
}

/** Hands a result to a callback; what the callback throws is not taken for a failure of the store. */
function answer<T>(work: Promise<T>, done: Done<T>): void {
  work.then(
    (result) => setImmediate(done, null, result),
    (error: unknown) => setImmediate(done, error),
  );
}

const ignore = () => undefined;
