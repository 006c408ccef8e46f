export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

/**
 * Milliseconds before the next try: random below a bound that doubles with each one ("full jitter", so that many clients
 * of a server that comes back do not all come at once).
 */
export function reconnectDelay(tries: number, { baseMs, maxMs }: Backoff, random: () => number = Math.random): number {
  return Math.floor(random() * Math.min(maxMs, baseMs * 2 ** tries));
}
