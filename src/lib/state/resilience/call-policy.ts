import {
  DelegateBackoff,
  handleWhen,
  noop,
  retry,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import type { IPolicy } from 'cockatiel';
import { EngineCircuitOpenError, EngineTimeoutError } from '../../errors/engine-errors.js';
import { assertWithin } from '../../errors/option-range.js';
import { isOutage, isUndone } from './outage.js';

export interface CallPolicyOptions {
  /** Milliseconds that each try may take, 1 to 600,000; null for as long as the connection allows. @default null */
  readonly timeoutMs?: number | null;
  /** Tries in all, 1 to 1,000. @default 3 */
  readonly attempts?: number;
  /** Upper bound of the first wait in milliseconds; it doubles with each try, and each wait is random below its bound. @default 50 */
  readonly baseMs?: number;
  /** Upper bound of all waits in milliseconds. @default 2000 */
  readonly maxMs?: number;
  /**
   * Whether the work may be done twice, as a read may: then it is also tried again where the engine may have carried it out.
   * Other work is tried again only where it is sure that nothing was done.
   * @default false
   */
  readonly idempotent?: boolean;
}

const WAIT = { min: 1, max: 600_000 };

/** How calls of the engine go on when it fails: tries, time-outs, and what to answer in the end. */
export class CallPolicy {
  readonly #policy: IPolicy;
  readonly #timeoutMs: number | null;

  /** @throws INVALID_VALUE that names the option and its range */
  constructor(options: CallPolicyOptions = {}) {
    const { timeoutMs = null, attempts = 3, baseMs = 50, maxMs = 2_000, idempotent = false } = options;
    if (timeoutMs !== null) assertWithin('policy option "timeoutMs"', timeoutMs, WAIT);
    assertWithin('policy option "attempts"', attempts, { min: 1, max: 1_000 });
    assertWithin('policy option "baseMs"', baseMs, WAIT);
    assertWithin('policy option "maxMs"', maxMs, WAIT);
    this.#timeoutMs = timeoutMs;
    const mayRepeat = (error: Error) =>
      (idempotent ? isOutage(error) || error instanceof TaskCancelledError : isUndone(error)) &&
      retryAfterMsOf(error) <= maxMs;
    const wait = ({ attempt, result }: { readonly attempt: number; readonly result: object }) =>
      Math.max(
        Math.random() * Math.min(maxMs, baseMs * 2 ** (attempt - 1)),
        'error' in result ? retryAfterMsOf(result.error) : 0,
      );
    const tries = retry(handleWhen(mayRepeat), { maxAttempts: attempts - 1, backoff: new DelegateBackoff(wait) });
    this.#policy = wrap(tries, timeoutMs === null ? noop : timeout(timeoutMs, TimeoutStrategy.Aggressive));
  }

  /**
   * Runs `work`; `signal` is aborted when a try took too long.
   * @param fallback gives the answer when the engine failed all tries; mistakes in what was asked are thrown
   * @throws what `work` throws; ENGINE_TIMEOUT after `timeoutMs`
   */
  async run<T>(work: (signal: AbortSignal) => Promise<T>, fallback?: (error: unknown) => T | Promise<T>): Promise<T> {
    try {
      return await this.#policy.execute(({ signal }) => work(signal));
    } catch (error) {
      const failure = error instanceof TaskCancelledError ? this.#tooSlow(error) : error;
      if (fallback === undefined || !isOutage(failure)) throw failure;
      return fallback(failure);
    }
  }

  #tooSlow(cause: TaskCancelledError): EngineTimeoutError {
    return new EngineTimeoutError(`The call was not answered within ${this.#timeoutMs ?? 0} ms.`, { cause });
  }
}

const retryAfterMsOf = (error: unknown) => (error instanceof EngineCircuitOpenError ? error.retryAfterMs : 0);
