import { KeyQueue } from './key-queue.js';

describe('KeyQueue', () => {
  it('runs tasks of one key one by one in order, others side by side', async () => {
    const queue = new KeyQueue();
    const events: string[] = [];
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const first = queue.run('a', async () => {
      events.push('a1 begins');
      await gate;
      events.push('a1 ends');
    });
    const second = queue.run('a', () => Promise.resolve(events.push('a2')));
    await queue.run('b', () => Promise.resolve(events.push('b')));
    open();
    await Promise.all([first, second]);
    expect(events).toEqual(['a1 begins', 'b', 'a1 ends', 'a2']);
  });

  it('goes on after a task that failed, whose error only its caller gets', async () => {
    const queue = new KeyQueue();
    const failing = queue.run('a', () => Promise.reject(new Error('no')));
    const next = queue.run('a', () => Promise.resolve(1));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe(1);
  });
});
