/** How long a leaderboard counts before it begins anew; `forever` never does. Days, weeks (from Monday) and months of UTC. */
export type LeaderboardPeriod = 'day' | 'week' | 'month' | 'forever';

export const LEADERBOARD_PERIODS = ['day', 'week', 'month', 'forever'] as const satisfies readonly LeaderboardPeriod[];

/** One period: its name and the milliseconds at which it ends. */
export interface PeriodSpan {
  /** `2026-03-01`, `2026-W09` (ISO 8601), `2026-03`, or `forever`. */
  readonly name: string;
  readonly end: number;
}

const DAY_MS = 86_400_000;
const THURSDAY = 4;

/** The period that holds an instant, or one of those before it: 1 is the one before. */
export function periodAt(period: LeaderboardPeriod, now: number, ago = 0): PeriodSpan {
  switch (period) {
    case 'day': {
      const start = Math.floor(now / DAY_MS) * DAY_MS - ago * DAY_MS;
      return { name: isoDay(start), end: start + DAY_MS };
    }
    case 'week':
      return weekOf(now - ago * 7 * DAY_MS);
    case 'month': {
      const date = new Date(now);
      const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - ago, 1);
      return { name: isoDay(start).slice(0, 7), end: Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - ago + 1, 1) };
    }
    case 'forever':
      return { name: 'forever', end: Number.POSITIVE_INFINITY };
  }
}

/** A week belongs to the year of its Thursday. */
function weekOf(instant: number): PeriodSpan {
  const day = Math.floor(instant / DAY_MS);
  const weekday = ((day + THURSDAY - 1) % 7) + 1;
  const thursday = new Date((day - weekday + THURSDAY) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS));
  return { name: `${year}-W${String(week).padStart(2, '0')}`, end: (day - weekday + 8) * DAY_MS };
}

const isoDay = (instant: number) => new Date(instant).toISOString().slice(0, 10);
