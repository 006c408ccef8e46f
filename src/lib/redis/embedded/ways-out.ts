import { AisleError } from '../../errors/aisle-error.js';
import { PREBUILT_PLATFORMS } from './engine-platform.js';

/**
 * Makes the error that says why no engine of our own can run here and what to do instead.
 * @param reason half a sentence, such as `python3 is not on the PATH`.
 */
export function engineNotAvailable(reason: string, cause?: unknown): AisleError {
  return new AisleError(
    'ENGINE_NOT_AVAILABLE_HERE',
    [
      `Aisle cannot start an engine of its own here: ${reason}. Ways out:`,
      '- Docker: docker run -p 6379:6379 redis:8, and set AISLE_REDIS_URL=redis://localhost:6379',
      '- another Redis 8: set AISLE_REDIS_URL to its address',
      `- a prebuilt engine is fetched once, by python3 with pip, on: ${PREBUILT_PLATFORMS}`,
    ].join('\n'),
    { cause },
  );
}
