import { Help, Option, SubCommand } from 'nest-commander';
import { formatExamples, StoreCommand } from './aisle-command.js';
import { planChange } from './catalogue/plan-change.js';
import { assertChangeable, readWantedDefinition } from './catalogue/wanted-definition.js';
import type { StoreFlags } from './store/store-settings.js';

interface PlanFlags extends StoreFlags {
  readonly definition?: string;
  readonly json?: boolean;
}

const CHANGES_EXIT_CODE = 2;

/** Shows what would change, and changes nothing. */
@SubCommand({
  name: 'plan',
  arguments: '<collection>',
  argsDescription: { collection: 'one of the catalogue, or any name with --definition' },
  description: 'show what "index apply" would do; exit code 0 nothing, 2 something',
})
export class IndexPlanCommand extends StoreCommand {
  override async run([name = '']: string[], { definition, json = false, ...flags }: PlanFlags): Promise<void> {
    const wanted = await readWantedDefinition(this.terminal, name, definition);
    await this.withStore(flags, async (store) => {
      await assertChangeable(store, wanted);
      const { plan, lines, isNeeded } = await planChange(store, wanted);
      if (json) await this.terminal.print(JSON.stringify({ ...plan, needed: isNeeded }, null, 2));
      else await this.terminal.print(lines.join('\n  '));
      if (isNeeded) this.terminal.exitWith(CHANGES_EXIT_CODE);
    });
  }

  @Option({
    flags: '--definition <file>',
    description: 'the wanted definition as JSON, - for standard input (default: the catalogue’s)',
  })
  parseDefinition(value: string): string {
    return value;
  }

  @Option({ flags: '--json', description: 'print JSON (default: lines for a person)' })
  parseJson(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return formatExamples([
      ['aisle index plan products', 'the stored collection against the catalogue'],
      ['aisle index plan books --definition books.json', 'a collection that is made at run time'],
    ]);
  }
}
