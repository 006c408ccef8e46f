import { readSafeUrl } from './safe-url.js';

it.each([
  ['https://shop.example', 'https://shop.example/'],
  ['HTTP://Shop.Example:8080/a b?q=1#x', 'http://shop.example:8080/a%20b?q=1#x'],
  ['https://müller.example/ä', 'https://xn--mller-kva.example/%C3%A4'],
])('takes %s as %s', (input, url) => {
  expect(readSafeUrl(input, [])).toBe(url);
});

it.each([
  ['javascript:alert(1)', 'must be a whole address that begins with http:// or https://'],
  ['java\nscript:alert(1)', 'must hold no control characters'],
  ['https://shop.example/\r\nset-cookie: a', 'must hold no control characters'],
  ['data:text/html,x', 'begins with http'],
  ['//shop.example/a', 'begins with http'],
  ['/a', 'begins with http'],
  ['https:shop.example', 'begins with http'],
  ['https://', 'begins with http'],
  ['', 'begins with http'],
  [' https://shop.example', 'begins with http'],
  ['https://user:secret@shop.example/', 'no user name and no password'],
  ['https://user@shop.example/', 'no user name and no password'],
  [`https://shop.example/${'x'.repeat(2_048)}`, 'at most 2048 characters'],
])('refuses %j', (input, message) => {
  expect(() => readSafeUrl(input, [])).toThrow(message);
});

it.each([
  ['https://shop.example/', true],
  ['https://shop.example./', true],
  ['https://www.shop.example/', false],
  ['https://eu.books.example/', true],
  ['https://books.example/', false],
  ['https://evilbooks.example/', false],
  ['https://shop.example.evil.example/', false],
  ['https://shop.example@evil.example/', false],
])('with allowed hosts, %s is allowed: %s', (input, isAllowed) => {
  const read = () => readSafeUrl(input, ['shop.example', '*.books.example']);
  if (isAllowed) expect(read()).toBe(input);
  else expect(read).toThrow(/not allowed. Allowed: shop.example, \*.books.example|no user name/);
});
