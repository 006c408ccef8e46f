import { EngineError } from '../errors/engine-errors.js';
import type { RedisNode } from './redis-connection.js';

export interface ScanOptions {
  /** Keys that the engine looks at in one step. @default 500 */
  readonly count?: number;
  /** Only keys of this type, as the engine names it. */
  readonly type?: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Goes through the keys of a pattern, some hundred at a time. Those that are there from beginning to end come at least once,
 * those written or deleted meanwhile may come.
 */
export async function* scan(
  node: Pick<RedisNode, 'send'>,
  pattern: string,
  { count = 500, type, signal }: ScanOptions = {},
): AsyncGenerator<readonly string[], void, undefined> {
  const conditions = ['MATCH', pattern, 'COUNT', String(count), ...(type === undefined ? [] : ['TYPE', type])];
  let cursor = '0';
  do {
    signal?.throwIfAborted();
    const page = readPage(await node.send(['SCAN', cursor, ...conditions]));
    cursor = page.cursor;
    if (page.keys.length > 0) yield page.keys;
  } while (cursor !== '0');
}

function readPage(reply: unknown): { readonly cursor: string; readonly keys: readonly string[] } {
  const parts: readonly unknown[] = Array.isArray(reply) ? reply : [];
  const [cursor, keys] = parts;
  if (!Array.isArray(keys)) throw new EngineError('The engine answered SCAN with something unknown.');
  return { cursor: String(cursor), keys: keys.map(String) };
}
