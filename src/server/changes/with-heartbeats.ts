const SILENT = Symbol('silent');

/** Gives what the source gives, and `beat` whenever it was silent for so long. Ends the source when it is ended. */
export async function* withHeartbeats<T>(
  source: AsyncGenerator<T, void, undefined>,
  beat: T,
  silenceMs: number,
): AsyncGenerator<T, void, undefined> {
  try {
    let next = source.next();
    for (;;) {
      const result = await firstOf(next, silenceMs);
      if (result === SILENT) {
        yield beat;
        continue;
      }
      if (result.done === true) return;
      yield result.value;
      next = source.next();
    }
  } finally {
    await source.return();
  }
}

async function firstOf<T>(promise: Promise<T>, ms: number): Promise<T | typeof SILENT> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<typeof SILENT>((resolve) => {
    timer = setTimeout(resolve, ms, SILENT);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}
