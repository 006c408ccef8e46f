import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';

/** When commands are no longer sent to an engine that does not answer in time. */
export interface CircuitOptions {
  /** Part of the commands that came too late, above which the circuit opens, above 0 and below 1. @default 0.5 */
  readonly threshold?: number;
  /** Milliseconds over which commands are counted, 1,000 to 600,000. @default 5000 */
  readonly windowMs?: number;
  /** Commands of a window below which the circuit stays closed, 1 to 10,000. @default 5 */
  readonly minimumCommands?: number;
  /** Milliseconds that it stays open before the engine is asked again, 50 to 600,000; each try that fails doubles it. @default 1000 */
  readonly openMs?: number;
  /** The longest time that it stays open, `openMs` to 3,600,000. @default 30000 */
  readonly maxOpenMs?: number;
  /** Milliseconds that the engine has for the PING that closes it again, 10 to 60,000. @default 1000 */
  readonly probeMs?: number;
  /** Time-outs of shorter deadlines say more of the caller than of the engine and are not counted, 1 to 60,000 milliseconds. @default 1000 */
  readonly slowMs?: number;
}

export type CircuitRuntimeOptions = Readonly<Required<CircuitOptions>>;

/** @throws INVALID_VALUE that names the option and its range */
export function resolveCircuitOptions(options: CircuitOptions): CircuitRuntimeOptions {
  const { threshold = 0.5, windowMs = 5_000, minimumCommands = 5, openMs = 1_000 } = options;
  const { maxOpenMs = Math.max(30_000, openMs), probeMs = 1_000, slowMs = 1_000 } = options;
  if (!(threshold > 0 && threshold < 1)) {
    throw new AisleError(
      'INVALID_VALUE',
      `The circuit option "threshold" is ${threshold}. Give a number above 0 and below 1.`,
    );
  }
  assertWithin('circuit option "windowMs"', windowMs, { min: 1_000, max: 600_000 });
  assertWithin('circuit option "minimumCommands"', minimumCommands, { min: 1, max: 10_000 });
  assertWithin('circuit option "openMs"', openMs, { min: 50, max: 600_000 });
  assertWithin('circuit option "maxOpenMs"', maxOpenMs, { min: openMs, max: 3_600_000 });
  assertWithin('circuit option "probeMs"', probeMs, { min: 10, max: 60_000 });
  assertWithin('circuit option "slowMs"', slowMs, { min: 1, max: 60_000 });
  return Object.freeze({ threshold, windowMs, minimumCommands, openMs, maxOpenMs, probeMs, slowMs });
}
