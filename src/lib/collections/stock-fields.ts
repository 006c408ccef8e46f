import { InvalidDefinitionError } from '../errors/input-errors.js';
import type { BooleanField, Field, NumericField } from './field-kinds.js';
import { hasEach, parsePath } from './path.js';
import type { Fields, PathsOfKind } from './typed-paths.js';

/** The fields that hold what a document has in stock. */
export interface StockFields {
  /** Path of the numeric field with the quantity that can be sold. */
  readonly quantity: string;
  /** Path of the boolean field that says whether there is any. */
  readonly available: string;
}

/** The same, as a declaration in code names them. */
export interface StockSettings<F = Fields> {
  readonly quantity: Single<PathsOfKind<F, NumericField>>;
  readonly available: Single<PathsOfKind<F, BooleanField>>;
}

/** Paths that lead to one value. */
type Single<P extends string> = Exclude<P, `${string}[]${string}`>;

const MEMBERS = ['quantity', 'available'] as const;
const KINDS = { quantity: 'numeric', available: 'boolean' } as const;

/** @throws INVALID_DEFINITION that names the member and the fields that fit */
export function readStockFields(fields: Fields, input: unknown): StockFields {
  if (!isRecord(input)) throw notAnObject();
  const unknown = Object.keys(input).find((name) => !MEMBERS.some((member) => member === name));
  if (unknown !== undefined) {
    throw new InvalidDefinitionError(`"stock" has no member "${unknown}". It takes: ${MEMBERS.join(', ')}.`);
  }
  const [quantity, available] = MEMBERS.map((member) => readPath(fields, member, input[member]));
  if (quantity === undefined || available === undefined) throw notAnObject();
  if (`${quantity}.`.startsWith(`${available}.`) || `${available}.`.startsWith(`${quantity}.`)) {
    throw new InvalidDefinitionError(`"stock" names "${quantity}" and "${available}", of which one lies in the other.`);
  }
  return Object.freeze({ quantity, available });
}

function readPath(fields: Fields, member: (typeof MEMBERS)[number], path: unknown): string {
  const kind = KINDS[member];
  const fits = (field: Field | undefined, name: string) => field?.kind === kind && !hasEach(parsePath(name));
  if (typeof path === 'string' && Object.hasOwn(fields, path) && fits(fields[path], path)) return path;
  const fitting = Object.keys(fields).filter((name) => fits(fields[name], name));
  const mend = fitting.length === 0 ? 'There is none yet: add it to the fields' : `Such are: ${fitting.join(', ')}`;
  throw new InvalidDefinitionError(
    `"stock.${member}" is ${describe(path)}. It must name a ${kind} field without [] in its path. ${mend}.`,
  );
}

const notAnObject = () =>
  new InvalidDefinitionError('"stock" must name two fields, such as {"quantity": "stock", "available": "inStock"}.');

const describe = (path: unknown) =>
  typeof path === 'string' ? `"${path}"` : path === undefined ? 'missing' : 'no text';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
