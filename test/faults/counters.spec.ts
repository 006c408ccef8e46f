import { EngineUnavailableError } from '../../src/lib/errors/engine-errors.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { Counters } from '../../src/lib/state/counters/counters.js';
import { Leaderboard } from '../../src/lib/state/leaderboards/leaderboard.js';
import { until } from '../support/processes.js';
import { startRedis } from '../support/redis-process.js';

it('what was counted is there after the engine was killed, once; only what was under way is uncertain', async () => {
  const redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  const connections = await Promise.all([1, 2, 3].map(() => openConnection({ url: redis.url })));
  const keys = createKeys('faults');
  const [connection] = connections;
  const tally = { counted: 0, uncertain: 0, isOver: false };
  const count = async (at: number) => {
    const counters = new Counters(connections[at]!, keys);
    const board = new Leaderboard(connections[at]!, keys, 'board');
    while (!tally.isOver) {
      try {
        await Promise.all([counters.add('views'), board.add('views')]);
        tally.counted += 1;
      } catch (error) {
        if (!(error instanceof EngineUnavailableError)) throw error;
        tally.uncertain += 1;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  };
  const clients = connections.map((_, at) => count(at));
  const more = () => {
    const before = tally.counted;
    return until('more is counted', () => tally.counted > before + 100);
  };
  for (let round = 0; round < 3; round++) {
    await more();
    await redis.kill();
    await redis.start();
  }
  await more();
  tally.isOver = true;
  await Promise.all(clients);
  const total = await new Counters(connection!, keys).total('views');
  const ranking = await new Leaderboard(connection!, keys, 'board').rank('views');
  expect(await new Counters(connection!, keys).count('views', 86_400_000)).toBe(total);
  for (const sum of [total, ranking?.score ?? 0]) {
    expect(sum).toBeGreaterThanOrEqual(tally.counted);
    expect(sum).toBeLessThanOrEqual(tally.counted + tally.uncertain);
  }
  await Promise.all(connections.map((each) => each.close()));
  await redis.close();
});
