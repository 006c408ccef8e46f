import { uuidV7 } from './uuid-v7.js';

const FORM = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('uuidV7', () => {
  it('has the form of RFC 9562 and begins with the milliseconds', () => {
    const now = Date.now() + 60_000;
    const match = FORM.exec(uuidV7(now));
    expect(parseInt(`${match?.[1]}${match?.[2]}`, 16)).toBe(now);
  });

  it('grows within a millisecond, beyond its counter, and when the clock goes back', () => {
    const now = Date.now() + 120_000;
    const ids = Array.from({ length: 10_000 }, (_, index) => uuidV7(now - (index % 3)));
    expect(ids.every((id) => FORM.test(id))).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
