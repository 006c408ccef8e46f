import { describeCommand } from '../redis/redis-errors.js';
import type { RedisReply } from '../redis/redis-values.js';
import { warning } from './finding.js';
import type { Finding } from './finding.js';

/** A command that took long. Its values are not told: they may be anybody's. */
export interface SlowCommand {
  /** When it began, ISO 8601. */
  readonly at: string;
  readonly milliseconds: number;
  /** Its name and its key. */
  readonly command: string;
}

const SLOW_MS = 1_000;
const RECENT_MS = 3_600_000;
/** One or two may be an index that was dropped, or a machine that was busy. */
const MANY = 3;

/** Reads the reply of SLOWLOG GET; nothing where the engine's user may not ask. */
export function readSlowLog(reply: RedisReply | Error | undefined): readonly SlowCommand[] {
  const entries: readonly unknown[] = Array.isArray(reply) ? reply : [];
  return entries.flatMap((entry) => {
    const parts: readonly unknown[] = Array.isArray(entry) ? entry : [];
    if (parts.length < 4) return [];
    const [, seconds, microseconds, words] = parts;
    return [
      {
        at: new Date(Number(seconds) * 1_000).toISOString(),
        milliseconds: Number(microseconds) / 1_000,
        command: describeCommand(Array.isArray(words) ? words.map(String) : undefined),
      },
    ];
  });
}

/** Judges the slow log: while one command runs, all others wait. */
export function slowLogFindings(log: readonly SlowCommand[], now: number = Date.now()): readonly Finding[] {
  const slow = log.filter(({ at, milliseconds }) => milliseconds >= SLOW_MS && now - Date.parse(at) < RECENT_MS);
  const slowest = slow.reduce<SlowCommand | undefined>(
    (worst, each) => (worst !== undefined && worst.milliseconds >= each.milliseconds ? worst : each),
    undefined,
  );
  if (slowest === undefined || slow.length < MANY) return [];
  const message = `${slow.length} commands of the last hour took a second or more, all others waited: ${slowest.command} took ${Math.round(slowest.milliseconds)} ms`;
  return [warning('slow log', message, 'Look at SLOWLOG GET: ask for less at a time, or use an index.')];
}
