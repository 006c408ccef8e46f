import { joinFacetValues, VALUE_SEPARATOR } from '../../collections/facet-values.js';
import type { FieldLayout, Layout } from '../../collections/field-layout.js';
import { indexedWeight } from '../../collections/index-schema.js';
import { HAS } from '../../collections/members.js';
import { hasEach, toJsonPath } from '../../collections/path.js';
import { PLACES } from './posting-list.js';
import type { TextMember } from './postings.js';

/** What columns hold of one document. */
export interface DocumentRow {
  readonly version: number;
  /** The members of the fields that have a value, joined. */
  readonly has: string;
  /** Of each field with values, in the order of {@link ColumnLayout.values}: its values, joined; blank for none. */
  readonly values: readonly string[];
  /** Of each field with numbers, in the order of {@link ColumnLayout.numbers}. */
  readonly numbers: readonly (readonly number[])[];
  /** The words of each member in which words are looked for, in the order of {@link ColumnLayout.texts}. */
  readonly texts: readonly string[];
  /** What its score is multiplied by. */
  readonly boost: number;
}

/** Which columns the fields of a collection have, and how they are read from a stored document. */
export interface ColumnLayout {
  /** Paths of the fields with values: tags, hierarchies and booleans. */
  readonly values: readonly string[];
  /** Paths of the fields with numbers: numbers and dates. */
  readonly numbers: readonly string[];
  /** The members in which words are looked for, in the order in which the engine indexes them. */
  readonly texts: readonly TextMember[];
  /** What JSON.GET is asked for. */
  readonly jsonPaths: readonly string[];
  /** @param json the answer of JSON.GET to the paths */
  readonly readRow: (json: string) => DocumentRow;
}

type Found = Readonly<Record<string, readonly unknown[] | undefined>>;
type Read = (found: Found, idx: Readonly<Record<string, unknown>>) => readonly unknown[];

interface Source {
  readonly jsonPath: string;
  readonly read: Read;
}

const IDX = '$.idx';
const VERSION = '$.meta.version';

/**
 * How the documents of a collection are read into columns.
 * @param boost the member of `$.idx` that scores are multiplied by
 */
export function columnLayoutOf(layout: Layout, boost: string | null = null): ColumnLayout {
  const fields = [...layout.values()];
  // Vectors are long, and lie beside what is read.
  const together = fields.every(({ field }) => field.kind !== 'vector');
  const derived = (member: string): Source => derivedSource(member, together);
  const values = fields.flatMap((field) => present(field, valueSource(field, derived)));
  const numbers = fields.flatMap((field) => present(field, numberSource(field, derived)));
  const texts = fields.flatMap((field) => textSource(field, derived));
  const factor = boost === null ? null : derived(boost);
  const has = derived(HAS);
  const sources = [
    has,
    ...values.map(({ source }) => source),
    ...numbers.map(({ source }) => source),
    ...texts.map(({ source }) => source),
    ...(factor === null ? [] : [factor]),
  ];
  return {
    values: values.map(({ path }) => path),
    numbers: numbers.map(({ path }) => path),
    texts: texts.map(({ member }) => member),
    jsonPaths: [...new Set([VERSION, ...sources.map(({ jsonPath }) => jsonPath)])],
    readRow: (json) => {
      const found = JSON.parse(json) as Found;
      const idx = (found[IDX]?.[0] ?? {}) as Readonly<Record<string, unknown>>;
      const textsOf = ({ read }: Source) => read(found, idx).map(String);
      const wordsOf = (source: Source) => textsOf(source).join(' ');
      return {
        version: Number(found[VERSION]?.[0]),
        has: textsOf(has).join(VALUE_SEPARATOR),
        values: values.map(({ source, joined }) => (joined ? wordsOf(source) : joinFacetValues(textsOf(source)))),
        numbers: numbers.map(({ source }) => source.read(found, idx).filter((value) => typeof value === 'number')),
        texts: texts.map(({ source }) => wordsOf(source)),
        boost: factor === null ? 1 : numberIn(factor.read(found, idx), 1),
      };
    },
  };
}

interface TextSource {
  readonly source: Source;
  readonly member: TextMember;
}

function textSource({ field, members }: FieldLayout, derived: (member: string) => Source): readonly TextSource[] {
  const frequency = (weight: number) => Math.max(Math.floor(indexedWeight(weight)), 1);
  if (field.kind === 'code') {
    return [{ source: derived(members.filter), member: { frequency: frequency(field.weight), place: PLACES.codes } }];
  }
  const searchable = field.kind === 'text' || ('searchable' in field && field.searchable);
  if (!searchable) return [];
  return [{ source: derived(members.words), member: { frequency: frequency(field.weight), place: PLACES.words } }];
}

function numberIn([value]: readonly unknown[], missing: number): number {
  return typeof value === 'number' ? value : missing;
}

/** A member of `$.idx`, alone or several. */
function derivedSource(member: string, together: boolean): Source {
  const jsonPath = `${IDX}.${member}`;
  if (together) return { jsonPath: IDX, read: (_, idx) => flat([idx[member]]) };
  return { jsonPath, read: (found) => flat(found[jsonPath] ?? []) };
}

/** What stands in the document itself. */
function documentSource({ steps }: FieldLayout): Source {
  const jsonPath = toJsonPath('$.doc', steps);
  return { jsonPath, read: (found) => flat(found[jsonPath] ?? []) };
}

/** The values themselves and those in arrays of them. */
function flat(values: readonly unknown[]): readonly unknown[] {
  const [only] = values;
  const list: readonly unknown[] = values.length > 1 ? values.flat() : Array.isArray(only) ? only : values;
  return list.every(isPresent) ? list : list.filter(isPresent);
}

const isPresent = (value: unknown) => value !== undefined && value !== null;

interface ValueSource {
  readonly source: Source;
  /** Whether the values come joined. */
  readonly joined: boolean;
}

function valueSource(field: FieldLayout, derived: (member: string) => Source): ValueSource | null {
  const { members, steps } = field;
  switch (field.field.kind) {
    case 'tag':
    case 'hierarchy':
      return field.field.facet
        ? { source: derived(members.facet), joined: true }
        : { source: derived(members.filter), joined: false };
    case 'boolean':
      return { source: hasEach(steps) ? derived(members.filter) : documentSource(field), joined: false };
    default:
      return null;
  }
}

function numberSource(field: FieldLayout, derived: (member: string) => Source): { readonly source: Source } | null {
  if (field.field.kind === 'numeric') return { source: documentSource(field) };
  return field.field.kind === 'date' ? { source: derived(field.members.filter) } : null;
}

const present = <S extends object>(
  { path }: FieldLayout,
  source: S | null,
): readonly (S & { readonly path: string })[] => (source === null ? [] : [{ path, ...source }]);
