import type {
  CollectionDescription,
  EngineNodeReport,
  IndexInfo,
  IndexVerification,
  MigrationPlan,
} from '../../lib/index.js';

/** What the doctor looked at. */
export interface Facts {
  readonly configuration: ConfigurationFacts;
  readonly engine: EngineFacts | FailedFacts;
  readonly collections: readonly CollectionFacts[] | FailedFacts;
}

/** What could not be found out, and why. */
export interface FailedFacts {
  readonly failure: { readonly code: string; readonly message: string };
}

export interface ConfigurationFacts {
  readonly values: readonly ConfigurationValue[];
  /** Why the server would not start with it; null when it would. */
  readonly fault: string | null;
}

export interface ConfigurationValue {
  readonly name: string;
  /** Secrets are masked. */
  readonly value: string;
  readonly origin: 'option' | 'environment' | 'default';
}

export interface EngineFacts {
  readonly kind: 'embedded' | 'url';
  /** The URL without its password, or the home of the own engine. */
  readonly place: string;
  /** Version of the server. */
  readonly version: string;
  readonly modules: Readonly<Record<string, string>>;
  readonly maxPrefixExpansions: number;
  readonly minPrefix: number;
  readonly searchable: boolean;
  /** How each server is doing. */
  readonly nodes: readonly EngineNodeReport[];
}

export interface CollectionFacts {
  readonly description: CollectionDescription;
  /** null when there is none. */
  readonly index: IndexInfo | null;
  /** null when it was not looked through. */
  readonly verification: IndexVerification | null;
  /** Whether the catalogue wants another definition; null for a collection that is not of the catalogue. */
  readonly plan: MigrationPlan['status'] | null;
}
