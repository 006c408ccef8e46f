import { access } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AisleError } from '../../lib/index.js';
import { readJsonFile, readText } from '../files/open-input.js';
import type { Terminal } from '../terminal/terminal.js';
import { parseJudgedSet } from './parse-judged-set.js';
import type { JudgedSet } from './parse-judged-set.js';
import { parseSettings } from './settings.js';
import type { Settings } from './settings.js';
import { readThresholds } from './thresholds.js';
import type { Thresholds } from './thresholds.js';

const PRODUCT_FILES = ['products.jsonl', 'products.ndjson'];

export interface ReadOptions {
  /** The file of the products. @default that of the folder, or of the folder above */
  readonly products: string | undefined;
  /** The member of a product that holds its id. */
  readonly idMember: string;
}

/** Reads a judged set from its folder. @throws INVALID_VALUE with all faults, each with its file and line */
export async function readJudgedSet(
  terminal: Terminal,
  folder: string,
  { products, idMember }: ReadOptions,
): Promise<JudgedSet> {
  const path = products ?? (await findProducts(folder));
  const [text, queries, judgements] = await Promise.all(
    [path, join(folder, 'queries.tsv'), join(folder, 'qrels.tsv')].map((file) => readText(terminal, file)),
  );
  return parseJudgedSet(
    { products: { name: path, text: text ?? '' }, queries: queries ?? '', judgements: judgements ?? '' },
    idMember,
  );
}

/** The settings of a file, else those of the folder's `definition.json`, if there is one. @throws INVALID_VALUE, INVALID_JSON */
export async function readSettings(terminal: Terminal, folder: string, file: string | undefined): Promise<Settings> {
  const path = file ?? (await findFile([join(folder, 'definition.json')]));
  return path === undefined
    ? { definition: null, search: {}, synonyms: [] }
    : parseSettings(path, await readJsonFile(terminal, path));
}

/** The thresholds of the folder, if it has any. @throws INVALID_VALUE, INVALID_JSON */
export async function readFolderThresholds(terminal: Terminal, folder: string): Promise<Thresholds> {
  const path = await findFile([join(folder, 'thresholds.json')]);
  return path === undefined ? {} : readThresholds(path, await readJsonFile(terminal, path));
}

async function findProducts(folder: string): Promise<string> {
  const folders = [folder, dirname(resolve(folder))];
  const found = await findFile(folders.flatMap((place) => PRODUCT_FILES.map((name) => join(place, name))));
  if (found !== undefined) return found;
  throw new AisleError(
    'INVALID_VALUE',
    `"${folder}" holds no ${PRODUCT_FILES.join(' or ')}, nor does the folder above. Name the file with --products <file>.`,
  );
}

async function findFile(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}
