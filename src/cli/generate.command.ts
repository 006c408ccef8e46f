import { Command, Help, Option } from 'nest-commander';
import { AisleError } from '../lib/index.js';
import { generateProducts } from '../server/catalog/generate-products.js';
import { formatExamples, StoreCommand } from './aisle-command.js';
import { FailureList } from './catalogue/failure-list.js';
import { stopOnEngineFailure } from './catalogue/stop-on-engine-failure.js';
import { writableRepository } from './catalogue/writable-repository.js';
import { WriteTally } from './catalogue/write-tally.js';
import { withOutput } from './files/open-output.js';
import { parseWholeNumber } from './parse-options.js';
import type { StoreFlags } from './store/store-settings.js';
import { formatDocuments } from './terminal/numbers.js';
import { startProgress } from './terminal/progress.js';

interface GenerateFlags extends StoreFlags {
  readonly count: number;
  readonly seed: number;
  readonly collection?: string;
  readonly out?: string;
}

const MAX_COUNT = 100_000_000;
const MAX_SEED = 4_294_967_295;
/** Products between two looks at whether the user wants an end. */
const STEP = 1_000;

/** Makes up products, for tests of scale. */
@Command({
  name: 'generate',
  description: 'make up products, into a collection or as NDJSON; the same ones for the same seed',
})
export class GenerateCommand extends StoreCommand {
  override async run(_: string[], flags: GenerateFlags): Promise<void> {
    const { out, collection } = flags;
    if (out === undefined) return this.#store(flags);
    if (collection !== undefined) {
      throw new AisleError('INVALID_VALUE', '--collection and --out exclude each other. Give one of them.');
    }
    await this.#write(flags, out);
  }

  async #store({ count, seed, collection = 'products', ...flags }: GenerateFlags): Promise<void> {
    await this.withStore(flags, async (store, signal) => {
      const repository = await writableRepository(store, collection, signal);
      const failures = new FailureList();
      const tally = new WriteTally(['created', 'replaced', 'failed']);
      const progress = startProgress(this.terminal, { label: 'Generating', unit: 'documents', total: count });
      try {
        for await (const { id, status, error } of repository.writeMany(generateItems(count, seed))) {
          signal.throwIfAborted();
          tally.add(status);
          if (error !== undefined) {
            stopOnEngineFailure(error, tally);
            failures.add(id ?? 'a product', error.code, error.message);
          }
          progress.update(tally.total);
        }
      } finally {
        progress.end();
      }
      failures.tell(this.terminal);
      await this.terminal.print(tally.describe(collection));
    });
  }

  async #write({ count, seed }: GenerateFlags, out: string): Promise<void> {
    await this.terminal.interruptible((signal) =>
      withOutput(this.terminal, out, async ({ write }) => {
        let written = 0;
        for (const product of generateProducts(count, seed)) {
          await write(`${JSON.stringify(product)}\n`);
          if (++written % STEP > 0) continue;
          await new Promise((resolve) => setImmediate(resolve));
          signal.throwIfAborted();
        }
      }),
    );
    this.terminal.tell(`${formatDocuments(count)} written`);
  }

  @Option({ flags: '--count <number>', description: 'how many products', defaultValue: 1_000 })
  parseCount(value: string): number {
    return parseWholeNumber('--count', value, 1, MAX_COUNT);
  }

  @Option({
    flags: '--seed <number>',
    description: 'another seed makes other products, with other ids',
    defaultValue: 1,
  })
  parseSeed(value: string): number {
    return parseWholeNumber('--seed', value, 0, MAX_SEED);
  }

  @Option({ flags: '--collection <name>', description: 'the collection to write to (default: products)' })
  parseCollection(value: string): string {
    return value;
  }

  @Option({
    flags: '--out <file>',
    description: 'write NDJSON there instead, - for standard output (default: no file)',
  })
  parseOut(value: string): string {
    return value;
  }

  @Help('after')
  examples(): string {
    return formatExamples([
      ['aisle generate --count 100000', '100,000 products with the ids g1-1 to g1-100000'],
      ['aisle generate --count 500 --seed 7 --out -', '500 others on standard output'],
      ['aisle generate --count 1000000 --out products.ndjson', 'a file for "aisle import"'],
    ]);
  }
}

/** The same, for a collection that need not be one of products. */
function* generateItems(count: number, seed: number) {
  for (const document of generateProducts(count, seed)) yield { document };
}
