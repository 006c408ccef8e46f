import {
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  DisconnectsClientError,
  SimpleError,
  SocketClosedUnexpectedlyError,
  TimeoutError,
  WatchError,
} from 'redis';
import * as errors from '../errors/engine-errors.js';
import { AisleError } from '../errors/aisle-error.js';
import { describeCommand, mapNestedErrors, mapRedisError } from './redis-errors.js';

const server = 'h:1';
const command = ['JSON.SET', 'k', '$', '{"secret":1}'];

describe('error replies', () => {
  it.each<[string, string, string]>([
    ['NOAUTH Authentication required.', 'EngineAuthenticationFailedError', 'ENGINE_AUTHENTICATION_FAILED'],
    ['WRONGPASS invalid username-password pair', 'EngineAuthenticationFailedError', 'ENGINE_AUTHENTICATION_FAILED'],
    ['ERR invalid password', 'EngineAuthenticationFailedError', 'ENGINE_AUTHENTICATION_FAILED'],
    [
      "NOPERM User x has no permissions to run the 'get' command",
      'EnginePermissionDeniedError',
      'ENGINE_PERMISSION_DENIED',
    ],
    ['DENIED Redis is running in protected mode', 'EnginePermissionDeniedError', 'ENGINE_PERMISSION_DENIED'],
    ['LOADING Redis is loading the dataset in memory', 'EngineUnavailableError', 'ENGINE_UNAVAILABLE'],
    ['BUSY Redis is busy running a script.', 'EngineUnavailableError', 'ENGINE_UNAVAILABLE'],
    ['MASTERDOWN Link with MASTER is down', 'EngineUnavailableError', 'ENGINE_UNAVAILABLE'],
    ['CLUSTERDOWN The cluster is down', 'EngineUnavailableError', 'ENGINE_UNAVAILABLE'],
    ['ERR max number of clients reached', 'TooManyClientsError', 'ENGINE_UNAVAILABLE'],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'EngineOutOfMemoryError', 'ENGINE_OUT_OF_MEMORY'],
    ['SEARCH_OOM Not enough memory available to execute the query', 'EngineOutOfMemoryError', 'ENGINE_OUT_OF_MEMORY'],
    ["READONLY You can't write against a read only replica.", 'EngineReadOnlyError', 'ENGINE_READ_ONLY'],
    ['MISCONF Redis is configured to save RDB snapshots', 'EngineCannotSaveError', 'ENGINE_READ_ONLY'],
    ['NOREPLICAS Not enough good replicas to write.', 'EngineReadOnlyError', 'ENGINE_READ_ONLY'],
    ['MOVED 3999 127.0.0.1:6381', 'EngineClusterError', 'ENGINE_ERROR'],
    ['ASK 3999 127.0.0.1:6381', 'EngineClusterError', 'ENGINE_ERROR'],
    ["CROSSSLOT Keys in request don't hash to the same slot", 'EngineClusterError', 'ENGINE_ERROR'],
    ['WRONGTYPE Operation against a key holding the wrong kind of value', 'WrongTypeError', 'ENGINE_ERROR'],
    ['Existing key has wrong Redis type', 'WrongTypeError', 'ENGINE_ERROR'],
    ['EXECABORT Transaction discarded because of previous errors.', 'TransactionAbortedError', 'ENGINE_ERROR'],
    ['NOSCRIPT No matching script.', 'ScriptNotLoadedError', 'ENGINE_ERROR'],
    ['products: no such index', 'IndexNotFoundError', 'INDEX_NOT_FOUND'],
    ['No such index products', 'IndexNotFoundError', 'INDEX_NOT_FOUND'],
    ['Unknown Index name', 'IndexNotFoundError', 'INDEX_NOT_FOUND'],
    ['Unknown index name (or name is an alias itself)', 'IndexNotFoundError', 'INDEX_NOT_FOUND'],
    ['SEARCH_INDEX_NOT_FOUND Index not found: products', 'IndexNotFoundError', 'INDEX_NOT_FOUND'],
    ['The index was dropped while the cursor was idle', 'IndexNotFoundError', 'INDEX_NOT_FOUND'],
    ['Timeout limit was reached', 'SearchTimeoutError', 'SEARCH_TIMEOUT'],
    ['SEARCH_TIMEOUT Timeout limit was reached', 'SearchTimeoutError', 'SEARCH_TIMEOUT'],
    ['Syntax error at offset 3 near x', 'SearchSyntaxError', 'ENGINE_ERROR'],
    ['SEARCH_SYNTAX Syntax error at offset 3 near x', 'SearchSyntaxError', 'ENGINE_ERROR'],
    ['BUSYGROUP Consumer Group name already exists', 'EngineError', 'ENGINE_ERROR'],
    ['BUSYKEY Target key name already exists.', 'EngineError', 'ENGINE_ERROR'],
    ['ERR syntax error', 'EngineError', 'ENGINE_ERROR'],
    ['ERR value is not an integer or out of range', 'EngineError', 'ENGINE_ERROR'],
  ])('%s is an %s', (text, name, code) => {
    const cause = new SimpleError(text);
    const error = mapRedisError(cause, { server, command });
    expect(error).toMatchObject({
      name,
      code,
      cause,
      reply: text,
      message: expect.stringContaining(`JSON.SET "k": ${text}`),
    });
    expect(error.constructor).toBe(errors[name as keyof typeof errors]);
  });

  it('say what to do, and when to try again', () => {
    const error = mapRedisError(new SimpleError('LOADING Redis is loading'), { server, command });
    expect(error).toMatchObject({
      message: 'Redis refused JSON.SET "k": LOADING Redis is loading. It is loading its data; try again soon.',
      retryAfter: 1,
      status: 503,
    });
  });

  it.each([
    ['BUSYGROUP Consumer Group name already exists', 'BUSYGROUP'],
    ['STALE', 'STALE'],
    ['products: no such index', undefined],
  ])('give the code of %s', (text, replyCode) => {
    expect(mapRedisError(new SimpleError(text), { server, command })).toMatchObject({ replyCode });
  });
});

describe('errors of the client', () => {
  const network = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

  it.each<[string, unknown, object]>([
    ['an offline client', new ClientOfflineError(), { code: 'ENGINE_UNAVAILABLE', sent: false, retryAfter: 1 }],
    ['a closed client', new ClientClosedError(), { code: 'ENGINE_UNAVAILABLE', sent: false }],
    ['a connection that does not come', new ConnectionTimeoutError(), { code: 'ENGINE_UNAVAILABLE', sent: false }],
    ['a full queue', new Error('The queue is full'), { code: 'ENGINE_UNAVAILABLE', sent: false }],
    ['a lost connection', new SocketClosedUnexpectedlyError(), { code: 'ENGINE_UNAVAILABLE', sent: true }],
    ['a connection given up', new DisconnectsClientError(), { code: 'ENGINE_UNAVAILABLE', sent: true }],
    ['a reset connection', network('ECONNRESET'), { code: 'ENGINE_UNAVAILABLE', sent: true }],
    ['a time-out', new TimeoutError(), { code: 'ENGINE_TIMEOUT', status: 504 }],
    ['a changed key', new WatchError(), { code: 'WRITE_CONTENDED', name: 'TransactionConflictError', retryAfter: 1 }],
    ['a wrong argument', new TypeError('must be of type string'), { code: 'INTERNAL' }],
    ['what nobody knows', new Error('odd'), { code: 'ENGINE_ERROR', message: 'The Redis client failed: odd' }],
    ['what is no error', 'odd', { code: 'ENGINE_ERROR', message: 'The Redis client failed: odd' }],
  ])('%s', (_what, cause, expected) => {
    expect(mapRedisError(cause, { server, command })).toMatchObject({ cause, ...expected });
  });

  it('say that the outcome is unknown', () => {
    expect(mapRedisError(new SocketClosedUnexpectedlyError(), { server, command }).message).toBe(
      'The connection to Redis at h:1 was lost: the connection was closed. Whether JSON.SET "k" was carried out is unknown.',
    );
  });

  it.each([
    [network('ECONNREFUSED'), /nothing listens there/],
    [network('ENOTFOUND'), /no such host/],
    [network('ENOENT'), /no such socket/],
    [network('DEPTH_ZERO_SELF_SIGNED_CERT'), /certificate is not trusted.*tls\.ca/],
    [network('ERR_TLS_CERT_ALTNAME_INVALID'), /certificate is not trusted.*tls\.servername/],
    [network('ERR_SSL_WRONG_VERSION_NUMBER'), /does not speak TLS/],
    [new Error('Unknown RESP type 72 "H"'), /not Redis/],
    [new Error('Unknown RESP type 21 "\u0015"'), /speaks TLS there/],
    [new SocketClosedUnexpectedlyError(), /agree on TLS/],
  ])('%s while connecting says what to do', (cause, message) => {
    const error = mapRedisError(cause, { server, isConnecting: true });
    expect(error).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      sent: false,
      cause,
      message: expect.stringMatching(message),
    });
    expect(error.message).toContain('Redis at h:1 is not reachable');
  });

  it('of our own family stay as they are', () => {
    const error = new AisleError('INTERNAL', 'ours');
    expect(mapRedisError(error, { server })).toBe(error);
  });
});

describe('mapNestedErrors', () => {
  it('keeps what each command of a transaction answered', () => {
    const first = new SimpleError('WRONGTYPE wrong kind');
    const error = mapNestedErrors(['OK', first, 3], first, { server, command: ['EXEC'] });
    expect(error).toMatchObject({
      name: 'TransactionFailedError',
      code: 'ENGINE_ERROR',
      replies: ['OK', expect.objectContaining({ name: 'WrongTypeError' }), 3],
      message: expect.stringMatching(/^1 of 3 commands of a transaction failed, .*WRONGTYPE wrong kind/),
    });
  });
});

describe('describeCommand', () => {
  it.each([
    [['JSON.SET', 'k', '$', 'secret'], 'JSON.SET "k"'],
    [['EVALSHA', 'hash', '1', 'k', 'secret'], 'EVALSHA "k"'],
    [['EVAL', 'return 1', '0'], 'EVAL'],
    [['AUTH', 'secret'], 'AUTH'],
    [['CONFIG', 'SET', 'requirepass', 'secret'], 'CONFIG'],
    [['SET', 'k'.repeat(121), 'v'], 'SET'],
    [[Buffer.from('PING')], 'PING'],
    [undefined, 'the command'],
  ])('names %j', (words, text) => {
    expect(describeCommand(words)).toBe(text);
  });
});
