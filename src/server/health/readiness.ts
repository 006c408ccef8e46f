import { Inject, Injectable } from '@nestjs/common';
import {
  AISLE_CONNECTION,
  AisleError,
  capabilityFindings,
  CollectionManager,
  IndexAuditor,
  EngineCircuit,
} from '../../lib/index.js';
import type { EngineCircuitState, IndexState, RedisConnection } from '../../lib/index.js';
import { CATALOG } from '../catalog/catalog-collections.js';
import { Seeding } from '../seeding/seeding.js';
import type { SeedingStatus } from '../seeding/seeding.js';
import { indexWarnings } from './index-warnings.js';
import { Lifecycle } from './lifecycle.js';

/** Whether the server can answer, and what is missing. */
export interface ReadinessReport {
  readonly status: 'ready' | 'not ready';
  readonly engine: EngineReport;
  /** By name; empty while the engine does not answer. */
  readonly collections: Readonly<Record<string, IndexState>>;
  readonly seeding: SeedingStatus;
  /** What works, but not as well as it could. */
  readonly warnings: readonly string[];
}

export interface EngineReport {
  readonly status: 'up' | 'down';
  readonly version: string;
  /** Whether commands are sent to it, see `EngineCircuit`. */
  readonly circuit: EngineCircuitState;
  /** Why it is down. */
  readonly detail?: string;
}

const PROBE_MS = 1_000;
const MISSING: IndexState = Object.freeze({ state: 'missing', progress: 0 });

/** What the settings of the engine cost, with the way out. */
const capabilityWarnings = (capabilities: RedisConnection['capabilities']) =>
  capabilityFindings(capabilities).flatMap(({ message, advice }) =>
    advice === undefined ? [] : [`${message}. ${advice}`],
  );

/** Asks the engine once, with a short deadline. */
@Injectable()
export class Readiness {
  constructor(
    @Inject(AISLE_CONNECTION) private readonly connection: RedisConnection,
    private readonly circuit: EngineCircuit,
    private readonly manager: CollectionManager,
    private readonly auditor: IndexAuditor,
    private readonly seeding: Seeding,
    private readonly lifecycle: Lifecycle,
  ) {}

  async report(): Promise<ReadinessReport> {
    const { engine, collections, warnings } = await this.#ask();
    const isServing = Object.values(collections).every(({ state }) => state === 'ready' || state === 'migrating');
    const isReady = engine.status === 'up' && isServing && this.seeding.isDone && !this.lifecycle.isStopping;
    return {
      status: isReady ? 'ready' : 'not ready',
      engine,
      collections,
      seeding: this.seeding.status,
      warnings: [...capabilityWarnings(this.connection.capabilities), ...warnings],
    };
  }

  async #ask(): Promise<Pick<ReadinessReport, 'engine' | 'collections' | 'warnings'>> {
    const version = this.connection.capabilities.server;
    try {
      await this.connection.send(['PING'], { deadlineMs: PROBE_MS });
      const [collections, audits] = await Promise.all([this.#collections(), this.auditor.audit()]);
      return {
        engine: { status: 'up', version, circuit: this.circuit.status.state },
        collections,
        warnings: indexWarnings(audits),
      };
    } catch (error) {
      if (!(error instanceof AisleError)) throw error;
      return {
        engine: { status: 'down', version, circuit: this.circuit.status.state, detail: error.message },
        collections: {},
        warnings: [],
      };
    }
  }

  /** Those of the shop are listed also when an engine has lost them. */
  async #collections(): Promise<Readonly<Record<string, IndexState>>> {
    const descriptions = await this.manager.list();
    return Object.fromEntries([
      ...CATALOG.map(({ name }) => [name, MISSING] as const),
      ...descriptions.map(({ name, index }) => [name, index] as const),
    ]);
  }
}
