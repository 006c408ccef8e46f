import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AnyDocument, StoredSynonym } from '../../lib/index.js';
import { readSeedSynonyms } from './seed-synonyms.js';

/** A file of documents, one a line, named after their collection. */
export interface SeedFile {
  readonly collection: string;
  readonly path: string;
  /** Words that mean the same in the collection. */
  readonly synonyms: readonly StoredSynonym[];
  /** Hash of all that. */
  readonly hash: string;
}

/** The folder of the example catalogue that comes with the server. */
export const SEED_FOLDER = join(import.meta.dirname, '../../../seed');

const EXTENSION = '.ndjson';

export async function listSeedFiles(folder: string): Promise<readonly SeedFile[]> {
  const names = (await readdir(folder)).filter((name) => extname(name) === EXTENSION).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const collection = basename(name, EXTENSION);
      const synonyms = await readSeedSynonyms(folder, collection);
      const hash = createHash('sha256')
        .update(await readFile(path))
        .update(JSON.stringify(synonyms))
        .digest('hex');
      return { collection, path, synonyms, hash };
    }),
  );
}

/** The documents of a file, in order. @throws SyntaxError naming file and line */
export async function* readSeedFile({ path }: SeedFile): AsyncGenerator<AnyDocument, void, undefined> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    line++;
    if (text.trim() === '') continue;
    yield parseLine(text, `${basename(path)}:${line}`);
  }
}

function parseLine(text: string, place: string): AnyDocument {
  try {
    return JSON.parse(text) as AnyDocument;
  } catch (cause) {
    throw new SyntaxError(`${place} is not JSON`, { cause });
  }
}
