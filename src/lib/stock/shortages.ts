import { partitionOf } from '../collections/partition.js';
import { parsePath, toJsonPath } from '../collections/path.js';
import type { StockFields } from '../collections/stock-fields.js';
import type { ActiveDefinitions } from '../documents/active-definitions.js';
import type { DocumentAccess } from '../documents/document-access.js';
import type { Shortage } from '../errors/stock-errors.js';
import type { PlacedLine } from './stock-lines.js';

export interface ShortageSearch {
  readonly lines: readonly PlacedLine[];
  /** What the script found in the first partition that had too little. */
  readonly known: readonly (readonly [line: PlacedLine, available: number | null])[];
}

/** All lines of which there is too little, in order: those that are known, and those that a look at the others shows. */
export async function findShortages(
  { connection, keys }: Pick<DocumentAccess, 'connection' | 'keys'>,
  { serving }: ActiveDefinitions,
  { quantity }: StockFields,
  { lines, known }: ShortageSearch,
): Promise<readonly Shortage[]> {
  const path = toJsonPath('$.doc', parsePath(quantity));
  const inPartition = (id: string) => partitionOf(id, serving.partitions);
  const seen = new Set(known.map(([{ id }]) => inPartition(id)));
  const others = lines.filter(({ id }) => !seen.has(inPartition(id)));
  const replies = await connection.pipeline(
    others.map(({ id }) => ['JSON.GET', keys.document(serving.name, inPartition(id), id), path]),
  );
  const looked = others.map((line, at) => [line, readQuantity(replies[at])] as const);
  return [...known, ...looked]
    .filter(([line, available]) => available === null || available < line.quantity)
    .sort(([a], [b]) => a.line - b.line)
    .map(([{ line, id, quantity: requested }, available]) => ({ line, id, requested, available }));
}

function readQuantity(reply: unknown): number | null {
  if (typeof reply !== 'string') return null;
  const matches: unknown = JSON.parse(reply);
  const value: unknown = Array.isArray(matches) ? matches[0] : null;
  return typeof value === 'number' && Number.isInteger(value) ? value : null;
}
