import type { CollectionDescription, IndexInfo, IndexVerification, MigrationPlan } from '../../lib/index.js';

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
  /** What INFO says; null where the engine's user may not ask. */
  readonly status: EngineStatus | null;
}

export interface EngineStatus {
  readonly role: string;
  readonly uptimeSeconds: number;
  readonly isLoading: boolean;
  readonly memory: MemoryFacts;
  readonly persistence: PersistenceFacts;
  readonly clients: ClientFacts;
}

export interface MemoryFacts {
  readonly usedBytes: number;
  readonly peakBytes: number;
  /** 0: no limit. */
  readonly limitBytes: number;
  /** Memory that the process takes, over what it uses. */
  readonly fragmentation: number;
  /** What happens at the limit. */
  readonly policy: string;
}

export interface PersistenceFacts {
  readonly aof: {
    readonly isOn: boolean;
    /** When it reaches the disk: `everysec`, `always`, `no`; null where it may not be asked. */
    readonly fsync: string | null;
    readonly lastWriteIsOk: boolean;
    readonly lastRewriteIsOk: boolean;
  };
  readonly rdb: {
    /** When snapshots are made; empty for never, null where it may not be asked. */
    readonly schedule: string | null;
    readonly lastSaveIsOk: boolean;
    readonly lastSave: string | null;
    readonly changesSince: number;
  };
}

export interface ClientFacts {
  readonly connected: number;
  readonly blocked: number;
  /** Most that are let in. */
  readonly max: number;
  /** How many were turned away since the start. */
  readonly rejected: number;
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
