import { AisleError } from '../../errors/aisle-error.js';
import { EngineError } from '../../errors/engine-errors.js';
import { assertWithin } from '../../errors/option-range.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { RedisReply } from '../../redis/redis-values.js';
import type { HashChanges, HashDefinition, HashObject, NumericFieldOf } from './define-hash.js';
import { decodeField, encodeField, kindOf } from './hash-fields.js';
import type { HashField } from './hash-fields.js';
import { COUNT_FIELD, TAKE_FIELDS, TOUCH_FIELDS, WRITE_FIELDS } from './hash-scripts.js';

export interface WriteHashOptions {
  /** Milliseconds that the written fields live, 1 to ten years, where the engine can do that (Redis 7.4). @default as the object */
  readonly fieldTtlMs?: number;
}

type Condition = 'any' | 'absent' | 'replace';
type NameOf<Definition extends HashDefinition> = keyof Definition['fields'] & string;

const TTL = { min: 1, max: 3_660 * 86_400_000 };

/**
 * Objects that are stored field by field, so that writers of different fields never undo each other. What is written to a
 * field takes away a life of its own that it had; counting does not.
 */
export class HashStore<Definition extends HashDefinition> {
  readonly #connection: RedisConnection;
  readonly #keys: Keys;
  readonly #definition: Definition;

  constructor(connection: RedisConnection, keys: Keys, definition: Definition) {
    this.#connection = connection;
    this.#keys = keys;
    this.#definition = definition;
  }

  /** An object; null when there is none. */
  async get(id: string): Promise<HashObject<Definition> | null> {
    const stored = (await this.#connection.send(['HGETALL', this.#keyOf(id)])) as Readonly<Record<string, RedisReply>>;
    if (Object.keys(stored).length === 0) return null;
    // Fields that the definition does not know are left alone: another version of the program may.
    const known = Object.keys(this.#definition.fields).filter((name) => Object.hasOwn(stored, name));
    return this.#decode(
      known,
      known.map((name) => stored[name] ?? null),
    );
  }

  /** Some fields of an object; empty when there is none. */
  async pick<Name extends NameOf<Definition>>(
    id: string,
    names: readonly Name[],
  ): Promise<Pick<HashObject<Definition>, Name>> {
    this.#assertNames(names);
    return this.#decode(names, await this.#connection.send(['HMGET', this.#keyOf(id), ...names]));
  }

  /** Writes some fields and leaves the others; null takes one away. @throws INVALID_VALUE, NOT_SUPPORTED */
  async set(id: string, changes: HashChanges<Definition>, options: WriteHashOptions = {}): Promise<void> {
    await this.#write(id, changes, 'any', options);
  }

  /** Puts an object in the place of whatever is there. @throws INVALID_VALUE, NOT_SUPPORTED */
  async replace(id: string, object: HashObject<Definition>, options: WriteHashOptions = {}): Promise<void> {
    await this.#write(id, object, 'replace', options);
  }

  /** Stores an object. False when there is one already. @throws INVALID_VALUE, NOT_SUPPORTED */
  create(id: string, object: HashObject<Definition>, options: WriteHashOptions = {}): Promise<boolean> {
    return this.#write(id, object, 'absent', options);
  }

  /** Adds to a number, 0 where there is none. Gives the new value. @throws INVALID_VALUE; ENGINE_ERROR beyond 64 bits */
  async increment(id: string, name: NumericFieldOf<Definition>, by = 1): Promise<number> {
    const field = this.#fieldOf(name);
    const amount = encodeField(name, field, by);
    const command = kindOf(field) === 'integer' ? 'HINCRBY' : 'HINCRBYFLOAT';
    const args = [command, name, amount, String(this.#definition.ttlMs ?? 0)];
    return Number(await this.#connection.run(COUNT_FIELD, [this.#keyOf(id)], args));
  }

  /** Deletes an object. False when there is none. */
  async delete(id: string): Promise<boolean> {
    return (await this.#connection.send(['UNLINK', this.#keyOf(id)])) === 1;
  }

  /** Reads fields and takes them away in one step: of several callers, one gets them. */
  async take<Name extends NameOf<Definition>>(
    id: string,
    names: readonly Name[],
  ): Promise<Pick<HashObject<Definition>, Name>> {
    this.#assertNames(names);
    const key = this.#keyOf(id);
    const reply = this.#connection.capabilities.hashFieldCommands
      ? await this.#connection.send(['HGETDEL', key, 'FIELDS', String(names.length), ...names])
      : await this.#connection.run(TAKE_FIELDS, [key], names);
    return this.#decode(names, reply);
  }

  /** Reads fields and lets them live for so long from now, in one step. @throws NOT_SUPPORTED */
  async touch<Name extends NameOf<Definition>>(
    id: string,
    names: readonly Name[],
    ttlMs: number,
  ): Promise<Pick<HashObject<Definition>, Name>> {
    this.#assertNames(names);
    this.#assertFieldTtl(ttlMs);
    const key = this.#keyOf(id);
    const reply = this.#connection.capabilities.hashFieldCommands
      ? await this.#connection.send(['HGETEX', key, 'PX', String(ttlMs), 'FIELDS', String(names.length), ...names])
      : await this.#connection.run(TOUCH_FIELDS, [key], [String(ttlMs), ...names]);
    return this.#decode(names, reply);
  }

  /** Lets fields live for ever, or as long as the object. @throws NOT_SUPPORTED */
  async persist(id: string, names: readonly NameOf<Definition>[]): Promise<void> {
    this.#assertNames(names);
    this.#assertFieldTtl();
    await this.#connection.send(['HPERSIST', this.#keyOf(id), 'FIELDS', String(names.length), ...names]);
  }

  /**
   * Milliseconds that fields live on by themselves: null for one without an end of its own, and for one that is not there.
   * @throws NOT_SUPPORTED
   */
  async fieldTtls<Name extends NameOf<Definition>>(
    id: string,
    names: readonly Name[],
  ): Promise<Readonly<Record<Name, number | null>>> {
    this.#assertNames(names);
    this.#assertFieldTtl();
    const reply = await this.#connection.send(['HPTTL', this.#keyOf(id), 'FIELDS', String(names.length), ...names]);
    const entries = names.map((name, index) => {
      const ttl = Array.isArray(reply) ? Number(reply[index]) : -2;
      return [name, ttl < 0 ? null : ttl] as const;
    });
    return Object.fromEntries(entries) as Record<Name, number | null>;
  }

  async #write(
    id: string,
    changes: HashChanges<Definition>,
    condition: Condition,
    { fieldTtlMs }: WriteHashOptions,
  ): Promise<boolean> {
    if (fieldTtlMs !== undefined) this.#assertFieldTtl(fieldTtlMs);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const pairs = given.flatMap(([name, value]) =>
      value === null ? [] : [name, encodeField(name, this.#fieldOf(name), value)],
    );
    const removed = given.filter(([, value]) => value === null).map(([name]) => name);
    for (const name of removed) this.#fieldOf(name);
    if (given.length === 0 || (condition !== 'any' && pairs.length === 0)) {
      throw new AisleError(
        'INVALID_VALUE',
        `The hash "${this.#definition.name}" cannot hold nothing. Give at least one field.`,
      );
    }
    const key = this.#keyOf(id);
    const { ttlMs } = this.#definition;
    const isPlain = condition === 'any' && ttlMs === null && removed.length === 0;
    if (isPlain && fieldTtlMs === undefined) {
      await this.#connection.send(['HSET', key, ...pairs]);
      return true;
    }
    if (isPlain && this.#connection.capabilities.hashFieldCommands) {
      const count = String(pairs.length / 2);
      await this.#connection.send(['HSETEX', key, 'PX', String(fieldTtlMs), 'FIELDS', count, ...pairs]);
      return true;
    }
    const numbers = [ttlMs ?? 0, fieldTtlMs ?? 0, pairs.length / 2].map(String);
    return (await this.#connection.run(WRITE_FIELDS, [key], [condition, ...numbers, ...pairs, ...removed])) === 1;
  }

  #decode<Name extends keyof HashObject<Definition>>(
    names: readonly string[],
    reply: RedisReply,
  ): Pick<HashObject<Definition>, Name> {
    if (!Array.isArray(reply)) throw new EngineError('The engine answered a read of a hash with something unknown.');
    const entries = names.flatMap((name, index) => {
      const text: unknown = reply[index];
      return typeof text === 'string' ? [[name, decodeField(name, this.#fieldOf(name), text)] as const] : [];
    });
    return Object.fromEntries(entries) as Pick<HashObject<Definition>, Name>;
  }

  #keyOf(id: string): string {
    if (/^[^\p{Cc}\p{Cs}]+$/u.test(id) && Buffer.byteLength(id) <= 256)
      return this.#keys.state('hash', this.#definition.name, id);
    throw new AisleError('INVALID_VALUE', 'The id of a hash has 1 to 256 bytes and no control characters.');
  }

  #fieldOf(name: string): HashField {
    const { fields, name: hash } = this.#definition;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field !== undefined) return field;
    throw new AisleError(
      'INVALID_VALUE',
      `The hash "${hash}" has no field "${name}". It has: ${Object.keys(fields).join(', ')}.`,
    );
  }

  #assertNames(names: readonly string[]): void {
    if (names.length === 0) throw new AisleError('INVALID_VALUE', 'Name at least one field.');
    for (const name of names) this.#fieldOf(name);
  }

  #assertFieldTtl(ttlMs?: number): void {
    if (ttlMs !== undefined) assertWithin('life of a field', ttlMs, TTL);
    const { hashFieldTtl, server } = this.#connection.capabilities;
    if (hashFieldTtl) return;
    throw new AisleError(
      'NOT_SUPPORTED',
      `Redis ${server} has no life for single fields of a hash; Redis 7.4 and later have. Give the whole hash one: ttlMs.`,
    );
  }
}
