import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../errors/engine-errors.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { RedisReply } from '../../redis/redis-values.js';
import { listOf, textOf } from '../read-reply.js';

interface Watched {
  readonly rings: Set<() => void>;
  /** Id of the last entry that was rung for; null while it is not known. */
  lastId: string | null;
}

const BLOCK_MS = 1_000;
const PATIENCE_MS = 5_000;
const CLUSTER_POLL_MS = 250;
const RETRY_MS = 200;
const NUDGE_MS = 5;

/**
 * Tells when something is added to streams, however it is added. All streams are watched by one blocking read on one lent
 * connection, so that many readers hold up no more than that; on a cluster it rings four times a second instead.
 * It rings too often rather than too rarely: whoever hears it looks.
 */
export class StreamBell {
  readonly #connection: RedisConnection;
  readonly #watched = new Map<string, Watched>();
  #loop: Promise<void> | undefined;
  /** Grows with each change of what is watched. */
  #wanted = 0;
  /** What the read under way knows of. */
  #reading = 0;
  #clientId: string | undefined;
  #isClosed = false;

  constructor(connection: RedisConnection) {
    this.#connection = connection;
  }

  /** Calls `ring` whenever one of the streams may have grown. Gives the way to end it. */
  watch(keys: readonly string[], ring: () => void): () => void {
    const entry = () => {
      ring();
    };
    for (const key of keys) {
      const watched = this.#watched.get(key) ?? { rings: new Set(), lastId: null };
      watched.rings.add(entry);
      this.#watched.set(key, watched);
    }
    this.#changed();
    return () => {
      for (const key of keys) {
        const watched = this.#watched.get(key);
        watched?.rings.delete(entry);
        if (watched?.rings.size === 0) this.#watched.delete(key);
      }
      this.#changed();
    };
  }

  /** Gives the connection back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#watched.clear();
    this.#changed();
    await this.#loop;
  }

  get #isNeeded(): boolean {
    return !this.#isClosed && this.#watched.size > 0;
  }

  #changed(): void {
    this.#wanted++;
    if (this.#loop !== undefined) void this.#nudge(this.#wanted);
    else if (this.#isNeeded) this.#loop = this.#run();
  }

  async #run(): Promise<void> {
    while (this.#isNeeded) {
      if (this.#connection.capabilities.cluster) {
        await delay(CLUSTER_POLL_MS);
        this.#ring([...this.#watched.values()]);
        continue;
      }
      try {
        await this.#connection.exclusive((lent) => this.#listen(lent));
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        // Readers look by themselves meanwhile, and find out about the engine on their own.
        await delay(RETRY_MS);
        for (const watched of this.#watched.values()) watched.lastId = null;
      }
    }
    this.#loop = undefined;
  }

  async #listen(lent: RedisConnection): Promise<void> {
    this.#clientId = textOf(await lent.send(['CLIENT', 'ID']));
    try {
      while (this.#isNeeded) {
        this.#reading = this.#wanted;
        await this.#catchUp();
        const streams = [...this.#watched].flatMap(([key, { lastId }]) => (lastId === null ? [] : [{ key, lastId }]));
        if (streams.length === 0) continue;
        const reply = await lent.send(
          [
            ...['XREAD', 'COUNT', '1', 'BLOCK', String(BLOCK_MS), 'STREAMS'],
            ...streams.map(({ key }) => key),
            ...streams.map(({ lastId }) => lastId),
          ],
          { deadlineMs: BLOCK_MS + PATIENCE_MS },
        );
        for (const key of Object.keys(reply ?? {})) {
          const watched = this.#watched.get(key);
          if (watched !== undefined) watched.lastId = null;
        }
      }
    } finally {
      this.#clientId = undefined;
    }
  }

  /** Finds out where streams end, then rings: whoever looks now sees all up to there, and the next read begins there. */
  async #catchUp(): Promise<void> {
    const behind = [...this.#watched].filter(([, { lastId }]) => lastId === null);
    if (behind.length === 0) return;
    const replies = await this.#connection.pipeline(behind.map(([key]) => ['XREVRANGE', key, '+', '-', 'COUNT', '1']));
    behind.forEach(([, watched], index) => {
      const reply = replies[index] ?? null;
      if (reply instanceof Error) throw reply;
      watched.lastId = idOfFirst(reply);
    });
    this.#ring(behind.map(([, watched]) => watched));
  }

  #ring(streams: readonly Watched[]): void {
    for (const { rings } of streams) for (const ring of rings) ring();
  }

  /** Ends the read under way, for it does not know of a change. One that is just on its way is tried again. */
  async #nudge(change: number): Promise<void> {
    const deadline = performance.now() + BLOCK_MS;
    while (this.#reading < change && this.#clientId !== undefined && performance.now() < deadline) {
      try {
        if ((await this.#connection.send(['CLIENT', 'UNBLOCK', this.#clientId])) === 1) return;
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        return;
      }
      await delay(NUDGE_MS);
    }
  }
}

function idOfFirst(reply: RedisReply): string {
  const [first] = listOf(reply);
  return first === undefined ? '0-0' : textOf(listOf(first)[0]);
}
