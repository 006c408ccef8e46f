import { Command, Help, Option } from 'nest-commander';
import { formatExamples, StoreCommand } from './aisle-command.js';
import { applyFlags } from './store/store-settings.js';
import type { StoreFlags } from './store/store-settings.js';

interface StartFlags extends StoreFlags {
  readonly port?: string;
  readonly host?: string;
}

/** Runs the server until it is told to end. */
@Command({ name: 'start', description: 'run the server' })
export class StartCommand extends StoreCommand {
  override async run(_: string[], { port, host, ...flags }: StartFlags): Promise<void> {
    const environment = {
      ...applyFlags(this.terminal.environment, flags),
      ...(port !== undefined && { PORT: port }),
      ...(host !== undefined && { HOST: host }),
    };
    const { runServer } = await import('../server/start.js');
    await runServer(environment);
  }

  @Option({ flags: '--port <port>', description: '0 takes any free one, which is printed (default: PORT, else 3000)' })
  parsePort(value: string): string {
    return value;
  }

  @Option({
    flags: '--host <address>',
    description: 'address to listen on; any but loopback needs AISLE_ADMIN_KEY (default: HOST, else 127.0.0.1)',
  })
  parseHost(value: string): string {
    return value;
  }

  @Help('after')
  examples(): string {
    return formatExamples([
      ['aisle start', 'with an engine of its own, at http://127.0.0.1:3000'],
      ['aisle start --port 8080 --url redis://localhost:6379', 'with a Redis that runs'],
      ['AISLE_SEED=off aisle start --home /srv/aisle', 'without the example catalogue, data in /srv/aisle'],
    ]);
  }
}
