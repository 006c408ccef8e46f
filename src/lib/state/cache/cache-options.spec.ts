import { assertTag, resolveCacheAreaOptions } from './cache-options.js';

const FINE = { prefix: 'shop:product', ttlMs: 60_000 };

describe('resolveCacheAreaOptions', () => {
  it('has defaults for all but prefix and ttlMs', () => {
    expect(resolveCacheAreaOptions(FINE)).toMatchObject({
      ...FINE,
      jitter: 0.1,
      negativeTtlMs: 10_000,
      staleMs: 0,
      staleIfErrorMs: 0,
      flightMs: 2_000,
      waitMs: 10_000,
    });
  });

  it('keeps negative results no longer than others', () => {
    expect(resolveCacheAreaOptions({ ...FINE, ttlMs: 300 }).negativeTtlMs).toBe(300);
  });

  it.each([
    [{ prefix: '' }, '"" cannot be a cache prefix'],
    [{ prefix: 'a*' }, '"a*" cannot be a cache prefix. Use 1 to 100 letters, digits'],
    [{ prefix: 'a:' }, 'a letter or digit first and last'],
    [{ ttlMs: 0 }, 'cache option "ttlMs" is 0. Give a whole number from 1 to 31622400000'],
    [{ ttlMs: Infinity }, '"ttlMs" is Infinity'],
    [{ jitter: 0.6 }, 'cache option "jitter" is 0.6. Give a number from 0 to 0.5'],
    [{ jitter: NaN }, '"jitter" is NaN'],
    [{ negativeTtlMs: -1 }, '"negativeTtlMs" is -1'],
    [{ staleMs: 1.5 }, '"staleMs" is 1.5'],
    [{ staleIfErrorMs: -1 }, '"staleIfErrorMs" is -1'],
    [{ flightMs: 10 }, '"flightMs" is 10. Give a whole number from 50 to 60000'],
    [{ waitMs: -1 }, '"waitMs" is -1'],
  ])('refuses %j', (options, message) => {
    expect(() => resolveCacheAreaOptions({ ...FINE, ...options })).toThrow(message);
  });
});

it.each(['', 'a{b', 'a}b', 'a\u0000b', 'x'.repeat(201)])('the tag %j is refused', (tag) => {
  expect(() => {
    assertTag(tag);
  }).toThrow('cannot be a cache tag');
});
