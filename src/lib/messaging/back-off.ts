/** How long to wait between tries. */
export interface BackOff {
  /** Milliseconds before the second try; they double with each further one. */
  readonly baseMs: number;
  /** Most milliseconds. */
  readonly maxMs: number;
}

/** Milliseconds to wait after `tries` failures: doubling, the upper half of it random, so that failures do not come together. */
export function backOffMs(tries: number, { baseMs, maxMs }: BackOff, random: () => number = Math.random): number {
  const bound = Math.min(maxMs, baseMs * 2 ** Math.min(tries - 1, 30));
  return Math.round(bound / 2 + (random() * bound) / 2);
}
