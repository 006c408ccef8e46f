import { AisleError } from '../../lib/index.js';
import type { CreateLinkOptions } from '../../lib/index.js';

export interface LinkBody {
  readonly url: string;
  readonly options: CreateLinkOptions;
}

const MEMBERS = ['url', 'code', 'ttlSeconds', 'reuse', 'permanent'];
const MAX_TTL_SECONDS = 3_660 * 86_400;

/** Reads `{url, code?, ttlSeconds?, reuse?, permanent?}`. @throws INVALID_VALUE, UNKNOWN_PARAMETER */
export function readLinkBody(body: unknown): LinkBody {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw fault('INVALID_VALUE', '', 'The body must be an object such as {"url": "https://shop.example/lamp"}.');
  }
  const unknown = Object.keys(body).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) {
    throw fault('UNKNOWN_PARAMETER', unknown, `${unknown}: is not known here. Use: ${MEMBERS.join(', ')}`);
  }
  const { url, code, ttlSeconds, reuse, permanent }: Readonly<Record<string, unknown>> = { ...body };
  if (typeof url !== 'string')
    throw fault('INVALID_VALUE', 'url', 'url: must be an address such as https://shop.example/lamp');
  if (code !== undefined && typeof code !== 'string') throw fault('INVALID_VALUE', 'code', 'code: must be a text');
  return {
    url,
    options: {
      ...(code === undefined ? {} : { code }),
      ...(ttlSeconds === undefined ? {} : { ttlMs: readSeconds(ttlSeconds) * 1_000 }),
      ...readFlag('reuse', reuse),
      ...readFlag('permanent', permanent),
    },
  };
}

function readSeconds(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_TTL_SECONDS) return value;
  throw fault('INVALID_VALUE', 'ttlSeconds', `ttlSeconds: must be a whole number from 1 to ${MAX_TTL_SECONDS}`);
}

function readFlag<Name extends 'reuse' | 'permanent'>(name: Name, value: unknown): Partial<Record<Name, boolean>> {
  if (value === undefined) return {};
  if (typeof value !== 'boolean') throw fault('INVALID_VALUE', name, `${name}: must be true or false`);
  return { [name]: value } as Partial<Record<Name, boolean>>;
}

const fault = (code: 'INVALID_VALUE' | 'UNKNOWN_PARAMETER', path: string, message: string) =>
  new AisleError(code, message, { faults: [{ path, message }] });
