import { Command, Help, Option } from 'nest-commander';
import { exportDocuments } from '../lib/index.js';
import { formatExamples, StoreCommand } from './aisle-command.js';
import { withOutput } from './files/open-output.js';
import type { StoreFlags } from './store/store-settings.js';
import { formatDocuments } from './terminal/numbers.js';
import { NO_PROGRESS, startProgress } from './terminal/progress.js';

interface ExportFlags extends StoreFlags {
  readonly out: string;
}

/** Writes all documents of a collection. */
@Command({
  name: 'export',
  arguments: '<collection>',
  argsDescription: { collection: 'the name of a collection' },
  description: 'write all documents of a collection as NDJSON, in no order',
})
export class ExportCommand extends StoreCommand {
  override async run([collection = '']: string[], { out, ...flags }: ExportFlags): Promise<void> {
    await this.withStore(flags, async (store, signal) => {
      const { documents } = await store.manager.describe(collection);
      const isOnScreen = out === '-' && this.terminal.showsResult;
      const options = { label: `Exporting ${collection}`, unit: 'documents', total: documents } as const;
      let written = 0;
      await withOutput(this.terminal, out, async ({ write }) => {
        const progress = isOnScreen ? NO_PROGRESS : startProgress(this.terminal, options);
        try {
          for await (const line of exportDocuments(store.repository(collection))) {
            signal.throwIfAborted();
            await write(line);
            progress.update(++written);
          }
        } finally {
          progress.end();
        }
      });
      this.terminal.tell(`${collection}: ${formatDocuments(written)} exported`);
    });
  }

  @Option({ flags: '--out <file>', description: 'the file to write, - for standard output', defaultValue: '-' })
  parseOut(value: string): string {
    return value;
  }

  @Help('after')
  examples(): string {
    return formatExamples([
      ['aisle export products > products.ndjson', 'standard output'],
      ['aisle export products --out products.ndjson', 'a file that appears when it is complete'],
      ["aisle export products | jq -r 'select(.stock == 0) | .sku'", 'what is sold out'],
    ]);
  }
}
