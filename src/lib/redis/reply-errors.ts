import {
  EngineAuthenticationFailedError,
  EngineCannotSaveError,
  EngineClusterError,
  EngineError,
  EngineOutOfMemoryError,
  EnginePermissionDeniedError,
  EngineReadOnlyError,
  EngineUnavailableError,
  IndexNotFoundError,
  ScriptNotLoadedError,
  SearchSyntaxError,
  SearchTimeoutError,
  TooManyClientsError,
  TransactionAbortedError,
  WrongTypeError,
} from '../errors/engine-errors.js';
import type { EngineErrorOptions } from '../errors/engine-errors.js';

interface Rule {
  readonly when: RegExp;
  readonly error: new (message: string, options: EngineErrorOptions) => EngineError;
  /** What to do, after the engine's own words. */
  readonly mend: string;
}

/**
 * What the engine's error replies mean, the first rule that fits wins. Texts differ by version: 2.10 says "no such
 * index", 8.8 `SEARCH_INDEX_NOT_FOUND`.
 */
const RULES: readonly Rule[] = [
  {
    when: /^(NOAUTH|WRONGPASS)\b|^ERR (invalid password|AUTH .* without any password configured)/,
    error: EngineAuthenticationFailedError,
    mend: 'Correct user name and password.',
  },
  { when: /^NOPERM\b/, error: EnginePermissionDeniedError, mend: 'Give the user the right with ACL SETUSER.' },
  {
    when: /^DENIED\b/,
    error: EnginePermissionDeniedError,
    mend: 'Set a password, or bind the server to this machine.',
  },
  { when: /^LOADING\b/, error: EngineUnavailableError, mend: 'It is loading its data; try again soon.' },
  { when: /^(BUSY|UNKILLABLE)\b/, error: EngineUnavailableError, mend: 'A script is running; try again soon.' },
  {
    when: /^ERR max number of clients/,
    error: TooManyClientsError,
    mend: 'Raise maxclients, or use fewer connections.',
  },
  { when: /^(MASTERDOWN|CLUSTERDOWN|TRYAGAIN|FAILOVER)\b/, error: EngineUnavailableError, mend: 'Try again soon.' },
  {
    when: /^(OOM|SEARCH_OOM|SEARCH_OUT_OF_MEMORY)\b|^ERR.*(maxmemory|out of memory)|OOM command not allowed/i,
    error: EngineOutOfMemoryError,
    mend: 'Raise maxmemory, or delete data.',
  },
  { when: /^READONLY\b/, error: EngineReadOnlyError, mend: 'The server is a replica; connect to the master.' },
  { when: /^MISCONF\b/, error: EngineCannotSaveError, mend: 'The server cannot save; look at its disk and its log.' },
  { when: /^NOREPLICAS\b/, error: EngineReadOnlyError, mend: 'Too few replicas are connected.' },
  {
    when: /^(MOVED|ASK)\b/,
    error: EngineClusterError,
    mend: 'The server is a node of a cluster; connect with the option "cluster", so that each command goes to its node.',
  },
  {
    when: /^CROSSSLOT\b/,
    error: EngineClusterError,
    mend: 'Keys that one command touches need the same {hash tag} in a cluster.',
  },
  {
    when: /^WRONGTYPE\b|wrong static type|Existing key has wrong Redis type/,
    error: WrongTypeError,
    mend: 'Another program wrote the key.',
  },
  { when: /^NOPROTO\b|^ERR unknown command .?HELLO/i, error: EngineError, mend: 'Redis 6 or later is needed.' },
  { when: /^EXECABORT\b/, error: TransactionAbortedError, mend: 'A command of the transaction was refused.' },
  { when: /^NOSCRIPT\b/, error: ScriptNotLoadedError, mend: 'Send the text of the script.' },
  {
    when: /^SEARCH_INDEX_NOT_FOUND\b|no such index|unknown index name|index not found|index was dropped/i,
    error: IndexNotFoundError,
    mend: 'Create the index first.',
  },
  {
    when: /^SEARCH_TIMEOUT\b|timeout limit was reached|query timed out/i,
    error: SearchTimeoutError,
    mend: 'Narrow the search or give it more time.',
  },
  {
    when: /^SEARCH_(SYNTAX|PARSE)|^syntax error at/i,
    error: SearchSyntaxError,
    mend: 'The text of the query is wrong.',
  },
];

/** Makes an error of the Aisle family of an error reply. */
export function mapReplyError(reply: Error, command: string): EngineError {
  const text = reply.message;
  const rule = RULES.find(({ when }) => when.test(text));
  const options = { cause: reply, reply: text };
  if (rule === undefined) return new EngineError(`Redis refused ${command}: ${text}`, options);
  return new rule.error(`Redis refused ${command}: ${text}${/[.!?]$/.test(text) ? '' : '.'} ${rule.mend}`, options);
}
