import { isUtf8 } from 'node:buffer';
import { AisleError } from '../errors/aisle-error.js';
import { DocumentTooLargeError } from '../errors/document-errors.js';
import { MAX_DOCUMENT_BYTES } from './json-document.js';

/** Most bytes of a line: twice those of a document, for white space and `\u` escapes. */
export const MAX_LINE_BYTES = 2 * MAX_DOCUMENT_BYTES;

/** A line that is not blank, or why it cannot be read. */
export type NdjsonLine =
  { readonly line: number; readonly text: string } | { readonly line: number; readonly error: AisleError };

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * Splits a stream of bytes into lines, numbered from 1. Blank lines are counted but not given; a byte order mark at the
 * start and white space at the end of a line are left out. A line that is too long or no UTF-8 is an error in its
 * place; no more than one line is held.
 */
export async function* splitLines(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  maxBytes: number = MAX_LINE_BYTES,
): AsyncGenerator<NdjsonLine, void, undefined> {
  let number = 0;
  let parts: Buffer[] = [];
  let length = 0;
  const end = (last: Buffer): NdjsonLine | undefined => {
    number++;
    const isTooLong = length + last.length > maxBytes;
    const bytes = parts.length === 0 ? last : Buffer.concat([...parts, last]);
    parts = [];
    length = 0;
    if (isTooLong) return { line: number, error: new DocumentTooLargeError(maxBytes, `Line ${number}`) };
    return readLine(number, bytes);
  };
  for await (const piece of chunks) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let start = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, start)) {
      const line = end(chunk.subarray(start, at));
      if (line !== undefined) yield line;
      start = at + 1;
    }
    const rest = chunk.subarray(start);
    length += rest.length;
    if (length > maxBytes) parts = [];
    else if (rest.length > 0) parts.push(rest);
  }
  const line = end(Buffer.alloc(0));
  if (line !== undefined) yield line;
}

function readLine(line: number, bytes: Buffer): NdjsonLine | undefined {
  if (!isUtf8(bytes)) {
    return { line, error: new AisleError('INVALID_JSON', `Line ${line} is not UTF-8. Convert the file to UTF-8.`) };
  }
  const text = bytes.toString().replace(BYTE_ORDER_MARK, '').trimEnd();
  return text === '' ? undefined : { line, text };
}
