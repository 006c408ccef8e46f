import { addressOf, createSessionKey, userTag } from './session-token.js';

describe('a session token', () => {
  it('has 63 characters that headers and cookies can carry, of which 43 are random', () => {
    const keys = Array.from({ length: 200 }, () => createSessionKey('user 1'));
    for (const { token } of keys) expect(token).toMatch(/^[A-Za-z0-9_-]{63}$/);
    expect(new Set(keys.map(({ token }) => token.slice(20))).size).toBe(200);
    expect(new Set(keys.map(({ token }) => token.slice(0, 20)))).toEqual(new Set([userTag('user 1')]));
  });

  it('leads to the place that it was made for', () => {
    const { token, tag, id } = createSessionKey('user 1');
    expect(addressOf(token)).toEqual({ tag, id });
    expect(id).not.toContain(token.slice(20, 30));
  });

  it('leads nowhere when it is none', () => {
    const { token } = createSessionKey('user 1');
    const others = [
      '',
      'x',
      token.slice(1),
      `${token}x`,
      `${token}\n`,
      token.replace(/.$/, '}'),
      `{${token.slice(2)}}`,
    ];
    expect(others.map(addressOf)).toEqual(others.map(() => null));
  });

  it('has another tag for another user', () => {
    const users = ['1', '2', '1 ', '\u00e9', 'e\u0301'];
    expect(new Set(users.map(userTag)).size).toBe(users.length);
  });
});
