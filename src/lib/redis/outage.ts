/** The time from the loss of a connection until it is there again. */
export interface Outage {
  /** Resolves with the outage, or when commands are to wait no longer. */
  readonly over: Promise<void>;
  /** True while commands may wait for the connection. */
  readonly isGrace: () => boolean;
  readonly end: () => void;
}

/** Begins an outage in which commands wait for `graceMs` at most. */
export function beginOutage(graceMs: number): Outage {
  let isGrace = graceMs > 0;
  let resolve: () => void;
  const over = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  const end = () => {
    isGrace = false;
    clearTimeout(timer);
    resolve();
  };
  const timer = setTimeout(end, graceMs);
  return { over, isGrace: () => isGrace, end };
}
