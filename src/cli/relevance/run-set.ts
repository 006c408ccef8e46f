import { fromDefinitionJson } from '../../lib/index.js';
import type { Store } from '../store/open-store.js';
import { startProgress } from '../terminal/progress.js';
import type { ProgressUnit } from '../terminal/progress.js';
import type { Terminal } from '../terminal/terminal.js';
import { deriveDefinition } from './derive-definition.js';
import type { JudgedSet } from './parse-judged-set.js';
import { runQueries, storeProducts } from './run-queries.js';
import { storeSynonyms } from './store-synonyms.js';
import type { WorkOptions } from './run-queries.js';
import type { Run } from './run.js';
import type { Settings } from './settings.js';
import { withThrowAwayCollection } from './throw-away-collection.js';

export interface RunSetOptions {
  readonly name: string;
  readonly set: JudgedSet;
  readonly settings: Settings;
  readonly signal: AbortSignal;
}

/** Stores the products of a set in a collection of its own, searches for all queries, and removes the collection. */
export async function runSet(
  terminal: Terminal,
  store: Store,
  { name, set, settings, signal }: RunSetOptions,
): Promise<Run> {
  const definition = settings.definition ?? deriveDefinition(set.products);
  const queries = await withThrowAwayCollection(store, definition, async (collectionName) => {
    const storing = { label: 'Storing', unit: 'documents', total: set.products.length } as const;
    await withProgress(terminal, storing, (onProgress) =>
      storeProducts(store.repository(collectionName), set.products, { signal, onProgress }),
    );
    await storeSynonyms(store.synonyms, collectionName, settings.synonyms);
    const parts = {
      collection: fromDefinitionJson(collectionName, definition),
      search: store.search(collectionName),
      settings,
    };
    const searching = { label: 'Searching', unit: 'queries', total: set.queries.length } as const;
    return withProgress(terminal, searching, (onProgress) => runQueries(parts, set.queries, { signal, onProgress }));
  });
  return { name, definition, search: settings.search, queries };
}

async function withProgress<T>(
  terminal: Terminal,
  options: { readonly label: string; readonly unit: ProgressUnit; readonly total: number },
  work: (onProgress: WorkOptions['onProgress']) => Promise<T>,
): Promise<T> {
  const progress = startProgress(terminal, options);
  try {
    return await work((done) => {
      progress.update(done);
    });
  } finally {
    progress.end();
  }
}
