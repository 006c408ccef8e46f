import type { Writable } from 'node:stream';
import { isSystemError } from './system-error.js';

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

type SignalName = keyof typeof EXIT_CODES;

const SIGNAL_NAMES: readonly SignalName[] = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/** The user, or the system, wants the command to end. */
export class InterruptedError extends Error {
  readonly exitCode: number;

  constructor(signal: SignalName) {
    super(`Interrupted by ${signal}`);
    this.name = 'InterruptedError';
    this.exitCode = EXIT_CODES[signal];
  }
}

/** Nobody reads the result any more, as `head` does after its last line. */
export class OutputClosedError extends Error {
  constructor(options: ErrorOptions = {}) {
    super('Nobody reads the output any more', options);
    this.name = 'OutputClosedError';
  }
}

/** How long work may take to end after it was told to. */
const GRACE_MS = 2_000;

/**
 * Runs work with a signal that is aborted by SIGINT, SIGTERM and SIGHUP, and when `output` was closed by its reader. Work
 * that does not end in time is left behind; at a second interruption the process ends at once.
 * @throws InterruptedError, OutputClosedError
 */
export async function interruptible<T>(output: Writable, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const stopped = stopper(stop);
  const handlers = SIGNAL_NAMES.map((name) => ({
    name,
    onSignal: () => {
      const interruption = new InterruptedError(name);
      if (stopped.reason() instanceof InterruptedError) process.exit(interruption.exitCode);
      stopped.begin(interruption);
    },
  }));
  for (const { name, onSignal } of handlers) process.on(name, onSignal);
  // Stays, for a closed pipe reports each later write.
  output.on('error', (cause: Error) => {
    stopped.begin(isBrokenPipe(cause) ? new OutputClosedError({ cause }) : cause);
  });
  try {
    const result = await Promise.race([work(stop.signal), stopped.tooLate]);
    const reason = stopped.reason();
    if (reason !== undefined) throw reason;
    return result;
  } catch (error) {
    // What fails because it was stopped tells nothing of its own.
    throw stopped.reason() ?? error;
  } finally {
    stopped.done();
    for (const { name, onSignal } of handlers) process.off(name, onSignal);
  }
}

/** Stops work for the first reason it is given, and knows when that takes too long. */
function stopper(stop: AbortController) {
  let reason: Error | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isDone = false;
  let giveUp: (reason: Error) => void;
  const tooLate = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  return {
    tooLate,
    reason: () => reason,
    begin: (error: Error) => {
      if (isDone || reason !== undefined) return;
      reason = error;
      timer = setTimeout(() => {
        giveUp(error);
      }, GRACE_MS);
      stop.abort(error);
    },
    done: () => {
      isDone = true;
      clearTimeout(timer);
    },
  };
}

/** Lets a reader go away before the end of what no work writes, such as a help. */
export function allowBrokenPipe(output: Writable): void {
  output.on('error', (error: Error) => {
    if (!isBrokenPipe(error) && output.listenerCount('error') === 1) throw error;
  });
}

const isBrokenPipe = (error: Error) => isSystemError(error) && error.code === 'EPIPE';
