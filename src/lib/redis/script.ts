import { createHash } from 'node:crypto';
import type { RedisArgument, RedisCommand } from './redis-values.js';

/** A Lua script with the hash by which the engine knows it. */
export interface Script {
  readonly text: string;
  readonly sha1: string;
}

/** A call of a script, as `pipeline` takes it beside commands. */
export interface ScriptCommand {
  readonly script: Script;
  readonly keys: readonly string[];
  readonly args: readonly RedisArgument[];
}

/** Makes a {@link Script} of Lua text. Start the text with `#!lua`: the engine then refuses it whole when memory is full. */
export function defineScript(text: string): Script {
  return Object.freeze({ text, sha1: createHash('sha1').update(text).digest('hex') });
}

/** Makes a call of a script for `pipeline`. */
export function scriptCommand(script: Script, keys: readonly string[], args: readonly RedisArgument[]): ScriptCommand {
  return { script, keys, args };
}

/** The call by hash, which the engine answers with `NOSCRIPT` when it does not know the script. */
export function evalsha({ script, keys, args }: ScriptCommand): RedisCommand {
  return ['EVALSHA', script.sha1, String(keys.length), ...keys, ...args];
}

/** The call with the text, which always works. */
export function evalText({ script, keys, args }: ScriptCommand): RedisCommand {
  return ['EVAL', script.text, String(keys.length), ...keys, ...args];
}

/** Tells commands from calls of scripts. */
export function isCommand(item: RedisCommand | ScriptCommand): item is RedisCommand {
  return Array.isArray(item);
}
