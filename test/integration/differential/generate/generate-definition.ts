import type { DefinitionJson } from '../../../../src/lib/collections/definition-json.js';
import type { Random } from './random.js';

type FieldJson = DefinitionJson['fields'][string];

const KINDS = ['text', 'code', 'tag', 'tag', 'hierarchy', 'numeric', 'numeric', 'boolean', 'date', 'geo', 'vector'];
const NAMES: Readonly<Record<string, readonly string[]>> = {
  text: ['name', 'Name', 'description', 'größe', 'title'],
  code: ['sku', 'ean', 'x-y'],
  tag: ['brand', 'color', 'Color', 'with space', 'constructor', 'toString'],
  hierarchy: ['categories', 'path'],
  numeric: ['price', 'stock', 'length', '__w'],
  boolean: ['inStock', 'sale'],
  date: ['released', 'since'],
  geo: ['location', 'shop'],
  vector: ['embedding'],
};
const SEPARATORS = [' > ', ' > ', '/', ' | ', '>>', '::', ' - ', ':'];
const WEIGHTS = [0.5, 1, 2, 5];

/** A definition with one to eight fields of any kind, path and options. */
export function generateDefinition(random: Random): DefinitionJson {
  const fields: Record<string, FieldJson> = {};
  const count = random.integer(1, 8);
  const used = new Set<string>();
  for (let i = 0; i < count; i++) {
    const kind = random.pick(KINDS);
    const path = generatePath(random, kind);
    if (used.has(path.replaceAll('[]', ''))) continue;
    used.add(path.replaceAll('[]', ''));
    fields[path] = { kind, ...generateOptions(random, kind) };
  }
  return {
    id: generateIdMember(random, fields),
    fields,
    defaultSort: random.chance(0.5) ? generateSort(random, fields, 2) : [],
    partitions: random.pick([1, 1, 1, 3]),
  };
}

/** Sort keys over different fields. */
export function generateSort(random: Random, fields: Readonly<Record<string, object>>, most: number): string[] {
  const sortable = Object.entries(fields).flatMap(([path, field]) =>
    'sortable' in field && field.sortable === true ? [path] : [],
  );
  return random.some([...sortable, 'id'], 1, most).map((path) => `${path}:${random.pick(['asc', 'desc'])}`);
}

function generatePath(random: Random, kind: string): string {
  const name = random.pick(NAMES[kind] ?? []);
  const paths = [name, name, `specs.${name}`, `specs.deep.${name}`];
  if (kind === 'vector') return random.pick(paths);
  return random.pick([
    ...paths,
    `${name}[]`,
    `variants[].${name}`,
    `specs.${name}[]`,
    `specs.parts[].${name}`,
    `groups[].items[].${name}`,
  ]);
}

function generateOptions(random: Random, kind: string): Readonly<Record<string, unknown>> {
  const flag = (name: string, probability: number) => (random.chance(probability) ? { [name]: true } : {});
  const weight = () => (random.chance(0.3) ? { weight: random.pick(WEIGHTS) } : {});
  switch (kind) {
    case 'text':
    case 'code':
      return { ...weight(), ...flag('sortable', 0.5) };
    case 'tag':
      return { ...weight(), ...flag('sortable', 0.5), ...flag('facet', 0.7), ...flag('searchable', 0.4) };
    case 'hierarchy': {
      const separator = random.pick(SEPARATORS);
      return { ...weight(), ...flag('facet', 0.8), ...flag('searchable', 0.4), separator };
    }
    case 'numeric':
    case 'date':
      return { ...flag('sortable', 0.6), ...flag('facet', 0.6) };
    case 'boolean':
      return flag('facet', 0.7);
    case 'vector':
      return { dimensions: random.integer(1, 3), algorithm: random.pick(['flat', 'hnsw']) };
    default:
      return {};
  }
}

/** Sometimes the id is a field as well. */
function generateIdMember(random: Random, fields: DefinitionJson['fields']): string {
  const plain = Object.keys(fields).filter(
    (path) => /^[a-z]+$/.test(path) && ['code', 'tag'].includes(fields[path]?.kind ?? ''),
  );
  if (plain.length > 0 && random.chance(0.3)) return random.pick(plain);
  return random.pick(['id', 'id', 'article', 'Id']);
}
