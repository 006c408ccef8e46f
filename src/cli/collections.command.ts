import { Command, Help, Option } from 'nest-commander';
import type { CollectionDescription } from '../lib/index.js';
import { formatExamples, StoreCommand } from './aisle-command.js';
import { describeIndex } from './catalogue/describe-index.js';
import type { StoreFlags } from './store/store-settings.js';
import { formatCount } from './terminal/numbers.js';
import { formatTable } from './terminal/table.js';
import type { Column } from './terminal/table.js';

interface CollectionsFlags extends StoreFlags {
  readonly json?: boolean;
}

/** Lists the collections. */
@Command({ name: 'collections', description: 'list the collections' })
export class CollectionsCommand extends StoreCommand {
  override async run(_: string[], { json = false, ...flags }: CollectionsFlags): Promise<void> {
    await this.withStore(flags, async ({ manager }) => {
      const collections = await manager.list();
      if (json) {
        await this.terminal.print(JSON.stringify(collections, null, 2));
        return;
      }
      for (const line of formatTable(COLUMNS, collections)) await this.terminal.print(line);
      if (collections.length === 0)
        this.terminal.tell('There is no collection yet. "aisle seed" makes products and shops.');
    });
  }

  @Option({ flags: '--json', description: 'print JSON: the full descriptions (default: a table)' })
  parseJson(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return formatExamples([
      ['aisle collections', 'a table'],
      ["aisle collections --json | jq '.[].name'", 'for other programs'],
    ]);
  }
}

const COLUMNS: readonly Column<CollectionDescription>[] = [
  { title: 'name', value: ({ name }) => name },
  { title: 'documents', value: ({ documents }) => formatCount(documents), isNumber: true },
  { title: 'fields', value: ({ fields }) => formatCount(Object.keys(fields).length), isNumber: true },
  { title: 'source', value: ({ source }) => source },
  { title: 'index', value: ({ index }) => describeIndex(index) },
];
