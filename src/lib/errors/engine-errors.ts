import { AisleError } from './aisle-error.js';
import type { AisleErrorOptions } from './aisle-error.js';
import type { ErrorCode } from './error-codes.js';

export interface EngineErrorOptions extends AisleErrorOptions {
  /** The engine's own words. */
  readonly reply?: string;
}

/** The engine refused a command. The base of all errors that come from it. */
export class EngineError extends AisleError {
  /** The engine's own words, where it answered. */
  readonly reply: string | undefined;

  constructor(message: string, options: EngineErrorOptions = {}, code: ErrorCode = 'ENGINE_ERROR') {
    super(code, message, options);
    this.reply = options.reply;
  }

  /** First word of the engine's answer, such as `BUSYGROUP` or the word a script chose; undefined without an answer. */
  get replyCode(): string | undefined {
    return this.reply === undefined ? undefined : /^[A-Z][A-Z0-9_]*(?= |$)/.exec(this.reply)?.[0];
  }
}

export interface EngineUnavailableErrorOptions extends EngineErrorOptions {
  /** False when the command never left: to repeat it is safe. Default true. */
  readonly sent?: boolean;
}

/** The engine cannot be reached, or is not ready to answer. */
export class EngineUnavailableError extends EngineError {
  /** True when the engine may have carried the command out, although no answer came. */
  readonly sent: boolean;

  constructor(message: string, options: EngineUnavailableErrorOptions = {}) {
    super(message, { retryAfter: 1, ...options }, 'ENGINE_UNAVAILABLE');
    this.sent = options.sent ?? true;
  }
}

/** The command was not sent, for the engine did not answer in time lately. `retryAfter` tells when it is asked again. */
export class EngineCircuitOpenError extends EngineUnavailableError {
  constructor(
    /** Milliseconds until the engine is asked again. */
    readonly retryAfterMs: number,
    options: ErrorOptions = {},
  ) {
    super('The engine did not answer in time lately, so nothing is sent to it for a moment. Try again then.', {
      ...options,
      retryAfter: Math.max(1, Math.ceil(retryAfterMs / 1_000)),
      sent: false,
    });
  }
}

/** Nothing listens at the address. */
export class EngineConnectionRefusedError extends EngineUnavailableError {}

/** The engine has as many connections as `maxclients` allows. */
export class TooManyClientsError extends EngineUnavailableError {}

/** No answer came before the deadline. The engine may still carry the command out. */
export class EngineTimeoutError extends EngineError {
  constructor(message: string, options: EngineErrorOptions = {}) {
    super(message, options, 'ENGINE_TIMEOUT');
  }
}

/** The engine has reached `maxmemory`. */
export class EngineOutOfMemoryError extends EngineError {
  constructor(message: string, options: EngineErrorOptions = {}) {
    super(message, options, 'ENGINE_OUT_OF_MEMORY');
  }
}

/** The engine takes no writes: a replica, or a server that cannot save. */
export class EngineReadOnlyError extends EngineError {
  constructor(message: string, options: EngineErrorOptions = {}) {
    super(message, { retryAfter: 1, ...options }, 'ENGINE_READ_ONLY');
  }
}

/** The engine takes no writes because it could not save the last ones (`MISCONF`). */
export class EngineCannotSaveError extends EngineReadOnlyError {}

/** A command holds something that is neither text nor a Buffer: a mistake of the program. */
export class InvalidCommandError extends AisleError {
  constructor(message: string, options: AisleErrorOptions = {}) {
    super('INTERNAL', message, options);
  }
}

/** User name or password are missing or wrong. */
export class EngineAuthenticationFailedError extends EngineError {
  constructor(message: string, options: EngineErrorOptions = {}) {
    super(message, options, 'ENGINE_AUTHENTICATION_FAILED');
  }
}

/** The engine's user may not run the command, or not touch the key. */
export class EnginePermissionDeniedError extends EngineError {
  constructor(message: string, options: EngineErrorOptions = {}) {
    super(message, options, 'ENGINE_PERMISSION_DENIED');
  }
}

/** The engine lacks its search or its JSON module. */
export class EngineModulesMissingError extends EngineError {
  constructor(
    readonly missing: readonly string[],
    message: string,
    options: EngineErrorOptions = {},
  ) {
    super(message, options, 'ENGINE_MODULES_MISSING');
  }
}

/** The command needs several nodes, or another node, of a cluster. */
export class EngineClusterError extends EngineError {}

/** A key holds another kind of value than the command works on. */
export class WrongTypeError extends EngineError {}

/** The engine does not know the script of that hash. */
export class ScriptNotLoadedError extends EngineError {}

/** The engine threw a transaction away before it began, for a command in it was wrong. */
export class TransactionAbortedError extends EngineError {}

/** Some commands of a transaction failed; the engine carried the others out. */
export class TransactionFailedError<Reply = unknown> extends EngineError {
  constructor(
    /** What each command answered, an error in its place. */
    readonly replies: readonly (Reply | Error)[],
    message: string,
    options: EngineErrorOptions = {},
  ) {
    super(message, options);
  }
}

/** Somebody changed a watched key meanwhile. */
export class TransactionConflictError extends EngineError {
  constructor(message: string, options: EngineErrorOptions = {}) {
    super(message, { retryAfter: 1, ...options }, 'WRITE_CONTENDED');
  }
}

/** No search index has that name. */
export class IndexNotFoundError extends EngineError {
  constructor(message: string, options: EngineErrorOptions = {}) {
    super(message, options, 'INDEX_NOT_FOUND');
  }
}

/** The engine does not understand the text of a search. */
export class SearchSyntaxError extends EngineError {}

/** The engine gave a search up because it took too long. */
export class SearchTimeoutError extends EngineError {
  constructor(message: string, options: EngineErrorOptions = {}) {
    super(message, options, 'SEARCH_TIMEOUT');
  }
}
