import { AisleError } from '../../lib/index.js';
import type { AnyDocument, Fault, JsonObject } from '../../lib/index.js';
import { isRecord } from './is-record.js';
import { parseTable } from './parse-table.js';
import { ALL_TYPES } from './summarise.js';

/** A query and what a shopper would want to see for it. */
export interface JudgedQuery {
  readonly id: string;
  readonly type: string;
  readonly text: string;
  /** Conditions that go beside the text, as `where` takes them. */
  readonly where: JsonObject | null;
  /** Grades by product id; one that is absent is irrelevant. */
  readonly grades: ReadonlyMap<string, number>;
}

/** Products, queries on them, and judgements. */
export interface JudgedSet {
  readonly products: readonly AnyDocument[];
  readonly queries: readonly JudgedQuery[];
}

/** The content of the files of a judged set. */
export interface JudgedSetFiles {
  readonly products: { readonly name: string; readonly text: string };
  readonly queries: string;
  readonly judgements: string;
}

const MAX_GRADE = 10;

/**
 * Parses a judged set.
 * @param idMember the member of a product that holds its id
 * @throws INVALID_VALUE with all faults, each with its file and line
 */
export function parseJudgedSet(files: JudgedSetFiles, idMember: string): JudgedSet {
  const faults: Fault[] = [];
  const report = (path: string, message: string) => {
    faults.push({ path, message });
  };
  const products = parseProducts(files.products, idMember, report);
  const queries = parseQueries(files.queries, report);
  readGrades(files.judgements, queries, new Set(products.keys()), report);
  const [first] = faults;
  if (first === undefined) return { products: [...products.values()], queries: [...queries.values()] };
  const more = faults.length > 1 ? ` There are ${faults.length} such faults.` : '';
  throw new AisleError('INVALID_VALUE', `The judged set cannot be used: ${first.path}: ${first.message}.${more}`, {
    faults,
  });
}

type Report = (place: string, message: string) => void;

function parseProducts({ name, text }: JudgedSetFiles['products'], idMember: string, report: Report) {
  const products = new Map<string, AnyDocument>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `${name}, line ${index + 1}`;
    const product = parseJson(line);
    const id = isRecord(product) ? product[idMember] : undefined;
    if (!isRecord(product)) report(place, 'is no JSON object');
    else if (typeof id !== 'string' && typeof id !== 'number') report(place, `has no "${idMember}" that is its id`);
    else if (products.has(String(id))) report(place, `repeats the id "${id}"`);
    else products.set(String(id), product);
  }
  if (products.size === 0) report(name, 'holds no product');
  return products;
}

type QueryInMaking = JudgedQuery & { readonly grades: Map<string, number> };

function parseQueries(text: string, report: Report): ReadonlyMap<string, QueryInMaking> {
  const queries = new Map<string, QueryInMaking>();
  const rows = parseTable('queries.tsv', text, ['qid', 'type', 'query'], ({ path, message }) => {
    report(path, message);
  });
  for (const { place, value } of rows) {
    const [id, type, filters] = [value('qid'), value('type'), value('filters')];
    const where = filters === '' ? null : parseJson(filters);
    if (id === '' || type === '') report(place, 'needs a qid and a type');
    else if (type.toLowerCase() === ALL_TYPES) report(place, `"${type}" is no type; it stands for all queries`);
    else if (queries.has(id)) report(place, `repeats the qid "${id}"`);
    else if (where !== null && !isRecord(where))
      report(place, 'filters must be a JSON object such as {"price": {"lte": 20}}');
    else queries.set(id, { id, type, text: value('query'), where, grades: new Map() });
  }
  return queries;
}

function readGrades(
  text: string,
  queries: ReadonlyMap<string, QueryInMaking>,
  productIds: ReadonlySet<string>,
  report: Report,
): void {
  const rows = parseTable('qrels.tsv', text, ['qid', 'docid', 'grade'], ({ path, message }) => {
    report(path, message);
  });
  for (const { place, value } of rows) {
    const [qid, productId, grade] = [value('qid'), value('docid'), Number(value('grade') || Number.NaN)];
    const grades = queries.get(qid)?.grades;
    if (grades === undefined) report(place, `there is no query "${qid}"`);
    else if (!productIds.has(productId)) report(place, `there is no product "${productId}"`);
    else if (grades.has(productId)) report(place, `judges "${productId}" once more for "${qid}"`);
    else if (!(grade >= 0 && grade <= MAX_GRADE)) report(place, `the grade must be a number from 0 to ${MAX_GRADE}`);
    else grades.set(productId, grade);
  }
}

/** Undefined for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
