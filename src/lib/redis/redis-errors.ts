import { types } from 'node:util';
import {
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  DisconnectsClientError,
  ErrorReply,
  SocketClosedUnexpectedlyError,
  SocketTimeoutError,
  TimeoutError,
  WatchError,
} from 'redis';
import { AisleError } from '../errors/aisle-error.js';
import {
  EngineConnectionRefusedError,
  EngineError,
  EngineTimeoutError,
  EngineUnavailableError,
  InvalidCommandError,
  TransactionConflictError,
  TransactionFailedError,
} from '../errors/engine-errors.js';
import { toReply } from './reply.js';
import type { RawReply } from './reply.js';
import type { RedisCommand } from './redis-values.js';
import { mapReplyError } from './reply-errors.js';
import { describeSocketError, isRefusal } from './socket-errors.js';

/** Where an error came up, for its message. */
export interface ErrorContext {
  /** The server, as messages show it. */
  readonly server: string;
  readonly command?: RedisCommand | undefined;
  /** True while a connection is being made. */
  readonly isConnecting?: boolean;
}

/**
 * Makes an error of the Aisle family of whatever the client throws; the original is its `cause`.
 * Errors of Node itself are no `instanceof Error` where a test runner gives each file globals of its own.
 */
export function mapRedisError(error: unknown, context: ErrorContext): AisleError {
  if (error instanceof AisleError) return error;
  const { server, command, isConnecting = false } = context;
  if (error instanceof ErrorReply) {
    return mapReplyError(error, isConnecting ? `the connection to ${server}` : describeCommand(command));
  }
  if (error instanceof WatchError) {
    return new TransactionConflictError('A watched key was changed meanwhile. Read again and repeat.', {
      cause: error,
    });
  }
  if (error instanceof TypeError && command !== undefined) {
    const message = `${describeCommand(command)} holds an argument that Redis cannot take: ${error.message}. Give strings or Buffers; write objects with JSON.stringify.`;
    return new InvalidCommandError(message, { cause: error });
  }
  if (error instanceof TimeoutError) {
    return new EngineTimeoutError(`Redis at ${server} did not answer in time.`, { cause: error });
  }
  return mapUnsent(error, server) ?? mapLoss(error, context) ?? unexpected(error);
}

function unexpected(error: unknown): EngineError {
  return new EngineError(`The Redis client failed: ${types.isNativeError(error) ? error.message : String(error)}`, {
    cause: error,
  });
}

function mapUnsent(error: unknown, server: string): AisleError | undefined {
  if (error instanceof ConnectionTimeoutError) {
    return new EngineUnavailableError(
      `Redis at ${server} did not answer in time. Check the address, firewalls, and whether both sides agree on TLS.`,
      { cause: error, sent: false },
    );
  }
  if (error instanceof ClientOfflineError || error instanceof ClientClosedError) {
    return new EngineUnavailableError(`There is no connection to Redis at ${server}.`, { cause: error, sent: false });
  }
  if (types.isNativeError(error) && error.message === 'The queue is full') {
    return new EngineUnavailableError(`Too many commands wait for Redis at ${server}.`, { cause: error, sent: false });
  }
  return undefined;
}

function mapLoss(error: unknown, { server, command, isConnecting = false }: ErrorContext): AisleError | undefined {
  const reason = isClosing(error) ? CLOSED : types.isNativeError(error) ? describeSocketError(error) : undefined;
  if (reason === undefined) return undefined;
  if (isConnecting) {
    const advice = reason === CLOSED ? ' Check that it is Redis, and whether both sides agree on TLS.' : '';
    const message = `Redis at ${server} is not reachable: ${reason}${advice}`;
    const Unreachable = isRefusal(error) ? EngineConnectionRefusedError : EngineUnavailableError;
    return new Unreachable(message, { cause: error, sent: false });
  }
  const outcome = command === undefined ? '' : ` Whether ${describeCommand(command)} was carried out is unknown.`;
  return new EngineUnavailableError(`The connection to Redis at ${server} was lost: ${reason}${outcome}`, {
    cause: error,
  });
}

const CLOSED = 'the connection was closed.';

function isClosing(error: unknown): boolean {
  return (
    error instanceof SocketClosedUnexpectedlyError ||
    error instanceof SocketTimeoutError ||
    error instanceof DisconnectsClientError
  );
}

/** Makes the error of a transaction in which `first` and maybe others failed. */
export function mapNestedErrors(raw: RawReply, first: unknown, context: ErrorContext): AisleError {
  const failure = mapRedisError(first, context);
  if (!Array.isArray(raw)) return failure;
  const replies = raw.map((item) => {
    try {
      return toReply(item);
    } catch (error) {
      return mapRedisError(error, context);
    }
  });
  const failed = replies.filter((reply) => reply instanceof Error).length;
  return new TransactionFailedError(
    replies,
    `${failed} of ${replies.length} commands of a transaction failed, the others were carried out. The first: ${failure.message}`,
    { cause: failure },
  );
}

const LONGEST_SHOWN = 120;

/** Names a command in messages: its name and key, never its values. */
export function describeCommand(command: RedisCommand | undefined): string {
  if (command === undefined) return 'the command';
  const [name = ''] = command;
  const at = KEY_POSITIONS[String(name)] ?? 1;
  const key = at === 0 ? undefined : command[at];
  return typeof key === 'string' && key.length <= LONGEST_SHOWN ? `${String(name)} "${key}"` : String(name);
}

const KEY_POSITIONS: Readonly<Record<string, number>> = {
  EVAL: 3,
  EVALSHA: 3,
  AUTH: 0,
  HELLO: 0,
  CONFIG: 0,
  ACL: 0,
  SCRIPT: 0,
};
