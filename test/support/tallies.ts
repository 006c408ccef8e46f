import type { Keys } from '../../src/lib/redis/keys.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { Counters } from '../../src/lib/state/counters/counters.js';
import { ActivityFeeds } from '../../src/lib/state/feeds/activity-feeds.js';
import { defineFeed } from '../../src/lib/state/feeds/define-feed.js';
import { defineHash } from '../../src/lib/state/hashes/define-hash.js';
import { HashStore } from '../../src/lib/state/hashes/hash-store.js';
import { Leaderboard } from '../../src/lib/state/leaderboards/leaderboard.js';
import { Links } from '../../src/lib/state/links/links.js';
import { RateLimiter } from '../../src/lib/state/rate-limits/rate-limiter.js';
import { Sessions } from '../../src/lib/state/sessions/sessions.js';
import { Transactions } from '../../src/lib/state/transactions/transactions.js';

/** A pattern as something that counts. */
export interface Tally {
  /** Adds one. */
  add(): Promise<unknown>;
  total(): Promise<number>;
}

const LIMIT = 1_000_000;
const HOUR_MS = 3_600_000;
const LINK = 'sale';
const visits = defineFeed<number>('visits');
const carts = defineHash('cart', { items: 'integer' });

/** Makes what counting needs. @returns the token of the session that counts */
export async function prepareTallies(connection: RedisConnection, keys: Keys): Promise<string> {
  await new Links(connection, keys).create('https://shop.example/sale', { code: LINK });
  const { token } = await new Sessions(connection, keys).create('ann', { n: 0 });
  return token;
}

/** Every pattern that counts, by name, as one process has it. */
export function openTallies(connection: RedisConnection, keys: Keys, token: string): Readonly<Record<string, Tally>> {
  const counters = new Counters(connection, keys);
  const board = new Leaderboard(connection, keys, 'board');
  const links = new Links(connection, keys);
  const sessions = new Sessions(connection, keys);
  const limiter = new RateLimiter(connection, keys, 'tally', { limit: LIMIT, windowMs: HOUR_MS });
  const cart = new HashStore(connection, keys, carts);
  const feeds = new ActivityFeeds(connection, keys);
  const transactions = new Transactions(connection);
  const balance = keys.state('account', '{tally}');
  return {
    counter: { add: () => counters.add('views'), total: () => counters.total('views') },
    window: { add: () => counters.add('recent'), total: () => counters.count('recent', HOUR_MS) },
    leaderboard: { add: () => board.add('desk'), total: async () => (await board.rank('desk'))?.score ?? 0 },
    link: { add: () => links.follow(LINK), total: async () => (await links.find(LINK))?.clicks ?? 0 },
    session: {
      add: () => sessions.update(token, ({ n }) => ({ n: Number(n) + 1 })),
      total: async () => Number((await sessions.get(token))?.data['n']),
    },
    limit: {
      add: async () => {
        const { failure } = await limiter.consume('ann');
        if (failure !== null) throw failure;
      },
      total: async () => LIMIT - 1 - (await limiter.consume('ann')).remaining,
    },
    hash: { add: () => cart.increment('ann', 'items'), total: async () => (await cart.get('ann'))?.items ?? 0 },
    feed: {
      add: () => feeds.push(visits, 'ann', 1),
      total: async () => (await feeds.page(visits, 'ann', { limit: 1 }))[0]?.id ?? 0,
    },
    transaction: {
      add: () =>
        transactions.run(
          [balance],
          async (own) => {
            const before = Number(await own.send(['GET', balance]));
            return { commands: [['SET', balance, String(before + 1)]], value: before };
          },
          { attempts: 1_000, deadlineMs: 60_000 },
        ),
      total: async () => Number(await connection.send(['GET', balance])),
    },
  };
}
