import { createHash } from 'node:crypto';
import { findForbiddenCharacter } from '../analysis/blank.js';
import type { AnyCollection } from '../collections/collection.js';
import type { SortKey } from '../collections/parse-sort.js';
import { AisleError } from '../errors/aisle-error.js';
import type { Position } from './search.js';

/** Writes a position as the opaque text of `after`. It fits one collection and one order. */
export function encodeCursor(collection: string, order: readonly SortKey[], position: Position): string {
  const content = JSON.stringify([orderHash(collection, order), position.values, position.id]);
  return Buffer.from(content).toString('base64url');
}

/** @throws INVALID_CURSOR when it is damaged, made up, or belongs to another order or collection */
export function decodeCursor(collection: AnyCollection, order: readonly SortKey[], text: string): Position {
  const content = parse(text);
  if (content?.[0] !== orderHash(collection.name, order) || !isPosition(collection, order, content[1], content[2])) {
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

function isPosition({ fields }: AnyCollection, order: readonly SortKey[], values: unknown, id: unknown): boolean {
  const kinds = order.filter(({ path }) => path !== 'id').map(({ path }) => fields[path]?.kind);
  return isText(id) && Array.isArray(values) && values.length === kinds.length && kinds.every(fits(values));
}

/** Whether a field of the kind can have the value that stands at its place. */
const fits = (values: readonly unknown[]) => (kind: string | undefined, index: number) => {
  const value = values[index];
  if (value === null) return true;
  return kind === 'numeric' || kind === 'date' ? isNumber(value) : isText(value);
};

const isText = (value: unknown) => typeof value === 'string' && findForbiddenCharacter(value) === null;

const isNumber = (value: unknown) => typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER;

function orderHash(collection: string, order: readonly SortKey[]): string {
  return createHash('sha256')
    .update(JSON.stringify([collection, order]))
    .digest('base64url')
    .slice(0, 8);
}
