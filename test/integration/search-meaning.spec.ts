import { openTestShop } from '../support/test-shop.js';
import type { TestCollection, TestShop } from '../support/test-shop.js';

let shop: TestShop;
let products: TestCollection;

const documents = [
  { id: 'kb1', name: 'Wireless Keyboard', brand: 'Clavis', category: ['Keyboards'], sku: 'CL-0815/BLK', price: 80 },
  { id: 'kb2', name: 'Mechanical Keyboard, 13 inch', brand: 'Clavis', category: ['Keyboards'], price: 120 },
  { id: 'case', name: 'Carrying Case for a Wireless Keyboard', brand: 'Hutt', category: ['Cases'], price: 20 },
  { id: 'phones', name: 'Headphones Studio', brand: 'Ohm', category: ['Audio'], price: 60 },
  { id: 'stand', name: 'Stand for Head Phones', brand: 'Ohm', category: ['Audio'], price: 15 },
  { id: 'cable', name: 'USB-C Cable', brand: 'Ohm', category: ['Cables'], price: 9 },
  { id: 'turntable', name: 'Sony Turntable PSLX350H', brand: 'Sony', category: ['Audio'], price: 150 },
  { id: 'receiver', name: 'Sony Receiver STR-DG820', brand: 'Sony', category: ['Audio'], price: 250 },
  { id: 'cafe', name: 'Café Crème Maker', brand: 'Ohm', category: ['Kitchen'], price: 99 },
];

beforeAll(async () => {
  shop = await openTestShop();
  products = await shop.create(
    'products',
    {
      fields: {
        name: { kind: 'text', weight: 5 },
        brand: { kind: 'tag', searchable: true, facet: true, weight: 3 },
        category: { kind: 'tag', searchable: true, facet: true, weight: 3 },
        sku: { kind: 'code' },
        ean: { kind: 'code' },
        price: { kind: 'numeric', facet: true },
      },
    },
    documents,
  );
});

afterAll(() => shop.close());

const find = (q: string, options: object = {}) => products.search.search({ q, ...options });
const idsOf = async (q: string, options: object = {}) => (await find(q, options)).hits.map(({ id }) => id);

describe('a mistyped word', () => {
  it.each([
    ['a letter too few', 'keybord', 'keyboard'],
    ['a letter too many', 'keyyboard', 'keyboard'],
    ['another letter', 'keyboerd', 'keyboard'],
    ['two letters swapped', 'keybaord', 'keyboard'],
    ['a wrong first letter', 'meyboard', 'keyboard'],
    ['two faults in a long word', 'kayborad', 'keyboard'],
  ])('with %s finds what was meant', async (_, q, corrected) => {
    const answer = await find(q);
    expect(answer.hits.map(({ id }) => id).sort()).toEqual(['case', 'kb1', 'kb2']);
    expect(answer.query).toMatchObject({ text: q, corrected, optional: [] });
  });

  it('finds it together with the beginning of another one', async () => {
    expect(await idsOf('wireles keyb')).toEqual(['kb1', 'case']);
  });

  it('that is only begun finds it too', async () => {
    expect(await idsOf('turmtab')).toEqual(['turntable']);
  });

  it('is marked where it was found', async () => {
    const { hits } = await find('keybord', { highlight: { fields: ['name'] } });
    expect(hits.find(({ id }) => id === 'kb1')?.highlights).toEqual({ name: 'Wireless <mark>Keyboard</mark>' });
  });

  it('is taken as it is when typos are off', async () => {
    expect(await find('keybord', { typos: false })).toMatchObject({ total: 0, query: { corrected: null } });
  });

  it('of a number or a short word is none', async () => {
    expect(await idsOf('12 inch', { match: 'all' })).toEqual([]);
    expect(await idsOf('ome', { match: 'all' })).toEqual([]);
  });

  it('is the right word once a document has it', async () => {
    expect(await idsOf('keyboarx')).toHaveLength(3);
    await products.repository.put({ id: 'new', name: 'Keyboarx' });
    expect(await find('keyboarx')).toMatchObject({ total: 1, hits: [{ id: 'new' }], query: { corrected: null } });
    await products.repository.delete('new');
    expect(await find('keyboarx')).toMatchObject({ total: 3, query: { corrected: 'keyboard' } });
  });
});

describe('mistyped words beyond a dozen', () => {
  const unknown = (count: number) =>
    Array.from('abcdefghijklm'.slice(0, count), (letter) => `xq${letter}zzw`).join(' ');

  it('are not guessed, and the answer tells', async () => {
    const { hits, partial, partialReasons } = await find(`${unknown(12)} keybord case`);
    expect(hits.map(({ id }) => id)).toEqual(['case']);
    expect({ partial, partialReasons }).toEqual({ partial: true, partialReasons: ['GUESS_LIMIT'] });
    const whole = await find(`${unknown(11)} keybord case`);
    expect(whole.hits.map(({ id }) => id)).toContain('kb1');
    expect(whole).toMatchObject({ partial: false });
    expect(whole).not.toHaveProperty('partialReasons');
  });

  it('are no matter where typos are off', async () => {
    expect(await find(`${unknown(13)} case`, { typos: false })).toMatchObject({ partial: false });
  });

  it('are refused where the caller wants all or nothing', async () => {
    await expect(find(`${unknown(13)} case`, { partial: 'fail' })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      status: 400,
      message: expect.stringMatching(/^q: .* 12 .*typos/),
      faults: [{ path: 'q', message: expect.any(String) }],
    });
    await expect(find(`${unknown(12)} case`, { partial: 'fail' })).resolves.toMatchObject({ partial: false });
  });
});

describe('words joined and split', () => {
  it.each([
    ['headphones', ['phones']],
    ['head phones', ['stand', 'phones']],
    ['usbc', ['cable']],
    ['usb c', ['cable']],
    ['wirelesskeyboard', ['kb1', 'case']],
    ['key board', ['kb1', 'kb2', 'case']],
    ['ps-lx350h', ['turntable']],
    ['strdg820', ['receiver']],
    ['cafecreme', ['cafe']],
  ])('%s', async (q, expected) => {
    const ids = await idsOf(q);
    expect([...ids].sort()).toEqual([...expected].sort());
    expect(ids[0]).toBe(expected[0]);
  });
});

describe('a code', () => {
  it.each(['CL-0815/BLK', 'cl0815blk', 'cl 0815 blk', 'CL-0815', 'l0815b', 'XCL0815BLK-RED'])(
    'is found by %s',
    async (q) => {
      expect((await idsOf(q))[0]).toBe('kb1');
    },
  );
});

it('a code that is the whole query comes before what only mentions it', async () => {
  const { search } = await shop.create(
    'codes',
    { fields: { name: { kind: 'text', weight: 5 }, text: { kind: 'text' }, sku: { kind: 'code' } } },
    [
      { id: 'mentions', name: 'Goggles', text: 'Fit the helmet TB-FI-H' },
      { id: 'is', name: 'Ski helmet', sku: 'TB-FI-H' },
    ],
  );
  expect((await search.search({ q: 'TB-FI-H' })).hits.map(({ id }) => id)).toEqual(['is', 'mentions']);
});

describe('words that no document has together', () => {
  it('are looked for by the telling ones, and the answer says so', async () => {
    const answer = await find('sony turntable with belt drive pslx350h');
    expect(answer.hits[0]?.id).toBe('turntable');
    expect(answer.query.optional).toContain('belt');
  });

  it('find nothing when all are required', async () => {
    expect(await find('sony keyboard', { match: 'all' })).toMatchObject({ total: 0, query: { optional: [] } });
    expect((await find('sony keyboard')).total).toBeGreaterThan(0);
  });

  it('are not looked for otherwise because of a filter', async () => {
    expect(await find('wireless keyboard', { where: { price: { gt: 1_000 } } })).toMatchObject({
      total: 0,
      query: { optional: [] },
    });
  });

  it('find nothing when none of them is in any document', async () => {
    expect(await find('zzzzz qqqqq')).toMatchObject({ total: 0, query: { corrected: null } });
  });
});

describe('any text', () => {
  it.each([
    ['many short words', 'a '.repeat(500)],
    ['many different words', Array.from({ length: 330 }, (_, at) => at.toString(36)).join(' ')],
    ['many unknown words', Array.from({ length: 120 }, (_, at) => `qw${at}xyz`).join(' ')],
    ['words with punctuation', "over-ear zzzqqq l'été 3.5 mm moving-magnet №5 pan½"],
  ])('of %s is answered', async (_, q) => {
    for (const typos of [true, false]) {
      for (const match of ['auto', 'all'] as const) {
        const { hits } = await find(q.trim().slice(0, 1_000), { typos, match, facets: ['brand'], timeoutMs: 10_000 });
        expect(hits.length).toBeLessThanOrEqual(documents.length);
      }
    }
  });
});

describe('the order by relevance', () => {
  it('puts a thing above its accessory', async () => {
    expect(await idsOf('wireless keyboard')).toEqual(['kb1', 'case']);
  });

  it('puts what is in a category of that name above what only mentions it', async () => {
    expect((await idsOf('audio'))[0]).not.toBe('kb1');
    expect(await idsOf('ohm audio')).toEqual(expect.arrayContaining(['phones', 'stand']));
  });

  it('puts whole words above words that begin so', async () => {
    expect((await idsOf('case'))[0]).toBe('case');
  });
});
