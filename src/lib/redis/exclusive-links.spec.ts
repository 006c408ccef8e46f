import { ExclusiveLinks } from './exclusive-links.js';

class FakeLink {
  isAlive = true;
  isClosed = false;

  isReady(): boolean {
    return this.isAlive;
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

const always = () => true;

function createLinks(size = 1) {
  const made: FakeLink[] = [];
  const links = new ExclusiveLinks<FakeLink>({ size, acquireTimeoutMs: 1_000 }, () => {
    const link = new FakeLink();
    made.push(link);
    return Promise.resolve(link);
  });
  return { links, made, lend: () => links.lend((link) => Promise.resolve(link), always) };
}

describe('ExclusiveLinks', () => {
  it('lends a link again and again', async () => {
    const { lend } = createLinks();
    expect(await lend()).toBe(await lend());
  });

  it('never lends a link that was lost meanwhile', async () => {
    const { lend } = createLinks();
    const lost = await lend();
    lost.isAlive = false;
    expect(await lend()).not.toBe(lost);
  });

  it('closes a link that is not to be used again', async () => {
    const { links, made } = createLinks();
    await links.lend(
      () => Promise.resolve(),
      () => false,
    );
    expect(made.map(({ isClosed }) => isClosed)).toEqual([true]);
  });

  it('makes room when a link cannot be opened', async () => {
    let tries = 0;
    const links = new ExclusiveLinks<FakeLink>({ size: 1, acquireTimeoutMs: 1_000 }, () =>
      ++tries < 3 ? Promise.reject(new Error('no')) : Promise.resolve(new FakeLink()),
    );
    const use = () => links.lend(() => Promise.resolve('used'), always);
    expect(await Promise.allSettled([use(), use(), use()])).toMatchObject([
      { status: 'rejected' },
      { status: 'rejected' },
      { value: 'used' },
    ]);
  });

  it('lends no more than its size', async () => {
    const { links, made } = createLinks(3);
    let lent = 0;
    let most = 0;
    const use = () =>
      links.lend(async () => {
        most = Math.max(most, ++lent);
        await new Promise((resolve) => setImmediate(resolve));
        lent--;
      }, always);
    await Promise.all(Array.from({ length: 20 }, use));
    expect([most, made.length]).toEqual([3, 3]);
  });

  it('closes when all are given back, and refuses whoever waits', async () => {
    const { links, made } = createLinks();
    let giveBack: () => void = () => undefined;
    const lent = links.lend(() => new Promise<void>((resolve) => (giveBack = resolve)), always);
    const waiting = links.lend(() => Promise.resolve(), always);
    const refused = expect(waiting).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE', sent: false });
    await new Promise((resolve) => setImmediate(resolve));
    const closed = links.close();
    giveBack();
    await lent;
    await refused;
    await closed;
    expect(made.map(({ isClosed }) => isClosed)).toEqual([true]);
  });
});
