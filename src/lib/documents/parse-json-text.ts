import { AisleError } from '../errors/aisle-error.js';
import { findJsonFault } from './json-fault.js';

/**
 * Parses JSON.
 * @param what names the text in messages, such as `The body`
 * @throws INVALID_JSON naming line and column of the fault, what belongs there and what was found
 */
export function parseJsonText(text: string, what: string): unknown {
  return parse(text, what, (offset) => {
    const before = text.slice(0, offset).split('\n');
    return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  });
}

/**
 * Parses a line of NDJSON.
 * @throws INVALID_JSON naming the column of the fault, what belongs there and what was found
 */
export function parseJsonLine(line: string): unknown {
  return parse(line, 'The line', (offset) => `column ${offset + 1}`);
}

function parse(text: string, what: string, placeOf: (offset: number) => string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const fault = findJsonFault(text);
    const place =
      fault === null ? '' : ` at ${placeOf(fault.offset)}: expected ${fault.expected}, found ${fault.found}`;
    throw new AisleError('INVALID_JSON', `${what} is not valid JSON${place}.`, { cause });
  }
}
