import { execFile } from 'node:child_process';
import { access, constants, realpath } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import type { EngineFiles } from './engine-files.js';
import { isAtLeast } from './engine-platform.js';

const MODULE_FOLDERS = ['/usr/lib/redis/modules', '/opt/redis-stack/lib', '/usr/local/lib/redis/modules'];
/** Older servers come with older modules, which lack what our queries need. */
const MIN_VERSION = [7, 4] as const;

/** Finds a `redis-server` on the search path that has both modules; null when there is none. */
export async function findInstalledEngine(
  searchPath: string,
  moduleFolders: readonly string[] = MODULE_FOLDERS,
): Promise<EngineFiles | null> {
  for (const folder of searchPath.split(delimiter).filter(isAbsolute)) {
    const server = join(folder, 'redis-server');
    if (!(await isAccessible(server, constants.X_OK))) continue;
    const folders = [...moduleFolders, folder, dirname(await realpath(server))];
    const modules = await findModules(folders);
    const version = modules === null ? null : await versionOf(server);
    if (modules !== null && version !== null && isAtLeast(version, MIN_VERSION)) return { server, ...modules, version };
  }
  return null;
}

/** Reads the version out of what `redis-server --version` prints. */
export function parseServerVersion(output: string): string | null {
  return /\bv=(\d+\.\d+\.\d+)/.exec(output)?.[1] ?? null;
}

async function findModules(
  folders: readonly string[],
): Promise<Pick<EngineFiles, 'searchModule' | 'jsonModule'> | null> {
  for (const folder of folders) {
    const searchModule = join(folder, 'redisearch.so');
    const jsonModule = join(folder, 'rejson.so');
    if ((await isAccessible(searchModule, constants.X_OK)) && (await isAccessible(jsonModule, constants.X_OK))) {
      return { searchModule, jsonModule };
    }
  }
  return null;
}

function isAccessible(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

/** Null for a program that does not start or does not say its version: such a server is not used. */
function versionOf(server: string): Promise<string | null> {
  return promisify(execFile)(server, ['--version'], { timeout: 5_000 }).then(
    ({ stdout }) => parseServerVersion(stdout),
    () => null,
  );
}
