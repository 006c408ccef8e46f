import { isLoopback } from './loopback.js';
import { readConfig } from './read-config.js';
import type { Environment } from './read-config.js';
import { CONFIG_VARIABLES } from './server-config.js';

const KEY = 'a-key-of-24-characters-00';
const OTHER_KEY = 'another-key-of-24-chars-1';

const failure = (env: Environment): string => {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_CONFIGURATION' });
    return (error as Error).message;
  }
  throw new Error('The configuration was accepted.');
};

describe('readConfig', () => {
  it('gives the defaults where nothing is set', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      redisUrl: null,
      home: '.aisle',
      namespace: 'aisle',
      adminKey: null,
      searchKey: null,
      seed: 'auto',
      corsOrigins: [],
      searchLimit: null,
      searchCacheBytes: 67_108_864,
      searchColumnBytes: 268_435_456,
      trustedProxies: 0,
      linkHosts: [],
      logLevel: 'log',
    });
  });

  it('reads every variable', () => {
    const env = {
      PORT: '0',
      HOST: '0.0.0.0',
      AISLE_REDIS_URL: 'redis://cache:6379/2',
      REDIS_URL: 'redis://unused',
      AISLE_HOME: '/var/lib/aisle',
      AISLE_NAMESPACE: 'shop-1',
      AISLE_ADMIN_KEY: KEY,
      AISLE_SEARCH_KEY: OTHER_KEY,
      AISLE_SEED: 'off',
      AISLE_CORS_ORIGINS: 'https://shop.example, http://localhost:5173/',
      AISLE_SEARCH_LIMIT: '600/min',
      AISLE_SEARCH_CACHE_MB: '0',
      AISLE_SEARCH_COLUMNS_MB: '100',
      AISLE_TRUSTED_PROXIES: '2',
      AISLE_LINK_HOSTS: 'Shop.example, *.books.example',
      LOG_LEVEL: 'DEBUG',
    };
    expect(Object.keys(env).sort()).toEqual(CONFIG_VARIABLES.map(({ name }) => name).sort());
    expect(readConfig(env)).toEqual({
      port: 0,
      host: '0.0.0.0',
      redisUrl: 'redis://cache:6379/2',
      home: '/var/lib/aisle',
      namespace: 'shop-1',
      adminKey: KEY,
      searchKey: OTHER_KEY,
      seed: 'off',
      corsOrigins: ['https://shop.example', 'http://localhost:5173'],
      searchLimit: { limit: 600, windowMs: 60_000 },
      searchCacheBytes: 0,
      searchColumnBytes: 104_857_600,
      trustedProxies: 2,
      linkHosts: ['shop.example', '*.books.example'],
      logLevel: 'debug',
    });
  });

  it('takes REDIS_URL where AISLE_REDIS_URL is blank, and counts blank variables as not set', () => {
    expect(readConfig({ AISLE_REDIS_URL: ' ', REDIS_URL: 'redis://other:6379', PORT: '' })).toMatchObject({
      redisUrl: 'redis://other:6379',
      port: 3000,
    });
  });

  it('is frozen', () => {
    const config = readConfig({});
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.corsOrigins)).toBe(true);
  });

  it.each([
    ['PORT', '65536', 'a whole number from 0 to 65535'],
    ['PORT', '-1', 'a whole number from 0 to 65535'],
    ['PORT', '80a', 'a whole number from 0 to 65535'],
    ['HOST', 'a host', 'an IP address or a host name'],
    ['AISLE_NAMESPACE', 'Shop', 'lower-case letters'],
    ['AISLE_SEED', 'yes', 'one of auto, on, off'],
    ['AISLE_SEARCH_LIMIT', '600', '10/s, 600/min, 20000/h'],
    ['AISLE_SEARCH_LIMIT', '0/s', 'a number from 1 to 1000000'],
    ['AISLE_SEARCH_LIMIT', '5/day', '10/s, 600/min, 20000/h'],
    ['AISLE_SEARCH_COLUMNS_MB', '1.5', 'a whole number from 0 to 16384'],
    ['AISLE_SEARCH_CACHE_MB', '20000', 'a whole number from 0 to 16384'],
    ['AISLE_TRUSTED_PROXIES', '-1', 'a whole number from 0 to 99'],
    ['AISLE_LINK_HOSTS', 'https://shop.example', 'hosts such as shop.example or *.shop.example, split by commas'],
    ['LOG_LEVEL', 'loud', 'one of fatal, error, warn, log, debug, verbose'],
    ['AISLE_CORS_ORIGINS', 'shop.example', 'origins such as https://shop.example'],
    ['AISLE_CORS_ORIGINS', 'https://shop.example/path', 'origins such as https://shop.example'],
  ])('refuses %s=%s naming value and what is allowed', (name, value, allowed) => {
    const message = failure({ [name]: value });
    expect(message).toContain(`${name} is "${value}"`);
    expect(message).toContain(allowed);
  });

  it.each([
    ['AISLE_REDIS_URL', 'http://user:hidden-word@cache'],
    ['AISLE_ADMIN_KEY', 'short'],
    ['AISLE_ADMIN_KEY', 'a key with blanks in it'],
  ])('refuses %s without showing the secret', (name, value) => {
    const message = failure({ [name]: value });
    expect(message).toContain(name);
    expect(message).toContain('Allowed:');
    expect(message).not.toContain(value);
  });

  it('refuses a host that others can reach without an admin key, and takes it with one', () => {
    expect(failure({ HOST: '0.0.0.0' })).toContain('AISLE_ADMIN_KEY');
    expect(readConfig({ HOST: '::', AISLE_ADMIN_KEY: KEY }).host).toBe('::');
    expect(readConfig({ HOST: '[::1]' }).host).toBe('::1');
  });

  it('refuses a search key alone, and one that equals the admin key', () => {
    expect(failure({ AISLE_SEARCH_KEY: KEY })).toContain('without AISLE_ADMIN_KEY');
    expect(failure({ AISLE_SEARCH_KEY: KEY, AISLE_ADMIN_KEY: KEY })).toContain('equals AISLE_ADMIN_KEY');
  });
});

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.8.9.1', '::1', 'localhost', 'LOCALHOST'])('%s is', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  it.each(['0.0.0.0', '::', '10.0.0.1', 'shop.example', 'localhost.example'])('%s is not', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});
