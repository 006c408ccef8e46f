import fc from 'fast-check';
import type { AnyDocument } from '../../../src/lib/collections/collection.js';
import { layoutOf } from '../../../src/lib/collections/field-layout.js';
import { indexNameOf } from '../../../src/lib/indexes/index-name.js';
import { compileText } from '../../../src/lib/query/compile-text.js';
import { createParameters } from '../../../src/lib/query/parameters.js';
import { parseSearch } from '../../../src/lib/query/parse-search.js';
import { readReply } from '../../../src/lib/query/reply.js';
import type { TextPlan } from '../../../src/lib/query/text-plan.js';
import { columnLayoutOf } from '../../../src/lib/search/columns/column-layout.js';
import { matchPlan } from '../../../src/lib/search/columns/match-plan.js';
import { Postings } from '../../../src/lib/search/columns/postings.js';
import { PlanScorer } from '../../../src/lib/search/columns/score-plan.js';
import { literalPlanWith } from '../../../src/lib/search/planner/literal-groups.js';
import { planText } from '../../../src/lib/search/planner/plan-text.js';
import { SynonymIndex } from '../../../src/lib/search/synonyms/synonym-index.js';
import { TermIndex } from '../../../src/lib/search/terms/term-index.js';
import { sortCounts, Vocabulary } from '../../../src/lib/search/terms/vocabulary.js';
import { unicodeText } from '../../support/arbitrary-text.js';
import { definition, fill, openIndexLab, textOf } from '../../support/index-lab.js';
import type { IndexLab, LabProcess } from '../../support/index-lab.js';
import { TEST_SEED } from '../../support/test-seed.js';
import { WORDS } from '../differential/generate/words.js';

const things = definition(
  'things',
  {
    name: { kind: 'text', weight: 5 },
    notes: { kind: 'text' },
    brand: { kind: 'tag', searchable: true },
    path: { kind: 'hierarchy', searchable: true },
    sku: { kind: 'code' },
    ean: { kind: 'code' },
  },
  { language: 'english' },
);
const layout = layoutOf(things);
const fields = [...layout.values()];
const members = fields.map(({ field, members: { filter, words } }) => (field.kind === 'code' ? filter : words));

const LONG = 'abcdefghij'.repeat(14);
const PLAIN = 'red reds blue chair chairs lamp lampshade lamps run running runs wireless mouse office table'.split(' ');
const CODES = [
  'K2-BLK-01',
  'K2-BLK-02',
  'k2blk',
  '0012345',
  '12345-6',
  '4006381333931',
  'AB.12/x',
  'Ж-77',
  '٣٤-x',
  '5',
];
const word = fc.oneof(
  fc.constantFrom(...PLAIN),
  fc.constantFrom<string>(...WORDS),
  fc.constantFrom(...CODES),
  fc.constantFrom(LONG, `${LONG}x`, LONG.slice(0, 128), '東京都庁', '京都', '都', '𠀀𠀁', '무선키보드', 'ไร้สาย', 'ꭰꮒ'),
);
const phrase = (most: number) => fc.array(word, { minLength: 1, maxLength: most }).map((words) => words.join(' '));
const text = fc.oneof({ weight: 5, arbitrary: phrase(6) }, { weight: 1, arbitrary: unicodeText });
const code = fc.constantFrom(...CODES);
const someThing = fc.record(
  {
    name: text,
    notes: text,
    brand: fc.array(phrase(2), { maxLength: 2 }),
    path: phrase(3),
    sku: code,
    ean: fc.array(code, { maxLength: 2 }),
  },
  { requiredKeys: ['name'] },
);
const THINGS = 220;
const CASES = 200;

const cutShort = (whole: string) => {
  const characters = Array.from(whole);
  return fc.integer({ min: 1, max: characters.length }).map((kept) => characters.slice(0, kept).join(''));
};
const typed = fc.oneof(
  phrase(3),
  phrase(2).chain(cutShort),
  unicodeText,
  fc.array(code).map((all) => all.join(' ')),
);
const synonyms = new SynonymIndex([
  { synonyms: ['lamp', 'lampshade', 'office table'] },
  { synonyms: ['red chair', 'wifi', '京'] },
]).lookup(['english'], null);

let lab: IndexLab;
let shop: LabProcess;
let postings: Postings;
let slotOf: Map<string, number>;
let slots = 0;
let written = 0;

beforeAll(async () => {
  lab = await openIndexLab();
  shop = lab.process(lab.namespace());
  await shop.manager.put('things', { fields: things.fields, language: 'english' });
  await shop.manager.settled();
  postings = new Postings(columnLayoutOf(layout).texts);
  slotOf = new Map();
  await addThings(THINGS);
});
afterAll(() => lab.close());

async function addThings(count: number): Promise<void> {
  const made = fc.sample(someThing, { seed: TEST_SEED + written, numRuns: count });
  const documents = made.map((thing): AnyDocument => ({ ...thing, id: String(written++) }));
  await fill(shop, 'things', documents);
  for (const { id } of documents) await addWords(String(id));
}

async function addWords(id: string): Promise<void> {
  const key = shop.keys.document('things', null, id);
  const idx = JSON.parse(textOf(await shop.connection.send(['JSON.GET', key, '.idx']))) as Record<string, unknown>;
  const texts = members.map((member) => idx[member]);
  postings.add(
    slots,
    texts.map((held) => (typeof held === 'string' ? held : '')),
  );
  slotOf.set(id, slots++);
}

async function vocabularyOf(): Promise<Vocabulary> {
  const counts = new Map<string, number>();
  for (const id of slotOf.keys()) {
    const key = shop.keys.document('things', null, id);
    const texts = JSON.parse(textOf(await shop.connection.send(['JSON.GET', key, '$.idx[*]']))) as unknown[];
    const held = texts.flatMap((one) => (typeof one === 'string' ? one.split(' ') : []));
    for (const term of new Set(held)) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return Vocabulary.of(new TermIndex(sortCounts(counts)), slotOf.size);
}

function plansOf(q: string, vocabulary: Vocabulary): readonly TextPlan[] {
  const search = parseSearch(things, { q });
  if (search.text === null) return [];
  const forms = { languages: search.languages, synonyms };
  const { text: asked } = search;
  const planned = [true, false].flatMap((typos) => {
    const { all, any } = planText(asked, vocabulary, { typos, match: 'auto', forms });
    return [all, any];
  });
  return [...planned, literalPlanWith(asked, forms)].filter((plan) => plan !== null);
}

async function foundByEngine(plan: TextPlan): Promise<readonly number[]> {
  const parameters = createParameters();
  const query = compileText(layout, plan, parameters, false);
  const index = indexNameOf(shop.keys, things);
  const options = ['VERBATIM', 'RETURN', '1', 'id', 'LIMIT', '0', '10000', 'TIMEOUT', '10000', 'DIALECT', '2'];
  const reply = await shop.connection.send(['FT.SEARCH', index, query, ...options, ...parameters.args()]);
  const slotsFound = readReply(reply).rows.map(({ id }) => slotOf.get(String(id)) ?? -1);
  return slotsFound.sort((a, b) => a - b);
}

/** The slots that are not dead. */
const alive = (found: Iterable<number>) => {
  const live = new Set(slotOf.values());
  return [...found].filter((slot) => live.has(slot));
};

/** Whether a plan looks for a beginning with letters that change with their case other than one for one. */
function hasOddBeginning({ groups }: TextPlan): boolean {
  const alternatives = groups.flatMap((group) => group.alternatives);
  const beginnings = alternatives.flatMap(({ tokens, prefix }) =>
    tokens.filter((token, at) => token.endsWith('*') || (prefix && at === tokens.length - 1)),
  );
  return beginnings.some((token) => /[\p{Script=Cherokee}\p{Script=Greek}\u01F0\u0345\u1E96-\u1E99]/u.test(token));
}

async function compareAll(seed: number, numRuns: number): Promise<number> {
  const vocabulary = await vocabularyOf();
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(typed, async (q) => {
      for (const plan of plansOf(q, vocabulary)) {
        const matched = matchPlan(postings, plan, slots);
        if (!hasOddBeginning(plan)) expect(matched).not.toBeNull();
        if (matched === null) continue;
        expect(alive(matched.toArray())).toEqual(await foundByEngine(plan));
        compared++;
      }
    }),
    { seed, numRuns },
  );
  return compared;
}

/** What the engine scores by slots, 12 digits at most. */
async function scoredByEngine(plan: TextPlan): Promise<ReadonlyMap<number, number>> {
  const parameters = createParameters();
  const query = compileText(layout, plan, parameters, true);
  const options = ['VERBATIM', 'SCORER', 'BM25STD', 'ADDSCORES', 'LOAD', '1', '@id', 'LIMIT', '0', '10000'];
  const command = ['FT.AGGREGATE', indexNameOf(shop.keys, things), query, ...options, ...parameters.args()];
  const reply = await shop.connection.send([...command, 'DIALECT', '2']);
  const scores = readReply(reply).rows.map(
    ({ id, __score }) => [slotOf.get(String(id)) ?? -1, Number(__score)] as const,
  );
  return new Map(scores);
}

it.each<readonly [string, ...string[]]>([
  ['red'],
  ['lamp', 'red'],
  ['chair', 'office'],
  ['k2blk'],
  ['wireless', 'mouse', 'blue'],
])('postings score %j as the engine does', async (...tokens) => {
  const groups = tokens.map((token) => ({
    typed: token,
    telling: true,
    alternatives: [{ kind: 'exact' as const, tokens: [token], prefix: false, weight: 1 }],
  }));
  const plan: TextPlan = { require: 'all', groups, bonuses: [] };
  const hits = matchPlan(postings, plan, slots);
  const scores = hits && new PlanScorer(postings).score(plan, hits, hits.toArray());
  const byEngine = await scoredByEngine(plan);
  expect([...byEngine.keys()].sort((a, b) => a - b)).toEqual([...(hits?.toArray() ?? [])]);
  for (const [slot, score] of byEngine) expect(scores?.[slot]).toBeCloseTo(score, 5);
});

describe(`postings select what the engine selects, seed ${TEST_SEED}`, () => {
  it('of all documents', async () => {
    expect(await compareAll(TEST_SEED, CASES)).toBeGreaterThan(CASES);
  });

  it('after documents went, also when their slots are given to others', async () => {
    const gone = [...slotOf.keys()].filter((id) => Number(id) % 3 === TEST_SEED % 3);
    for (const id of gone) {
      await shop.repository('things').delete(id);
      postings.remove(slotOf.get(id) ?? -1);
      slotOf.delete(id);
    }
    await compareAll(TEST_SEED + 1, CASES / 5);
    const moved = new Int32Array(slots).fill(-1);
    slots = 0;
    for (const [id, slot] of slotOf) {
      moved[slot] = slots;
      slotOf.set(id, slots++);
    }
    postings.compact(moved);
    await addThings(THINGS / 10);
    await compareAll(TEST_SEED + 2, CASES / 5);
  });
});
