import { createHash } from 'node:crypto';

/** A Lua script with the hash by which the engine knows it. */
export interface Script {
  readonly text: string;
  readonly sha1: string;
}

/** Makes a {@link Script} of Lua text. Start the text with `#!lua`: the engine then refuses it whole when memory is full. */
export function defineScript(text: string): Script {
  return Object.freeze({ text, sha1: createHash('sha1').update(text).digest('hex') });
}
