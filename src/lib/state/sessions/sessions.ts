import { AisleError } from '../../errors/aisle-error.js';
import { SessionNotFoundError } from '../../errors/session-errors.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { Script } from '../../redis/script.js';
import { encodeSessionData } from './session-data.js';
import type { SessionData } from './session-data.js';
import { assertUserId, resolveSessionOptions } from './session-options.js';
import type { SessionOptions, SessionRuntimeOptions } from './session-options.js';
import { CREATE, DESTROY, DESTROY_ALL, LIST, USE } from './session-scripts.js';
import { addressOf, createSessionKey, userTag } from './session-token.js';
import { dateOf, numberOf, readSessions, readUsed } from './session.js';
import type { Session, UsedSession } from './session.js';

/** A session that was just made. */
export interface NewSession {
  /** Opens the session; it is told once and stored nowhere. */
  readonly token: string;
  readonly expiresAt: Date;
}

const UPDATE_DEADLINE_MS = 5_000;

/** Sessions of users, each opened by a secret token. */
export class Sessions {
  readonly #connection: RedisConnection;
  readonly #keys: Keys;
  readonly #options: SessionRuntimeOptions;

  /** @throws INVALID_VALUE that names the option and its range */
  constructor(connection: RedisConnection, keys: Keys, options: SessionOptions = {}) {
    this.#connection = connection;
    this.#keys = keys;
    this.#options = resolveSessionOptions(options);
  }

  /** @throws INVALID_VALUE for a `userId` or `data` that cannot be stored, LIMIT_EXCEEDED for more than 64 KiB of data */
  async create(userId: string, data: SessionData = {}): Promise<NewSession> {
    assertUserId(userId);
    const { ttlMs, maxAgeMs, maxPerUser } = this.#options;
    const { token, tag, id } = createSessionKey(userId);
    const args = [id, userId, encodeSessionData(data), String(ttlMs), String(maxAgeMs), String(maxPerUser)];
    return { token, expiresAt: dateOf(await this.#run(CREATE, tag, args)) };
  }

  /** The session of a token, which is thereby used: it lives on for `ttlMs`. Null when there is none, or it ended. */
  async get(token: string): Promise<Session | null> {
    const used = await this.#use(token);
    return used === null ? null : used.session;
  }

  /**
   * Changes a session's data. Two changes at once are made one after the other, so `change` may be called again.
   * @throws SESSION_NOT_FOUND; INVALID_VALUE and LIMIT_EXCEEDED as `create`; WRITE_CONTENDED after 5 s
   */
  async update(token: string, change: (data: SessionData) => SessionData): Promise<Session> {
    const startedAt = performance.now();
    let used = await this.#use(token);
    for (;;) {
      if (used === null) throw new SessionNotFoundError();
      const { revision, session } = used;
      used = await this.#use(token, [revision, encodeSessionData(change(session.data))]);
      if (used?.isWritten === true) return used.session;
      if (performance.now() - startedAt > UPDATE_DEADLINE_MS) {
        const message = 'Others changed the session again and again for 5 seconds. Try again.';
        throw new AisleError('WRITE_CONTENDED', message, { retryAfter: 1 });
      }
    }
  }

  /** Ends the session of a token. False when there was none. */
  async destroy(token: string): Promise<boolean> {
    const address = addressOf(token);
    return address !== null && (await this.#run(DESTROY, address.tag, [address.id])) === 1;
  }

  /** The sessions of a user that have not ended, the one that expires last first. */
  async list(userId: string): Promise<readonly Session[]> {
    assertUserId(userId);
    return readSessions(userId, await this.#run(LIST, userTag(userId), []));
  }

  /** Ends all sessions of a user, but that of the token `except`. Tells how many. */
  async destroyAll(userId: string, { except }: { readonly except?: string } = {}): Promise<number> {
    assertUserId(userId);
    const kept = except === undefined ? null : addressOf(except);
    return numberOf(await this.#run(DESTROY_ALL, userTag(userId), [kept?.id ?? '']));
  }

  async #use(token: string, change: readonly string[] = []): Promise<UsedSession | null> {
    const address = addressOf(token);
    if (address === null) return null;
    const { ttlMs, maxAgeMs } = this.#options;
    const args = [address.id, String(ttlMs), String(maxAgeMs), ...change];
    return readUsed(address.id, await this.#run(USE, address.tag, args));
  }

  #run(script: Script, tag: string, args: readonly string[]): Promise<unknown> {
    const keys = [this.#keys.state('session', `{${tag}}`), this.#keys.state('session', `{${tag}}`, 'expiry')];
    return this.#connection.run(script, keys, args);
  }
}
