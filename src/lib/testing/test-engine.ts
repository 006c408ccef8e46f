import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedEngine } from '../redis/embedded/start-engine.js';

export interface TestEngineOptions {
  /** Whether the engine keeps its data on disk, so that it survives being killed. @default 'none' */
  readonly persistence?: 'disk' | 'none';
  /** Folder whose subfolder `engine` holds the programs. @default AISLE_HOME, else `.aisle` in the current folder */
  readonly enginesHome?: string;
}

/** A real engine for one test file: empty, on a free port, with a folder of its own. */
export interface TestEngine {
  readonly url: string;
  /** Its throw-away folder. */
  readonly home: string;
  /** Version of the Redis server. */
  readonly version: string;
  /** Ends the engine and removes its folder. */
  close(): Promise<void>;
}

/**
 * Starts a real engine. It ends with the process that started it, however that ends, and leaves nothing behind.
 * @example
 * const engine = await startTestEngine();
 * // … AisleModule.forRoot({ redis: { url: engine.url } })
 * await engine.close();
 */
export async function startTestEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const { persistence = 'none', enginesHome = process.env.AISLE_HOME ?? '.aisle' } = options;
  const home = await mkdtemp(join(tmpdir(), 'aisle-test-'));
  try {
    return await startEmbeddedEngine({ home, persistence, enginesHome, graceMs: 0, throwAway: true });
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}
