import { AisleError } from '../../lib/index.js';
import type { Synonym, Synonyms } from '../../lib/index.js';
import { SEED_FOLDER } from '../../server/seeding/seed-files.js';
import { readSeedSynonyms } from '../../server/seeding/seed-synonyms.js';
import type { Settings } from './settings.js';

/** Stores the synonyms of settings. @throws INVALID_VALUE, LIMIT_EXCEEDED, naming which one is wrong */
export async function storeSynonyms(
  synonyms: Synonyms,
  collection: string,
  wanted: Settings['synonyms'],
): Promise<void> {
  const all = typeof wanted === 'string' ? await readSeedSynonyms(SEED_FOLDER, wanted) : wanted;
  for (const [at, synonym] of all.entries()) {
    const id = `s${at}`;
    try {
      await synonyms.put(collection, id, withId(synonym, id));
    } catch (error) {
      if (!(error instanceof AisleError)) throw error;
      const message = `synonyms[${at}]: ${error.message}`;
      throw new AisleError(error.code, message, { cause: error, faults: error.faults });
    }
  }
}

/** What the library checks anyway; the id of a list is its own. */
function withId(synonym: unknown, id: string): Synonym {
  const own = typeof synonym === 'object' && synonym !== null && !Array.isArray(synonym) ? { ...synonym, id } : synonym;
  return own as Synonym;
}
