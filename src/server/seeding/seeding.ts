import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { AisleError } from '../../lib/index.js';
import { SERVER_CONFIG } from '../config/config.module.js';
import type { ServerConfig } from '../config/server-config.js';
import type { SeedPolicy } from './seed-decision.js';
import { Seeder } from './seeder.js';

/** Where the loading of the example catalogue stands. */
export interface SeedingStatus {
  readonly state: 'off' | 'waiting' | 'running' | 'done' | 'failed';
  /** Why it failed. */
  readonly detail?: string;
}

const RETRY_MS = 2_000;

/** Loads the example catalogue in the background, where the configuration says so, and tells how that stands. */
@Injectable()
export class Seeding implements BeforeApplicationShutdown {
  readonly #logger = new Logger('Seeding');
  readonly #stop = new AbortController();
  readonly #policy: SeedPolicy | null;
  #status: SeedingStatus;
  #running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(SERVER_CONFIG) config: ServerConfig,
    private readonly seeder: Seeder,
  ) {
    this.#policy = policyOf(config);
    this.#status = { state: this.#policy === null ? 'off' : 'waiting' };
  }

  get status(): SeedingStatus {
    return this.#status;
  }

  /** True when nothing is left to wait for. */
  get isDone(): boolean {
    return this.#status.state === 'off' || this.#status.state === 'done';
  }

  /** Begins; the promise is kept when it is done or has failed for good. */
  start(): Promise<void> {
    const policy = this.#policy;
    if (policy !== null && this.#status.state === 'waiting') this.#running = this.#run(policy);
    return this.#running;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(policy: SeedPolicy): Promise<void> {
    this.#status = { state: 'running' };
    while (!this.#isStopped()) {
      try {
        for (const { collection, loaded } of await this.seeder.seed(policy, this.#stop.signal)) {
          if (loaded !== null) this.#logger.log(`Loaded ${loaded} documents into "${collection}"`);
        }
        this.#status = { state: 'done' };
        return;
      } catch (error) {
        if (this.#isStopped()) return;
        this.#status = { state: 'failed', detail: error instanceof Error ? error.message : String(error) };
        this.#logger.error(error);
        if (!isPassing(error)) return;
        await delay(RETRY_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }
}

/** Whether the same may go well a little later. */
const isPassing = (error: unknown) => error instanceof AisleError && error.status >= 503;

function policyOf({ seed, redisUrl }: ServerConfig): SeedPolicy | null {
  if (seed === 'on') return 'changed';
  return seed === 'auto' && redisUrl === null ? 'once' : null;
}
