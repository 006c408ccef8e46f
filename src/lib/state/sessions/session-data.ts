import { AisleError } from '../../errors/aisle-error.js';

/** What the application keeps in a session: members of JSON. */
export type SessionData = Readonly<Record<string, unknown>>;

/** Most bytes of a session's data as JSON. */
export const MAX_SESSION_BYTES = 65_536;

/** @throws INVALID_VALUE for what is no object of JSON, LIMIT_EXCEEDED beyond 64 KiB */
export function encodeSessionData(data: unknown): string {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw notAnObject();
  const text = stringify(data);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_SESSION_BYTES) return text;
  const message = `has ${bytes} bytes as JSON, at most ${MAX_SESSION_BYTES} are allowed; keep large things elsewhere and their ids here`;
  throw new AisleError('LIMIT_EXCEEDED', `The session's data ${message}.`, { faults: [{ path: 'data', message }] });
}

/** Reads what {@link encodeSessionData} wrote. */
export function decodeSessionData(text: string): SessionData {
  const data: unknown = JSON.parse(text);
  if (isRecord(data)) return data;
  throw new AisleError('INTERNAL', 'A stored session is not as Aisle writes it.');
}

function stringify(data: object): string {
  try {
    return JSON.stringify(data);
  } catch (cause) {
    throw notAnObject(cause);
  }
}

function notAnObject(cause?: unknown): AisleError {
  const message = 'must be an object that JSON can hold, such as {"cart": ["42"]}';
  return new AisleError('INVALID_VALUE', `The session's data ${message}.`, {
    cause,
    faults: [{ path: 'data', message }],
  });
}

const isRecord = (value: unknown): value is SessionData =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
