import { AisleError, toDefinitionJson } from '../../lib/index.js';
import type { JsonObject } from '../../lib/index.js';
import { CATALOGUE, declaredCollection } from '../catalogue/catalogue.js';
import { isRecord } from './is-record.js';

/** How a set is searched. */
export interface Settings {
  /** The JSON form of a collection; null when the file does not say. */
  readonly definition: unknown;
  /** Members of every search, such as `typos`. */
  readonly search: JsonObject;
  /** Those of a list, or of a collection of the catalogue. */
  readonly synonyms: readonly unknown[] | string;
}

const MEMBERS = ['definition', 'search', 'synonyms'];
/** Members of a search that come from the query itself, or from how it is judged. */
const OWN_MEMBERS = ['q', 'where', 'size', 'page', 'after', 'fields', 'sort', 'vector'];

/**
 * Reads settings: the JSON form of a collection, or `{"definition", "search", "synonyms"}` where definition and synonyms may
 * also be the name of a collection of the catalogue.
 * @throws INVALID_VALUE
 */
export function parseSettings(place: string, json: unknown): Settings {
  if (!isRecord(json)) throw invalid(place, 'is no JSON object');
  if ('fields' in json) return { definition: json, search: {}, synonyms: [] };
  const unknown = Object.keys(json).find((member) => !MEMBERS.includes(member));
  if (unknown !== undefined) throw invalid(place, `has a member "${unknown}"`);
  const { definition = null, search = {}, synonyms = [] } = json;
  if (!isRecord(search)) throw invalid(place, 'has a "search" that is no object');
  const own = OWN_MEMBERS.find((member) => member in search);
  if (own !== undefined) throw invalid(place, `has "search.${own}", which is set for every query by itself`);
  if (typeof synonyms === 'string') ofCatalogue(place, synonyms);
  else if (!isList(synonyms)) throw invalid(place, 'has "synonyms" that are no list');
  return { definition: typeof definition === 'string' ? ofCatalogue(place, definition) : definition, search, synonyms };
}

function ofCatalogue(place: string, name: string) {
  const collection = declaredCollection(name);
  if (collection !== undefined) return toDefinitionJson(collection);
  const names = CATALOGUE.map((declared) => declared.name).join(', ');
  throw invalid(place, `names "${name}", which is no collection of the catalogue (${names})`);
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const invalid = (place: string, fault: string) =>
  new AisleError(
    'INVALID_VALUE',
    `"${place}" ${fault}. Give a definition such as {"fields": {"name": {"kind": "text"}}}, or {"definition": …, "search": {…}, "synonyms": […]} with members that every search has.`,
  );
