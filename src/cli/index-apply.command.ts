import { Help, Option, SubCommand } from 'nest-commander';
import { formatExamples, StoreCommand } from './aisle-command.js';
import { applyChange } from './catalogue/apply-change.js';
import { planChange } from './catalogue/plan-change.js';
import { assertChangeable, readWantedDefinition } from './catalogue/wanted-definition.js';
import type { StoreFlags } from './store/store-settings.js';
import { formatDocuments } from './terminal/numbers.js';
import { startProgress } from './terminal/progress.js';

interface ApplyFlags extends StoreFlags {
  readonly definition?: string;
}

/** Puts a definition in force. */
@SubCommand({
  name: 'apply',
  arguments: '<collection>',
  argsDescription: { collection: 'one of the catalogue, or any name with --definition' },
  description: 'put a definition in force; searches and writes go on meanwhile; can be repeated after any failure',
})
export class IndexApplyCommand extends StoreCommand {
  override async run([name = '']: string[], { definition, ...flags }: ApplyFlags): Promise<void> {
    const wanted = await readWantedDefinition(this.terminal, name, definition);
    await this.withStore(flags, async (store, signal) => {
      await assertChangeable(store, wanted);
      const { lines, isNeeded } = await planChange(store, wanted);
      await this.terminal.print(lines.join('\n  '));
      if (!isNeeded) return;
      const progress = startProgress(this.terminal, { label: `Changing ${name}`, unit: 'percent', total: 1 });
      try {
        await applyChange(store, wanted, {
          signal,
          onProgress: (share) => {
            progress.update(share);
          },
        });
        progress.update(1);
      } finally {
        progress.end();
      }
      const { documents } = await store.manager.describe(name);
      await this.terminal.print(`${name}: done, ${formatDocuments(documents)} in the index`);
    });
  }

  @Option({
    flags: '--definition <file>',
    description: 'the wanted definition as JSON, - for standard input (default: the catalogue’s)',
  })
  parseDefinition(value: string): string {
    return value;
  }

  @Help('after')
  examples(): string {
    return formatExamples([
      ['aisle index apply products', 'the stored collection becomes as the catalogue says'],
      ['aisle index apply books --definition books.json', 'makes or changes a collection at run time'],
    ]);
  }
}
