import { ReplyCache } from './reply-cache.js';

const reply = (length: number) => ({ text: 'x'.repeat(length) });

describe('ReplyCache', () => {
  it('gives a reply while its stamp is as it was, and drops it then', () => {
    const cache = new ReplyCache(100_000, 1_000);
    cache.put('a', { stamp: '1', reply: 'one' }, performance.now());
    expect(cache.get('a', '1')?.reply).toBe('one');
    expect(cache.get('a', '2')).toBeNull();
    expect(cache.get('a', '1')).toBeNull();
    expect(cache.stats).toMatchObject({ entries: 0, bytes: 0 });
  });

  it('gives no reply that is too old', () => {
    const cache = new ReplyCache(100_000, 1_000);
    cache.put('a', { stamp: '1', reply: 'one' }, performance.now() - 1_001);
    expect(cache.has('a')).toBe(false);
    expect(cache.stats).toMatchObject({ entries: 0, bytes: 0 });
  });

  it('stays within its memory, the least recently used ones going first', () => {
    const cache = new ReplyCache(20_000, 60_000);
    for (let i = 0; i < 8; i++) cache.put(`k${i}`, { stamp: '1', reply: reply(1_000) }, performance.now());
    expect(cache.get('k0', '1')).not.toBeNull();
    for (let i = 8; i < 12; i++) cache.put(`k${i}`, { stamp: '1', reply: reply(1_000) }, performance.now());
    expect(cache.stats.bytes).toBeLessThanOrEqual(20_000);
    expect([cache.has('k0'), cache.has('k1'), cache.has('k11')]).toEqual([true, false, true]);
  });

  it('keeps none that would take most of it', () => {
    const cache = new ReplyCache(20_000, 60_000);
    cache.put('a', { stamp: '1', reply: reply(10) }, performance.now());
    cache.put('a', { stamp: '2', reply: reply(10_000) }, performance.now());
    expect(cache.stats).toMatchObject({ entries: 0, bytes: 0 });
  });
});
