import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { CollectionManager } from '../../lib/index.js';

/** Takes up what a former process left undone: migrations and deletions. */
@Injectable()
export class ResumeMigrations implements OnApplicationBootstrap {
  readonly #logger = new Logger('Collections');

  constructor(private readonly manager: CollectionManager) {}

  async onApplicationBootstrap(): Promise<void> {
    const resumed = await this.manager.resume();
    if (resumed.length > 0) this.#logger.log(`Going on with changes of: ${resumed.join(', ')}`);
  }
}
