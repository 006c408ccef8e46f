import { Command, Help } from 'nest-commander';
import { AisleCommand, formatExamples } from './aisle-command.js';
import type { ParserCommand } from './aisle-command.js';
import { RelevanceRunCommand } from './relevance-run.command.js';

/** Groups the commands that judge what searches find. */
@Command({
  name: 'relevance',
  description: 'judge how good the results of searches are',
  subCommands: [RelevanceRunCommand],
})
export class RelevanceCommand extends AisleCommand {
  override setCommand(command: ParserCommand): this {
    super.setCommand(command);
    command.allowExcessArguments(true);
    return this;
  }

  override run([name]: string[]): Promise<void> {
    if (name === undefined) this.command.help({ error: true });
    this.command.error(`error: unknown command 'relevance ${name}'. Use: relevance run.`);
  }

  @Help('after')
  examples(): string {
    return formatExamples([['aisle relevance run seed/relevance', 'the example catalogue']]);
  }
}
