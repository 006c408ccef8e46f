import { AisleError } from '../../errors/aisle-error.js';
import { ShortHash } from './short-hash.js';

/** Characters of a {@link hashKey}. */
export const KEY_HASH_LENGTH = 22;

const HASH = new ShortHash(KEY_HASH_LENGTH);

/**
 * Hashes a key value of any plain form (SHA-256, 128 bits, base64url). Equal values have equal hashes whatever the order of
 * their properties; properties and trailing elements that are `undefined` count as absent.
 * @throws INVALID_VALUE for values without a lasting identity: functions, symbols, class instances, cycles
 */
export function hashKey(value: unknown): string {
  return HASH.of(canonical(value, []));
}

/** Writes a value as JSON with sorted properties; what JSON has no form for begins with `~`. */
function canonical(value: unknown, above: readonly object[]): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : `~${value}`;
    case 'bigint':
      return `~n${value}`;
    case 'undefined':
      return '~u';
    case 'object':
      return value === null ? 'null' : canonicalObject(value, above);
    default:
      throw unusable(`a ${typeof value}`);
  }
}

function canonicalObject(value: object, above: readonly object[]): string {
  if (above.includes(value)) throw unusable('a value that contains itself');
  const path = [...above, value];
  if (Array.isArray(value)) {
    const length = value.findLastIndex((element) => element !== undefined) + 1;
    let elements = '';
    for (let index = 0; index < length; index++) elements += `${canonical(value[index], path)},`;
    return `[${elements}]`;
  }
  if (Object.prototype.toString.call(value) === '[object Date]') return `~d${Number(value)}`;
  if (ArrayBuffer.isView(value)) return `~b${bytesOf(value).toString('base64url')}`;
  if (!isPlain(value)) throw unusable(`an instance of ${value.constructor.name}`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member, path)}`);
  return `{${members.join(',')}}`;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => Buffer.from(buffer, byteOffset, byteLength);

/** Objects of other realms have other prototypes, which end just as well. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const unusable = (what: string) =>
  new AisleError('INVALID_VALUE', `A cache key cannot be made of ${what}. Give "key", which returns plain data.`);
