import { hash } from 'node:crypto';
import { toDocumentId } from '../collections/document-id.js';
import { partitionOf } from '../collections/partition.js';
import { AisleError } from '../errors/aisle-error.js';
import type { Partition } from '../redis/keys.js';

/** How much of one document. */
export interface StockLine {
  readonly id: string;
  /** A whole number from 1 to 1,000,000. */
  readonly quantity: number;
}

/** A line with its place among those that the caller gave. */
export interface PlacedLine extends StockLine {
  readonly line: number;
}

const MAX_LINES = 100;
const MAX_QUANTITY = 1_000_000;

/** @throws INVALID_VALUE, INVALID_ID, LIMIT_EXCEEDED that name the line */
export function readLines(lines: readonly StockLine[]): readonly PlacedLine[] {
  if (!Array.isArray(lines) || lines.length === 0) {
    throw invalid('lines', 'must be a list with at least one line such as {"id": "42", "quantity": 1}');
  }
  if (lines.length > MAX_LINES) {
    const message = `lines: has ${lines.length} elements, at most ${MAX_LINES} are allowed`;
    throw new AisleError('LIMIT_EXCEEDED', message, { faults: [{ path: 'lines', message }] });
  }
  const placed = lines.map(readLine);
  const seen = new Set<string>();
  for (const { id, line } of placed) {
    if (seen.has(id)) throw invalid(`lines[${line}].id`, `names "${id}" again; add the quantities up in one line`);
    seen.add(id);
  }
  return placed;
}

function readLine(input: unknown, line: number): PlacedLine {
  const path = `lines[${line}]`;
  if (typeof input !== 'object' || input === null) throw invalid(path, 'must be an object with id and quantity');
  const { id, quantity }: { readonly id?: unknown; readonly quantity?: unknown } = input;
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY) {
    throw invalid(`${path}.quantity`, `must be a whole number from 1 to ${MAX_QUANTITY}`);
  }
  return { id: toDocumentId(id), quantity, line };
}

/** The lines by the partitions that their documents lie in. */
export function groupLines(
  lines: readonly PlacedLine[],
  partitions: number,
): ReadonlyMap<Partition, readonly PlacedLine[]> {
  const groups = new Map<Partition, PlacedLine[]>();
  for (const line of lines) {
    const partition = partitionOf(line.id, partitions);
    const group = groups.get(partition);
    if (group === undefined) groups.set(partition, [line]);
    else group.push(line);
  }
  return groups;
}

/** Tells one body from another, whatever the order of its lines. */
export function fingerprint(lines: readonly StockLine[], ...others: readonly number[]): string {
  const sorted = lines.map(({ id, quantity }) => [id, quantity] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([sorted, ...others]), 'base64url');
}

const invalid = (path: string, rule: string) =>
  new AisleError('INVALID_VALUE', `${path}: ${rule}.`, { faults: [{ path, message: rule }] });
