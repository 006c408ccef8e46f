import { AisleError } from '../../errors/aisle-error.js';

/** Makes text of values and values of text. What `encode` throws reaches the caller. */
export interface CacheCodec<T> {
  readonly encode: (value: T) => string;
  readonly decode: (text: string) => T;
}

/** Stands for `undefined`, which JSON does not have. */
const NOTHING = '';

/** JSON, and `undefined`. What JSON turns into something else, such as a `Date`, comes out so for every caller. */
export const JSON_CODEC: CacheCodec<unknown> = Object.freeze({ encode, decode });

function encode(value: unknown): string {
  if (value === undefined) return NOTHING;
  const text = stringify(value);
  if (text !== undefined) return text;
  throw notJson(`a ${typeof value}`);
}

function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw notJson(error instanceof Error ? error.message : String(error), error);
  }
}

function decode(text: string): unknown {
  return text === NOTHING ? undefined : (JSON.parse(text) as unknown);
}

const notJson = (what: string, cause?: unknown) =>
  new AisleError('INVALID_VALUE', `The result to keep is no JSON: ${what}. Return plain data, or give a codec.`, {
    cause,
  });
