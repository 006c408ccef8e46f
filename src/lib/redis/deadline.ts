const LONGEST_TIMER = 2 ** 31 - 1;

/** Keeps a deadline within what a timer can count: an infinite one becomes 24 days. */
export function timerMs(deadlineMs: number): number {
  return Math.min(Math.max(deadlineMs, 0), LONGEST_TIMER);
}

/** Waits for a promise, `ms` at most. True when it came in time; its rejection passes through. */
export async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, timerMs(ms), false);
  });
  try {
    return await Promise.race([promise.then(() => true), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
