import { createCollection } from '../collections/create-collection.js';
import { code, text } from '../collections/fields.js';
import { layoutOf } from '../collections/field-layout.js';
import { compileText, compileTextAmong } from './compile-text.js';
import { createParameters } from './parameters.js';
import type { Alternative, TextPlan, WordGroup } from './text-plan.js';

const layout = layoutOf(createCollection('things', null, { name: text(), sku: code() }, {}));
const sku = layout.get('sku')!.members.words;

const group = (alternatives: readonly Alternative[], telling = true): WordGroup => ({
  typed: '',
  alternatives,
  telling,
});
const word = (token: string, kind: Alternative['kind'] = 'exact', weight = 1): Alternative => ({
  ...{ kind, weight },
  tokens: [token],
  prefix: kind === 'prefix',
});

/** The query text, with the values in the place of their names. */
function compile(plan: Partial<TextPlan>, ranked = true): string {
  const parameters = createParameters();
  const compiled = compileText(layout, { require: 'all', groups: [], bonuses: [], ...plan }, parameters, ranked);
  const [, , ...values] = parameters.args().map(String);
  return compiled.replace(/\$p(\d+)/g, (_, at: string) => String(values[2 * Number(at) + 1]));
}

const keyboard = [word('keyb', 'prefix', 0.05), word('keyboard', 'completion', 0.4)];

describe('the query text of a plan', () => {
  it('requires every group, any of its alternatives, each by its weight', () => {
    const groups = [group([word('red')]), group(keyboard)];
    expect(compile({ groups })).toBe("(red ((keyb*)=>{$weight:0.05}|(w'keyboard')=>{$weight:0.4}))");
  });

  it('leaves weights, completions and bonuses out where nothing is ranked', () => {
    const plan = { groups: [group([word('red', 'typo', 0.5)]), group(keyboard)], bonuses: [word('x', 'value', 3)] };
    expect(compile(plan, false)).toBe('(red keyb*)');
  });

  it('has several tokens of one alternative together, and codes in the fields of codes', () => {
    const split: Alternative = { kind: 'split', tokens: ['head', 'phones'], prefix: false, weight: 0.7 };
    const k2: Alternative = { kind: 'code', tokens: ['k2'], prefix: true, weight: 1 };
    expect(compile({ groups: [group([split, k2])] })).toBe(
      `(@${sku}:((k2|(k2*)=>{$weight:0.001}))|(head phones)=>{$weight:0.7})`,
    );
  });

  it('has clauses with a field before plain words in a union', () => {
    const k2: Alternative = { kind: 'code', tokens: ['k2'], prefix: false, weight: 1 };
    expect(compile({ require: 'any', groups: [group([word('over'), word('ear'), k2])] })).toBe(
      `(@${sku}:(k2)|over|ear)`,
    );
    const groups = [group([word('over'), word('ear'), k2]), group([word('red')], false)];
    expect(compile({ require: 'any', groups })).toBe(
      `(@${sku}:(k2)|(red (@${sku}:(k2)|over|ear)=>{$weight:0.001})|over|ear)`,
    );
  });

  it('looks for a word once that stands there for several reasons', () => {
    const clean = [word('clean'), word('clean', 'completion', 0.4), word('cleaner', 'completion', 0.1)];
    expect(compile({ groups: [group([word('red')]), group([...clean, word('clean', 'typo', 1)])] })).toBe(
      "(red ((w'clean')=>{$weight:1.4}|(w'cleaner')=>{$weight:0.1}))",
    );
  });

  it('weighs all beside the dearest word where one was typed', () => {
    const alternatives = [...keyboard, word('keyboard', 'typo', 0.1), word('keyb', 'typo', 0.25)];
    const bonuses = [word('brand', 'value', 3)];
    expect(compile({ groups: [group(alternatives)], bonuses })).toBe(
      "((keyb*)=>{$weight:0.1}|keyboard|(w'keyb')=>{$weight:0.5}|(w'brand')=>{$weight:6})",
    );
    expect(compile({ groups: [group([word('keyb'), ...keyboard])] })).toBe(
      "(keyb|(keyb*)=>{$weight:0.05}|(w'keyboard')=>{$weight:0.4})",
    );
  });

  it('has many groups in several parentheses, equal ones once', () => {
    const many = Array.from({ length: 60 }, (_, at) => group([word(`w${at}`)]));
    expect(compile({ groups: [...many, ...many] })).toMatch(/^\(\(w0 .*w49\) \(w50 .*w59\)\)$/);
  });

  it('adds bonuses beside what is required', () => {
    const bonuses: Alternative[] = [
      { kind: 'phrase', tokens: ['red', 'lamp'], prefix: true, weight: 0.5 },
      word('brand', 'value', 3),
    ];
    expect(compile({ groups: [group([word('red')]), group([word('lamp')])], bonuses })).toBe(
      "((red lamp)|(red (lamp|(lamp*)))=>{$weight:0.5;$slop:0;$inorder:true}|(w'brand')=>{$weight:3})",
    );
  });

  it('selects by telling words, and scores all, where any will do', () => {
    const groups = [group([word('pslx350h', 'joined', 2)]), group([word('sony')], false)];
    expect(compile({ require: 'any', groups })).toBe(
      "((w'pslx350h')=>{$weight:2}|(sony (w'pslx350h')=>{$weight:0.001}))",
    );
    expect(compile({ require: 'any', groups }, false)).toBe('pslx350h');
  });

  it('leaves out what counts nothing, where hits are ranked', () => {
    const all = [word('keyb', 'prefix', 0), word('keyboard', 'completion', 0.4)];
    expect(compile({ groups: [group(all)], bonuses: [word('x', 'prefix', 0)] })).toBe('keyboard');
    expect(compile({ groups: [group(all)] }, false)).toBe('keyb*');
  });
});

describe('the query text of a plan among some documents', () => {
  const among = (plan: Partial<TextPlan>) => {
    const parameters = createParameters();
    const text = compileTextAmong(
      layout,
      { require: 'all', groups: [], bonuses: [], ...plan },
      parameters,
      '(@price:[1 2])',
    );
    const [, , ...values] = parameters.args().map(String);
    return text?.replace(/\$p(\d+)/g, (_, at: string) => String(values[2 * Number(at) + 1])) ?? null;
  };

  it('has the condition beside each clause', () => {
    expect(among({ groups: [group([word('red')]), group([word('lamp')])], bonuses: [word('x', 'value', 3)] })).toBe(
      "(((red lamp) (@price:[1 2]))|((w'x')=>{$weight:3} (@price:[1 2])))",
    );
    expect(among({ groups: [group([word('lamp', 'typo', 0.5)])] })).toBe('(lamp (@price:[1 2]))');
  });

  it('is none where several clauses select, or one holds a union', () => {
    expect(among({ groups: [group([word('red'), word('reds', 'stem', 0.3)])] })).toBeNull();
    expect(among({ groups: [group([word('red'), word('reds', 'stem', 0.3)]), group([word('lamp')])] })).toBeNull();
    expect(among({ require: 'any', groups: [group([word('red')])] })).toBeNull();
  });
});
