import type { Path } from '../../collections/path.js';
import { isJsonArray, isJsonObject, memberOf } from '../json-value.js';
import type { JsonObject, JsonValue } from '../json-value.js';
import { shapeOf } from './derive-document.js';
import type { Definitions } from './field-plan.js';
import { planFields } from './field-plan.js';

/** Characters of the mark of one field; a mark that is equal by chance is one in 2³⁶. */
export const MARK_LENGTH = 6;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Stands where a mark is not known: it equals none. */
export const UNKNOWN_MARK = '~'.repeat(MARK_LENGTH);

/** The fields whose marks are kept, in the order of the marks. */
export interface MarkLayout {
  /** Begins the marks, so that those of other definitions are told apart. */
  readonly shape: string;
  /** For each field its member, and after a `=` the member that holds its words; space between. */
  readonly names: string;
  readonly members: readonly string[];
  readonly paths: readonly Path[];
}

const layouts = new WeakMap<Definitions, MarkLayout>();

/** How the marks of documents are laid out under the definitions in force. */
export function markLayoutOf(definitions: Definitions): MarkLayout {
  const known = layouts.get(definitions);
  if (known !== undefined) return known;
  const plans = [...planFields(definitions)].sort((a, b) => (a.members.filter < b.members.filter ? -1 : 1));
  const names = plans.map(({ members, words, fields: [field] }) => {
    const holder = field.kind === 'code' ? members.filter : words ? members.words : null;
    return holder === null ? members.filter : `${members.filter}=${holder}`;
  });
  const layout = Object.freeze({
    shape: shapeOf(definitions),
    names: names.join(' '),
    members: plans.map(({ members }) => members.filter),
    paths: plans.map(({ steps }) => steps),
  });
  layouts.set(definitions, layout);
  return layout;
}

/**
 * A few characters for each field, equal where its values are: by them the write script sees what a write changes,
 * without reading the document.
 */
export function marksOf(document: JsonObject, definitions: Definitions): string {
  const { shape, paths } = markLayoutOf(definitions);
  return shape + paths.map((path) => markOf(document, path)).join('');
}

function markOf(document: JsonObject, path: Path): string {
  const hash: Hash = { a: 0x811c9dc5 | 0, b: 0x2f0b4c47 };
  addAt(hash, document, path, 0);
  return letters(hash.a) + letters(hash.b);
}

function addAt(hash: Hash, parent: JsonObject, path: Path, depth: number): void {
  const step = path[depth];
  const value = step === undefined ? undefined : memberOf(parent, step.name);
  if (step === undefined || value === undefined || value === null) return;
  if (depth === path.length - 1) addValue(hash, value);
  else if (isJsonArray(value)) {
    for (const element of value) if (isJsonObject(element)) addAt(hash, element, path, depth + 1);
  } else if (isJsonObject(value)) addAt(hash, value, path, depth + 1);
}

function addValue(hash: Hash, value: JsonValue): void {
  if (isJsonArray(value)) for (const element of value) addValue(hash, element);
  else if (typeof value === 'string') addText(hash, value);
  else addText(hash, JSON.stringify(value));
}

/** No unit of a text. */
const END = 0x10000;

/** Two sums of the same text. */
interface Hash {
  a: number;
  b: number;
}

/**
 * FNV-1a over UTF-16 units and an end, and a second sum like it with another factor and a shift.
 * Source: G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, T. Hansen, RFC 9923.
 */
function addText(hash: Hash, text: string): void {
  let { a, b } = hash;
  for (let i = 0; i <= text.length; i++) {
    const unit = i === text.length ? END : text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit ^ (b >>> 15), 0x85ebca6b);
  }
  hash.a = a;
  hash.b = b;
}

/** Three letters of the upper bits, into which all lower ones have gone. */
function letters(sum: number): string {
  const mixed = Math.imul(sum ^ (sum >>> 16), 0x45d9f3b);
  const bits = (mixed ^ (mixed >>> 16)) >>> 14;
  return `${LETTERS[bits >>> 12] ?? ''}${LETTERS[(bits >>> 6) & 63] ?? ''}${LETTERS[bits & 63] ?? ''}`;
}
