import { FoldMemory } from './fold-memory.js';

const counter = () => {
  let made = 0;
  return () => ++made;
};

describe('FoldMemory', () => {
  it('gives a result again while columns are as they were', () => {
    const memory = new FoldMemory(100_000);
    const make = counter();
    const asked = ['a 1', 'a 1', 'b 1', 'a 2', 'a 2', 'a 1'].map((question) => {
      const [name = '', stamp = ''] = question.split(' ');
      return memory.remember(name, stamp, make);
    });
    expect(asked).toEqual([1, 1, 2, 3, 3, 4]);
  });

  it('keeps nothing of what columns cannot tell, nor without memory', () => {
    const memory = new FoldMemory(100_000);
    expect(memory.remember('a', '1', () => null)).toBeNull();
    expect(memory.remember('a', '1', () => 7)).toBe(7);
    const none = new FoldMemory(0);
    const make = counter();
    expect([none.remember('a', '1', make), none.remember('a', '1', make)]).toEqual([1, 2]);
  });

  it('stays within its memory', () => {
    const memory = new FoldMemory(100_000);
    for (let number = 0; number < 1_000; number++) memory.remember(`q${number}`, '1', () => 'x'.repeat(500));
    expect(memory.bytes).toBeLessThanOrEqual(100_000);
    expect(memory.bytes).toBeGreaterThan(50_000);
  });
});
