import { numberIn, talk } from './engine-talk.mjs';

/** So much of a log is replayed in a tenth of a second. */
const WORTH_BYTES = 1024 * 1024;

/**
 * Asks an engine to write its append-only file anew, without what was overwritten or deleted, when much was appended since it
 * did so last. The engine does it in a child process; when it ends before, the old file stays.
 */
export async function shrinkLog(access) {
  const info = await talk(access, [['INFO', 'persistence']]);
  const appended = numberIn(info, 'aof_current_size') - numberIn(info, 'aof_base_size');
  if (appended > WORTH_BYTES) await talk(access, [['BGREWRITEAOF']]);
}
