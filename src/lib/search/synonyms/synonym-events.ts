import { defineEvents } from '../../messaging/events/define-events.js';

/** Synonyms of a collection were changed. */
export interface SynonymChange {
  readonly collection: string;
}

/** Told to all processes, so that they need not wait until what they know is old. */
export const SYNONYMS_CHANGED = defineEvents<{ 'synonyms.changed': SynonymChange }>().channel('synonyms.changed');
