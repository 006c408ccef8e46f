import { isLanguage, LANGUAGE_NAMES } from '../analysis/languages.js';
import { InvalidDefinitionError } from '../errors/input-errors.js';
import type { AnyCollection, DocumentClass } from './collection.js';
import { hasWords } from './field-kinds.js';
import type { Field } from './field-kinds.js';
import { parseSort } from './parse-sort.js';
import { parsePath } from './path.js';
import { readRanking } from './ranking-rules.js';
import { readField } from './read-field.js';
import { readStockFields } from './stock-fields.js';
import type { Fields } from './typed-paths.js';

const NAME = /^[a-z][a-z0-9_-]{0,63}$/;
const MAX_FIELDS = 200;
const MAX_TEXT_FIELDS = 128;
const MAX_PARTITIONS = 256;
const SETTINGS = ['id', 'defaultSort', 'ranking', 'partitions', 'stock', 'language'];

/** Settings as they come from code or JSON. */
export interface UncheckedSettings {
  readonly id?: unknown;
  readonly defaultSort?: unknown;
  readonly ranking?: unknown;
  readonly partitions?: unknown;
  readonly stock?: unknown;
  readonly language?: unknown;
}

/**
 * Checks and freezes a collection of any origin.
 * @throws INVALID_DEFINITION
 */
export function createCollection(
  name: string,
  document: DocumentClass<object> | null,
  fields: object,
  settings: UncheckedSettings,
): AnyCollection {
  if (!isCollectionName(name)) {
    throw new InvalidDefinitionError(
      `"${name}" cannot name a collection. Use 1 to 64 lower-case letters, digits, - and _, a letter first.`,
    );
  }
  return named(name, () => {
    const checked = checkFields(fields);
    for (const setting of Object.keys(settings)) {
      if (!SETTINGS.includes(setting)) throw unknownSetting(setting);
    }
    const { id = 'id', defaultSort = [], ranking = [], partitions = 1, stock, language = null } = settings;
    if (!isIdMember(id)) {
      throw new InvalidDefinitionError(
        '"id" must name a member at the top of the document, without dots and brackets.',
      );
    }
    if (!isPartitionCount(partitions)) {
      throw new InvalidDefinitionError(`"partitions" must be a whole number from 1 to ${MAX_PARTITIONS}.`);
    }
    if (!Array.isArray(defaultSort)) throw new InvalidDefinitionError('"defaultSort" must be a list of sorts.');
    if (language !== null && !isLanguage(language)) {
      throw new InvalidDefinitionError(`"language" must be one of: ${LANGUAGE_NAMES.join(', ')}; or leave it out.`);
    }
    const sorts = defaultSort.map((sort: unknown) => parseSort(checked, sort, 'defaultSort'));
    return Object.freeze({
      name,
      document,
      fields: checked,
      id,
      defaultSort: Object.freeze(sorts.map(({ path, direction }) => `${path}:${direction}`)),
      ranking: readRanking(checked, ranking),
      partitions,
      stock: stock === undefined ? null : readStockFields(checked, stock),
      language,
    });
  });
}

/** Whether `name` can name a collection or a namespace. */
export function isCollectionName(name: string): boolean {
  return NAME.test(name);
}

function checkFields(fields: object): Fields {
  const entries: [string, unknown][] = Object.entries(fields);
  if (entries.length > MAX_FIELDS) {
    throw new InvalidDefinitionError(`A collection has at most ${MAX_FIELDS} fields, here are ${entries.length}.`);
  }
  const checked = entries.map(([path, field]) => {
    parsePath(path);
    return [path, named(`field "${path}"`, () => checkField(path, field))] as const;
  });
  const withWords = checked.filter(([, field]) => isSearched(field)).length;
  if (withWords > MAX_TEXT_FIELDS) {
    throw new InvalidDefinitionError(
      `At most ${MAX_TEXT_FIELDS} fields can be searched by words (text, code, searchable), here are ${withWords}.`,
    );
  }
  return Object.freeze(Object.fromEntries(checked));
}

function checkField(path: string, input: unknown): Field {
  const field = readField(input);
  if (field.kind === 'vector' && path.includes('[]')) {
    throw new InvalidDefinitionError('A document has one vector a field; take [] out of the path.');
  }
  return field;
}

const isSearched = (field: Field) => field.kind === 'code' || hasWords(field);

const isIdMember = (id: unknown): id is string =>
  typeof id === 'string' && /^[^.[\]"'\\$*,:\p{Cc}\p{Cs}]{1,100}$/u.test(id) && id !== '__proto__';

const isPartitionCount = (count: unknown): count is number =>
  Number.isInteger(count) && Number(count) >= 1 && Number(count) <= MAX_PARTITIONS;

const unknownSetting = (setting: string) =>
  new InvalidDefinitionError(`There is no setting "${setting}". Use one of: ${SETTINGS.join(', ')}.`);

/** Puts the name of the faulty part before the message of an error. */
function named<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof InvalidDefinitionError) throw new InvalidDefinitionError(`${name}: ${error.message}`);
    throw error;
  }
}
