import { Injectable } from '@nestjs/common';
import { AisleError, EngineMonitor, worstOf } from '../../lib/index.js';
import type { BiggestKeys, EngineIndexReport, EngineNodeReport, Finding, Severity } from '../../lib/index.js';

/** How the engine is doing, as `GET /v1/admin/engine` shows it. */
export interface EngineReport {
  /** The worst of the findings. */
  readonly status: Severity;
  readonly findings: readonly Finding[];
  readonly nodes: readonly Omit<EngineNodeReport, 'findings'>[];
  readonly indexes: EngineIndexReport['indexes'];
  readonly biggestKeys: Omit<BiggestKeys, 'findings'>;
}

const DEFAULT_SCAN = 10_000;
const MOST_SCAN = 1_000_000;

/** Answers how the engine is doing. */
@Injectable()
export class EngineRequests {
  constructor(private readonly monitor: EngineMonitor) {}

  /** @param scan how many keys are looked at for the biggest ones */
  async report(scan: string | undefined): Promise<EngineReport> {
    const keys = readScan(scan);
    const [nodes, { indexes, findings }, biggest] = await Promise.all([
      this.monitor.nodes(),
      this.monitor.indexes(),
      this.monitor.biggestKeys({ scan: keys }),
    ]);
    const all = [...nodes.flatMap((node) => node.findings), ...findings, ...biggest.findings];
    return {
      status: worstOf(all),
      findings: all,
      nodes: nodes.map(({ server, status, slowLog }) => ({ server, status, slowLog })),
      indexes,
      biggestKeys: { keys: biggest.keys, scanned: biggest.scanned, complete: biggest.complete },
    };
  }
}

function readScan(value: string | undefined): number {
  if (value === undefined) return DEFAULT_SCAN;
  if (/^\d{1,7}$/.test(value) && Number(value) <= MOST_SCAN) return Number(value);
  const message = `must be a whole number from 0 to ${MOST_SCAN}: the keys that are looked at`;
  throw new AisleError('INVALID_VALUE', `scan: ${message}`, { faults: [{ path: 'scan', message }] });
}
