import { AisleError, parseJsonText } from '../../lib/index.js';

/** Levels that a body may nest: those of a document, and some around it. */
const MAX_DEPTH = 150;

/**
 * Parses the JSON of a body.
 * @throws INVALID_JSON naming line and column, LIMIT_EXCEEDED for one that is nested too deep
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  if (text.trim() === '') throw new AisleError('INVALID_JSON', 'The body is empty. Send JSON.');
  const value = parseJsonText(text, 'The body');
  if (isDeep(text)) {
    throw new AisleError('LIMIT_EXCEEDED', `The body is nested deeper than ${MAX_DEPTH} levels. Make it flatter.`);
  }
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AisleError('INVALID_JSON', 'The body is not valid UTF-8. JSON has to be sent as UTF-8.', { cause });
  }
}

/** Whether valid JSON is nested too deep, without walking it. */
function isDeep(text: string): boolean {
  if (text.length <= 2 * MAX_DEPTH) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (inString) {
      if (char === 0x5c) at++;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > MAX_DEPTH) return true;
    } else if (char === 0x7d || char === 0x5d) depth--;
  }
  return false;
}
