import { requestIdOf } from './request-id.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('requestIdOf', () => {
  it.each(['42', 'a.b:c/d+e=f@g-h_i', 'x'.repeat(128)])('takes over %s', (id) => {
    expect(requestIdOf(id)).toBe(id);
  });

  it.each([undefined, '', 'x'.repeat(129), 'a b', 'a\nb', 'é', ['a', 'b']])(
    'makes a new one instead of %j',
    (header) => {
      expect(requestIdOf(header)).toMatch(UUID);
    },
  );
});
