import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { AisleError, EngineMonitor } from '../../lib/index.js';
import type { BiggestKeys, EngineStatus } from '../../lib/index.js';
import { MetricsRegistry } from './metrics-registry.js';

/** Keys are looked at for the biggest ones so seldom, and so many of them. */
const KEYS_EVERY_MS = 300_000;
const SCAN = 10_000;

type Read = (status: EngineStatus) => number | null;

/** What is shown of each server. Totals count since the server started. */
const READINGS: readonly (readonly [name: string, help: string, read: Read])[] = [
  ['memory_used_bytes', 'Memory that the data takes.', ({ memory }) => memory.usedBytes],
  ['memory_limit_bytes', 'maxmemory; 0: no limit.', ({ memory }) => memory.limitBytes],
  ['memory_fragmentation_ratio', 'Memory of the process over that of the data.', ({ memory }) => memory.fragmentation],
  ['clients', 'Connections.', ({ clients }) => clients.connected],
  ['clients_blocked', 'Connections that wait for something.', ({ clients }) => clients.blocked],
  ['clients_rejected_total', 'Connections that were turned away.', ({ clients }) => clients.rejected],
  ['commands_total', 'Commands.', ({ activity }) => activity.commands],
  ['operations_per_second', 'Commands a second.', ({ activity }) => activity.operationsPerSecond],
  ['hits_total', 'Reads that found their key.', ({ activity }) => activity.hits],
  ['misses_total', 'Reads that did not find their key.', ({ activity }) => activity.misses],
  [
    'hit_ratio',
    'Reads that found their key, 0 to 1; below 0.9 something is wrong.',
    ({ activity }) => activity.hitRatio,
  ],
  ['evicted_keys_total', 'Keys that were removed for want of memory.', ({ activity }) => activity.evicted],
  ['expired_keys_total', 'Keys whose time was over.', ({ activity }) => activity.expired],
  ['changes_since_save', 'Writes since the last snapshot.', ({ persistence }) => persistence.rdb.changesSince],
  ['aof_ok', 'Whether the append-only file was written.', ({ persistence }) => Number(persistence.aof.lastWriteIsOk)],
  ['snapshot_ok', 'Whether the last snapshot was written.', ({ persistence }) => Number(persistence.rdb.lastSaveIsOk)],
  ['replicas', 'Replicas that follow.', ({ replication }) => replication.replicas.filter(isOnline).length],
  ['replication_lag_seconds', 'Since the slowest replica was heard of.', (status) => slowest(status, 'lagSeconds')],
  ['replication_lag_bytes', 'What the slowest replica lacks.', (status) => slowest(status, 'lagBytes')],
];

/** How the servers of the engine are doing, asked for when the metrics are read. */
@Injectable()
export class EngineMetrics {
  readonly #gauges: readonly (readonly [Gauge<'server'>, Read])[];
  readonly #slow: Gauge<'server'>;
  readonly #biggest: Gauge<'key'>;
  #keys: { readonly found: BiggestKeys; readonly at: number } | undefined;

  constructor(
    registry: MetricsRegistry,
    private readonly monitor: EngineMonitor,
  ) {
    const perServer = { registers: [registry], labelNames: ['server'] as const };
    this.#gauges = READINGS.map(([name, help, read]) => [
      new Gauge({ ...perServer, name: `aisle_engine_${name}`, help }),
      read,
    ]);
    this.#slow = new Gauge({
      ...perServer,
      name: 'aisle_engine_slow_commands',
      help: 'Commands in the slow log, 32 at most.',
    });
    this.#biggest = new Gauge({
      registers: [registry],
      labelNames: ['key'],
      name: 'aisle_engine_biggest_key_bytes',
      help: 'Memory of the biggest keys among the first 10,000, looked for every five minutes.',
    });
  }

  /** Asks the engine; while it does not answer there are none. */
  async refresh(): Promise<void> {
    for (const gauge of [...this.#gauges.map(([each]) => each), this.#slow, this.#biggest]) gauge.reset();
    try {
      for (const { server, status, slowLog } of await this.monitor.nodes()) {
        this.#slow.set({ server }, slowLog.length);
        if (status !== null) this.#show(server, status);
      }
      for (const { key, bytes } of (await this.#biggestKeys()).keys) this.#biggest.set({ key }, bytes);
    } catch (error) {
      if (!(error instanceof AisleError)) throw error;
    }
  }

  #show(server: string, status: EngineStatus): void {
    for (const [gauge, read] of this.#gauges) {
      const value = read(status);
      if (value !== null) gauge.set({ server }, value);
    }
  }

  async #biggestKeys(): Promise<BiggestKeys> {
    if (this.#keys === undefined || performance.now() - this.#keys.at > KEYS_EVERY_MS) {
      this.#keys = { found: await this.monitor.biggestKeys({ scan: SCAN }), at: performance.now() };
    }
    return this.#keys.found;
  }
}

type Replica = EngineStatus['replication']['replicas'][number];

const isOnline = ({ state }: Replica) => state === 'online';

/** null without replicas. */
function slowest({ replication: { replicas } }: EngineStatus, what: 'lagSeconds' | 'lagBytes'): number | null {
  return replicas.length === 0 ? null : Math.max(...replicas.map((replica) => replica[what]));
}
