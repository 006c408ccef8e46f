import { Command, Help } from 'nest-commander';
import { formatExamples } from './aisle-command.js';
import { GroupCommand } from './group-command.js';
import { IndexApplyCommand } from './index-apply.command.js';
import { IndexPlanCommand } from './index-plan.command.js';

/** Groups the commands that change definitions and their indexes. */
@Command({
  name: 'index',
  description: 'see and make changes of definitions and their indexes',
  subCommands: [IndexPlanCommand, IndexApplyCommand],
})
export class IndexCommand extends GroupCommand {
  protected override readonly commands = ['index plan', 'index apply'];

  @Help('after')
  examples(): string {
    return formatExamples([
      ['aisle index plan products', 'what would change'],
      ['aisle index apply products', 'change it'],
    ]);
  }
}
