import { Command, Help } from 'nest-commander';
import { formatExamples } from './aisle-command.js';
import { GroupCommand } from './group-command.js';
import { RelevanceRunCommand } from './relevance-run.command.js';

/** Groups the commands that judge what searches find. */
@Command({
  name: 'relevance',
  description: 'judge how good the results of searches are',
  subCommands: [RelevanceRunCommand],
})
export class RelevanceCommand extends GroupCommand {
  protected override readonly commands = ['relevance run'];

  @Help('after')
  examples(): string {
    return formatExamples([['aisle relevance run seed/relevance', 'the example catalogue']]);
  }
}
