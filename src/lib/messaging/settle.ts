import { EngineTimeoutError, EngineUnavailableError } from '../errors/engine-errors.js';
import { backOffMs } from './back-off.js';
import { pause } from './pause.js';

const BACK_OFF = { baseMs: 50, maxMs: 1_000 };

/**
 * Tells the engine how a piece of work ended, again while it cannot be reached, until the signal is aborted. `tell` must
 * bear being repeated.
 */
export async function settle(
  tell: () => Promise<unknown>,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  for (let tries = 1; !signal.aborted; tries++) {
    try {
      await tell();
      return;
    } catch (error) {
      const mayPass = error instanceof EngineUnavailableError || error instanceof EngineTimeoutError;
      if (!mayPass) {
        onError(error);
        return;
      }
    }
    await pause(backOffMs(tries, BACK_OFF), signal);
  }
}
