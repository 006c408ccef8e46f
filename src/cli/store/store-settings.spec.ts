import { applyFlags, readStoreSettings } from './store-settings.js';
import type { StoreFlags } from './store-settings.js';

const DEFAULTS = { redisUrl: null, home: '.aisle', namespace: 'aisle' };
const URL_SET = { AISLE_REDIS_URL: 'redis://set' };

describe('readStoreSettings', () => {
  it.each<[string, Record<string, string>, StoreFlags, object]>([
    ['nothing', {}, {}, DEFAULTS],
    [
      'the environment',
      { ...URL_SET, AISLE_NAMESPACE: 'shop' },
      {},
      { ...DEFAULTS, redisUrl: 'redis://set', namespace: 'shop' },
    ],
    ['REDIS_URL', { REDIS_URL: 'redis://other' }, {}, { ...DEFAULTS, redisUrl: 'redis://other' }],
    ['--url before the environment', URL_SET, { url: 'redis://flag' }, { ...DEFAULTS, redisUrl: 'redis://flag' }],
    [
      '--home instead of a URL',
      { ...URL_SET, REDIS_URL: 'redis://other' },
      { home: '/h' },
      { ...DEFAULTS, home: '/h' },
    ],
    ['--namespace', { AISLE_NAMESPACE: 'shop' }, { namespace: 'b' }, { ...DEFAULTS, namespace: 'b' }],
    ['what only the server needs, wrong', { PORT: 'x', HOST: '0.0.0.0' }, {}, DEFAULTS],
  ])('reads %s', (_, environment, flags, expected) => {
    expect(readStoreSettings(environment, flags)).toEqual(expected);
  });

  it.each<[Record<string, string>, StoreFlags, RegExp]>([
    [{}, { url: 'localhost' }, /^--url is not a Redis address/],
    [{ AISLE_REDIS_URL: 'localhost' }, {}, /^AISLE_REDIS_URL is not a Redis address/],
    [{}, { namespace: 'Shop' }, /^--namespace is "Shop"/],
    [{}, { url: 'redis://a', home: 'b' }, /^--url and --home exclude each other/],
  ])('refuses %j with %j, naming what is wrong', (environment, flags, message) => {
    expect(() => readStoreSettings(environment, flags)).toThrow(message);
  });
});

it('applyFlags leaves the environment as it is', () => {
  const environment = Object.freeze({ ...URL_SET, PORT: '1' });
  expect(applyFlags(environment, { home: 'h' })).toEqual({ PORT: '1', AISLE_HOME: 'h' });
});
