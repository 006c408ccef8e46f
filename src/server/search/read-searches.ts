import { AisleError, LIMITS } from '../../lib/index.js';

/** The searches of the body `{"searches": […]}`. @throws INVALID_VALUE, UNKNOWN_PARAMETER, LIMIT_EXCEEDED */
export function readSearches(body: unknown): readonly unknown[] {
  if (!isRecord(body) || !Array.isArray(body['searches'])) {
    throw invalid('searches', 'must be a list such as {"searches": [{"collection": "products", "q": "keyboard"}]}');
  }
  const { searches, ...others } = body;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw new AisleError('UNKNOWN_PARAMETER', `${unknown}: is not known here. Use: searches`, {
      faults: [{ path: unknown, message: 'is not known here. Use: searches' }],
    });
  }
  if (searches.length > LIMITS.searches) {
    const message = `has ${searches.length} elements, at most ${LIMITS.searches} are allowed`;
    throw new AisleError('LIMIT_EXCEEDED', `searches: ${message}`, { faults: [{ path: 'searches', message }] });
  }
  return searches;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (path: string, message: string) =>
  new AisleError('INVALID_VALUE', `${path}: ${message}`, { faults: [{ path, message }] });
