import { defineEvents } from '../messaging/events/define-events.js';

/** A collection was made, changed or deleted. */
export interface DefinitionChange {
  readonly collection: string;
  /** The epoch that is in force now; null when the collection is gone. */
  readonly epoch: number | null;
}

/** Told to all processes, so that they need not wait until what they know is old. */
export const DEFINITION_CHANGED = defineEvents<{ 'definitions.changed': DefinitionChange }>().channel(
  'definitions.changed',
);
