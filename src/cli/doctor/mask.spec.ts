import { maskUrl, maskValue } from './mask.js';

describe('maskUrl', () => {
  it.each([
    ['redis://localhost:6379', 'redis://localhost:6379'],
    ['redis://:secret@localhost', 'redis://:***@localhost'],
    ['rediss://shop:p@ss:w@host/0', 'rediss://shop:***@host/0'],
    ['redis://shop@host', 'redis://shop:***@host'],
    ['unix:///run/redis.sock', 'unix:///run/redis.sock'],
  ])('%s is shown as %s', (url, expected) => {
    expect(maskUrl(url)).toBe(expected);
  });
});

it('secrets are hidden, of addresses only the password', () => {
  expect(maskValue('0123456789abcdef', true)).toBe('***');
  expect(maskValue('redis://:secret@host', true)).toBe('redis://:***@host');
  expect(maskValue('3000', false)).toBe('3000');
});
