import type { CollectionWork } from './collection-work.js';
import { dropCollection } from './drop-collection.js';
import type { LockedOptions } from './migration-runner.js';

/** Deletes a collection, if there is one, while no other process works on it. @throws MIGRATION_RUNNING after `waitMs` */
export async function removeCollection(
  { context, journal, runner }: CollectionWork,
  name: string,
  options: LockedOptions,
): Promise<void> {
  await runner.exclusively(name, options, async (signal) => {
    const record = await context.definitions.inspect(name);
    if (record === null) return;
    await journal.remove(name);
    await dropCollection(context, record, signal);
  });
}
