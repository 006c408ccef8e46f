import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredSynonym, Synonym } from '../../lib/index.js';

const FILE = 'synonyms.json';

/** The synonyms of a folder for one collection, by id; none where it has no such file. */
export async function readSeedSynonyms(folder: string, collection: string): Promise<readonly StoredSynonym[]> {
  const text = await readFile(join(folder, FILE), 'utf8').catch((error: unknown) => {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return '{}';
    throw error;
  });
  const all = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, Synonym>>>>;
  return Object.entries(all[collection] ?? {}).map(([id, synonym]) => ({ id, ...synonym }));
}
