import { access, constants, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AisleError } from '../../errors/aisle-error.js';
import { systemCode } from './system-error.js';

/**
 * Makes a folder when it is missing.
 * @returns its absolute path without symbolic links.
 * @throws AisleError `INVALID_CONFIGURATION` when it cannot be made or written.
 */
export async function prepareFolder(folder: string): Promise<string> {
  const path = resolve(folder);
  try {
    await makeFolder(path);
    await access(path, constants.W_OK | constants.X_OK);
    return await realpath(path);
  } catch (error) {
    throw await unusableFolder(path, error);
  }
}

/** Makes the folders of a path one by one: where none can be made, Node's own recursion may never end. */
async function makeFolder(path: string): Promise<void> {
  try {
    await makeLastFolder(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await makeLastFolder(path);
  }
}

async function makeLastFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  }
}

/** Makes the error of a folder that cannot be used. */
export async function unusableFolder(path: string, cause: unknown): Promise<AisleError> {
  const isFile = await stat(path).then(
    (stats) => !stats.isDirectory(),
    () => false,
  );
  const reason = isFile ? 'it is a file' : reasonOf(cause);
  return new AisleError(
    'INVALID_CONFIGURATION',
    `The data folder "${path}" cannot be used: ${reason}. Set AISLE_HOME to a folder that can be written.`,
    { cause },
  );
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'writing to it is not permitted',
  EPERM: 'writing to it is not permitted',
  EROFS: 'its file system is read-only',
  ENOTDIR: 'a part of its path is a file',
  ENOENT: 'it cannot be made there',
  ENAMETOOLONG: 'its path is too long',
};

function reasonOf(error: unknown): string {
  return REASONS[systemCode(error) ?? ''] ?? String(error);
}
