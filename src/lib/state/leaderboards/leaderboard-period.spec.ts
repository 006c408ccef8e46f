import { periodAt } from './leaderboard-period.js';
import type { LeaderboardPeriod } from './leaderboard-period.js';

const at = (period: LeaderboardPeriod, time: string, ago?: number) => {
  const { name, end } = periodAt(period, Date.parse(time), ago);
  return [name, Number.isFinite(end) ? new Date(end).toISOString() : end];
};

it.each([
  ['day', '2026-03-01T00:00:00.000Z', undefined, '2026-03-01', '2026-03-02T00:00:00.000Z'],
  ['day', '2026-03-01T23:59:59.999Z', 1, '2026-02-28', '2026-03-01T00:00:00.000Z'],
  ['week', '2026-03-01T12:00:00.000Z', undefined, '2026-W09', '2026-03-02T00:00:00.000Z'],
  ['week', '2026-03-02T00:00:00.000Z', undefined, '2026-W10', '2026-03-09T00:00:00.000Z'],
  ['week', '2025-12-29T00:00:00.000Z', undefined, '2026-W01', '2026-01-05T00:00:00.000Z'],
  ['week', '2027-01-03T23:00:00.000Z', undefined, '2026-W53', '2027-01-04T00:00:00.000Z'],
  ['week', '2026-01-05T00:00:00.000Z', 1, '2026-W01', '2026-01-05T00:00:00.000Z'],
  ['month', '2026-01-31T10:00:00.000Z', undefined, '2026-01', '2026-02-01T00:00:00.000Z'],
  ['month', '2026-01-31T10:00:00.000Z', 2, '2025-11', '2025-12-01T00:00:00.000Z'],
  ['month', '2026-01-31T10:00:00.000Z', -1, '2026-02', '2026-03-01T00:00:00.000Z'],
] as const)('the %s of %s, %s ago, is %s until %s', (period, time, ago, name, end) => {
  expect(at(period, time, ago)).toEqual([name, end]);
});

it('forever has one period', () => {
  expect(at('forever', '2026-01-31', 3)).toEqual(['forever', Infinity]);
});
