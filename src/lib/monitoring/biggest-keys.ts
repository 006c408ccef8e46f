import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import type { RedisReply } from '../redis/redis-values.js';
import { scan } from '../redis/scan.js';
import { warning } from './finding.js';
import type { Finding } from './finding.js';
import { formatBytes } from './numbers.js';

export interface BiggestKeysOptions {
  /** How many are told. @default 10 */
  readonly count?: number;
  /** Keys that are looked at at most, over all servers. @default 10000 */
  readonly scan?: number;
  readonly signal?: AbortSignal;
}

export interface BiggestKeys {
  readonly keys: readonly { readonly key: string; readonly bytes: number }[];
  /** How many were looked at. */
  readonly scanned: number;
  /** False when there are more keys than were looked at. */
  readonly complete: boolean;
  readonly findings: readonly Finding[];
}

/** Above, whoever reads or deletes a key as a whole makes all others wait. */
const BIG_BYTES = 10_000_000;

/** Looks for the keys that take most memory, step by step, so that nobody waits long. */
export async function findBiggestKeys(
  connection: RedisConnection,
  keys: Keys,
  { count = 10, scan: most = 10_000, signal }: BiggestKeysOptions = {},
): Promise<BiggestKeys> {
  let biggest: { readonly key: string; readonly bytes: number }[] = [];
  let scanned = 0;
  for (const node of connection.primaries()) {
    for await (const page of scan(node, `${keys.namespace}:*`, { signal })) {
      if (scanned >= most) return { keys: biggest, scanned, complete: false, findings: biggest.flatMap(judge) };
      const sizes = await node.pipeline(page.map((key) => ['MEMORY', 'USAGE', key]));
      const measured = page.map((key, at) => ({ key, bytes: sizeOf(sizes[at]) }));
      biggest = [...biggest, ...measured].sort((a, b) => b.bytes - a.bytes).slice(0, count);
      scanned += page.length;
    }
  }
  return { keys: biggest, scanned, complete: true, findings: biggest.flatMap(judge) };
}

function judge({ key, bytes }: { readonly key: string; readonly bytes: number }): readonly Finding[] {
  if (bytes < BIG_BYTES) return [];
  const advice = 'Split it, or bound its length: what reads or deletes it whole makes all others wait.';
  return [warning('keys', `"${key}" takes ${formatBytes(bytes)}`, advice)];
}

/** 0 for a key that is gone by now. */
const sizeOf = (reply: RedisReply | Error | undefined) => (typeof reply === 'number' ? reply : 0);
