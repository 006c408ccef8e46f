import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { EngineFiles } from './engine-files.js';
import type { EngineRelease } from './engine-release.js';
import { ignoreMissing } from './system-error.js';
import { engineNotAvailable } from './ways-out.js';

const MARKER = 'verified.json';

/** The folder of a release inside the folder of all engines. */
export function releaseFolder(engines: string, release: EngineRelease): string {
  return join(engines, `${release.version}-${release.platform}`);
}

/** Finds a release that was verified when it was put into its folder; null when it is missing or was changed since. */
export async function findPrebuiltEngine(folder: string, release: EngineRelease): Promise<EngineFiles | null> {
  const marker = await readFile(join(folder, MARKER), 'utf8').catch(ignoreMissing);
  if (marker === undefined || marker !== (await describeFiles(folder, release))) return null;
  return filesIn(folder, release);
}

/**
 * Verifies the unpacked files of a release, then moves their folder into place in one step.
 * @throws AisleError `ENGINE_NOT_AVAILABLE_HERE` when a file is not the one that the release names.
 */
export async function installPrebuiltEngine(
  unpacked: string,
  folder: string,
  release: EngineRelease,
): Promise<EngineFiles> {
  for (const { file, sha256 } of Object.values(release.members)) {
    const path = join(unpacked, file);
    const actual = await sha256Of(path);
    if (actual !== sha256) {
      throw engineNotAvailable(`the fetched ${file} is not the expected one (SHA-256 ${actual}, expected ${sha256})`);
    }
    await chmod(path, 0o755);
  }
  await writeFile(join(unpacked, MARKER), await describeFiles(unpacked, release));
  await rm(folder, { recursive: true, force: true });
  await rename(unpacked, folder);
  return filesIn(folder, release);
}

function filesIn(folder: string, { members, version }: EngineRelease): EngineFiles {
  return {
    server: join(folder, members.server.file),
    searchModule: join(folder, members.search.file),
    jsonModule: join(folder, members.json.file),
    version,
  };
}

/** Sizes tell a file that a full disk or a power cut left short, at no cost. */
async function describeFiles(folder: string, release: EngineRelease): Promise<string> {
  const files = await Promise.all(
    Object.values(release.members).map(async ({ file, sha256 }) => {
      const stats = await stat(join(folder, file)).catch(ignoreMissing);
      return { file, sha256, bytes: stats?.size ?? null };
    }),
  );
  return JSON.stringify(files);
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
