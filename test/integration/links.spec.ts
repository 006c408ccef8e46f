import { createKeys } from '../../src/lib/redis/keys.js';
import { Links } from '../../src/lib/state/links/links.js';
import { startConnectedEngine } from '../support/connected-engine.js';
import { forAllTests } from '../support/for-all-tests.js';
import { until } from '../support/processes.js';

const URL_A = 'https://shop.example/a';
const engine = forAllTests(() => startConnectedEngine(4));
let shops = 0;

/** Links of an empty namespace, over each connection. */
const open = (options = {}) => {
  const keys = createKeys(`links-${++shops}`);
  const clients = engine().connections.map((each) => new Links(each, keys, options));
  return { keys, clients, links: clients[0]! };
};

it('leads where it was made for, and counts each click of many clients once', async () => {
  const { links, clients } = open();
  const made = await links.create(URL_A);
  expect(made).toEqual({
    code: expect.stringMatching(/^[1-9A-HJ-NP-Za-km-z]{7}$/),
    url: URL_A,
    permanent: false,
    createdAt: expect.any(Date),
    expiresAt: null,
    clicks: 0,
    lastClickAt: null,
    created: true,
  });
  const followed = await Promise.all(Array.from({ length: 200 }, (_, at) => clients[at % 4]!.follow(made.code)));
  expect(followed).toEqual(Array(200).fill({ url: URL_A, permanent: false }));
  expect(await links.find(made.code)).toMatchObject({ clicks: 200, lastClickAt: expect.any(Date) });
  const days = await links.clicksByDay(made.code, 7);
  expect(days).toHaveLength(7);
  expect(days.reduce((sum, { clicks }) => sum + clicks, 0)).toBe(200);
  expect(days.at(-1)!.day >= made.createdAt.toISOString().slice(0, 10)).toBe(true);
});

it('keeps the last thousand clicks with what is known of them', async () => {
  const { links, keys } = open();
  const { code } = await links.create(URL_A);
  const hostile = 'x"}],"at":0 \u2028\n'.padEnd(500, '%1');
  await links.follow(code, { referrer: hostile, userAgent: '' });
  const [click] = await links.recentClicks(code);
  expect(click).toEqual({ at: expect.any(Date), referrer: hostile.slice(0, 300) });
  for (let round = 0; round < 11; round++) await Promise.all(Array.from({ length: 100 }, () => links.follow(code)));
  expect(await links.recentClicks(code, 1_000)).toHaveLength(1_000);
  expect(await engine().connection.send(['LLEN', keys.state('link', '{links}', `recent:${code}`)])).toBe(1_000);
  expect((await links.find(code))?.clicks).toBe(1_101);
});

it('gives a code to one of those who want it', async () => {
  const { links, clients } = open();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 40 }, (_, at) => clients[at % 4]!.create(`https://shop.example/${at}`, { code: 'Summer_26' })),
  );
  const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.url] : []));
  expect(won).toHaveLength(1);
  expect((await links.find('Summer_26'))?.url).toBe(won[0]);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'LINK_CODE_TAKEN', status: 409 });
  }
});

it('gives those who ask the same link for the same address, even at once', async () => {
  const { links, clients } = open();
  const other = await links.create(URL_A);
  const made = await Promise.all(
    Array.from({ length: 40 }, (_, at) => clients[at % 4]!.create(URL_A, { reuse: true })),
  );
  expect(new Set(made.map(({ code }) => code)).size).toBe(1);
  expect(made.filter(({ created }) => created)).toHaveLength(1);
  expect(made[0]!.code).not.toBe(other.code);
  await links.remove(made[0]!.code);
  expect(await links.create(URL_A, { reuse: true })).toMatchObject({ created: true });
});

it('takes another code where a generated one is taken', async () => {
  const { clients, links } = open({ codeLength: 3 });
  // Of 195,112 codes, some of 2,000 random ones are alike: none with a probability of some 1 in 30,000.
  const made = await Promise.all(
    Array.from({ length: 2_000 }, (_, at) => clients[at % 4]!.create(`https://a.example/${at}`)),
  );
  expect(new Set(made.map(({ code }) => code)).size).toBe(2_000);
  for (const { code, url } of made.slice(0, 100)) expect((await links.find(code))?.url).toBe(url);
});

it('ends with all that belongs to it when its time is over', async () => {
  const { links, keys } = open();
  const { code } = await links.create(URL_A, { ttlMs: 1_000, reuse: true });
  await links.follow(code);
  await until('it has expired', async () => (await links.find(code)) === null);
  await expect(links.follow(code)).rejects.toMatchObject({ code: 'LINK_NOT_FOUND', status: 404 });
  expect(await links.top()).toEqual([]);
  const [, left] = (await engine().connection.send([
    'SCAN',
    '0',
    'MATCH',
    `${keys.namespace}:*`,
    'COUNT',
    '10000',
  ])) as [string, string[]];
  expect(left).toEqual([]);
});

it('lists those that are followed most, without those that are gone', async () => {
  const { links } = open();
  const clicks = { aaa: 2, bbb: 5, ccc: 2, ddd: 0, eee: 9 };
  for (const [code, times] of Object.entries(clicks)) {
    await links.create(`https://shop.example/${code}`, { code, ...(code === 'eee' ? { ttlMs: 1_000 } : {}) });
    for (let time = 0; time < times; time++) await links.follow(code);
  }
  await until('one has expired', async () => (await links.find('eee')) === null);
  expect((await links.top(2)).map(({ code }) => code)).toEqual(['bbb', 'aaa']);
  expect((await links.top()).map(({ code, clicks: count }) => [code, count])).toEqual([
    ['bbb', 5],
    ['aaa', 2],
    ['ccc', 2],
    ['ddd', 0],
  ]);
  await links.remove('bbb');
  expect((await links.top(1)).map(({ code }) => code)).toEqual(['aaa']);
  await expect(links.remove('bbb')).rejects.toMatchObject({ code: 'LINK_NOT_FOUND' });
});

it.each([
  [{ code: 'ab' }, '3 to 64 letters'],
  [{ code: 'a/b' }, '3 to 64 letters'],
  [{ code: 'abc', reuse: true }, 'goes without a code of your own'],
  [{ ttlMs: 5 }, '"ttlMs" is 5'],
])('refuses %j', async (options, message) => {
  await expect(open().links.create(URL_A, options)).rejects.toMatchObject({
    code: 'INVALID_VALUE',
    message: expect.stringContaining(message),
  });
});

it('refuses to lead to hosts that are not allowed', async () => {
  const { links } = open({ hosts: ['*.shop.example'] });
  await expect(links.create('https://evil.example/')).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  await expect(links.create('https://eu.shop.example/')).resolves.toMatchObject({ created: true });
  expect(() => open({ hosts: ['https://x'] })).toThrow('Give hosts such as');
});
