import { describePlan } from '../../lib/index.js';
import type { MigrationPlan } from '../../lib/index.js';
import type { Store } from '../store/open-store.js';
import type { WantedDefinition } from './wanted-definition.js';

/** What has to be done to put a definition in force. */
export interface PlannedChange {
  readonly plan: MigrationPlan;
  /** For a person. */
  readonly lines: readonly string[];
  /** False when all is as it should be. */
  readonly isNeeded: boolean;
}

/** Finds out what has to be done, the index included. @throws INVALID_DEFINITION when what is fixed differs */
export async function planChange({ manager }: Store, { collection }: WantedDefinition): Promise<PlannedChange> {
  const { name } = collection;
  const plan = await manager.plan(collection);
  if (plan.status !== 'unchanged') return { plan, lines: describePlan(plan), isNeeded: true };
  const { state } = (await manager.describe(name)).index;
  switch (state) {
    case 'missing':
      return { plan, lines: [`${name}: build the index ${plan.index.to}, which is missing`], isNeeded: true };
    case 'migrating':
      return { plan, lines: [`${name}: bring a change that was begun to its end`], isNeeded: true };
    case 'building':
    case 'ready':
      return { plan, lines: describePlan(plan), isNeeded: false };
  }
}
