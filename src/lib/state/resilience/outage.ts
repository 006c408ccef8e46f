import { EngineReadOnlyError, EngineTimeoutError, EngineUnavailableError } from '../../errors/engine-errors.js';

/** Whether a failure tells of the engine's state, so that it may pass, and not of what was asked. */
export function isOutage(error: unknown): boolean {
  return (
    error instanceof EngineUnavailableError ||
    error instanceof EngineTimeoutError ||
    error instanceof EngineReadOnlyError
  );
}

/** Whether the engine is sure to have done nothing, so that to try again is safe whatever was asked. */
export function isUndone(error: unknown): boolean {
  return error instanceof EngineReadOnlyError || (error instanceof EngineUnavailableError && !error.sent);
}
