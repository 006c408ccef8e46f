import { Slots } from './slots.js';

describe('Slots', () => {
  it('gives as many as there are, and the next to whoever waits longest', async () => {
    const slots = new Slots(1);
    const order: string[] = [];
    expect(await slots.take(1_000)).toBe(true);
    const first = slots.take(1_000).then((taken) => order.push(`first ${taken}`));
    const second = slots.take(1_000).then((taken) => order.push(`second ${taken}`));
    slots.free();
    await first;
    slots.free();
    await second;
    expect(order).toEqual(['first true', 'second true']);
  });

  it('gives up after the time-out, and leaves the slot to the others', async () => {
    const slots = new Slots(1);
    await slots.take(1_000);
    const patient = slots.take(10_000);
    expect(await slots.take(1)).toBe(false);
    slots.free();
    expect(await patient).toBe(true);
  });

  it('says when none is taken', async () => {
    const slots = new Slots(2);
    await slots.empty();
    await slots.take(1);
    let isEmpty = false;
    const empty = slots.empty().then(() => {
      isEmpty = true;
    });
    await Promise.resolve();
    expect(isEmpty).toBe(false);
    slots.free();
    await empty;
    expect(isEmpty).toBe(true);
  });
});
