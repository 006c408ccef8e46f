import { Random } from '../../../../test/integration/differential/generate/random.js';
import { TEST_SEED } from '../../../../test/support/test-seed.js';
import type { Alternative, TextPlan } from '../../query/text-plan.js';
import { matchPlan } from './match-plan.js';
import { PLACES } from './posting-list.js';
import { Postings } from './postings.js';
import { PlanScorer } from './score-plan.js';
import { SlotSet } from './slot-set.js';

const MEMBERS = [
  { frequency: 25, place: PLACES.words },
  { frequency: 1, place: PLACES.words },
  { frequency: 4, place: PLACES.codes },
];
const WORDS = ['red', 'redder', 'blue', 'lamp', 'lamps', 'chair', 'ab1'];
const DOCUMENTS = 300;

const alternative = (tokens: string, others: Partial<Alternative> = {}): Alternative => ({
  kind: 'exact',
  tokens: tokens.split('+'),
  prefix: false,
  weight: 1,
  ...others,
});
const planOf = (require: 'all' | 'any', ...groups: readonly (readonly Alternative[])[]): TextPlan => ({
  require,
  groups: groups.map((alternatives) => ({ typed: '', alternatives, telling: true })),
  bonuses: [],
});

type Texts = readonly string[];

/** Okapi BM25 of words that count as one, in one document of all. */
function bm25(all: readonly Texts[], texts: Texts, isWord: (word: string) => boolean, holders?: number): number {
  const frequencyIn = (document: Texts, wanted: (word: string) => boolean) =>
    document.reduce((sum, text, at) => {
      const count = text.split(' ').filter((word) => word !== '' && wanted(word)).length;
      return sum + count * (MEMBERS[at]?.frequency ?? 0);
    }, 0);
  const length = (document: Texts) => frequencyIn(document, () => true);
  const average = all.reduce((sum, document) => sum + length(document), 0) / all.length;
  const held = holders ?? all.filter((document) => frequencyIn(document, isWord) > 0).length;
  const idf = Math.log(1 + (all.length - held + 0.5) / (held + 0.5));
  const frequency = frequencyIn(texts, isWord);
  return (idf * frequency * 2.2) / (frequency + 1.2 * (0.5 + (0.5 * length(texts)) / average));
}

const random = new Random(`${TEST_SEED}:scores`);
const written = Array.from({ length: DOCUMENTS }, () => MEMBERS.map(() => random.some(WORDS, 0, 4).join(' ')));
const gone = new Set([...written.keys()].filter(() => random.chance(0.3)));
const documents = written.filter((_, slot) => !gone.has(slot));

/** Documents under the slots that they were written to, or under those that they have once others are given up. */
function held(isCompact: boolean): { readonly postings: Postings; readonly slots: readonly number[] } {
  const postings = new Postings(MEMBERS);
  for (const [slot, texts] of written.entries()) postings.add(slot, texts);
  for (const slot of gone) postings.remove(slot);
  const slots = [...written.keys()].filter((slot) => !gone.has(slot));
  if (!isCompact) return { postings, slots };
  const moved = Int32Array.from(written, (_, slot) => slots.indexOf(slot));
  postings.compact(moved);
  return { postings, slots: [...slots.keys()] };
}

const isWord = (word: string) => (other: string) => other === word;
const begins = (word: string) => (other: string) => other.startsWith(word);
const score = (texts: Texts, wanted: (word: string) => boolean) => bm25(documents, texts, wanted);
/** All words with a beginning as one that is in as many documents as they are together. */
function beginning(texts: Texts, start: string): number {
  const words = [...new Set(WORDS.filter(begins(start)))];
  const holders = (word: string) => documents.filter((other) => other.join(' ').split(' ').includes(word)).length;
  const together = words.reduce((sum, word) => sum + holders(word), 0);
  return bm25(documents, texts, begins(start), Math.min(together, documents.length));
}
const holds = (texts: Texts, phrase: string) =>
  ` ${texts.filter((text) => text !== '').join(' ')} `.includes(` ${phrase} `);

const CASES: readonly (readonly [string, TextPlan, (texts: Texts) => number])[] = [
  ['a word', planOf('all', [alternative('red')]), (texts) => score(texts, isWord('red'))],
  [
    'a word of several weights, once',
    planOf('all', [alternative('red'), alternative('red', { kind: 'typo', weight: 0.5 })], [alternative('lamp')]),
    (texts) => score(texts, isWord('red')) * 1.5 + score(texts, isWord('lamp')),
  ],
  [
    'one word alone, beside the dearest weight',
    planOf('all', [alternative('red', { weight: 0.4 }), alternative('lamp', { weight: 0.1 })]),
    (texts) => score(texts, isWord('red')) + score(texts, isWord('lamp')) / 4,
  ],
  [
    'all words',
    planOf('all', [alternative('red')], [alternative('lamp', { weight: 2 }), alternative('chair')]),
    (texts) => score(texts, isWord('red')) + 2 * score(texts, isWord('lamp')) + score(texts, isWord('chair')),
  ],
  [
    'words in codes alone',
    planOf('all', [alternative('blue', { weight: 1 }), alternative('ab1', { kind: 'code', weight: 2 })]),
    (texts) => score(texts, isWord('blue')) + (holds([texts[2] ?? ''], 'ab1') ? 2 * score(texts, isWord('ab1')) : 0),
  ],
  [
    'several words at a weight, where all are there',
    planOf('all', [alternative('blue'), alternative('red+lamp', { kind: 'split', weight: 0.7 })]),
    (texts) =>
      score(texts, isWord('blue')) +
      (['red', 'lamp'].every((word) => holds(texts, word))
        ? 0.7 * (score(texts, isWord('red')) + score(texts, isWord('lamp')))
        : 0),
  ],
  [
    'a beginning, all its words as one',
    planOf('all', [alternative('red', { kind: 'prefix', prefix: true, weight: 0.05 })]),
    (texts) => 0.05 * beginning(texts, 'red'),
  ],
  [
    'a word that may be a beginning too',
    planOf('all', [alternative('red', { prefix: true })]),
    (texts) => score(texts, isWord('red')) + 0.001 * beginning(texts, 'red'),
  ],
  [
    'a phrase, from one member to the next too',
    {
      ...planOf('all', [alternative('red')], [alternative('lamp')]),
      bonuses: [alternative('red+lamp', { kind: 'phrase', weight: 0.5 })],
    },
    (texts) => (score(texts, isWord('red')) + score(texts, isWord('lamp'))) * (holds(texts, 'red lamp') ? 1.5 : 1),
  ],
  [
    'any word, those that need not be there too',
    {
      require: 'any',
      bonuses: [],
      groups: [
        { typed: '', alternatives: [alternative('red+lamp')], telling: true },
        { typed: '', alternatives: [alternative('chair')], telling: false },
      ],
    },
    (texts) => ['red', 'lamp', 'chair'].reduce((sum, word) => sum + score(texts, isWord(word)), 0),
  ],
];

describe.each([false, true])(`scores of documents, slots given up: %s, seed ${TEST_SEED}`, (isCompact) => {
  const { postings, slots } = held(isCompact);
  const size = isCompact ? documents.length : DOCUMENTS;

  it.each(CASES)('are those of BM25 for %s', (_, plan, expected) => {
    const hits = matchPlan(postings, plan, size);
    const scores = hits && new PlanScorer(postings).score(plan, hits, hits.toArray());
    const found = documents.flatMap((texts, at) => {
      const slot = slots[at] ?? -1;
      return hits?.has(slot) === true ? [[at, expected(texts), scores?.[slot]] as const] : [];
    });
    expect(found.length).toBeGreaterThan(5);
    for (const [, naive, score] of found) expect(score).toBeCloseTo(naive, 9);
  });

  it('are unknown where only the engine can tell', () => {
    const plan = planOf('all', [alternative('ǰ', { kind: 'prefix', prefix: true })]);
    expect(new PlanScorer(postings).score(plan, SlotSet.of(size, []), new Uint32Array(0))).toBeNull();
  });
});
