/** How a server is doing, by its own word. */
export interface EngineStatus {
  readonly role: string;
  readonly uptimeSeconds: number;
  readonly isLoading: boolean;
  readonly memory: MemoryFacts;
  readonly persistence: PersistenceFacts;
  readonly clients: ClientFacts;
  readonly activity: ActivityFacts;
  readonly replication: ReplicationFacts;
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

/** What it did since it started. */
export interface ActivityFacts {
  readonly operationsPerSecond: number;
  readonly commands: number;
  /** Reads that found their key. */
  readonly hits: number;
  readonly misses: number;
  /** Hits over all reads, 0 to 1; null before the first. */
  readonly hitRatio: number | null;
  /** Keys that were removed for want of memory. */
  readonly evicted: number;
  readonly expired: number;
}

export interface ReplicationFacts {
  /** Of a primary: those that copy it. */
  readonly replicas: readonly ReplicaFacts[];
}

export interface ReplicaFacts {
  readonly server: string;
  /** `online` once it has everything and follows. */
  readonly state: string;
  /** Seconds since it was last heard of. */
  readonly lagSeconds: number;
  /** What it has not confirmed yet. */
  readonly lagBytes: number;
}
