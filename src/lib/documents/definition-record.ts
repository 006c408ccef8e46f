import { ANALYSIS_VERSION } from '../analysis/analysis-version.js';
import type { AnyCollection } from '../collections/collection.js';
import { fromDefinitionJson, toDefinitionJson } from '../collections/definition-json.js';
import { AisleError } from '../errors/aisle-error.js';
import type { ActiveDefinitions } from './active-definitions.js';

/**
 * Where a collection stands:
 * `ready`; `migrating`: `other` is the next definition, documents are being rewritten or indexed for it; `swapped`: the new
 * one serves, `other` is the former; `cleaning`: what only the former needed is taken out of the documents; `rebuilding`:
 * all is derived anew, because this version analyses text otherwise; `deleting`.
 */
export type DefinitionState = (typeof DEFINITION_STATES)[number];

export const DEFINITION_STATES = ['ready', 'migrating', 'swapped', 'cleaning', 'rebuilding', 'deleting'] as const;

/** The definitions of a collection as they are stored. */
export interface DefinitionRecord extends ActiveDefinitions {
  readonly state: DefinitionState;
  /** The version of text analysis that documents are derived by. Below ours, their derived members have other names. */
  readonly analysis: number;
}

/** A record that is about to be published. */
export type NextDefinition = Omit<DefinitionRecord, 'epoch' | 'analysis'>;

/** Whether the documents were derived by an older text analysis. */
export const isOutdated = ({ analysis }: DefinitionRecord): boolean => analysis !== ANALYSIS_VERSION;

/** The text of a record; its epoch is stored beside it. */
export function encodeDefinition({ source, serving, other, state }: NextDefinition): string {
  return JSON.stringify({
    source,
    serving: toDefinitionJson(serving),
    other: other === null ? null : toDefinitionJson(other),
    state,
    analysis: ANALYSIS_VERSION,
  });
}

/**
 * Reads the text of a record.
 * @param toCollection makes the collection of its JSON form
 * @throws INTERNAL when it is not what this version writes
 */
export function decodeDefinition(
  name: string,
  epoch: number,
  text: string,
  toCollection: (json: unknown) => AnyCollection = (json) => fromDefinitionJson(name, json),
): DefinitionRecord {
  try {
    const stored: unknown = JSON.parse(text);
    if (!isRecord(stored) || !isState(stored['state']) || !isSource(stored['source'])) throw new TypeError('No record');
    const { source, serving, other, state, analysis } = stored;
    if (typeof analysis !== 'number' || analysis > ANALYSIS_VERSION) throw new TypeError('Of another version');
    return Object.freeze({
      epoch,
      source,
      serving: toCollection(serving),
      other: other === null ? null : toCollection(other),
      state,
      analysis,
    });
  } catch (cause) {
    throw new AisleError(
      'INTERNAL',
      `The stored definition of the collection "${name}" cannot be read. Was it written by a newer version? Use that version.`,
      { cause },
    );
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isState = (value: unknown): value is DefinitionState => DEFINITION_STATES.some((state) => state === value);

const isSource = (value: unknown): value is ActiveDefinitions['source'] => value === 'code' || value === 'stored';
