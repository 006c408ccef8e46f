import { join } from 'node:path';
import type { EngineFiles } from './engine-files.js';

/** `disk`: append-only file and snapshots. `none`: nothing is kept. */
export type Persistence = 'disk' | 'none';

/** What a supervisor is told when it starts. It can be seen in the list of processes, so it holds no password. */
export interface SupervisorJob {
  readonly address: string;
  readonly home: string;
  readonly data: string;
  readonly server: string;
  readonly version: string;
  readonly persistence: Persistence;
  /** Lines of the engine's configuration, without port and password. */
  readonly config: readonly string[];
  /** Milliseconds that the engine outlives its last holder. */
  readonly graceMs: number;
  /** Remove the whole home when the engine has ended. */
  readonly throwAway: boolean;
}

export interface SupervisorJobOptions {
  readonly address: string;
  readonly home: string;
  readonly files: EngineFiles;
  readonly persistence: Persistence;
  readonly graceMs: number;
  readonly throwAway: boolean;
}

export function createSupervisorJob({ files, ...options }: SupervisorJobOptions): SupervisorJob {
  const data = join(options.home, 'data');
  return {
    ...options,
    data,
    server: files.server,
    version: files.version,
    config: engineConfig(files, data, options.persistence),
  };
}

/** Configuration lines of an engine that listens on the loopback interface alone. */
export function engineConfig(files: EngineFiles, data: string, persistence: Persistence): readonly string[] {
  return [
    'bind 127.0.0.1',
    'daemonize no',
    `dir ${quote(data)}`,
    ...PERSISTENCE[persistence],
    'maxmemory-policy noeviction',
    `loadmodule ${quote(files.searchModule)} MAXPREFIXEXPANSIONS 10000000 MINPREFIX 1`,
    `loadmodule ${quote(files.jsonModule)}`,
  ];
}

const PERSISTENCE: Readonly<Record<Persistence, readonly string[]>> = {
  disk: [
    'appendonly yes',
    'appendfsync everysec',
    // The default of 64 MB would let a start replay for seconds what was deleted long ago.
    'auto-aof-rewrite-min-size 4mb',
    'save 3600 1 300 100 60 10000',
    // At the end the append-only file is complete; a snapshot of a large catalogue would only delay it.
    'shutdown-on-sigterm nosave',
  ],
  none: ['appendonly no', 'save ""'],
};

function quote(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;
}
