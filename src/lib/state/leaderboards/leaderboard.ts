import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { assertMember, assertStateName } from '../state-name.js';
import { resolveLeaderboardOptions } from './leaderboard-options.js';
import type { LeaderboardOptions, LeaderboardRuntimeOptions } from './leaderboard-options.js';
import { periodAt } from './leaderboard-period.js';
import { CHANGE_SCORE, READ_RANKS, READ_RECENT } from './leaderboard-scripts.js';

/** A member with its place. Equal scores share a rank, and the ranks after them are left out: 1, 2, 2, 4. */
export interface Ranking {
  readonly member: string;
  readonly score: number;
  readonly rank: number;
}

export interface PeriodChoice {
  /** How many periods back, 0 being the present one. @default 0 */
  readonly ago?: number;
}

export interface RecentOptions {
  /** Periods that count, the present one included. */
  readonly periods: number;
  /** What a period counts, as a part of the one after it; 1 counts all alike. @default 1 */
  readonly decay?: number;
  /** @default 10 */
  readonly size?: number;
}

const MOST = 1_000;

/**
 * Ranks members by their scores, the highest first; equal ones in the order of their bytes. With a period it begins anew each
 * day, week or month, and what is older than the periods that are kept expires.
 */
export class Leaderboard {
  readonly #options: LeaderboardRuntimeOptions;

  constructor(
    private readonly connection: RedisConnection,
    private readonly keys: Keys,
    private readonly name: string,
    options: LeaderboardOptions = {},
  ) {
    assertStateName('leaderboard', name);
    this.#options = resolveLeaderboardOptions(options);
  }

  /** Adds to the score of a member. @returns its place then; beyond `maxMembers` it may be dropped at once */
  add(member: string, by = 1): Promise<Ranking> {
    return this.#change('add', member, by);
  }

  /** Sets the score of a member. */
  set(member: string, score: number): Promise<Ranking> {
    return this.#change('set', member, score);
  }

  /** Takes a member out of the present period. False when it was not there. */
  async remove(member: string): Promise<boolean> {
    return (await this.connection.send(['ZREM', this.#key(0), member])) === 1;
  }

  /** The highest, 1 to 1,000 of them. */
  async top(size = 10, { ago = 0 }: PeriodChoice = {}): Promise<readonly Ranking[]> {
    assertWithin('size', size, { min: 1, max: MOST });
    return readRanks(await this.connection.run(READ_RANKS, [this.#key(ago)], ['range', '0', String(size - 1)]));
  }

  /** A member with up to `each` before and after it; empty when it is not there. */
  async around(member: string, each = 5, { ago = 0 }: PeriodChoice = {}): Promise<readonly Ranking[]> {
    assertWithin('number on each side', each, { min: 0, max: MOST / 2 });
    return readRanks(await this.connection.run(READ_RANKS, [this.#key(ago)], ['around', member, String(each)]));
  }

  /** The place of a member; null when it is not there. */
  async rank(member: string, choice: PeriodChoice = {}): Promise<Ranking | null> {
    const [ranking = null] = await this.around(member, 0, choice);
    return ranking;
  }

  /** How many members there are. */
  async count({ ago = 0 }: PeriodChoice = {}): Promise<number> {
    return Number(await this.connection.send(['ZCARD', this.#key(ago)]));
  }

  /** The highest of several periods together. The members of equal scores stand in the order of their bytes. */
  async recent({ periods, decay = 1, size = 10 }: RecentOptions): Promise<readonly Ranking[]> {
    assertWithin('number of periods', periods, { min: 1, max: this.#options.keep + 1 });
    assertWithin('size', size, { min: 1, max: MOST });
    if (!(decay > 0 && decay <= 1)) {
      throw new AisleError('INVALID_VALUE', `"decay" is ${decay}. Give a number above 0, at most 1.`);
    }
    const all = Array.from({ length: periods }, (_, ago) => ago);
    const weights = all.map((ago) => String(decay ** ago));
    const keys = all.map((ago) => this.#key(ago));
    const found = readPairs(await this.connection.run(READ_RECENT, keys, [String(size), ...weights]));
    return found.map(({ member, score }) => ({
      member,
      score,
      rank: 1 + found.findIndex((one) => one.score === score),
    }));
  }

  async #change(mode: 'add' | 'set', member: string, points: number): Promise<Ranking> {
    assertMember('member of a leaderboard', member);
    if (!Number.isFinite(points))
      throw new AisleError('INVALID_VALUE', `A score must be a finite number, not ${points}.`);
    const { maxMembers } = this.#options;
    const args = [mode, member, String(-points), this.#expiry(), String(maxMembers)];
    const reply = await this.connection.run(CHANGE_SCORE, [this.#key(0)], args);
    const [stored, rank] = partsOf(reply);
    return { member, score: turned(stored), rank: Number(rank) };
  }

  #key(ago: number): string {
    assertWithin('number of periods ago', ago, { min: 0, max: this.#options.keep });
    const { period, now } = this.#options;
    return this.keys.state('leaderboard', `{${this.name}}`, periodAt(period, now(), ago).name);
  }

  /** Kept for the full length of the periods after it, and a day for clocks that differ. */
  #expiry(): string {
    const { period, keep, now } = this.#options;
    if (period === 'forever') return '';
    return String(periodAt(period, now(), -keep).end + 86_400_000);
  }
}

const turned = (stored: unknown) => 0 - Number(stored);

const partsOf = (reply: unknown): readonly unknown[] => (Array.isArray(reply) ? (reply as unknown[]) : []);

function readRanks(reply: unknown): readonly Ranking[] {
  const parts = partsOf(reply);
  return Array.from({ length: parts.length / 3 }, (_, at) => ({
    member: String(parts[3 * at]),
    score: turned(parts[3 * at + 1]),
    rank: Number(parts[3 * at + 2]),
  }));
}

function readPairs(reply: unknown): readonly Omit<Ranking, 'rank'>[] {
  const parts = partsOf(reply);
  return Array.from({ length: parts.length / 2 }, (_, at) => ({
    member: String(parts[2 * at]),
    score: turned(parts[2 * at + 1]),
  }));
}
