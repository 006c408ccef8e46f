import { createHash } from 'node:crypto';
import type { SortKey } from '../collections/parse-sort.js';
import { AisleError } from '../errors/aisle-error.js';
import type { Position } from './search.js';

/** Writes a position as the opaque text of `after`. It fits one collection and one order. */
export function encodeCursor(collection: string, order: readonly SortKey[], position: Position): string {
  const content = JSON.stringify([orderHash(collection, order), position.values, position.id]);
  return Buffer.from(content).toString('base64url');
}

/** @throws INVALID_CURSOR when it is damaged or belongs to another order or collection */
export function decodeCursor(collection: string, order: readonly SortKey[], text: string): Position {
  const content = parse(text);
  if (content?.[0] !== orderHash(collection, order) || !isPosition(content[1], content[2], order)) {
    throw new AisleError(
      'INVALID_CURSOR',
      'after: is not a cursor of this search. Take it from "after" of the page before, with the same sort.',
      { faults: [{ path: 'after', message: 'is not a cursor of this search' }] },
    );
  }
  return { values: content[1] as Position['values'], id: content[2] as string };
}

function parse(text: string): readonly unknown[] | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(content) ? content : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isPosition(values: unknown, id: unknown, order: readonly SortKey[]): boolean {
  const keys = order.filter(({ path }) => path !== 'id').length;
  const isValue = (value: unknown) => value === null || typeof value === 'string' || typeof value === 'number';
  return typeof id === 'string' && Array.isArray(values) && values.length === keys && values.every(isValue);
}

function orderHash(collection: string, order: readonly SortKey[]): string {
  return createHash('sha256')
    .update(JSON.stringify([collection, order]))
    .digest('base64url')
    .slice(0, 8);
}
