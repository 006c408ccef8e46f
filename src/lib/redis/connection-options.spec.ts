import { resolveConnectionOptions } from './connection-options.js';
import type { RedisOptions } from './connection-options.js';

const defaults = {
  size: 1,
  replicas: 0,
  connectTimeoutMs: 5_000,
  commandTimeoutMs: 5_000,
  keepAliveMs: 30_000,
  reconnect: { baseMs: 50, maxMs: 2_000, graceMs: 1_000 },
  clientName: 'aisle',
  requireModules: true,
  exclusive: { size: 10, acquireTimeoutMs: 3_000 },
};
const direct = {
  kind: 'direct',
  endpoint: { host: 'h', port: 1 },
  username: undefined,
  password: undefined,
  database: 0,
  tls: null,
};

describe('resolveConnectionOptions', () => {
  it.each<[string, RedisOptions, object]>([
    ['the embedded engine', 'embedded', { ...defaults, target: { kind: 'embedded', home: '.aisle' } }],
    ['its home', { embedded: { home: '/data' } }, { ...defaults, target: { kind: 'embedded', home: '/data' } }],
    ['a URL', { url: 'redis://h:1' }, { ...defaults, target: direct }],
    ['a URL with TLS', { url: 'rediss://h:1' }, { ...defaults, target: { ...direct, tls: {} } }],
    [
      'a socket',
      { socket: { host: 'h', port: 1 }, username: 'u', password: 'p', database: 2 },
      { ...defaults, target: { ...direct, username: 'u', password: 'p', database: 2 } },
    ],
    [
      'a socket without host and port',
      { socket: {} },
      { ...defaults, target: { ...direct, endpoint: { host: 'localhost', port: 6379 } } },
    ],
    [
      'a Unix socket',
      { socket: { path: '/a.sock' } },
      { ...defaults, target: { ...direct, endpoint: { path: '/a.sock' } } },
    ],
    [
      'a socket with TLS of its own',
      { socket: { host: 'h', port: 1, tls: { servername: 's' } } },
      { ...defaults, target: { ...direct, tls: { servername: 's' } } },
    ],
    ['a pool', { pool: { url: 'redis://h:1' } }, { ...defaults, size: 4, target: direct }],
    ['its size', { pool: { socket: { host: 'h', port: 1 } }, size: 9 }, { ...defaults, size: 9, target: direct }],
    [
      'all common options',
      {
        url: 'redis://h:1',
        connectTimeoutMs: 1,
        commandTimeoutMs: 2,
        keepAliveMs: 3,
        reconnect: { baseMs: 4, maxMs: 5, graceMs: 0 },
        tls: { rejectUnauthorized: false },
        clientName: 'shop',
        requireModules: false,
        exclusive: { size: 6, acquireTimeoutMs: 7 },
      },
      {
        target: { ...direct, tls: { rejectUnauthorized: false } },
        size: 1,
        replicas: 0,
        connectTimeoutMs: 1,
        commandTimeoutMs: 2,
        keepAliveMs: 3,
        reconnect: { baseMs: 4, maxMs: 5, graceMs: 0 },
        clientName: 'shop',
        requireModules: false,
        exclusive: { size: 6, acquireTimeoutMs: 7 },
      },
    ],
  ])('resolves %s', (_what, options, expected) => {
    expect(resolveConnectionOptions(options)).toEqual(expected);
  });

  it('gives a frozen value', () => {
    const resolved = resolveConnectionOptions({ url: 'redis://h:1' });
    expect([resolved, resolved.target, resolved.reconnect, resolved.exclusive].every(Object.isFrozen)).toBe(true);
  });

  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /"redis" is undefined.*Give one of: 'embedded', url/],
    ['another text', 'redis://h', /"redis" is "redis:\/\/h".*Give one of/],
    ['no target', {}, /No Redis is named. Give one of: 'embedded', url/],
    ['two targets', { url: 'redis://h', socket: {} }, /"url" and "socket" exclude each other/],
    [
      'a misspelt option',
      { url: 'redis://h', timeout: 1 },
      /Unknown Redis option "timeout". Use: url, .*commandTimeoutMs/,
    ],
    ['a password beside a URL', { url: 'redis://h', password: 'x' }, /Unknown Redis option "password"/],
    ['a misspelt inner option', { socket: { hots: 'h' } }, /Unknown Redis option "socket.hots". Use: host, port, tls/],
    ['a port as text', { socket: { port: '6379' } }, /"socket.port" is "6379".*whole number from 1 to 65535/],
    ['a negative deadline', { url: 'redis://h', commandTimeoutMs: -1 }, /"commandTimeoutMs" is -1/],
    [
      'a wait above its bound',
      { url: 'redis://h', reconnect: { baseMs: 9, maxMs: 8 } },
      /"reconnect.maxMs" is 8.*from 9/,
    ],
    ['an empty pool', { pool: { url: 'redis://h' }, size: 0 }, /"size" is 0/],
    ['a common option inside a pool', { pool: { url: 'redis://h', tls: true } }, /Unknown Redis option "pool.tls"/],
    ['a name with a blank', { url: 'redis://h', clientName: 'my shop' }, /"clientName" is "my shop"/],
    ['no sentinel', { sentinels: [], name: 'shop' }, /"sentinels" is an array.*\[{host, port}\]/],
    ['a sentinel without port', { sentinels: [{ host: 'h' }], name: 'shop' }, /"sentinels\[0\].port" is undefined/],
    ['sentinels without name', { sentinels: [{ host: 'h', port: 1 }] }, /"name" is undefined/],
    [
      'a database of a cluster',
      { cluster: [{ url: 'redis://h/1' }] },
      /"cluster\[0\].database" is 1.*database 0 alone/,
    ],
    ['TLS of another type', { url: 'redis://h', tls: 'yes' }, /"tls" is "yes"/],
  ])('refuses %s', (_what, options, message) => {
    const resolve = () => resolveConnectionOptions(options as RedisOptions);
    expect(resolve).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }));
    expect(resolve).toThrow(message);
  });

  it('takes a failover group: the credentials of the servers are not those of the sentinels', () => {
    const options: RedisOptions = {
      sentinels: [{ host: 'a', port: 26_379 }],
      name: 'shop',
      password: 'secret',
      sentinelPassword: 'other',
      size: 2,
      replicas: 1,
    };
    expect(resolveConnectionOptions(options)).toMatchObject({
      target: {
        kind: 'sentinel',
        name: 'shop',
        sentinels: [
          { kind: 'direct', endpoint: { host: 'a', port: 26_379 }, password: 'other', database: 0, tls: null },
        ],
        server: { kind: 'direct', username: undefined, password: 'secret', database: 0, tls: null },
      },
      size: 2,
      replicas: 1,
    });
  });

  it('takes some nodes of a cluster', () => {
    expect(resolveConnectionOptions({ cluster: [{ url: 'redis://u:p@h:7000' }], replicas: 1 })).toMatchObject({
      target: {
        kind: 'cluster',
        nodes: [{ kind: 'direct', endpoint: { host: 'h', port: 7000 }, username: 'u', password: 'p', tls: null }],
      },
      replicas: 1,
    });
  });

  it.each<[string, object]>([
    [
      'redis+sentinel://u:p%40@a:1,b/shop/2?replicas=1',
      {
        target: {
          kind: 'sentinel',
          name: 'shop',
          sentinels: [{ endpoint: { host: 'a', port: 1 } }, { endpoint: { host: 'b', port: 26_379 }, tls: null }],
          server: { username: 'u', password: 'p@', database: 2, tls: null },
        },
        replicas: 1,
      },
    ],
    ['rediss+sentinel://a/shop', { target: { sentinels: [{ tls: {} }], server: { tls: {}, password: undefined } } }],
    [
      'redis+cluster://u:p@a:1,b:2',
      {
        target: {
          kind: 'cluster',
          nodes: [
            { endpoint: { host: 'a', port: 1 }, username: 'u', password: 'p' },
            { endpoint: { host: 'b', port: 2 } },
          ],
        },
        replicas: 0,
      },
    ],
  ])('takes several servers of the URL %s', (url, wanted) => {
    expect(resolveConnectionOptions({ url })).toMatchObject(wanted);
  });

  it.each(['redis+sentinel://u:secret@a:1', 'redis+cluster://u:secret@a/1', 'redis+ring://u:secret@a'])(
    'refuses the URL %s, without showing the password',
    (url) => {
      const resolve = () => resolveConnectionOptions({ url });
      expect(resolve).toThrow(/The Redis URL "[a-z+]+:\/\/\*\*\*@a.*redis\+sentinel:\/\//);
    },
  );
});
