import { DefinedInCodeError, fromDefinitionJson, AisleError } from '../../lib/index.js';
import type { AnyCollection } from '../../lib/index.js';
import { readJsonFile } from '../files/open-input.js';
import type { Store } from '../store/open-store.js';
import type { Terminal } from '../terminal/terminal.js';
import { CATALOGUE, declaredCollection } from './catalogue.js';

/** A definition that is to be put in force, and the JSON that it comes from; null for one of the catalogue. */
export interface WantedDefinition {
  readonly collection: AnyCollection;
  readonly json: unknown;
}

/**
 * Finds the definition of a collection: the catalogue's, or that of a file.
 * @throws COLLECTION_NOT_FOUND, DEFINED_IN_CODE, INVALID_DEFINITION, and those of the file
 */
export async function readWantedDefinition(
  terminal: Terminal,
  name: string,
  path: string | undefined,
): Promise<WantedDefinition> {
  const declared = declaredCollection(name);
  if (path !== undefined) {
    if (declared !== undefined) throw new DefinedInCodeError(name);
    const json = await readJsonFile(terminal, path);
    return { collection: fromDefinitionJson(name, json), json };
  }
  if (declared !== undefined) return { collection: declared, json: null };
  const names = CATALOGUE.map((collection) => collection.name).join(', ');
  throw new AisleError(
    'COLLECTION_NOT_FOUND',
    `"${name}" is no collection of the catalogue (${names}). Give its definition with --definition <file.json>.`,
  );
}

/** @throws DEFINED_IN_CODE when a program's code declares the collection that a file would change */
export async function assertChangeable({ manager }: Store, { collection, json }: WantedDefinition): Promise<void> {
  if (json === null) return;
  const stored = (await manager.list()).find(({ name }) => name === collection.name);
  if (stored?.source === 'code') throw new DefinedInCodeError(collection.name);
}
