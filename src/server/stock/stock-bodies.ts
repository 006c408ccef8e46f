import { AisleError } from '../../lib/index.js';
import type { ReserveOptions, RestockOptions, StockLine } from '../../lib/index.js';

export interface ReserveBody {
  readonly lines: readonly StockLine[];
  readonly options: ReserveOptions;
}

export interface RestockBody {
  readonly lines: readonly StockLine[];
  readonly options: RestockOptions;
}

const MAX_TTL_SECONDS = 604_800;

/** Reads `{lines, ttlSeconds?, idempotencyKey?}`. @throws INVALID_VALUE, UNKNOWN_PARAMETER */
export function reserveBodyOf(body: unknown): ReserveBody {
  const { lines, ttlSeconds, idempotencyKey } = membersOf(body, ['lines', 'ttlSeconds', 'idempotencyKey']);
  return {
    lines: linesOf(lines),
    options: {
      ...(ttlSeconds === undefined ? {} : { ttlMs: secondsOf(ttlSeconds) * 1_000 }),
      ...keyOf(idempotencyKey),
    },
  };
}

/** Reads `{lines, idempotencyKey?}`. @throws INVALID_VALUE, UNKNOWN_PARAMETER */
export function restockBodyOf(body: unknown): RestockBody {
  const { lines, idempotencyKey } = membersOf(body, ['lines', 'idempotencyKey']);
  return { lines: linesOf(lines), options: keyOf(idempotencyKey) };
}

function membersOf(body: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isRecord(body)) {
    throw fault('INVALID_VALUE', '', 'The body must be an object such as {"lines": [{"id": "42", "quantity": 1}]}.');
  }
  assertMembers(body, known, '');
  return body;
}

/** What the values must be is for the library to say; what it does not look at, is refused here. */
function linesOf(lines: unknown): readonly StockLine[] {
  if (!Array.isArray(lines)) {
    throw fault('INVALID_VALUE', 'lines', 'lines: must be a list such as [{"id": "42", "quantity": 1}]');
  }
  return lines.map((line: unknown, index) => {
    const path = `lines[${index}]`;
    if (!isRecord(line))
      throw fault('INVALID_VALUE', path, `${path}: must be an object such as {"id": "42", "quantity": 1}`);
    assertMembers(line, ['id', 'quantity'], `${path}.`);
    const { id, quantity } = line;
    if (typeof id !== 'string' && typeof id !== 'number') {
      throw fault('INVALID_VALUE', `${path}.id`, `${path}.id: must be the id of a document`);
    }
    if (typeof quantity !== 'number') {
      throw fault('INVALID_VALUE', `${path}.quantity`, `${path}.quantity: must be a whole number`);
    }
    return { id: String(id), quantity };
  });
}

function secondsOf(ttlSeconds: unknown): number {
  if (typeof ttlSeconds === 'number' && Number.isInteger(ttlSeconds)) {
    if (ttlSeconds >= 1 && ttlSeconds <= MAX_TTL_SECONDS) return ttlSeconds;
  }
  throw fault('INVALID_VALUE', 'ttlSeconds', `ttlSeconds: must be a whole number from 1 to ${MAX_TTL_SECONDS}`);
}

function keyOf(idempotencyKey: unknown): RestockOptions {
  if (idempotencyKey === undefined) return {};
  if (typeof idempotencyKey === 'string') return { idempotencyKey };
  throw fault('INVALID_VALUE', 'idempotencyKey', 'idempotencyKey: must be a string of 1 to 200 characters');
}

function assertMembers(value: object, known: readonly string[], prefix: string): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const path = `${prefix}${unknown}`;
  throw fault('UNKNOWN_PARAMETER', path, `${path}: is not known here. Use: ${known.join(', ')}`);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fault = (code: 'INVALID_VALUE' | 'UNKNOWN_PARAMETER', path: string, message: string) =>
  new AisleError(code, message, { faults: [{ path, message }] });
