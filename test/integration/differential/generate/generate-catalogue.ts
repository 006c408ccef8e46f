import { foldCode } from '../../../../src/lib/analysis/code-forms.js';
import type { AnyCollection } from '../../../../src/lib/collections/collection.js';
import type { Field } from '../../../../src/lib/collections/field-kinds.js';
import type { JsonObject, JsonValue } from '../../../../src/lib/documents/json-value.js';
import { generateValues, generateWords } from './generate-values.js';
import type { Random } from './random.js';
import { BLANK, IDS } from './hostile.js';

/** Documents, and the values that they were made of. */
export interface Catalogue {
  readonly collection: AnyCollection;
  readonly words: readonly string[];
  readonly values: ReadonlyMap<string, readonly JsonValue[]>;
  /** As they are written: with −0. */
  readonly written: readonly JsonObject[];
  /** As JSON carries them: −0 is 0. */
  readonly documents: readonly JsonObject[];
}

/** A member of a document: a field, or an object (or array of objects) with more members. */
interface Member {
  readonly each: boolean;
  readonly path: string;
  readonly members: Map<string, Member>;
}

const SIZES = [0, 1, 2, 5, 12, 25, 40, 40, 80, 80, 150, 150];

export function generateCatalogue(random: Random, collection: AnyCollection): Catalogue {
  const words = generateWords(random);
  const fields: readonly (readonly [string, Field])[] = Object.entries(collection.fields);
  const values = new Map(fields.map(([path, field]) => [path, generateValues(random, field, words)]));
  const root = toMembers(Object.keys(collection.fields));
  const make = (): JsonObject => generateObject(random, collection, values, root, false);
  const count = random.pick(SIZES);
  const written = generateIds(random, count, collection).map((id) => ({
    ...make(),
    ...generateExtra(random),
    [collection.id]: id,
  }));
  return { collection, words, values, written, documents: asJson(written) };
}

/** A copy in which −0 is 0. */
export const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function generateIds(random: Random, count: number, { id, fields }: AnyCollection): readonly (string | number)[] {
  const usable = fields[id]?.kind === 'code' ? IDS.filter((text) => foldCode(text).length <= 64) : IDS;
  const chosen = random.some(usable, 0, count);
  const numbers = Array.from({ length: count - chosen.length }, (_, index) => {
    const number = index * 7 + 11;
    return fields[id] === undefined && random.chance(0.5) ? number : `p${number}`;
  });
  return random.some([...chosen, ...numbers], count, count);
}

function toMembers(paths: readonly string[]): ReadonlyMap<string, Member> {
  const root = new Map<string, Member>();
  for (const path of paths) {
    let members = root;
    for (const step of path.split('.')) {
      const name = step.replace('[]', '');
      const member = members.get(name) ?? { each: step.endsWith('[]'), path, members: new Map<string, Member>() };
      members.set(name, member);
      members = member.members;
    }
  }
  return root;
}

function generateObject(
  random: Random,
  collection: AnyCollection,
  values: Catalogue['values'],
  members: ReadonlyMap<string, Member>,
  insideArray: boolean,
): JsonObject {
  const entries = [...members].flatMap(([name, member]): [string, JsonValue][] => {
    if (random.chance(0.12)) return [];
    if (random.chance(0.05)) return [[name, null]];
    const field = member.members.size === 0 ? collection.fields[member.path] : undefined;
    const pool = values.get(member.path) ?? [];
    const one = (): JsonValue =>
      field === undefined
        ? generateObject(random, collection, values, member.members, insideArray || member.each)
        : generateLeaf(random, field, pool);
    const several = member.each || (field !== undefined && !insideArray && takesArray(field) && random.chance(0.25));
    return [[name, several ? random.list(0, 4, () => (random.chance(0.07) ? null : one())) : one()]];
  });
  return Object.fromEntries(entries);
}

/** Without `[]` in the path a boolean is one, and a vector is an array already. */
const takesArray = ({ kind }: Field) => kind !== 'boolean' && kind !== 'vector';

function generateLeaf(random: Random, { kind }: Field, pool: readonly JsonValue[]): JsonValue {
  const isText = kind === 'text' || kind === 'code' || kind === 'tag' || kind === 'hierarchy';
  if (isText && random.chance(0.06)) return random.pick(BLANK);
  if (kind === 'vector' && random.chance(0.05)) return [];
  return random.pick(pool);
}

/** Members that no field names. */
function generateExtra(random: Random): JsonObject {
  if (random.chance(0.6)) return {};
  return {
    extra: random.pick<JsonValue>([-0, 1e-7, 0.1, 'plain', [1, [2, [null]]], { a: { b: [] }, '': '"\\' }, true, null]),
  };
}
