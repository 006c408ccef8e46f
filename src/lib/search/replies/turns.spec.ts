import { Turns } from './turns.js';

it('lets one at a time go on, in the order of asking, and others before the one behind the next', async () => {
  const turns = new Turns();
  const happened: string[] = [];
  const work = async (name: string) => {
    await turns.next();
    happened.push(name);
    setImmediate(() => happened.push(`after ${name}`));
  };
  await Promise.all(['a', 'b', 'c'].map(work));
  await turns.next();
  expect(happened).toEqual(['a', 'b', 'after a', 'c', 'after b']);
});

it('keeps nobody waiting who is alone', async () => {
  const turns = new Turns();
  let isNext = false;
  setImmediate(() => (isNext = true));
  await turns.next();
  expect(isNext).toBe(false);
});
