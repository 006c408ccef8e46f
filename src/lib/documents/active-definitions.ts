import type { AnyCollection } from '../collections/collection.js';

/** The definitions of a collection that are in force: one serves searches, both are written during a migration. */
export interface ActiveDefinitions {
  /** Grows with each change, over all collections, so that it never repeats. Every write compares it. */
  readonly epoch: number;
  /** What searches are compiled from. */
  readonly serving: AnyCollection;
  /** What a migration is about to serve (or has just served): documents must fit it, its members are derived too. */
  readonly other: AnyCollection | null;
  readonly source: 'code' | 'stored';
}

/** The definitions of one collection, as a repository and a search service see them. */
export interface DefinitionHandle {
  readonly name: string;
  /** What this process knows; loaded on first use. @throws COLLECTION_NOT_FOUND */
  current(): Promise<ActiveDefinitions>;
  /** Reads them anew: after a write was answered STALE, or an index was not there. @throws COLLECTION_NOT_FOUND */
  reload(): Promise<ActiveDefinitions>;
}
