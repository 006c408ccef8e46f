import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { defineScript } from '../../redis/script.js';
import { assertMember, assertStateName } from '../state-name.js';

export interface UniqueCounterOptions {
  /**
   * True counts exactly, by a set that grows with every member; false by HyperLogLog: 12 kB a counter however many there
   * are, with a standard error of 0.81 %.
   * @default false
   */
  readonly exact?: boolean;
  /** Milliseconds that a counter lives after the last addition, 1,000 to a year. @default 2678400000, 31 days */
  readonly ttlMs?: number;
}

const DAY_MS = 86_400_000;

/** KEYS: the counter. ARGV: command, time to live, members. Answers how many of them were new, or whether any was. */
const ADD_UNIQUE = defineScript(`#!lua
local added = redis.call(ARGV[1], KEYS[1], unpack(ARGV, 3))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return added
`);

const MOST_MEMBERS = 1_000;

/** Counts different members, such as the visitors of each day. The counters of a group can be counted together. */
export class UniqueCounters {
  readonly #isExact: boolean;
  readonly #ttlMs: number;

  constructor(
    private readonly connection: RedisConnection,
    private readonly keys: Keys,
    private readonly group: string,
    { exact = false, ttlMs = 31 * DAY_MS }: UniqueCounterOptions = {},
  ) {
    assertStateName('group of counters', group);
    assertWithin('unique counter option "ttlMs"', ttlMs, { min: 1_000, max: 366 * DAY_MS });
    this.#isExact = exact;
    this.#ttlMs = ttlMs;
  }

  /** Adds members, 1 to 1,000 at once. @returns whether any is new, as far as the counter can tell */
  async add(name: string, ...members: readonly string[]): Promise<boolean> {
    if (members.length === 0 || members.length > MOST_MEMBERS) {
      throw new AisleError('INVALID_VALUE', `Add 1 to ${MOST_MEMBERS} members at once, not ${members.length}.`);
    }
    for (const member of members) assertMember('member', member);
    const args = [this.#isExact ? 'SADD' : 'PFADD', String(this.#ttlMs), ...members];
    return Number(await this.connection.run(ADD_UNIQUE, [this.#key(name)], args)) > 0;
  }

  /** How many different members were added to a counter, or to any of several. */
  async count(name: string, ...others: readonly string[]): Promise<number> {
    const all = [name, ...others].map((each) => this.#key(each));
    if (!this.#isExact) return Number(await this.connection.send(['PFCOUNT', ...all]));
    if (all.length === 1) return Number(await this.connection.send(['SCARD', ...all]));
    const members = await this.connection.send(['SUNION', ...all]);
    return Array.isArray(members) ? members.length : 0;
  }

  #key(name: string): string {
    assertStateName('counter', name);
    return this.keys.state(this.#isExact ? 'unique' : 'unique-estimate', `{${this.group}}`, name);
  }
}
