import { Help, Option, SubCommand } from 'nest-commander';
import { auditKeys, worstOf } from '../lib/index.js';
import { formatExamples, StoreCommand } from './aisle-command.js';
import { formatKeys } from './doctor/format-keys.js';
import { parseWholeNumber } from './parse-options.js';
import type { StoreFlags } from './store/store-settings.js';
import { startProgress } from './terminal/progress.js';

const MOST = 1e12;

interface KeysFlags extends StoreFlags {
  readonly json?: boolean;
  readonly limit: number;
  readonly big: number;
}

/** Looks through the keys of the namespace. */
@SubCommand({
  name: 'keys',
  description: 'look through all keys: by area, without TTL, oversized, of a wrong type or name; exit code 1 on errors',
})
export class DoctorKeysCommand extends StoreCommand {
  override async run(_: string[], { json = false, limit, big, ...flags }: KeysFlags): Promise<void> {
    await this.withStore(flags, async ({ connection, keys }, signal) => {
      const sizes = await Promise.all(connection.primaries().map((node) => node.send(['DBSIZE'])));
      const total = sizes.reduce<number>((sum, size) => sum + Number(size), 0);
      const progress = startProgress(this.terminal, { label: 'Looking at keys', unit: 'keys', total });
      try {
        const audit = await auditKeys(connection, keys, {
          limit,
          bigBytes: big,
          signal,
          onProgress: (scanned) => {
            progress.update(scanned);
          },
        });
        progress.end();
        const status = worstOf(audit.findings);
        if (json) await this.terminal.print(JSON.stringify({ status, ...audit }, null, 2));
        else for (const line of formatKeys(audit)) await this.terminal.print(line);
        if (status === 'error') this.terminal.exitWith(1);
      } finally {
        progress.end();
      }
    });
  }

  @Option({ flags: '--json', description: 'print JSON (default: a report for a person)' })
  parseJson(): boolean {
    return true;
  }

  @Option({ flags: '--limit <number>', description: 'keys that are looked at at most', defaultValue: 1_000_000 })
  parseLimit(value: string): number {
    return parseWholeNumber('--limit', value, 1, MOST);
  }

  @Option({ flags: '--big <bytes>', description: 'from how many bytes a key is oversized', defaultValue: 10_000_000 })
  parseBig(value: string): number {
    return parseWholeNumber('--big', value, 1, MOST);
  }

  @Help('after')
  examples(): string {
    return formatExamples([
      ['aisle doctor keys', 'all keys of the namespace'],
      ['aisle doctor keys --limit 10000', 'a sample of a large store'],
      ['aisle doctor keys --json | jq .areas', 'for other programs'],
    ]);
  }
}
