import { Command, Help } from 'nest-commander';
import { Locks } from '../lib/index.js';
import { listSeedFiles, readSeedFile, SEED_FOLDER } from '../server/seeding/seed-files.js';
import type { SeedFile } from '../server/seeding/seed-files.js';
import { formatExamples, StoreCommand } from './aisle-command.js';
import { FailureList } from './catalogue/failure-list.js';
import { seedDocuments } from './catalogue/seed-documents.js';
import { writableRepository } from './catalogue/writable-repository.js';
import { WriteTally } from './catalogue/write-tally.js';
import type { Store } from './store/open-store.js';
import type { StoreFlags } from './store/store-settings.js';
import { startProgress } from './terminal/progress.js';

/** Loads the example catalogue. */
@Command({ name: 'seed', description: 'load the example catalogue: products and shops; can be repeated' })
export class SeedCommand extends StoreCommand {
  override async run(_: string[], flags: StoreFlags): Promise<void> {
    await this.withStore(flags, async (store, signal) => {
      const files = await listSeedFiles(SEED_FOLDER);
      // The lock that a server takes to load the same.
      await new Locks(store.connection, store.keys).withLock('seeding', { waitMs: 600_000, signal }, async (lock) => {
        const stop = AbortSignal.any([signal, lock.signal]);
        for (const file of files) await this.#seedFile(store, file, stop);
      });
    });
  }

  async #seedFile(store: Store, file: SeedFile, signal: AbortSignal): Promise<void> {
    const { collection } = file;
    const repository = await writableRepository(store, collection, signal);
    const failures = new FailureList();
    const tally = new WriteTally(['created', 'replaced', 'unchanged', 'failed']);
    const total = await countDocuments(file);
    const progress = startProgress(this.terminal, { label: `Seeding ${collection}`, unit: 'documents', total });
    try {
      for await (const { id, status, error } of seedDocuments(repository, readSeedFile(file))) {
        signal.throwIfAborted();
        tally.add(status);
        if (error !== undefined) failures.add(id ?? 'a document without an id', error.code, error.message);
        progress.update(tally.total);
      }
    } finally {
      progress.end();
    }
    for (const synonym of file.synonyms) await store.synonyms.put(collection, synonym.id, synonym);
    failures.tell(this.terminal);
    await this.terminal.print(tally.describe(collection));
  }

  @Help('after')
  examples(): string {
    return formatExamples([
      ['aisle seed', 'into the engine of its own, also while a server runs on it'],
      ['aisle seed --url redis://localhost:6379', 'into a Redis that runs'],
    ]);
  }
}

async function countDocuments(file: SeedFile): Promise<number> {
  let count = 0;
  for await (const document of readSeedFile(file)) count += Object.keys(document).length > 0 ? 1 : 0;
  return count;
}
