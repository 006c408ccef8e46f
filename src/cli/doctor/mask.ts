/** A URL without its password, valid or not. */
export function maskUrl(url: string): string {
  return url.replace(/\/\/[^/?#]*@/, (credentials) => {
    const user = credentials.slice(2, -1).split(':')[0] ?? '';
    return `//${user}:***@`;
  });
}

/** A value that may be shown. Of a secret that is an address, only the password is hidden. */
export function maskValue(value: string, isSecret: boolean): string {
  if (!isSecret) return value;
  return /^(rediss?(\+[a-z]+)?|unix):\/\//i.test(value) ? maskUrl(value) : '***';
}
