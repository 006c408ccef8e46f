import { AisleError } from '../../lib/index.js';
import { isSystemError } from './system-error.js';

const SHOWN = 20;

/** An error as lines for a person: its message with its code, what is wrong in detail, and the stack where it is wanted. */
export function describeFailure(error: unknown, withStack: boolean): readonly string[] {
  const lines = [`error: ${messageOf(error)}`, ...faultsOf(error)];
  if (!withStack) return error instanceof Error && !isExpected(error) ? [...lines, HINT] : lines;
  return error instanceof Error ? [...lines, ...stackOf(error)] : lines;
}

const HINT = 'This should not happen. Run it again with AISLE_DEBUG=1 to see where it comes from.';

function messageOf(error: unknown): string {
  if (error instanceof AisleError) return `${error.message} [${error.code}]`;
  return error instanceof Error ? error.message : String(error);
}

/** The faults of an input, unless the message is all there is to say. */
function faultsOf(error: unknown): readonly string[] {
  if (!(error instanceof AisleError) || error.faults.length < 2) return [];
  const shown = error.faults.slice(0, SHOWN).map(({ path, message }) => `  ${path}: ${message}`);
  const more = error.faults.length - shown.length;
  return more > 0 ? [...shown, `  … and ${more} more`] : shown;
}

/** Errors of ours, and those of the system such as a file that is not there, are told as they are. */
const isExpected = (error: Error) => error instanceof AisleError || isSystemError(error);

function stackOf(error: Error): readonly string[] {
  const own = error.stack === undefined ? [] : [error.stack];
  return error.cause instanceof Error ? [...own, 'Caused by:', ...stackOf(error.cause)] : own;
}
