import type { Collection } from '../collections/collection.js';
import { toDocumentId } from '../collections/document-id.js';
import type { Field } from '../collections/field-kinds.js';
import { UnknownFieldError } from '../errors/input-errors.js';
import { and, not, or } from './filter.js';
import type { Filter } from './filter.js';
import { inputError, member, readList, readRecord, readString } from './input.js';
import type { Input } from './input.js';
import { LIMITS } from './limits.js';
import { parseCondition } from './parse-condition.js';

/** What `where` says: conditions that a facet ignores for its own field, and the others. */
export interface ParsedWhere {
  readonly selections: ReadonlyMap<string, Filter>;
  readonly filter: Filter;
}

type Fields = Pick<Collection, 'fields'>;

const EXAMPLE = '{"brand": ["Clavis"], "price": {"lt": 200}}';

/** @throws EMPTY_FILTER, INVALID_FILTER, INVALID_VALUE, UNKNOWN_FIELD, LIMIT_EXCEEDED */
export function parseWhere(collection: Fields, input: Input): ParsedWhere {
  const budget = { clauses: 0 };
  const selections = new Map<string, Filter>();
  const rest: Filter[] = [];
  for (const part of parts(collection, input, 0, budget)) {
    if (part.field !== undefined && part.selection !== undefined) selections.set(part.field, part.selection);
    rest.push(...part.others);
  }
  return { selections, filter: and(rest) };
}

interface Part {
  readonly field?: string;
  readonly selection?: Filter | undefined;
  readonly others: readonly Filter[];
}

interface Budget {
  clauses: number;
}

function* parts(collection: Fields, input: Input, level: number, budget: Budget): Generator<Part> {
  if (level > LIMITS.nesting) {
    throw inputError('LIMIT_EXCEEDED', input.path, `is nested more than ${LIMITS.nesting} levels deep`);
  }
  const record = readRecord(input, EXAMPLE);
  for (const name of Object.keys(record)) {
    const clause = member(input, record, name);
    if (clause.value === undefined) continue;
    budget.clauses += 1;
    if (budget.clauses > LIMITS.clauses) {
      throw inputError('LIMIT_EXCEEDED', input.path, `has more than ${LIMITS.clauses} conditions`);
    }
    if (name === 'and' || name === 'or') {
      const items = readList(clause, LIMITS.clauses, 'list').map((item) => nested(collection, item, level, budget));
      if (items.length === 0) throw inputError('EMPTY_FILTER', clause.path, 'needs at least one condition');
      yield { others: [name === 'and' ? and(items) : or(items)] };
    } else if (name === 'not') {
      yield { others: [not(nested(collection, clause, level, budget))] };
    } else if (name === 'id') {
      yield { others: [parseIds(clause)] };
    } else {
      const { selection, others } = parseCondition(fieldOf(collection, name, clause.path), name, clause);
      yield { field: name, selection, others };
    }
  }
}

function nested(collection: Fields, input: Input, level: number, budget: Budget): Filter {
  const filters = [...parts(collection, input, level + 1, budget)].flatMap(({ selection, others }) =>
    selection === undefined ? others : [selection, ...others],
  );
  if (filters.length === 0) throw inputError('EMPTY_FILTER', input.path, `needs a condition, such as ${EXAMPLE}`);
  return and(filters);
}

function parseIds(input: Input): Filter {
  const ids = readList(input, LIMITS.values, 'single').map((item) =>
    toDocumentId(typeof item.value === 'number' ? item.value : readString(item)),
  );
  if (ids.length === 0) throw inputError('EMPTY_FILTER', input.path, 'needs at least one id');
  return Object.freeze({ kind: 'ids', ids });
}

function fieldOf(collection: Fields, name: string, path: string): Field {
  const field = Object.hasOwn(collection.fields, name) ? collection.fields[name] : undefined;
  if (field === undefined) {
    throw new UnknownFieldError(name, ['id', 'and', 'or', 'not', ...Object.keys(collection.fields)], path);
  }
  return field;
}
