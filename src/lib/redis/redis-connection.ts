import type { Capabilities } from './capabilities.js';
import type { Script } from './script.js';

/** One word of a command. */
export type RedisArgument = string | Buffer;

/** A command as the engine's manual spells it: `['JSON.GET', key, '$']`. */
export type RedisCommand = readonly RedisArgument[];

/** A reply as RESP3 carries it: strings, numbers, null, booleans, arrays, maps as plain objects. */
export type RedisReply =
  string | number | boolean | null | Buffer | readonly RedisReply[] | { readonly [key: string]: RedisReply };

export interface CommandOptions {
  /** Milliseconds after which the caller gets `ENGINE_TIMEOUT`. Default: the connection's `commandTimeoutMs`. */
  readonly deadlineMs?: number;
}

/**
 * The narrow view of Redis that every room but `redis` works with.
 * Commands sent in the same tick travel in one round trip. All errors are of the `AisleError` family.
 */
export interface RedisConnection {
  /** What the engine is and can do, probed once when the connection was opened. */
  readonly capabilities: Capabilities;

  /** Sends one command. */
  send(command: RedisCommand, options?: CommandOptions): Promise<RedisReply>;

  /** Sends several commands in one round trip. The replies stand in the same order; an error stands in its place. */
  pipeline(commands: readonly RedisCommand[], options?: CommandOptions): Promise<(RedisReply | Error)[]>;

  /** Runs a script by its hash, sending the text only when the engine does not know it. */
  run(
    script: Script,
    keys: readonly string[],
    args: readonly RedisArgument[],
    options?: CommandOptions,
  ): Promise<RedisReply>;

  /** Lends a connection that nobody else uses meanwhile: for WATCH, blocking reads and subscriptions. */
  exclusive<T>(use: (connection: RedisConnection) => Promise<T>): Promise<T>;

  /** True while commands would be sent at once. */
  isReady(): boolean;

  /** Waits for the commands under way, then closes. */
  close(): Promise<void>;
}
