import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineUnavailableError } from '../../errors/engine-errors.js';

/** What `engine.json` in a home says about its engine. */
export interface EngineState {
  /** `redis://:<password>@127.0.0.1:<port>` */
  readonly url: string;
  /** Version of the Redis server. */
  readonly version: string;
  readonly persistence: string;
  /** Process of the engine; null when it does not run. */
  readonly pid: number | null;
  /** Process of the supervisor; null when it has ended properly. */
  readonly supervisorPid: number | null;
}

/**
 * Reads the state of the engine of a home.
 * @throws EngineUnavailableError when there is none.
 */
export async function readEngineState(home: string): Promise<EngineState> {
  const path = join(home, 'engine.json');
  try {
    const state: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isEngineState(state)) return state;
    throw new SyntaxError('members are missing');
  } catch (cause) {
    throw new EngineUnavailableError(`The state of the engine cannot be read from "${path}": ${String(cause)}.`, {
      cause,
    });
  }
}

function isEngineState(value: unknown): value is EngineState {
  if (typeof value !== 'object' || value === null) return false;
  const { url, version, pid, supervisorPid }: Partial<Record<string, unknown>> = { ...value };
  return (
    typeof url === 'string' &&
    typeof version === 'string' &&
    (pid === null || typeof pid === 'number') &&
    (supervisorPid === null || typeof supervisorPid === 'number')
  );
}
