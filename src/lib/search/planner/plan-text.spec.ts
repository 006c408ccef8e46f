import { startWord, valueWord } from '../../analysis/anchors.js';
import { createCollection } from '../../collections/create-collection.js';
import { text } from '../../collections/fields.js';
import { parseSearch } from '../../query/parse-search.js';
import type { TextPlan } from '../../query/text-plan.js';
import { TermIndex } from '../terms/term-index.js';
import { sortCounts, Vocabulary } from '../terms/vocabulary.js';
import { NO_SYNONYMS, SynonymIndex } from '../synonyms/synonym-index.js';
import { planText } from './plan-text.js';
import type { WordForms } from './word-forms.js';

const collection = createCollection('things', null, { name: text() }, {});
const counts = {
  ...{ wireless: 20, keyboard: 30, keyboards: 3, key: 9, head: 4, phones: 6, headphones: 12, usb: 15, c: 2, usbc: 8 },
  ...{ lip: 10, gloss: 7, sony: 40, pslx350h: 1, the: 90, turntable: 5 },
  [valueWord(['lip', 'gloss'])!]: 6,
  [startWord('keyboard')]: 12,
};
const vocabulary = Vocabulary.of(new TermIndex(sortCounts(new Map(Object.entries(counts)))), 100);

const NO_FORMS: WordForms = { languages: [], synonyms: NO_SYNONYMS };

function plan(q: string, options: object = {}, forms: WordForms = NO_FORMS) {
  const search = parseSearch(collection, { q, ...options });
  return planText(search.text!, vocabulary, { ...search, forms });
}

/** A plan in short: each group's alternatives as `kind:tokens`, a beginning with `*`. */
const show = (textPlan: TextPlan | null) =>
  textPlan?.groups.map(({ alternatives }) =>
    alternatives.map(({ kind, tokens, prefix }) => `${kind}:${tokens.join('+')}${prefix ? '*' : ''}`),
  );

describe('what was typed', () => {
  it.each<[string, string, readonly (readonly string[])[]]>([
    ['a word as it is', 'keyboard sony', [['exact:keyboard'], ['exact:sony']]],
    [
      'the beginning of a last word',
      'sony keyb',
      [['exact:sony'], ['completion:keyboard', 'completion:keyboards', 'prefix:keyb*', 'typo:key']],
    ],
    [
      'a typo, the nearest terms alone',
      'wirelss keyboard',
      [['typo:wireless'], ['exact:keyboard', 'completion:keyboard', 'completion:keyboards', 'prefix:keyboard*']],
    ],
    ['a typo at the end', 'sony wirelss', [['exact:sony'], ['typo:wireless']]],
    ['a typo at the end of a word that begins others', 'sony keybord', [['exact:sony'], ['typo:keyboard*']]],
    ['a typo that begins another word too', 'phone', [['completion:phones', 'prefix:phone*', 'typo:phones']]],
    ['two words that are one', 'head phones sony', [['exact:head+phones', 'joined:headphones'], ['exact:sony']]],
    ['a word cut in two', 'key board sony', [['joined:keyboard'], ['exact:sony']]],
    ['one word that is two', 'wirelesskeyboard', [['split:wireless+keyboard']]],
    ['a word with punctuation', 'usb-c sony', [['exact:usb+c', 'joined:usbc'], ['exact:sony']]],
    ['a part of a code', 'lx350h', [['codePart:pslx350h']]],
    ['a code with more around it', 'pslx350hblk', [['codePart:pslx350h']]],
  ])('is %s', (_, q, groups) => {
    expect(
      show(plan(q).all)?.map((alternatives) => alternatives.filter((name, at) => alternatives.indexOf(name) === at)),
    ).toEqual(groups);
  });

  it('is looked for literally without typos', () => {
    expect(show(plan('wirelss keyboard', { typos: false }).all)).toEqual([['exact:wirelss'], ['exact:keyboard*']]);
  });

  it('leaves nothing to a beginning whose completions are all known', () => {
    const weightOf = (q: string, of: Vocabulary) =>
      planText(parseSearch(collection, { q }).text!, of, {
        typos: true,
        match: 'auto',
        forms: NO_FORMS,
      }).all?.groups[0]?.alternatives.find(({ kind }) => kind === 'prefix')?.weight;
    const many = Array.from({ length: 9 }, (_, at) => ({ term: `keya${'bcdefghij'[at] ?? ''}`, count: 1 }));
    expect(weightOf('keyb', vocabulary)).toBe(0);
    expect(weightOf('keya', Vocabulary.of(new TermIndex(many), 100))).toBe(0.05);
  });

  it('stands for what the word means that was mistyped', () => {
    const synonyms = new SynonymIndex([{ synonyms: ['headphones', 'lip gloss', 'unknown'] }]);
    const forms: WordForms = { languages: ['english'], synonyms: synonyms.lookup(['english'], null) };
    expect(show(plan('headphnes keybords sony', {}, forms).all)).toEqual([
      ['typo:headphones', 'typo:lip gloss'],
      ['typo:keyboards', 'typo:keyboard'],
      ['exact:sony'],
    ]);
  });

  it('stands for its other forms and its synonyms, in groups of several words too', () => {
    const synonyms = new SynonymIndex([
      { root: 'record player', synonyms: ['turntable', 'unknown'] },
      { synonyms: ['gloss', 'lip gloss'], language: 'german' },
    ]);
    const forms: WordForms = { languages: ['english'], synonyms: synonyms.lookup(['english'], null) };
    expect(show(plan('record players sony', {}, forms).all)).toEqual([['synonym:turntable'], ['exact:sony']]);
    expect(show(plan('glosses sony', {}, forms).all)).toEqual([['stem:gloss', 'synonym:lip gloss'], ['exact:sony']]);
    const inEnglish: WordForms = { languages: ['english'], synonyms: synonyms.lookup(['english'], 'english') };
    expect(show(plan('gloss sony', {}, inEnglish).all)).toEqual([['exact:gloss'], ['exact:sony']]);
    expect(show(plan('record player', { typos: false }, forms).all)?.flat()).toEqual(
      expect.arrayContaining(['exact:record+player*', 'synonym:turntable', 'synonym:unknown']),
    );
  });

  it('cannot be found whole where a word is nothing that is known', () => {
    const { all, any } = plan('sony qqqqq');
    expect([all, show(any)]).toEqual([null, [['exact:sony']]]);
  });

  it('may lack the words that tell little, unless all are wanted', () => {
    const { any } = plan('the sony turntable pslx350h');
    expect(any?.groups.map(({ typed, telling }) => [typed, telling])).toEqual([
      ['the', false],
      ['sony', false],
      ['turntable', true],
      ['pslx350h', true],
    ]);
    expect(plan('the sony turntable pslx350h', { match: 'all' }).any).toBeNull();
  });

  it('counts more where a text begins with it, holds it as a phrase, or a tag is exactly that', () => {
    const bonuses = plan('lip gloss').all?.bonuses.map(({ kind, tokens }) => `${kind}:${tokens.join('+')}`);
    expect(bonuses).toEqual([
      `start:${startWord('lip')}+lip+gloss`,
      'phrase:lip+gloss',
      `value:${valueWord(['lip', 'gloss'])}`,
    ]);
    expect(plan('lipp gloss').all?.bonuses).toEqual([]);
  });

  it('is guessed for a dozen unknown words, no more', () => {
    const q = Array.from({ length: 14 }, () => 'keybord').join(' x ');
    expect(plan(`${q} x`).any?.groups.filter(({ typed }) => typed === 'keybord')).toHaveLength(12);
    expect(plan(`${q} x`).isCut).toBe(true);
    expect(plan(`${q} x`, { typos: false }).isCut).toBe(false);
  });

  it('is whole where a dozen words are guessed, however many are known', () => {
    const unknown = Array.from({ length: 12 }, () => 'keybord').join(' x ');
    const known = Array.from({ length: 50 }, () => 'sony pslx350h').join(' ');
    expect(plan(`${unknown} ${known}`).isCut).toBe(false);
  });
});
