import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../../src/lib/errors/engine-errors.js';

/** Asks again until the engine answers, as one may whose work is done once under its id. */
export async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      await sleep(20);
    }
  }
}
