import { welcome } from './welcome.js';

describe('welcome', () => {
  it('is one line where nobody looks', () => {
    expect(welcome('http://127.0.0.1:3000', false)).toBe('Aisle is ready at http://127.0.0.1:3000\n');
  });

  it('shows something to try on a terminal', () => {
    const text = welcome('http://127.0.0.1:3000', true);
    expect(text).toMatch(/^Aisle is ready at http:\/\/127\.0\.0\.1:3000\n/);
    expect(text.match(/curl -g 'http:\/\/127\.0\.0\.1:3000\/v1\//g)).toHaveLength(3);
  });
});
