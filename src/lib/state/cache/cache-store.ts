import { EngineError } from '../../errors/engine-errors.js';
import type { Keys } from '../../redis/keys.js';
import type { CommandOptions, RedisConnection } from '../../redis/redis-connection.js';
import type { RedisCommand, RedisReply } from '../../redis/redis-values.js';
import { isCommand, scriptCommand } from '../../redis/script.js';
import type { ScriptCommand } from '../../redis/script.js';
import { decodeEntry, newStamp, STAMP_LENGTH } from './cache-entry.js';
import type { CacheEntry } from './cache-entry.js';
import { CacheUnavailableError } from './cache-unavailable-error.js';
import { BEGIN_WRITE, CLAIM, END_WRITE, ENSURE_VERSION, EXTEND, LAND, LEAVE, STORE } from './cache-scripts.js';
import { signatureOf } from './cache-versions.js';
import type { VersionKey } from './cache-versions.js';

/** The two keys of one value. */
export interface CacheSlot {
  readonly entry: string;
  readonly flight: string;
}

/** What the engine had at a moment. */
export interface CacheSight {
  readonly entry: CacheEntry | null;
  /** Of whatever lies there; blank for nothing. */
  readonly stamp: string;
  /** Milliseconds since the entry was stored, by the engine's clock. */
  readonly ageMs: number;
  /** See {@link signatureOf}. */
  readonly signature: string | null;
}

export type CacheClaim =
  | { readonly kind: 'led'; readonly flight: string }
  | { readonly kind: 'held'; readonly flight: string }
  | { readonly kind: 'changed' };

/** The engine's side of a cache. All calls fail with {@link CacheUnavailableError} alone. */
export class CacheStore {
  readonly #connection: RedisConnection;
  readonly #keys: Keys;
  readonly #options: CommandOptions;

  constructor(connection: RedisConnection, keys: Keys, deadlineMs: number) {
    this.#connection = connection;
    this.#keys = keys;
    this.#options = { deadlineMs };
  }

  slot(prefix: string, hash: string): CacheSlot {
    const id = `{${prefix}:${hash}}`;
    return { entry: this.#keys.state('cache', id), flight: this.#keys.state('cache', id, 'flight') };
  }

  /** @param asksAge false leaves `ageMs` at 0 for an entry that the engine keeps only while it is fresh */
  async look(slot: CacheSlot, versions: readonly VersionKey[], asksAge: boolean): Promise<CacheSight> {
    const reads = this.#reads([slot.entry, ...versions.map(({ key }) => key)]);
    const replies = await this.#ask(asksAge ? [...reads, ['PTTL', slot.entry]] : reads);
    const values = reads.length === 1 ? listOf(replies[0]) : replies;
    const text = values[0];
    const signature = signatureOf(versions, values.slice(1));
    if (typeof text !== 'string') return { entry: null, stamp: '', ageMs: 0, signature };
    const found = decodeEntry(text);
    if (found !== null && !asksAge && found.lifeMs > found.freshMs) return this.look(slot, versions, true);
    const ageMs = found === null || !asksAge ? 0 : found.lifeMs - Number(replies.at(-1));
    return { entry: found, stamp: text.slice(0, STAMP_LENGTH), ageMs, signature };
  }

  /** The state of the versions, those that are missing made anew. */
  async sign(versions: readonly VersionKey[], lifeMs: number): Promise<string> {
    const values = await this.#ask(
      versions.map(({ key, isOwn }) => (isOwn ? ensureVersion(key, lifeMs) : ['GET', key])),
    );
    const signature = signatureOf(versions, values);
    if (signature === null) throw new CacheUnavailableError('The engine gave a version no value.');
    return signature;
  }

  async claim(slot: CacheSlot, stamp: string, signature: string, flightMs: number): Promise<CacheClaim> {
    const call = scriptCommand(CLAIM, [slot.entry, slot.flight], [stamp, signature, newStamp(), String(flightMs)]);
    const [reply] = await this.#ask([call]);
    const [kind, flight] = listOf(reply);
    if ((kind === 'led' || kind === 'held') && typeof flight === 'string') return { kind, flight };
    return { kind: 'changed' };
  }

  /** False when another has the flight. */
  async extend({ flight }: CacheSlot, mine: string, flightMs: number): Promise<boolean> {
    return (await this.#ask([scriptCommand(EXTEND, [flight], [mine, String(flightMs)])]))[0] === 1;
  }

  async leave({ flight }: CacheSlot, mine: string): Promise<void> {
    await this.#ask([scriptCommand(LEAVE, [flight], [mine])]);
  }

  async isHeld({ flight }: CacheSlot, holder: string): Promise<boolean> {
    return (await this.#ask([['GET', flight]]))[0] === holder;
  }

  /**
   * Stores what a flight brought, and lets the versions it depends on live as long; a `lifeMs` of 0 removes what there is.
   * Nothing is stored when another has the flight.
   */
  async land(
    slot: CacheSlot,
    mine: string,
    text: string,
    lifeMs: number,
    versions: readonly VersionKey[],
  ): Promise<void> {
    await this.#ask([
      scriptCommand(LAND, [slot.entry, slot.flight], [mine, text, String(lifeMs)]),
      ...extensions(versions, lifeMs),
    ]);
  }

  async store({ entry, flight }: CacheSlot, text: string, lifeMs: number): Promise<void> {
    await this.#ask([scriptCommand(STORE, [entry, flight], [text, String(lifeMs)])]);
  }

  async beginWrite({ entry, flight }: CacheSlot, flightMs: number): Promise<string> {
    const mine = `w:${newStamp()}`;
    await this.#ask([scriptCommand(BEGIN_WRITE, [entry, flight], [mine, String(flightMs)])]);
    return mine;
  }

  async endWrite({ entry, flight }: CacheSlot, mine: string, text: string, lifeMs: number): Promise<boolean> {
    return (await this.#ask([scriptCommand(END_WRITE, [entry, flight], [mine, text, String(lifeMs)])]))[0] === 1;
  }

  /** Whether there was an entry. What is being loaded is not stored any more. */
  async drop({ entry, flight }: CacheSlot): Promise<boolean> {
    const [, removed] = await this.#ask([
      ['DEL', flight],
      ['DEL', entry],
    ]);
    return removed === 1;
  }

  async forget(versionKeys: readonly string[]): Promise<void> {
    await this.#ask(versionKeys.map((key) => ['DEL', key]));
  }

  /** Removes all keys of a prefix, whose hashes have a known length. Tells how many entries they were. */
  async scanAway(prefix: string, hashLength: number): Promise<number> {
    const pattern = `${this.#keys.state('cache', `{${prefix}:${'?'.repeat(hashLength)}}`)}*`;
    let removed = 0;
    let cursor = '0';
    do {
      const [reply] = await this.#ask([['SCAN', cursor, 'MATCH', pattern, 'COUNT', '1000']]);
      const [next, found] = listOf(reply);
      cursor = typeof next === 'string' ? next : '0';
      const keys = listOf(found).filter((key) => typeof key === 'string');
      const counts = await this.#ask(keys.map((key) => ['UNLINK', key]));
      removed += keys.filter((key, index) => key.endsWith('}') && counts[index] === 1).length;
    } while (cursor !== '0');
    return removed;
  }

  /** One command where all keys lie on one server, for each costs as much as the reading. */
  #reads(keys: readonly string[]): readonly RedisCommand[] {
    return this.#connection.capabilities.cluster ? keys.map((key) => ['GET', key]) : [['MGET', ...keys]];
  }

  #ask(commands: readonly (RedisCommand | ScriptCommand)[]): Promise<readonly RedisReply[]> {
    const [first] = commands;
    if (first === undefined) return Promise.resolve([]);
    if (commands.length === 1 && isCommand(first)) {
      return this.#connection.send(first, this.#options).then((reply) => [reply], fail);
    }
    return this.#connection.pipeline(commands, this.#options).then((replies) => replies.map(orThrow), fail);
  }
}

function orThrow(reply: RedisReply | Error): RedisReply {
  return reply instanceof Error ? fail(reply) : reply;
}

function fail(error: unknown): never {
  throw error instanceof EngineError ? new CacheUnavailableError(error.message, { cause: error }) : error;
}

const extensions = (versions: readonly VersionKey[], lifeMs: number) =>
  lifeMs === 0 ? [] : versions.filter(({ isOwn }) => isOwn).map(({ key }) => ensureVersion(key, lifeMs));

function ensureVersion(key: string, lifeMs: number): ScriptCommand {
  return scriptCommand(ENSURE_VERSION, [key], [newStamp(), String(lifeMs)]);
}

const listOf = (reply: unknown): readonly unknown[] => (Array.isArray(reply) ? reply : []);
