import { createKeys } from '../../src/lib/redis/keys.js';
import { periodAt } from '../../src/lib/state/leaderboards/leaderboard-period.js';
import { Leaderboard } from '../../src/lib/state/leaderboards/leaderboard.js';
import { startConnectedEngine } from '../support/connected-engine.js';
import { forAllTests } from '../support/for-all-tests.js';

const keys = createKeys('boards');
const engine = forAllTests(() => startConnectedEngine(4));

const filled = async (name: string, scores: Readonly<Record<string, number>>) => {
  const board = new Leaderboard(engine().connection, keys, name);
  for (const [member, score] of Object.entries(scores)) await board.set(member, score);
  return board;
};

it('ranks the highest first; equal ones share a rank, in the order of their bytes', async () => {
  const board = await filled('game', { dora: 50, bob: 80, alice: 80, carl: 90, eve: 50, zoe: 0.5 });
  expect(await board.top()).toEqual([
    { member: 'carl', score: 90, rank: 1 },
    { member: 'alice', score: 80, rank: 2 },
    { member: 'bob', score: 80, rank: 2 },
    { member: 'dora', score: 50, rank: 4 },
    { member: 'eve', score: 50, rank: 4 },
    { member: 'zoe', score: 0.5, rank: 6 },
  ]);
  expect(await board.top(1)).toEqual([{ member: 'carl', score: 90, rank: 1 }]);
  expect(await board.rank('eve')).toEqual({ member: 'eve', score: 50, rank: 4 });
  expect(await board.rank('nobody')).toBeNull();
  expect((await board.around('bob', 1)).map(({ member }) => member)).toEqual(['alice', 'bob', 'dora']);
  expect((await board.around('carl', 2)).map(({ member }) => member)).toEqual(['carl', 'alice', 'bob']);
  expect(await board.around('nobody')).toEqual([]);
  expect(await board.add('eve', 40)).toEqual({ member: 'eve', score: 90, rank: 1 });
  expect(await board.add('zoe', -1)).toEqual({ member: 'zoe', score: -0.5, rank: 6 });
  expect([await board.count(), await board.remove('zoe'), await board.remove('zoe')]).toEqual([6, true, false]);
});

it('loses no point of many clients', async () => {
  const boards = engine().connections.map((each) => new Leaderboard(each, keys, 'busy'));
  await Promise.all(Array.from({ length: 400 }, (_, at) => boards[at % 4]!.add(`member ${at % 5}`, 1 + (at % 2))));
  const top = await boards[0]!.top();
  expect(top.reduce((sum, { score }) => sum + score, 0)).toBe(600);
  expect(top).toHaveLength(5);
});

it('begins anew each period, counts several together, and lets the old expire', async () => {
  let now = Date.now();
  const board = new Leaderboard(engine().connection, keys, 'weekly', { period: 'week', keep: 2, now: () => now });
  await board.add('a', 8);
  await board.add('b', 4);
  now += 7 * 86_400_000;
  await board.add('b', 6);
  await board.add('c', 8);
  expect((await board.top()).map(({ member, score }) => [member, score])).toEqual([
    ['c', 8],
    ['b', 6],
  ]);
  expect((await board.top(10, { ago: 1 })).map(({ member }) => member)).toEqual(['a', 'b']);
  expect(await board.recent({ periods: 2 })).toEqual([
    { member: 'b', score: 10, rank: 1 },
    { member: 'a', score: 8, rank: 2 },
    { member: 'c', score: 8, rank: 2 },
  ]);
  expect(await board.recent({ periods: 3, decay: 0.5, size: 2 })).toEqual([
    { member: 'b', score: 8, rank: 1 },
    { member: 'c', score: 8, rank: 1 },
  ]);
  const present = keys.state('leaderboard', '{weekly}', periodAt('week', now).name);
  const lastNeeded = periodAt('week', now, -2).end;
  expect(await engine().connection.send(['PEXPIRETIME', present])).toBe(lastNeeded + 86_400_000);
  await expect(board.top(10, { ago: 3 })).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  await expect(board.recent({ periods: 4 })).rejects.toMatchObject({ code: 'INVALID_VALUE' });
});

it('drops the lowest beyond its size', async () => {
  const board = new Leaderboard(engine().connection, keys, 'small', { maxMembers: 10 });
  for (let at = 0; at < 25; at++) await board.set(`m${at}`, at);
  expect(await board.count()).toBe(10);
  expect((await board.top(20)).map(({ score }) => score)).toEqual([24, 23, 22, 21, 20, 19, 18, 17, 16, 15]);
});

it.each([
  [
    () => new Leaderboard(engine().connection, keys, 'x', { period: 'year' as never }),
    'Use one of: day, week, month, forever',
  ],
  [() => new Leaderboard(engine().connection, keys, '{x}'), 'cannot name a leaderboard'],
  [() => new Leaderboard(engine().connection, keys, 'x').add('', 1), 'has 1 to 1000 characters'],
  [() => new Leaderboard(engine().connection, keys, 'x').add('a', NaN), 'finite number'],
  [() => new Leaderboard(engine().connection, keys, 'x').top(0), 'size is 0'],
  [() => new Leaderboard(engine().connection, keys, 'x').recent({ periods: 1, decay: 0 }), '"decay" is 0'],
])('refuses bad input %#', async (use, message) => {
  await expect((async () => use())()).rejects.toMatchObject({
    code: 'INVALID_VALUE',
    message: expect.stringContaining(message),
  });
});
