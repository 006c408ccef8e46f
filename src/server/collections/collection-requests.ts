import { Injectable } from '@nestjs/common';
import { AisleError, CollectionManager } from '../../lib/index.js';
import type { CollectionDescription } from '../../lib/index.js';

/** A collection after a request changed it, with the status that tells how. */
export interface PutCollectionResult {
  readonly status: 200 | 201 | 202;
  readonly collection: CollectionDescription;
}

const STATUS = { created: 201, unchanged: 200, updated: 200, migrating: 202 } as const;

/** Carries out what requests ask of collections. */
@Injectable()
export class CollectionRequests {
  constructor(private readonly manager: CollectionManager) {}

  async list(): Promise<{ readonly collections: readonly CollectionDescription[] }> {
    return { collections: await this.manager.list() };
  }

  describe(name: string): Promise<CollectionDescription> {
    return this.manager.describe(name);
  }

  async put(name: string, body: unknown): Promise<PutCollectionResult> {
    const { outcome } = await this.manager.put(name, body);
    return { status: STATUS[outcome], collection: await this.manager.describe(name) };
  }

  async remove(name: string, confirm: string | undefined): Promise<void> {
    if (confirm !== name) {
      throw new AisleError(
        'CONFIRMATION_REQUIRED',
        `This deletes the collection "${name}" with all its documents. Repeat the name to confirm: ?confirm=${encodeURIComponent(name)}.`,
      );
    }
    await this.manager.remove(name);
  }
}
