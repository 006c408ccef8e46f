import { Inject, Injectable } from '@nestjs/common';
import { AISLE_CONNECTION, CollectionManager } from '../../lib/index.js';
import type { IndexState, RedisConnection } from '../../lib/index.js';
import { Seeding } from '../seeding/seeding.js';
import type { SeedingStatus } from '../seeding/seeding.js';
import { engineWarnings } from './engine-warnings.js';
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
  /** Why it is down. */
  readonly detail?: string;
}

const PROBE_MS = 1_000;

/** Asks the engine once, with a short deadline. */
@Injectable()
export class Readiness {
  constructor(
    @Inject(AISLE_CONNECTION) private readonly connection: RedisConnection,
    private readonly manager: CollectionManager,
    private readonly seeding: Seeding,
    private readonly lifecycle: Lifecycle,
  ) {}

  async report(): Promise<ReadinessReport> {
    const engine = await this.#askEngine();
    const collections = engine.status === 'up' ? await this.#collections() : {};
    const isServing = Object.values(collections).every(({ state }) => state === 'ready' || state === 'migrating');
    const isReady = engine.status === 'up' && isServing && this.seeding.isDone && !this.lifecycle.isStopping;
    return {
      status: isReady ? 'ready' : 'not ready',
      engine,
      collections,
      seeding: this.seeding.status,
      warnings: engineWarnings(this.connection.capabilities),
    };
  }

  async #askEngine(): Promise<EngineReport> {
    const version = this.connection.capabilities.server;
    try {
      await this.connection.send(['PING'], { deadlineMs: PROBE_MS });
      return { status: 'up', version };
    } catch (error) {
      return { status: 'down', version, detail: error instanceof Error ? error.message : String(error) };
    }
  }

  async #collections(): Promise<Readonly<Record<string, IndexState>>> {
    const descriptions = await this.manager.list();
    return Object.fromEntries(descriptions.map(({ name, index }) => [name, index]));
  }
}
