import { remember } from './remember.js';

it('derives a short value once, a long one each time', () => {
  const derived: string[] = [];
  const lower = remember((value) => {
    derived.push(value);
    return value.toLowerCase();
  });
  const long = 'X'.repeat(101);
  const values = ['Red', 'red', 'Red', long, long, ''];
  expect(values.map(lower)).toEqual(['red', 'red', 'red', long.toLowerCase(), long.toLowerCase(), '']);
  expect(derived).toEqual(['Red', 'red', long, long, '']);
});

it('forgets when it has seen many', () => {
  let derived = 0;
  const count = remember(() => ++derived);
  for (let number = 0; number < 5_000; number++) count(String(number));
  expect([derived, count('4999'), count('0')]).toEqual([5_000, 5_000, 5_001]);
});
