import type { Capabilities } from './capabilities.js';
import type { RedisArgument, RedisCommand, RedisReply } from './redis-values.js';
import type { Script, ScriptCommand } from './script.js';
import type { Subscriber } from './subscriber.js';

export interface CommandOptions {
  /** Milliseconds after which the caller gets `ENGINE_TIMEOUT`. Default: the connection's `commandTimeoutMs`. */
  readonly deadlineMs?: number;
  /** Gives strings of the reply as Buffers, for values that are not text. Keys of maps stay strings. @default false */
  readonly buffers?: boolean;
  /**
   * `replica`: a replica may answer, which lags behind the primary. Only for commands that read, and only where the
   * connection has links to replicas (`replicas` of Sentinel and cluster); else the primary answers. @default 'primary'
   */
  readonly consistency?: Consistency;
}

/** Who may answer a read: the primary, which has all that was written, or also a replica, which may lag behind. */
export type Consistency = 'primary' | 'replica';

/** One server of a connection. */
export interface RedisNode {
  /** As messages show it: `127.0.0.1:6379`. */
  readonly server: string;
  send(command: RedisCommand, options?: CommandOptions): Promise<RedisReply>;
  pipeline(
    commands: readonly (RedisCommand | ScriptCommand)[],
    options?: CommandOptions,
  ): Promise<(RedisReply | Error)[]>;
}

/**
 * The narrow view of Redis that every room but `redis` works with.
 * Commands sent in the same tick travel in one round trip. All errors are of the `AisleError` family.
 *
 * A command that finds the connection lost waits for it during the first second of the loss (`reconnect.graceMs`), never
 * beyond its deadline, and later fails at once. A command that was under way fails with `ENGINE_UNAVAILABLE`; it is not
 * repeated, for the engine may have carried it out.
 */
export interface RedisConnection {
  /** What the engine is and can do, probed once when the connection was opened. */
  readonly capabilities: Capabilities;

  /**
   * Sends one command. Those that would hold up or change the connection for all others (WATCH, MULTI, SELECT, blocking
   * reads) are for {@link RedisConnection.exclusive}, subscriptions for {@link RedisConnection.subscriber}; MONITOR,
   * HELLO, RESET and QUIT are refused.
   */
  send(command: RedisCommand, options?: CommandOptions): Promise<RedisReply>;

  /**
   * Sends several commands in one round trip. The replies stand in the same order; an error stands in its place, so it
   * never rejects. MULTI … EXEC is allowed when one call holds both ends. A script that the engine lost meanwhile is sent
   * again after the others. In a cluster each node gets its own commands, all at the same time: those of one slot keep
   * their order.
   */
  pipeline(
    commands: readonly (RedisCommand | ScriptCommand)[],
    options?: CommandOptions,
  ): Promise<(RedisReply | Error)[]>;

  /** Runs a script by its hash, sending the text only when the engine does not know it. */
  run(
    script: Script,
    keys: readonly string[],
    args: readonly RedisArgument[],
    options?: CommandOptions,
  ): Promise<RedisReply>;

  /**
   * Lends a connection that nobody else uses meanwhile: for WATCH, MULTI and blocking reads. In a cluster it leads to the
   * node of the first key that is touched.
   */
  exclusive<T>(use: (connection: RedisConnection) => Promise<T>): Promise<T>;

  /** Pub/Sub, over a link of its own. Messages are published by `send`. */
  readonly subscriber: Subscriber;

  /** The servers that hold the keys: one, or all primaries of a cluster. For what each has of its own, such as SCAN and INFO. */
  primaries(): readonly RedisNode[];

  /** True while commands would be sent at once. */
  isReady(): boolean;

  /**
   * How often it was lost so far, counted over all sockets of a pool. Once this grew, the engine may be another one or in
   * another state than before.
   */
  losses(): number;

  /** Waits for the commands under way, then closes. */
  close(): Promise<void>;
}
