import { shrink } from './shrink.js';

it('takes out all that a failure does not need', async () => {
  const search = { q: 'red shoes', where: { brand: ['a', 'b'], or: [{ price: 1 }, { sale: true }] }, size: 5 };
  const fails = (smaller: Partial<typeof search>) => Promise.resolve(JSON.stringify(smaller).includes('sale'));
  expect(await shrink<Partial<typeof search>>(search, fails)).toEqual({ where: { or: [{ sale: true }] } });
});
