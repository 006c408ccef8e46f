/**
 * Code of an error of the system, such as `ENOENT`; null for anything else. Asks for no class: where modules run in a realm of
 * their own, as in jest, the errors of Node.js are of another.
 */
export function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** Turns the error of a missing file into undefined, and throws any other. */
export function ignoreMissing(error: unknown): undefined {
  if (systemCode(error) === 'ENOENT') return undefined;
  throw error;
}
