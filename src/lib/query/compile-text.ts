import type { Layout } from '../collections/field-layout.js';
import type { Parameters } from './parameters.js';
import { beginningWeight, isPhrase, NEXT_TO_NOTHING, scoringParts, selectingParts } from './plan-parts.js';
import type { Alternative, TextPlan } from './text-plan.js';

/** What an engine command is compiled with. */
interface Compiler {
  /** Attributes that hold codes. */
  readonly codes: readonly string[];
  readonly bind: (token: string) => string;
  /** Whether hits are ranked: weights and bonuses cost time, and matter for nothing else. */
  readonly ranked: boolean;
}

/** A word that no document has. */
const NO_WORD = '\uF8FF';

const MAX_TOGETHER = 50;

/** The query text of a plan for words. */
export function compileText(layout: Layout, plan: TextPlan, parameters: Parameters, ranked: boolean): string {
  const compiler = compilerOf(layout, parameters, ranked);
  if (plan.require === 'any') return compileAny(compiler, plan);
  const { selecting, raising } = compileAll(compiler, plan);
  return union(fieldsFirst([...selecting, ...raising]));
}

/**
 * The same for documents that fulfil a condition, with the scores that they have without it. The engine loses some of what a
 * union scores beside a condition, so the condition stands beside each of its clauses.
 * @returns null where several clauses select hits, or one holds a union itself
 */
export function compileTextAmong(
  layout: Layout,
  plan: TextPlan,
  parameters: Parameters,
  condition: string,
): string | null {
  if (plan.require === 'any') return null;
  const { selecting, raising } = compileAll(compilerOf(layout, parameters, true), plan);
  const clauses = [...selecting, ...raising];
  const holdsUnion = clauses.some((clause) => clause.includes('|'));
  return selecting.length > 1 || holdsUnion ? null : union(clauses.map((clause) => `(${clause} ${condition})`));
}

function compilerOf(layout: Layout, parameters: Parameters, ranked: boolean): Compiler {
  const codes = [...layout.values()].filter(({ field }) => field.kind === 'code').map(({ members }) => members.words);
  return { codes, ranked, bind: (token) => parameters.bind(token) };
}

interface Clauses {
  /** Any of these selects a hit. */
  readonly selecting: readonly string[];
  /** These raise the score of hits. */
  readonly raising: readonly string[];
}

function compileAll(compiler: Compiler, plan: TextPlan): Clauses {
  const { required, raising } = compiler.ranked ? scoringParts(plan) : { required: selectingParts(plan), raising: [] };
  const bonuses = raising.flatMap((bonus) => compileAlternative(compiler, bonus));
  const clauses = holdsRun(plan) ? amongHits(compiler, plan, bonuses) : bonuses;
  const [only] = required;
  if (plan.groups.length === 1 && only !== undefined)
    return { selecting: compileEach(compiler, only), raising: clauses };
  const groups = required.map((alternatives) => union(compileEach(compiler, alternatives)));
  return { selecting: [intersection([...new Set(groups)])], raising: clauses };
}

/** Whether words side by side stand for a typed one. */
const holdsRun = ({ groups }: TextPlan) =>
  groups.some(({ alternatives }) => alternatives.some(({ tokens }) => tokens.some(isPhrase)));

/** The engine finds three words side by side in some other orders too: such a clause would add hits that lack a run. */
function amongHits(compiler: Compiler, plan: TextPlan, bonuses: readonly string[]): readonly string[] {
  if (bonuses.length === 0) return bonuses;
  const selected = barelyScored(compileAll({ ...compiler, ranked: false }, plan).selecting);
  return bonuses.map((clause) => `((${clause}|${compiler.bind(NO_WORD)}) ${selected})`);
}

function compileAny(compiler: Compiler, plan: TextPlan): string {
  const [telling = []] = selectingParts(plan);
  if (!compiler.ranked) return union(compileEach(compiler, telling));
  const { required, raising } = scoringParts(plan);
  const selecting = required.flatMap((alternatives) => compileEach(compiler, alternatives));
  if (raising.length === 0) return union(selecting);
  const selected = barelyScored(compileEach({ ...compiler, ranked: false }, telling));
  // `~` would say it shorter, but this engine loses scores beside an optional clause, and those of a union beside another.
  return union(
    fieldsFirst([...selecting, ...compileEach(compiler, raising).map((clause) => `(${clause} ${selected})`)]),
  );
}

/** A selection that adds next to nothing to the score. The engine weighs a union, and of single words a pattern alone. */
function barelyScored(clauses: readonly string[]): string {
  const [only] = clauses;
  const isPlain = clauses.length === 1 && only !== undefined && /^\$p\d+$/.test(only);
  return weighted(isPlain ? `(w'${only}')` : `(${clauses.join('|')})`, NEXT_TO_NOTHING);
}

function compileEach(compiler: Compiler, alternatives: readonly Alternative[]): readonly string[] {
  return fieldsFirst([...new Set(alternatives.flatMap((alternative) => compileAlternative(compiler, alternative)))]);
}

/** The engine takes a clause that holds a field in a union only before plain words. */
function fieldsFirst(clauses: readonly string[]): readonly string[] {
  return [...clauses.filter(hasField), ...clauses.filter((clause) => !hasField(clause))];
}

const hasField = (clause: string) => clause.includes('@');

/** What finds an alternative, any of the clauses. */
function compileAlternative(compiler: Compiler, alternative: Alternative): readonly string[] {
  const { kind, tokens, prefix, weight } = alternative;
  const end = tokens.length - 1;
  const isOne = tokens.length === 1 && kind !== 'code';
  if (isOne && prefix) return compileBeginning(compiler, String(tokens[0]), alternative);
  const words = tokens.map((token, index) => {
    if (!prefix || index < end) return compileWord(compiler, token, tokens.length === 1 ? weight : 1);
    return union(compileBeginning(compiler, token, alternative));
  });
  if (kind === 'code') {
    const scoped = compiler.codes.map((attribute) => `@${attribute}:(${words.join(' ')})`);
    return scoped.length === 0 ? [] : [union(scoped)];
  }
  const [only] = words;
  if (words.length === 1 && only !== undefined) return [only];
  const all = `(${words.join(' ')})`;
  if (kind === 'phrase' || kind === 'start') return [`${all}=>{$weight:${rounded(weight)};$slop:0;$inorder:true}`];
  return [compiler.ranked ? weighted(all, weight) : all];
}

/** One word. The engine weighs no single term, but a wildcard pattern without a wildcard is one that it weighs. */
function compileWord(compiler: Compiler, token: string, weight: number): string {
  if (isPhrase(token)) return compilePhrase(compiler, token, weight);
  const { bind, ranked } = compiler;
  const name = bind(token);
  return !ranked || weight === 1 ? name : weighted(`(w'${name}')`, weight);
}

/** A word that stands for all that begin with it. Of these the engine scores whichever it meets first, so they count little. */
function compileBeginning(compiler: Compiler, token: string, alternative: Alternative): readonly string[] {
  const own = alternative.tokens.length === 1 ? alternative.weight : 1;
  if (isPhrase(token)) return [compilePhrase(compiler, token, own)];
  const name = compiler.bind(token);
  if (!compiler.ranked) return [`${name}*`];
  const beginning = weighted(`(${name}*)`, beginningWeight(alternative, own));
  return alternative.kind === 'prefix' ? [beginning] : [compileWord(compiler, token, own), beginning];
}

/** Words side by side, the last one perhaps as a beginning. */
function compilePhrase({ bind, ranked }: Compiler, phrase: string, weight: number): string {
  const words = phrase.split(' ').map((word) => (word.endsWith('*') ? `${bind(word.slice(0, -1))}*` : bind(word)));
  const [only] = words;
  const clause = words.length === 1 && only !== undefined ? `(${only})` : `(${words.join(' ')})`;
  const order = words.length === 1 ? '' : '$slop:0;$inorder:true';
  const weighs = ranked && weight !== 1 ? `$weight:${rounded(weight)}` : '';
  const attributes = [weighs, order].filter((attribute) => attribute !== '').join(';');
  // The engine takes what follows a clause with attributes into the clause, unless that stands in a union.
  return attributes === '' ? clause : `(${clause}=>{${attributes}}|${bind(NO_WORD)})`;
}

function weighted(clause: string, weight: number): string {
  return weight === 1 ? clause : `${clause}=>{$weight:${rounded(weight)}}`;
}

const rounded = (weight: number) => Number(weight.toFixed(6));

/** In several parentheses where they are many: the engine's parser takes some 250 side by side. */
function intersection(clauses: readonly string[]): string {
  if (clauses.length === 1) return String(clauses[0]);
  if (clauses.length <= MAX_TOGETHER) return `(${clauses.join(' ')})`;
  const count = Math.ceil(clauses.length / MAX_TOGETHER);
  const chunks = Array.from({ length: count }, (_, at) =>
    intersection(clauses.slice(at * MAX_TOGETHER, (at + 1) * MAX_TOGETHER)),
  );
  return `(${chunks.join(' ')})`;
}

function union(clauses: readonly string[]): string {
  return clauses.length === 1 ? String(clauses[0]) : `(${clauses.join('|')})`;
}
