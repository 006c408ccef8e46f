import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  DelegateBackoff,
  handleAll,
  SamplingBreaker,
} from 'cockatiel';
import type { CircuitBreakerPolicy } from 'cockatiel';
import { EngineCircuitOpenError } from '../../errors/engine-errors.js';
import { resolveCircuitOptions } from './circuit-options.js';
import type { CircuitOptions, CircuitRuntimeOptions } from './circuit-options.js';

/** `halfOpen`: the engine is being asked whether it answers again. */
export type EngineCircuitState = 'closed' | 'open' | 'halfOpen';

/** Whether a process sends commands to its engine. */
export interface EngineCircuitStatus {
  readonly state: EngineCircuitState;
  /** How often it opened so far. */
  readonly opened: number;
  /** How many commands were refused so far. */
  readonly refused: number;
}

const STATES: Readonly<Record<CircuitState, EngineCircuitState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'halfOpen',
  [CircuitState.Isolated]: 'open',
};

/**
 * Spares an engine that does not answer in time, and those who would wait for it: while most commands come too late, further
 * ones fail at once with `ENGINE_UNAVAILABLE` and `retryAfter`. It opens by time-outs alone, for without a connection
 * commands fail at once anyway. After a time that doubles it asks the engine by a PING, and closes when that is answered.
 */
export class EngineCircuit {
  readonly options: CircuitRuntimeOptions;
  readonly #breaker: CircuitBreakerPolicy;
  readonly #samples: SamplingBreaker;
  #opened = 0;
  #refused = 0;
  #openUntil = 0;

  /** @throws INVALID_VALUE that names the option and its range */
  constructor(options: CircuitOptions = {}) {
    this.options = resolveCircuitOptions(options);
    const { threshold, windowMs, minimumCommands } = this.options;
    const minimumRps = (minimumCommands * 1_000) / windowMs;
    this.#samples = new SamplingBreaker({ threshold, duration: windowMs, minimumRps });
    this.#breaker = circuitBreaker(handleAll, {
      halfOpenAfter: new DelegateBackoff(({ attempt }) => this.#open(attempt)),
      breaker: this.#samples,
    });
  }

  get status(): EngineCircuitStatus {
    return { state: STATES[this.#breaker.state], opened: this.#opened, refused: this.#refused };
  }

  /** Whether commands may be sent without {@link EngineCircuit.admit}. */
  get isClosed(): boolean {
    return this.#breaker.state === CircuitState.Closed;
  }

  /** Counts a command that was answered. It goes past the policy, whose detour would cost more than many commands. */
  answered(): void {
    if (this.isClosed) this.#samples.success(CircuitState.Closed);
  }

  /** Counts a command that was not answered in time; those that were sent before the circuit opened do no more harm. */
  late(error: unknown): void {
    if (!this.isClosed) return;
    this.#breaker.execute(() => Promise.reject(error as Error)).catch(() => undefined);
  }

  /**
   * Resolves when commands may be sent. Where the time has come, it asks by `probe` first; those who come meanwhile wait for it.
   * @throws EngineCircuitOpenError
   */
  async admit(probe: () => Promise<unknown>): Promise<void> {
    try {
      await this.#breaker.execute(probe);
    } catch (error) {
      this.#refused += 1;
      const leftMs = Math.max(this.#openUntil - Date.now(), 0);
      throw new EngineCircuitOpenError(leftMs, error instanceof BrokenCircuitError ? {} : { cause: error });
    }
  }

  #open(attempt: number): number {
    const { openMs, maxOpenMs } = this.options;
    const ms = Math.min(openMs * 2 ** Math.min(attempt - 1, 30), maxOpenMs);
    this.#opened += 1;
    this.#openUntil = Date.now() + ms;
    return ms;
  }
}
