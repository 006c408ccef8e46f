/** Where an engine's files lie, as absolute paths. */
export interface EngineFiles {
  readonly server: string;
  readonly searchModule: string;
  readonly jsonModule: string;
  /** Version of the Redis server. */
  readonly version: string;
}

/** How far a longer piece of work has come. */
export interface EngineProgress {
  /** What is being done. */
  readonly label: string;
  readonly bytes: number;
  /** 0 while it is not known. */
  readonly totalBytes: number;
}
