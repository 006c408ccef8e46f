import type { AnyCollection } from '../../collections/collection.js';
import { SearchTimeoutError } from '../../errors/engine-errors.js';
import type { Plan } from '../../query/plan.js';
import type { Reads } from '../../query/reads.js';
import type { Command } from '../../query/step.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { RedisCommand } from '../../redis/redis-values.js';
import type { Gate } from './gate.js';
import type { ReplyCache } from './reply-cache.js';
import { namesIn, WriteVersions } from './write-versions.js';

interface Landed {
  /** What the reply depends on as it stood before; null when the reply is for nobody else. */
  readonly stamp: string | null;
  readonly reply: unknown;
}

/** A command that is under way, for whoever asks the same meanwhile. */
export interface Flight {
  readonly landed: Promise<Landed | null>;
}

/** What all searches of a collection share. */
export interface EngineAccess {
  readonly connection: RedisConnection;
  readonly keys: Keys;
  readonly cache: ReplyCache;
  readonly flights: Map<string, Flight>;
  /** For commands that take the engine long. */
  readonly gate: Gate;
  readonly onEngineTime: (milliseconds: number) => void;
}

export interface AskOptions {
  readonly deadlineMs: number;
  /** What will be asked later, so that one look at the versions does for all. */
  readonly later?: readonly Reads[];
  /** Sends each command alone, few at a time, so that those of others come in between. @default false */
  readonly apart?: boolean;
}

interface Item {
  readonly at: number;
  readonly command: Command;
  readonly reads: Reads;
  /** Null for a command whose reply is not kept. */
  readonly key: string | null;
}

/**
 * Asks the engine for one search. A reply that is kept is used again only when the versions of what it depends on, read
 * after the search began, are those that it was made at: then the engine would answer the same.
 */
export class EngineSession {
  readonly #access: EngineAccess;
  readonly #collection: AnyCollection;
  #losses: number;
  #versions: WriteVersions | null = null;

  constructor(access: EngineAccess, collection: AnyCollection) {
    this.#access = access;
    this.#collection = collection;
    this.#losses = access.connection.losses();
  }

  /** @throws errors of the engine, but for a part that ran out of time: the answer is partial then */
  async ask<T>(plan: Plan<T>, options: AskOptions): Promise<T> {
    const items = plan.commands.map((command, at): Item => {
      const reads = this.#access.cache.keepsAny ? (plan.reads[at] ?? null) : null;
      return { at, command, reads, key: reads === null ? null : JSON.stringify(command) };
    });
    const replies = Array<unknown>(items.length);
    this.#forgetAfterLoss();
    const names = namesIn([...plan.reads, ...(options.later ?? [])]);
    let open = items;
    if (this.#mayBeKnown(items, names)) {
      await this.#readVersions(names, options);
      open = open.filter((item) => !this.#fromCache(item, replies));
      open = await this.#fromFlights(open, replies);
    }
    this.#access.cache.count(items.length - open.length, open.length);
    if (options.apart === true) for (const item of open) await this.#send([item], names, replies, options);
    else if (open.length > 0) await this.#send(open, names, replies, options);
    const failure = replies.find(isFailure);
    if (failure !== undefined) throw failure;
    return plan.read(replies);
  }

  /** What the words of all documents depend on, as it stood after the search began; null when that is not known. */
  async wordsVersion(deadlineMs: number): Promise<string | null> {
    this.#forgetAfterLoss();
    await this.#readVersions([], { deadlineMs });
    return this.#versions?.words ?? null;
  }

  /** An engine that came back may be in another state, and may have met the commands half ready. */
  #forgetAfterLoss(): void {
    const losses = this.#access.connection.losses();
    if (losses !== this.#losses) this.#versions = null;
    this.#losses = losses;
  }

  /** Whether a look at the versions may save a command. Nodes of a cluster keep no order among commands: look before. */
  #mayBeKnown(items: readonly Item[], names: readonly string[]): boolean {
    const { cache, flights, connection } = this.#access;
    const isKnown = (key: string | null) => key !== null && (cache.has(key) || flights.has(key));
    const isLookedUp = this.#versions?.covers(names) === true;
    return connection.capabilities.cluster || isLookedUp || items.some(({ key }) => isKnown(key));
  }

  async #readVersions(names: readonly string[], { deadlineMs }: AskOptions): Promise<void> {
    if (this.#versions?.covers(names) === true) return;
    this.#versions = WriteVersions.read(await this.#pipeline(this.#versionCommands(names), deadlineMs), names);
  }

  #fromCache({ at, key, reads }: Item, replies: unknown[]): boolean {
    const stamp = this.#stampOf(this.#versions, reads);
    const kept = key === null || stamp === null ? null : this.#access.cache.get(key, stamp);
    if (kept === null) return false;
    replies[at] = kept.reply;
    return true;
  }

  /** Waits for the same commands that others sent, where no write came in between. */
  async #fromFlights(items: readonly Item[], replies: unknown[]): Promise<Item[]> {
    const open = await Promise.all(
      items.map(async (item) => {
        const stamp = this.#stampOf(this.#versions, item.reads);
        const flight = item.key === null || stamp === null ? undefined : this.#access.flights.get(item.key);
        const landed = (await flight?.landed) ?? null;
        if (landed === null || landed.stamp !== stamp) return item;
        replies[item.at] = landed.reply;
        return null;
      }),
    );
    return open.filter((item) => item !== null);
  }

  async #send(
    items: readonly Item[],
    names: readonly string[],
    replies: unknown[],
    options: AskOptions,
  ): Promise<void> {
    const { flights, gate } = this.#access;
    const fly = () => this.#fly(items, names, options);
    const flight = options.apart === true ? gate.pass(fly) : fly();
    const own = items.flatMap(({ key }, index) => {
      if (key === null || flights.has(key)) return [];
      const entry: Flight = { landed: flight.then((landed) => landed[index] ?? null) };
      flights.set(key, entry);
      return [{ key, entry }];
    });
    const landed = await flight;
    landed.forEach(({ reply }, index) => {
      const item = items[index];
      if (item !== undefined) replies[item.at] = reply;
    });
    for (const { key, entry } of own) if (flights.get(key) === entry) flights.delete(key);
  }

  /** Never rejects. Keeps a reply when no write came between the looks at the versions before and after. */
  async #fly(items: readonly Item[], names: readonly string[], { deadlineMs, apart }: AskOptions): Promise<Landed[]> {
    const { connection, cache } = this.#access;
    const since = performance.now();
    const losses = connection.losses();
    const look = items.some(({ key }) => key !== null) ? this.#versionCommands(names) : [];
    const commands = items.map(({ command }) => command);
    const isOrdered = !connection.capabilities.cluster;
    const isLookedUp = apart !== true && this.#versions?.covers(names) === true;
    const before = isOrdered && !isLookedUp ? look : [];
    const after = isOrdered ? look : [];
    const answers = await this.#pipeline([...before, ...commands, ...after], deadlineMs);
    const replies = answers.slice(before.length, before.length + commands.length);
    const first = before.length === 0 ? this.#versions : WriteVersions.read(answers.slice(0, before.length), names);
    const ending = isOrdered ? answers.slice(before.length + commands.length) : await this.#pipeline(look, deadlineMs);
    const last = losses === connection.losses() ? WriteVersions.read(ending, names) : null;
    this.#versions ??= first;
    return items.map(({ key, reads }, index) => {
      const reply = replies[index];
      const stamp = isWhole(reply) ? this.#stampOf(first, reads) : null;
      if (key !== null && stamp !== null && stamp === this.#stampOf(last, reads))
        cache.put(key, { stamp, reply }, since);
      return { stamp, reply };
    });
  }

  #stampOf(versions: WriteVersions | null, reads: Reads): string | null {
    const stamp = versions?.stampOf(reads) ?? null;
    return stamp === null ? null : `${this.#losses}|${stamp}`;
  }

  #versionCommands(names: readonly string[]): readonly RedisCommand[] {
    return WriteVersions.commands(this.#access.keys, this.#collection, names);
  }

  async #pipeline(commands: readonly RedisCommand[], deadlineMs: number): Promise<readonly unknown[]> {
    if (commands.length === 0) return [];
    const { connection, onEngineTime } = this.#access;
    const sent = performance.now();
    const replies = await connection.pipeline(commands, { deadlineMs });
    onEngineTime(performance.now() - sent);
    return replies;
  }
}

/** A part for which the time did not last makes an answer partial. */
const isFailure = (reply: unknown): reply is Error => reply instanceof Error && !(reply instanceof SearchTimeoutError);

/** Whether a reply says all that there is: nothing is kept of errors and of what the engine had no time for. */
function isWhole(reply: unknown): boolean {
  if (typeof reply !== 'object' || reply === null || reply instanceof Error) return false;
  const warnings = 'warning' in reply ? reply.warning : undefined;
  return !Array.isArray(warnings) || warnings.length === 0;
}
