import type { SortKey } from '../collections/parse-sort.js';
import { ID_ATTRIBUTE } from '../collections/index-schema.js';
import { compileFilter, fieldAt } from './compile-filter.js';
import { compileTextAmong } from './compile-text.js';
import type { Filter } from './filter.js';
import { afterPosition } from './keyset.js';
import type { OrderAttribute } from './keyset.js';
import { createParameters } from './parameters.js';
import type { Parameters } from './parameters.js';
import { DISTANCE, queryText } from './query-text.js';
import { rankingClauses } from './ranking-clauses.js';
import type { RankingClauses } from './ranking-clauses.js';
import { readReply } from './reply.js';
import type { Row } from './reply.js';
import type { Position, Search } from './search.js';
import { beginning, ending } from './step.js';
import type { Step, Target } from './step.js';

/** A hit as the engine gives it. */
export interface RawHit {
  readonly id: string;
  /** Relevance, or nearness to the vector; null under an explicit order. */
  readonly score: number | null;
  /** JSON text of the document, without its vectors. */
  readonly document: string;
  /** JSON text of the numbers that the engine could not store exactly; null without any. */
  readonly numbers: string | null;
  /** JSON text of the vectors that were asked for, by path. */
  readonly vectors: ReadonlyMap<string, string>;
  /** Where the hit stands in the order; null when there is none. */
  readonly position: Position | null;
}

/** Where a document's numbers lie that the engine could not store exactly. */
const NUMBERS = '$.meta.numbers';

export interface RawPage {
  readonly hits: readonly RawHit[];
  readonly total: number;
  readonly warnings: readonly string[];
}

/** Reads one page of hits in order, documents and all. */
export function hitsStep(target: Target, search: Search): Step<RawPage> {
  const parameters = createParameters();
  const ranked = search.order === null && search.vector === null;
  return pageStep(target, search, parameters, queryText(target.layout, search, parameters, { ranked }));
}

/**
 * Reads one page of the hits among some documents; their scores stay the same. Of the conditions of the search it knows the
 * words alone.
 * @returns null where that cannot be asked
 */
export function hitsAmongStep(target: Target, search: Search, among: Filter): Step<RawPage> | null {
  const parameters = createParameters();
  const condition = compileFilter(target.layout, among, parameters);
  if (condition === null || search.plan === null) return null;
  const text = compileTextAmong(target.layout, search.plan, parameters, `${condition}=>{$weight:0}`);
  return text === null ? null : pageStep(target, search, parameters, text);
}

function pageStep(target: Target, search: Search, parameters: Parameters, text: string): Step<RawPage> {
  const { layout } = target;
  const ranked = search.order === null && search.vector === null;
  const ranking = ranked ? rankingClauses(layout, target.ranking, target.now) : null;
  const score = ranking?.score ?? (search.vector === null ? null : DISTANCE);
  const order = search.order?.map((key) => orderAttribute(target, key)) ?? null;
  const vectors = vectorPaths(target, search);
  const offset = search.after === null ? (search.page - 1) * search.size : 0;
  const members = [...vectors.values()].map(jsonMember);
  const load = ['$.doc', NUMBERS, ...members, ...(order ?? []).flatMap(exactMember(target))];
  const command = [
    ...beginning('FT.AGGREGATE', target, text),
    ...(ranked ? ['SCORER', 'BM25STD', 'ADDSCORES'] : []),
    ...(search.after !== null && order !== null ? ['FILTER', afterPosition(order, search.after)] : []),
    ...(ranking?.steps ?? []),
    ...sortBy(order, ranking, offset + search.size),
    ...['LIMIT', String(offset), String(search.size)],
    ...['LOAD', String(load.length), ...load],
    ...ending(search.timeoutMs, parameters.args()),
  ];
  const read = (reply: unknown): RawPage => {
    const { rows, total, warnings } = readReply(reply);
    const present = rows.filter((row) => typeof row['$.doc'] === 'string');
    return { total, warnings, hits: present.map((row) => readHit(target, search, { order, vectors, score }, row)) };
  };
  return { command, reads: search.vector === null ? 'everything' : null, read };
}

function sortBy(
  order: readonly OrderAttribute[] | null,
  ranking: RankingClauses | null,
  max: number,
): readonly string[] {
  const keys = order?.flatMap(({ attribute, direction }) => [`@${attribute}`, direction.toUpperCase()]) ?? [
    ...(ranking?.keys ?? [`@${DISTANCE}`, 'ASC']),
    `@${ID_ATTRIBUTE}`,
    'ASC',
  ];
  return ['SORTBY', String(keys.length), ...keys, 'MAX', String(max)];
}

function orderAttribute({ layout }: Target, key: SortKey): OrderAttribute {
  if (key.path === ID_ATTRIBUTE) return { ...key, attribute: ID_ATTRIBUTE };
  const { members } = fieldAt(layout, key.path);
  return { ...key, attribute: key.direction === 'asc' ? members.ascending : members.descending };
}

/** Numbers in a row carry 12 digits, so a number that a cursor needs is read from the document's own JSON. */
const exactMember =
  ({ layout }: Target) =>
  ({ path }: OrderAttribute): readonly string[] => {
    const field = layout.get(path);
    const isNumber = field?.field.kind === 'numeric' || field?.field.kind === 'date';
    return isNumber ? [jsonMember(field.members.sort)] : [];
  };

const jsonMember = (member: string) => `$.idx.${member}`;

/** The vectors that `fields` names, with their members. */
function vectorPaths({ layout }: Target, { fields }: Search): ReadonlyMap<string, string> {
  const named = [...layout.values()].filter(({ field, path }) => field.kind === 'vector' && fields?.includes(path));
  return new Map(named.map(({ path, members }) => [path, members.filter]));
}

interface RowParts {
  readonly order: readonly OrderAttribute[] | null;
  readonly vectors: ReadonlyMap<string, string>;
  /** Where the relevance or the distance stands; null under an explicit order. */
  readonly score: string | null;
}

function readHit(target: Target, search: Search, { order, vectors, score }: RowParts, row: Row): RawHit {
  const id = row[ID_ATTRIBUTE] ?? '';
  const found = [...vectors].map(([path, member]) => [path, row[jsonMember(member)]] as const);
  return {
    id,
    score: score === null || order !== null ? null : scoreOf(search, Number(row[score])),
    document: row['$.doc'] ?? '{}',
    numbers: row[NUMBERS] ?? null,
    vectors: new Map(found.filter((entry): entry is readonly [string, string] => typeof entry[1] === 'string')),
    position: order === null ? null : { id, values: order.flatMap((key) => positionValue(target, key, row)) },
  };
}

/** Nearness grows as the distance sinks. */
const scoreOf = ({ vector }: Search, value: number) => (vector === null ? value : 1 - value);

function positionValue(target: Target, key: OrderAttribute, row: Row): readonly (string | number | null)[] {
  if (key.path === ID_ATTRIBUTE) return [];
  const [exact] = exactMember(target)(key);
  if (exact === undefined) return [row[key.attribute] ?? null];
  const text = row[exact];
  if (typeof text !== 'string') return [null];
  const values = JSON.parse(text) as readonly number[];
  return [(key.direction === 'asc' ? values[0] : values.at(-1)) ?? null];
}
