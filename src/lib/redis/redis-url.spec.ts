import { describeEndpoint, parseRedisUrl } from './redis-url.js';

describe('parseRedisUrl', () => {
  const plain = { username: undefined, password: undefined, database: 0, tls: false };

  it.each([
    ['redis://example.org', { ...plain, endpoint: { host: 'example.org', port: 6379 } }],
    ['redis://example.org:7000/3', { ...plain, endpoint: { host: 'example.org', port: 7000 }, database: 3 }],
    ['redis://[::1]:7000', { ...plain, endpoint: { host: '::1', port: 7000 } }],
    ['redis://:p%40ss@h', { ...plain, endpoint: { host: 'h', port: 6379 }, password: 'p@ss' }],
    ['rediss://u:p@h:1/', { endpoint: { host: 'h', port: 1 }, username: 'u', password: 'p', database: 0, tls: true }],
    ['unix:///run/redis.sock', { ...plain, endpoint: { path: '/run/redis.sock' } }],
    [
      'unix://u:p@/run/a%20b.sock?db=2',
      { endpoint: { path: '/run/a b.sock' }, username: 'u', password: 'p', database: 2, tls: false },
    ],
  ])('reads %s', (url, expected) => {
    expect(parseRedisUrl(url)).toEqual(expected);
  });

  it.each([
    ['localhost:6379', /begins neither with redis:\/\//],
    ['http://localhost', /begins neither/],
    ['redis://', /no host/],
    ['redis://host:70000', /no valid host or port/],
    ['redis://host/first', /database "first" is not a number/],
    ['redis://:%zz@host', /%25 for a percent sign/],
  ])('refuses %s', (url, reason) => {
    expect(() => parseRedisUrl(url)).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }));
    expect(() => parseRedisUrl(url)).toThrow(reason);
  });

  it('keeps passwords out of its messages', () => {
    expect(() => parseRedisUrl('redis://user:secret@host/first')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});

describe('describeEndpoint', () => {
  it.each([
    [{ host: 'h', port: 1 }, 'h:1'],
    [{ host: '::1', port: 1 }, '[::1]:1'],
    [{ path: '/run/a.sock' }, 'unix:///run/a.sock'],
  ])('shows %j as %s', (endpoint, text) => {
    expect(describeEndpoint(endpoint)).toBe(text);
  });
});
