import { assertWithin } from '../../errors/option-range.js';
import { DAY_MS, resolveHandlingOptions } from '../handling-options.js';
import type { HandlingOptions, HandlingRuntimeOptions } from '../handling-options.js';

export interface WorkerOptions extends HandlingOptions {
  /**
   * Milliseconds without a sign of life, 100 to a day, after which a worker's job goes to another. A handler may take
   * longer: its process gives signs of life.
   * @default 30000
   */
  readonly visibilityMs?: number;
}

export interface WorkerRuntimeOptions extends HandlingRuntimeOptions {
  readonly visibilityMs: number;
}

/** @throws INVALID_VALUE that names the option and its range */
export function resolveWorkerOptions(options: WorkerOptions): WorkerRuntimeOptions {
  const { visibilityMs = 30_000 } = options;
  assertWithin('worker option "visibilityMs"', visibilityMs, { min: 100, max: DAY_MS });
  return Object.freeze({ ...resolveHandlingOptions('worker', options), visibilityMs });
}
