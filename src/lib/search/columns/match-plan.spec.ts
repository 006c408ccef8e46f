import { startWord, stemWord } from '../../analysis/anchors.js';
import type { Alternative, TextPlan, WordGroup } from '../../query/text-plan.js';
import { matchPlan } from './match-plan.js';
import { PLACES } from './posting-list.js';
import { Postings } from './postings.js';

const SIZE = 5;
const WORDS = { frequency: 1, place: PLACES.words };
const MEMBERS = [WORDS, WORDS, { frequency: 1, place: PLACES.codes }];
const postings = new Postings(MEMBERS);
postings.add(0, ['red lamp', 'red', 'ab1']);
postings.add(1, ['red chair', '', 'ab12 red']);
postings.add(2, ['lampshade', '', '']);
postings.add(3, [`blue ${stemWord('chairs', 'english')} ${startWord('blue')}`, '', 'lamp']);

const alternative = (token: string, others: Partial<Alternative> = {}): Alternative => ({
  kind: 'exact',
  tokens: token.split('+'),
  prefix: false,
  weight: 1,
  ...others,
});
const group = (...alternatives: readonly Alternative[]): WordGroup => ({ typed: '', alternatives, telling: true });
const all = (...groups: readonly WordGroup[]): TextPlan => ({ require: 'all', groups, bonuses: [] });
const any = (...groups: readonly WordGroup[]): TextPlan => ({ require: 'any', groups, bonuses: [] });
const match = (plan: TextPlan) => {
  const slots = matchPlan(postings, plan, SIZE);
  return slots === null ? null : [...slots.toArray()];
};

describe('matchPlan', () => {
  it.each<[string, TextPlan, readonly number[]]>([
    ['a word, wherever it is', all(group(alternative('lamp'))), [0, 3]],
    ['a word of a code member too', all(group(alternative('red'))), [0, 1]],
    ['a word that nobody holds', all(group(alternative('green'))), []],
    ['words of one alternative, anywhere', all(group(alternative('lamp+red'))), [0]],
    ['either alternative', all(group(alternative('chair'), alternative('blue'))), [1, 3]],
    ['every group', all(group(alternative('red')), group(alternative('lamp'), alternative('blue'))), [0]],
    ['a beginning', all(group(alternative('lam', { prefix: true }))), [0, 2, 3]],
    ['a beginning behind a word', all(group(alternative('red+c', { prefix: true }))), [1]],
    ['a beginning with a star', all(group(alternative('lam*'))), [0, 2, 3]],
    ['a code', all(group(alternative('red', { kind: 'code' }))), [1]],
    ['the beginning of a code', all(group(alternative('ab1', { kind: 'code', prefix: true }))), [0, 1]],
    ['a basic form', all(group(alternative(stemWord('chair', 'english'), { kind: 'stem' }))), [3]],
    ['no completion', all(group(alternative('lamp', { kind: 'completion' }), alternative('blue'))), [3]],
    ['any word of any group', any(group(alternative('chair+blue')), group(alternative('lampshade'))), [1, 2, 3]],
    ['words side by side one by one', any(group(alternative('chair blue'))), [1, 3]],
    ['words side by side', all(group(alternative('red lamp'))), [0]],
    ['words side by side, also from one member to the next', all(group(alternative('lamp red ab1'))), [0]],
    ['words side by side that end with a beginning', all(group(alternative('red cha*'))), [1]],
    ['no words side by side in another order', all(group(alternative('lamp ab1'))), []],
    ['every group, one of words side by side', all(group(alternative('ab1')), group(alternative('red lamp'))), [0]],
    ['a synonym of several words', any(group(alternative('red lamp', { kind: 'synonym' }))), [0]],
    ['a phrase', all(group(alternative('red+lamp', { kind: 'phrase' }))), [0]],
    ['a phrase that ends with a beginning', all(group(alternative('red+l', { kind: 'phrase', prefix: true }))), [0]],
    ['where a text starts', all(group(alternative(startWord('blue')))), [3]],
    ['telling groups alone', any(group(alternative('chair')), { ...group(alternative('red')), telling: false }), [1]],
  ])('matches %s', (_, plan, slots) => {
    expect(match(plan)).toEqual(slots);
  });

  it('counts no bonus', () => {
    expect(match({ ...all(group(alternative('chair'))), bonuses: [alternative('blue')] })).toEqual([1]);
  });

  it.each<[string, TextPlan]>([
    ['any word', all(group(alternative('', { prefix: true })))],
    ['a beginning with a letter that folds to others', all(group(alternative('ǰ', { prefix: true })))],
    ['a star within', all(group(alternative('r*d')))],
    ['no word', all()],
    ['no alternative', all(group())],
    ['no telling group', any({ ...group(alternative('red')), telling: false })],
  ])('leaves %s to the engine', (_, plan) => {
    expect(match(plan)).toBeNull();
  });

  it('finds documents under other slots once these are renumbered', () => {
    const kept = new Postings([WORDS, { frequency: 1, place: PLACES.codes }]);
    const words = ['red lamp', 'red chair', 'blue', 'red bluebell'];
    for (const [slot, text] of words.entries()) kept.add(slot, [text, `c${slot}`]);
    for (const slot of [1, 2]) kept.remove(slot);
    kept.compact(Int32Array.of(0, -1, -1, 1));
    kept.add(2, ['chair red', '']);
    const slots = (token: string, prefix = false) => [
      ...(matchPlan(kept, all(group(alternative(token, { prefix }))), 3)?.toArray() ?? []),
    ];
    expect(['red', 'chair', 'blue', 'red bluebell', 'chair red', 'red chair'].map((token) => slots(token))).toEqual([
      [0, 1, 2],
      [2],
      [],
      [1],
      [2],
      [],
    ]);
    expect([slots('blue', true), slots('c', true)]).toEqual([[1], [0, 1, 2]]);
  });
});
