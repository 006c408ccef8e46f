import { Command, Help, Option } from 'nest-commander';
import { formatExamples, StoreCommand } from './aisle-command.js';
import { DoctorKeysCommand } from './doctor-keys.command.js';
import { findProblems } from './doctor/find-problems.js';
import { worstOf } from './doctor/finding.js';
import { formatReport } from './doctor/format-report.js';
import { gatherFacts } from './doctor/gather-facts.js';
import type { StoreFlags } from './store/store-settings.js';

interface DoctorFlags extends StoreFlags {
  readonly json?: boolean;
  readonly quick?: boolean;
}

/** Looks after engine, indexes and configuration. */
@Command({
  name: 'doctor',
  subCommands: [DoctorKeysCommand],
  description: 'check engine, indexes and configuration; exit code 1 when something is wrong',
})
export class DoctorCommand extends StoreCommand {
  override async run(_: string[], { json = false, quick = false, ...flags }: DoctorFlags): Promise<void> {
    await this.terminal.interruptible(async (signal) => {
      const facts = await gatherFacts(this.terminal, { flags, isThorough: !quick, signal });
      const findings = findProblems(facts);
      const status = worstOf(findings);
      if (json) await this.terminal.print(JSON.stringify({ status, findings, ...facts }, null, 2));
      else for (const line of formatReport(facts, findings)) await this.terminal.print(line);
      if (status === 'error') this.terminal.exitWith(1);
    });
  }

  @Option({ flags: '--json', description: 'print JSON: findings and all facts (default: a report for a person)' })
  parseJson(): boolean {
    return true;
  }

  @Option({ flags: '--quick', description: 'do not compare every key with the indexes (default: compare)' })
  parseQuick(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return formatExamples([
      ['aisle doctor', 'the engine of its own'],
      ['aisle doctor --url redis://localhost:6379', 'a Redis that runs'],
      ['aisle doctor keys', 'what keys there are, and which are not as they ought to be'],
      ['aisle doctor --json | jq \'.findings[] | select(.severity != "ok")\'', 'for other programs'],
    ]);
  }
}
