import type { Keys } from '../redis/keys.js';
import type { RedisConnection, RedisNode } from '../redis/redis-connection.js';
import { scan } from '../redis/scan.js';
import { ok, error, warning } from './finding.js';
import type { Finding } from './finding.js';
import { kindOf } from './key-kinds.js';
import { formatBytes, formatCount } from './numbers.js';

export interface KeyAuditOptions {
  /** Keys that are looked at at most. @default 1000000 */
  readonly limit?: number;
  /** Bytes from which a key counts as oversized. @default 10000000 */
  readonly bigBytes?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (scanned: number) => void;
}

/** The keys of one area. */
export interface KeyArea {
  readonly area: string;
  readonly keys: number;
  readonly bytes: number;
  /** How many never expire. */
  readonly withoutTtl: number;
}

/** How many keys are so, and the first ten. */
export interface KeyExamples {
  readonly count: number;
  readonly keys: readonly string[];
}

/** What the keys of a namespace are like. */
export interface KeyAudit {
  readonly scanned: number;
  /** False when there are more keys than were looked at. */
  readonly complete: boolean;
  /** The one that takes most comes first. */
  readonly areas: readonly KeyArea[];
  /** Keys that ought to expire and do not. */
  readonly withoutTtl: KeyExamples;
  /** Keys that ought to stay and expire. */
  readonly expiring: KeyExamples;
  readonly oversized: KeyExamples;
  readonly wrongType: KeyExamples;
  /** Keys whose names nobody builds in this way. */
  readonly badName: KeyExamples;
  readonly findings: readonly Finding[];
}

const SHOWN = 10;
const PROBLEMS = ['withoutTtl', 'expiring', 'oversized', 'wrongType', 'badName'] as const;
type Problem = (typeof PROBLEMS)[number];

interface Looked {
  readonly key: string;
  readonly type: string;
  readonly expires: boolean;
  readonly bytes: number;
}

/**
 * Goes through the keys of the namespace step by step (SCAN) and compares each with what is known of its kind. A key may be
 * counted twice while the engine grows.
 */
export async function auditKeys(
  connection: RedisConnection,
  keys: Keys,
  { limit = 1_000_000, bigBytes = 10_000_000, signal, onProgress }: KeyAuditOptions = {},
): Promise<KeyAudit> {
  const tally = new KeyTally(`${keys.namespace}:`, bigBytes);
  let complete = true;
  for await (const looked of lookAtAll(connection, `${keys.namespace}:*`, signal)) {
    complete = tally.scanned < limit;
    if (!complete) break;
    for (const each of looked) tally.add(each);
    onProgress?.(tally.scanned);
  }
  const { scanned, areas, problems } = tally;
  return { scanned, complete, areas, ...problems, findings: judge(problems, { scanned, complete, bigBytes }) };
}

/** Sums up keys one after another. */
class KeyTally {
  readonly problems: Readonly<Record<Problem, { count: number; readonly keys: string[] }>> = {
    withoutTtl: { count: 0, keys: [] },
    expiring: { count: 0, keys: [] },
    oversized: { count: 0, keys: [] },
    wrongType: { count: 0, keys: [] },
    badName: { count: 0, keys: [] },
  };
  scanned = 0;
  readonly #areas = new Map<string, { area: string; keys: number; bytes: number; withoutTtl: number }>();

  constructor(
    private readonly prefix: string,
    private readonly bigBytes: number,
  ) {}

  get areas(): readonly KeyArea[] {
    return [...this.#areas.values()].sort((a, b) => b.bytes - a.bytes);
  }

  add({ key, type, expires, bytes }: Looked): void {
    this.scanned++;
    const kind = kindOf(key.slice(this.prefix.length));
    const area = kind?.area ?? 'unknown';
    const sum = this.#areas.get(area) ?? { area, keys: 0, bytes: 0, withoutTtl: 0 };
    this.#areas.set(area, sum);
    sum.keys++;
    sum.bytes += bytes;
    if (!expires) sum.withoutTtl++;
    if (bytes >= this.bigBytes) this.#note('oversized', key);
    if (kind === undefined) this.#note('badName', key);
    else if (kind.types.length > 0 && !kind.types.includes(type)) this.#note('wrongType', key);
    else if (kind.ttl === 'always' && !expires) this.#note('withoutTtl', key);
    else if (kind.ttl === 'never' && expires) this.#note('expiring', key);
  }

  #note(problem: Problem, key: string): void {
    const examples = this.problems[problem];
    examples.count++;
    if (examples.keys.length < SHOWN) examples.keys.push(key);
  }
}

async function* lookAtAll(
  connection: RedisConnection,
  pattern: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Looked[]> {
  for (const node of connection.primaries()) {
    for await (const page of scan(node, pattern, { signal })) yield await lookAt(node, page);
  }
}

async function lookAt(node: RedisNode, page: readonly string[]): Promise<readonly Looked[]> {
  const replies = await node.pipeline(
    page.flatMap((key) => [
      ['TYPE', key],
      ['PTTL', key],
      ['MEMORY', 'USAGE', key],
    ]),
  );
  return page.flatMap((key, at) => {
    const [type, ttl, bytes] = replies.slice(at * 3, at * 3 + 3);
    const failure = [type, ttl].find((reply) => reply instanceof Error);
    if (failure instanceof Error) throw failure;
    // Gone since it was scanned.
    if (typeof type !== 'string' || type === 'none') return [];
    return [{ key, type, expires: Number(ttl) >= 0, bytes: typeof bytes === 'number' ? bytes : 0 }];
  });
}

const ADVICE: Readonly<Record<Problem, readonly [what: string, advice: string]>> = {
  wrongType: ['hold another type than their name says', 'Another program wrote them: use a namespace of your own.'],
  withoutTtl: ['ought to expire and never do', 'Another program wrote them, or PERSIST was called: delete them.'],
  expiring: ['ought to stay and expire', 'Another program called EXPIRE: PERSIST keeps them.'],
  oversized: ['are oversized', 'Split them, or bound their length: what reads them whole makes all others wait.'],
  badName: ['have names that Aisle does not build', 'Build keys with keys.state(area, id), or use another namespace.'],
};

function judge(
  problems: Readonly<Record<Problem, KeyExamples>>,
  about: { readonly scanned: number; readonly complete: boolean; readonly bigBytes: number },
): readonly Finding[] {
  const found = PROBLEMS.filter((problem) => problems[problem].count > 0).map((problem) => {
    const { count, keys } = problems[problem];
    const [what, advice] = ADVICE[problem];
    const limit = problem === 'oversized' ? ` (${formatBytes(about.bigBytes)} or more)` : '';
    const message = `${formatCount(count)} ${what}${limit}: ${keys.map((key) => `"${key}"`).join(', ')}${count > keys.length ? ', …' : ''}`;
    return (problem === 'wrongType' || problem === 'expiring' ? error : warning)('keys', message, advice);
  });
  const looked = `${formatCount(about.scanned)} were looked at${about.complete ? '' : ', there are more'}`;
  return found.length > 0 ? found : [ok('keys', looked)];
}
