import { Command, Help, Option } from 'nest-commander';
import { importDocuments } from '../lib/index.js';
import type { ImportResult } from '../lib/index.js';
import { formatExamples, StoreCommand } from './aisle-command.js';
import { FailureList } from './catalogue/failure-list.js';
import { stopOnEngineFailure } from './catalogue/stop-on-engine-failure.js';
import { writableRepository } from './catalogue/writable-repository.js';
import { WriteTally } from './catalogue/write-tally.js';
import { countBytes, openInput } from './files/open-input.js';
import type { Input } from './files/open-input.js';
import { withOutput } from './files/open-output.js';
import type { Store } from './store/open-store.js';
import type { StoreFlags } from './store/store-settings.js';
import { startProgress } from './terminal/progress.js';

interface ImportFlags extends StoreFlags {
  readonly report?: string;
}

type OnFailure = (failure: ImportResult) => Promise<void>;

/** Stores the documents of a file. */
@Command({
  name: 'import',
  arguments: '<collection> <file>',
  argsDescription: {
    collection: 'one of the catalogue (made where it is missing) or one made at run time',
    file: 'NDJSON: a document a line, UTF-8; - reads standard input',
  },
  description: 'store the documents of an NDJSON file; one whose id exists is replaced; exit code 1 when a line failed',
})
export class ImportCommand extends StoreCommand {
  override async run([collection = '', path = '']: string[], { report, ...flags }: ImportFlags): Promise<void> {
    const input = await openInput(this.terminal, path);
    try {
      await this.withStore(flags, async (store, signal) => {
        signal.addEventListener('abort', () => void input.close());
        const work = (onFailure: OnFailure) => this.#import({ store, signal, collection, input }, onFailure);
        if (report === undefined) await work(() => Promise.resolve());
        else await withOutput(this.terminal, report, ({ write }) => work((line) => write(`${JSON.stringify(line)}\n`)));
      });
    } finally {
      await input.close();
    }
  }

  async #import(
    { store, signal, collection, input }: { store: Store; signal: AbortSignal; collection: string; input: Input },
    onFailure: OnFailure,
  ): Promise<void> {
    const repository = await writableRepository(store, collection, signal);
    const failures = new FailureList();
    const tally = new WriteTally(['created', 'replaced', 'failed']);
    const label = `Importing ${collection}`;
    const progress = startProgress(this.terminal, { label, unit: 'bytes', total: input.totalBytes });
    const chunks = countBytes(input.chunks, (bytes) => {
      progress.update(bytes);
    });
    try {
      for await (const result of importDocuments(repository, chunks)) {
        signal.throwIfAborted();
        if ('summary' in result) break;
        tally.add(result.status);
        const { line, id, code, detail = '' } = result;
        if (code === undefined) continue;
        stopOnEngineFailure({ code, message: detail }, tally);
        failures.add(id === null ? `line ${line}` : `line ${line} (${id})`, code, detail);
        await onFailure(result);
      }
    } finally {
      progress.end();
    }
    failures.tell(this.terminal);
    await this.terminal.print(tally.describe(collection));
  }

  @Option({
    flags: '--report <file>',
    description: 'write all failed lines there as NDJSON (default: the first 20 are told)',
  })
  parseReport(value: string): string {
    return value;
  }

  @Help('after')
  examples(): string {
    return formatExamples([
      ['aisle import products products.ndjson', 'a file'],
      ['zcat products.ndjson.gz | aisle import products -', 'standard input'],
      [
        'aisle import products products.ndjson --report failed.ndjson',
        'every failed line with number, code and detail',
      ],
    ]);
  }
}
