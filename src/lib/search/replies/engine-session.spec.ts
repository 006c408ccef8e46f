import { createCollection } from '../../collections/create-collection.js';
import { text } from '../../collections/fields.js';
import type { Plan } from '../../query/plan.js';
import { createKeys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { EngineSession } from './engine-session.js';
import { Gate } from './gate.js';
import { ReplyCache } from './reply-cache.js';

const collection = createCollection('things', null, { name: text() }, {});
const plan: Plan<unknown> = {
  commands: [['FT.SEARCH', 'i', '*']],
  reads: ['everything'],
  read: ([reply]) => reply,
};

/** A connection that is lost once, while the first commands are under way, and then answers with how often it was asked. */
function lostOnce(): RedisConnection {
  let losses = 0;
  let searches = 0;
  const answer = (command: readonly unknown[]) => {
    if (command[0] === 'FT.SEARCH') return { search: ++searches };
    return command[0] === 'HMGET' ? ['1', null, null] : '1';
  };
  const stub: Pick<RedisConnection, 'losses' | 'pipeline'> & { readonly capabilities: { readonly cluster: boolean } } =
    {
      capabilities: { cluster: false },
      losses: () => losses,
      pipeline: (commands) => {
        losses = 1;
        return Promise.resolve(commands.map((command) => answer(command as readonly unknown[])));
      },
    };
  return stub as RedisConnection;
}

it('does not keep what an engine answered that came back meanwhile', async () => {
  const cache = new ReplyCache(100_000, 10_000);
  const session = new EngineSession(
    {
      connection: lostOnce(),
      keys: createKeys('test'),
      cache,
      flights: new Map(),
      gate: new Gate(1),
      onEngineTime: () => undefined,
    },
    collection,
  );
  const options = { deadlineMs: 1_000 };
  expect(await session.ask(plan, options)).toEqual({ search: 1 });
  expect(await session.ask(plan, options)).toEqual({ search: 2 });
  expect(await session.ask(plan, options)).toEqual({ search: 2 });
  expect(cache.stats).toMatchObject({ entries: 1 });
});
