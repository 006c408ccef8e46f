import { AisleError } from '../../errors/aisle-error.js';
import { EngineError } from '../../errors/engine-errors.js';
import { assertWithin } from '../../errors/option-range.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { scriptCommand } from '../../redis/script.js';
import type { FeedDefinition } from './define-feed.js';
import { PUSH_ENTRY, READ_PAGE } from './feed-scripts.js';

/** An entry of a feed. */
export interface FeedEntry<Entry> {
  /** Grows by one with each entry of an owner. */
  readonly id: number;
  readonly at: Date;
  readonly entry: Entry;
}

export interface FeedPageOptions {
  /** Most entries, 1 to 1,000. @default 20 */
  readonly limit?: number;
  /** Id of the last entry of the page before; entries added since do not shift what follows. @default the newest */
  readonly before?: number;
}

/** Activity feeds: of each owner the last entries, newest first, never more than their length. */
export class ActivityFeeds {
  readonly #connection: RedisConnection;
  readonly #keys: Keys;

  constructor(connection: RedisConnection, keys: Keys) {
    this.#connection = connection;
    this.#keys = keys;
  }

  /** Adds an entry to the feed of one owner, or of several. @throws INVALID_VALUE; the first error of the engine */
  async push<Entry>(
    feed: FeedDefinition<Entry>,
    owners: string | readonly string[],
    entry: NoInfer<Entry>,
  ): Promise<void> {
    const text = JSON.stringify(entry) as string | undefined;
    if (text === undefined) {
      throw new AisleError('INVALID_VALUE', `An entry of the feed "${feed.name}" must be what JSON can hold.`);
    }
    const args = [text, String(feed.maxLength), String(feed.ttlMs)];
    const calls = [owners].flat().map((owner) => scriptCommand(PUSH_ENTRY, this.#keysOf(feed, owner), args));
    const failed = (await this.#connection.pipeline(calls)).find((reply) => reply instanceof Error);
    if (failed !== undefined) throw failed;
  }

  /** Reads entries of an owner, newest first. */
  async page<Entry>(
    feed: FeedDefinition<Entry>,
    owner: string,
    { limit = 20, before = 0 }: FeedPageOptions = {},
  ): Promise<readonly FeedEntry<Entry>[]> {
    assertWithin('feed option "limit"', limit, { min: 1, max: 1_000 });
    assertWithin('feed option "before"', before, { min: 0, max: Number.MAX_SAFE_INTEGER });
    const [list] = this.#keysOf(feed, owner);
    const reply = await this.#connection.run(READ_PAGE, [list], [String(before), String(limit)]);
    return Array.isArray(reply) ? reply.map((text: unknown) => readFeedEntry<Entry>(text)) : [];
  }

  /** Deletes the feed of an owner. */
  async clear(feed: FeedDefinition<unknown>, owner: string): Promise<void> {
    await this.#connection.send(['UNLINK', ...this.#keysOf(feed, owner)]);
  }

  #keysOf({ name }: Pick<FeedDefinition<unknown>, 'name'>, owner: string): readonly [list: string, counter: string] {
    if (!/^[^{}\p{Cc}\p{Cs}]{1,200}$/u.test(owner)) {
      throw new AisleError(
        'INVALID_VALUE',
        `"${owner}" cannot own a feed. Use 1 to 200 characters without { } and control characters.`,
      );
    }
    const tag = `{${name}:${owner}}`;
    return [this.#keys.state('feed', tag), this.#keys.state('feed', tag, 'counter')];
  }
}

function readFeedEntry<Entry>(text: unknown): FeedEntry<Entry> {
  const [, id, at, json] = (typeof text === 'string' ? /^(\d+) (\d+) (.*)$/s.exec(text) : null) ?? [];
  if (json === undefined) throw new EngineError('The engine answered a read of a feed with something unknown.');
  return { id: Number(id), at: new Date(Number(at)), entry: JSON.parse(json) as Entry };
}
