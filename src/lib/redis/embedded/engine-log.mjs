import { fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';

const MAX_BYTES = 5 * 1024 * 1024;
const TAIL_LINES = 8;

/** Writes lines to a log that is emptied when it grows too long, and remembers the last ones. */
export function openLog(path) {
  const file = openSync(path, 'a', 0o600);
  const tail = [];
  let bytes = fstatSync(file).size;
  return {
    write(line) {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      try {
        if (bytes > MAX_BYTES) {
          ftruncateSync(file, 0);
          bytes = 0;
        }
        bytes += writeSync(file, `${line}\n`);
      } catch {
        // A full disk must not end the engine; the tail still has the line.
      }
    },
    tail: () => tail.join('\n'),
  };
}
