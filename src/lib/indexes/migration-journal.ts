import type { AnyCollection } from '../collections/collection.js';
import { fromDefinitionJson, toDefinitionJson } from '../collections/definition-json.js';
import { AisleError } from '../errors/aisle-error.js';
import { ERROR_CODES } from '../errors/error-codes.js';
import type { ErrorCode } from '../errors/error-codes.js';
import { InvalidDefinitionError } from '../errors/input-errors.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';

/** Why a migration came to nothing. */
export interface MigrationFailure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** A migration that is under way, waits to be taken up again, or failed. */
export interface MigrationEntry {
  readonly wanted: AnyCollection;
  readonly source: 'code' | 'stored';
  /** 0 to 1. */
  readonly progress: number;
  readonly failure: MigrationFailure | null;
}

/** Keeps what is asked of each collection until it is done, so that every process can tell, and the next one go on. */
export class MigrationJournal {
  readonly #connection: RedisConnection;
  readonly #keys: Keys;

  constructor(connection: RedisConnection, keys: Keys) {
    this.#connection = connection;
    this.#keys = keys;
  }

  async read(name: string): Promise<MigrationEntry | null> {
    const text = await this.#connection.send(['GET', this.#key(name)]);
    return typeof text === 'string' ? decode(name, text) : null;
  }

  async write({ wanted, ...entry }: MigrationEntry): Promise<void> {
    const text = JSON.stringify({ ...entry, wanted: toDefinitionJson(wanted) });
    await this.#connection.send(['SET', this.#key(wanted.name), text]);
  }

  async remove(name: string): Promise<void> {
    await this.#connection.send(['DEL', this.#key(name)]);
  }

  #key(name: string): string {
    return this.#keys.state('migrations', name);
  }
}

/** What is kept of an error. */
export function toFailure(error: unknown): MigrationFailure {
  if (error instanceof AisleError) return { code: error.code, message: error.message };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}

/** Whether another go may succeed although nothing was mended. */
export const isPassing = ({ code }: MigrationFailure): boolean => ERROR_CODES[code].status >= 500;

/** An entry that this version cannot read is none: the version that wrote it goes on with it. */
function decode(name: string, text: string): MigrationEntry | null {
  const entry: unknown = JSON.parse(text);
  if (typeof entry !== 'object' || entry === null || !('wanted' in entry && 'source' in entry)) return null;
  const wanted = readWanted(name, entry.wanted);
  if (wanted === null) return null;
  const failure = 'failure' in entry ? entry.failure : null;
  return {
    wanted,
    source: entry.source === 'code' ? 'code' : 'stored',
    progress: 'progress' in entry ? Number(entry.progress) : 0,
    failure: isFailure(failure) ? failure : null,
  };
}

function readWanted(name: string, json: unknown): AnyCollection | null {
  try {
    return fromDefinitionJson(name, json);
  } catch (error) {
    if (error instanceof InvalidDefinitionError) return null;
    throw error;
  }
}

const isFailure = (value: unknown): value is MigrationFailure =>
  typeof value === 'object' &&
  value !== null &&
  'code' in value &&
  typeof value.code === 'string' &&
  Object.hasOwn(ERROR_CODES, value.code) &&
  'message' in value &&
  typeof value.message === 'string';
