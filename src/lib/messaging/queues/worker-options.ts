import { assertWithin } from '../../errors/option-range.js';
import type { BackOff } from '../back-off.js';

export interface WorkerOptions {
  /** Jobs that are worked on at a time, 1 to 1,000. No more are taken. @default 10 */
  readonly concurrency?: number;
  /** Times that a job is tried, 1 to 1,000, before it is put aside as a dead letter. @default 5 */
  readonly maxTries?: number;
  /** Milliseconds before the second try, 1 to a day; they double with each further one. @default 1000 */
  readonly retryBaseMs?: number;
  /** Most milliseconds between tries, up to a day. @default 60000 */
  readonly retryMaxMs?: number;
  /**
   * Milliseconds without a sign of life, 100 to a day, after which a worker's job goes to another. A handler may take
   * longer: its process gives signs of life.
   * @default 30000
   */
  readonly visibilityMs?: number;
  /** Milliseconds that handlers have to end when the worker is stopped, up to an hour. @default 10000 */
  readonly graceMs?: number;
}

export interface WorkerRuntimeOptions extends Required<Omit<WorkerOptions, 'retryBaseMs' | 'retryMaxMs'>> {
  readonly backOff: BackOff;
}

const DAY_MS = 86_400_000;

/** @throws INVALID_VALUE that names the option and its range */
export function resolveWorkerOptions(options: WorkerOptions): WorkerRuntimeOptions {
  const {
    concurrency = 10,
    maxTries = 5,
    retryBaseMs = 1_000,
    retryMaxMs = 60_000,
    visibilityMs = 30_000,
    graceMs = 10_000,
  } = options;
  assertWithin('worker option "concurrency"', concurrency, { min: 1, max: 1_000 });
  assertWithin('worker option "maxTries"', maxTries, { min: 1, max: 1_000 });
  assertWithin('worker option "retryBaseMs"', retryBaseMs, { min: 1, max: DAY_MS });
  assertWithin('worker option "retryMaxMs"', retryMaxMs, { min: 1, max: DAY_MS });
  assertWithin('worker option "visibilityMs"', visibilityMs, { min: 100, max: DAY_MS });
  assertWithin('worker option "graceMs"', graceMs, { min: 0, max: 3_600_000 });
  const backOff = Object.freeze({ baseMs: retryBaseMs, maxMs: Math.max(retryBaseMs, retryMaxMs) });
  return Object.freeze({ concurrency, maxTries, backOff, visibilityMs, graceMs });
}
