import { AisleCommand } from './aisle-command.js';
import type { ParserCommand } from './aisle-command.js';

/** The base of commands that only group others: by itself one shows its help, and names what it has. */
export abstract class GroupCommand extends AisleCommand {
  /** The commands as they are typed. */
  protected abstract readonly commands: readonly string[];

  override setCommand(command: ParserCommand): this {
    super.setCommand(command);
    command.allowExcessArguments(true);
    return this;
  }

  override run([name]: string[]): Promise<void> {
    if (name === undefined) this.command.help({ error: true });
    this.command.error(`error: unknown command '${this.command.name()} ${name}'. Use: ${this.commands.join(', ')}.`);
  }
}
