import { Command, Help } from 'nest-commander';
import { AisleCommand, formatExamples } from './aisle-command.js';
import type { ParserCommand } from './aisle-command.js';
import { IndexApplyCommand } from './index-apply.command.js';
import { IndexPlanCommand } from './index-plan.command.js';

/** Groups the commands that change definitions and their indexes. */
@Command({
  name: 'index',
  description: 'see and make changes of definitions and their indexes',
  subCommands: [IndexPlanCommand, IndexApplyCommand],
})
export class IndexCommand extends AisleCommand {
  override setCommand(command: ParserCommand): this {
    super.setCommand(command);
    command.allowExcessArguments(true);
    return this;
  }

  override run([name]: string[]): Promise<void> {
    if (name === undefined) this.command.help({ error: true });
    this.command.error(`error: unknown command 'index ${name}'. Use: index plan, index apply.`);
  }

  @Help('after')
  examples(): string {
    return formatExamples([
      ['aisle index plan products', 'what would change'],
      ['aisle index apply products', 'change it'],
    ]);
  }
}
