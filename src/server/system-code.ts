/** The code that Node gives its errors, such as `EADDRINUSE`; blank where there is none. */
export function systemCode(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : '';
}
