import { AisleError, ERROR_CODES } from '../../lib/index.js';
import type { ErrorCode } from '../../lib/index.js';
import { formatCount } from '../terminal/numbers.js';
import type { WriteTally } from './write-tally.js';

/**
 * Ends a long run of writes when the engine fails: all others would fail too.
 * @throws the failure, telling how far the work came
 */
export function stopOnEngineFailure(
  { code, message }: { readonly code: ErrorCode; readonly message: string },
  tally: WriteTally<'created' | 'replaced' | 'failed'>,
): void {
  if (ERROR_CODES[code].status < 500) return;
  const done = formatCount(tally.count('created') + tally.count('replaced'));
  throw new AisleError(code, `Stopped after ${done} documents; repeat the command to go on. ${message}`);
}
